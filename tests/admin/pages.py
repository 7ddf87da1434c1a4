"""The admin as a browser has it: what a form holds, and what is sent when it is submitted."""

from html.parser import HTMLParser

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


class FormFields(HTMLParser):
    """The names and values that the form with the id ``form`` would send."""

    def __init__(self, form):
        super().__init__()
        self.form, self.inside, self.sent = form, False, {}
        self.select = self.textarea = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.inside = attrs.get("id") == self.form
        elif self.inside:
            self.handle_control(tag, attrs)

    def handle_control(self, tag, attrs):
        if tag == "input" and "name" in attrs:
            self.handle_input(attrs)
        elif tag == "select":
            self.select = attrs["name"]
        elif tag == "option" and "selected" in attrs:
            self.send(self.select, attrs["value"])
        elif tag == "textarea":
            self.textarea = attrs["name"]
            self.send(self.textarea, "")

    def handle_input(self, attrs):
        kind = attrs.get("type", "text")
        if kind in {"submit", "file", "button"} or (
            kind in {"checkbox", "radio"} and "checked" not in attrs
        ):
            return
        self.send(attrs["name"], attrs.get("value", "on" if kind == "checkbox" else ""))

    def handle_data(self, data):
        if self.textarea:
            self.sent[self.textarea][-1] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        if tag == "textarea" and self.textarea:
            # A browser drops the line break with which Django begins the text.
            text = self.sent[self.textarea].pop()
            self.send(self.textarea, text.removeprefix("\n"))
            self.textarea = None

    def send(self, name, value):
        self.sent.setdefault(name, []).append(value)


def fields_of(response, form):
    parser = FormFields(form)
    parser.feed(response.content.decode())
    return {name: sent for name, sent in parser.sent.items() if "__prefix__" not in name}


def url_of(target, page="change"):
    """The address of a page of a record, or of its model's list or add page."""
    model = target if isinstance(target, type) else type(target)
    args = [] if isinstance(target, type) else [target.pk]
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    return reverse(name, args=args)


class Form:
    """A form of the admin, open in a browser: give a record to change, or a model to add to."""

    def __init__(self, client, target):
        model = target if isinstance(target, type) else type(target)
        self.client = client
        self.url = url_of(target, "add" if isinstance(target, type) else "change")
        self.name = f"{model._meta.model_name}_form"
        self.page = client.get(self.url)
        assert self.page.status_code == 200, self.page
        self.fields = fields_of(self.page, self.name)

    def add_row(self, prefix, **values):
        """What “Add another” and some typing do."""
        number = int(self.fields[f"{prefix}-TOTAL_FORMS"][0])
        self.fields[f"{prefix}-TOTAL_FORMS"] = [str(number + 1)]
        for name, value in values.items():
            self.fields[f"{prefix}-{number}-{name}"] = value

    def submit(self, button="_save", **changed):
        """The page that comes back, after any redirect. If it is the form, it is open again."""
        sent = {**self.fields, **changed, button: "1"}
        self.page = self.client.post(self.url, sent, follow=True)
        if self.page.context and "adminform" in self.page.context:
            self.fields = fields_of(self.page, self.name)
        return self.page


def queries_of(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def errors_in(page):
    """Every error that a form shows, as one text."""
    return "\n".join(map(str, page.context.get("errors") or []))


def messages_in(page):
    return "\n".join(map(str, page.context["messages"]))


def act(client, action, records, **extra):
    """Tick ``records`` in their list, choose ``action`` and press “Go”."""
    sent = {"action": action, "_selected_action": [record.pk for record in records], **extra}
    return client.post(url_of(type(records[0]), "changelist"), sent, follow=True)


def act_and_confirm(client, action, records, **extra):
    """Look at what the action will do, and do it."""
    shown = act(client, action, records, **extra)
    if shown.status_code != 200 or "rows" not in (shown.context or {}):
        return shown
    sent = fields_of(shown, "bulk_form") | {"_confirm": "1"}
    return client.post(url_of(type(records[0]), "changelist"), sent, follow=True)
