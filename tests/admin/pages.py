"""The admin as a browser has it: what a form holds, and what is sent when it is submitted."""

from html.parser import HTMLParser

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
        elif self.inside and tag == "input" and "name" in attrs:
            self.handle_input(attrs)
        elif self.inside and tag == "select":
            self.select = attrs["name"]
        elif self.inside and tag == "option" and "selected" in attrs:
            self.send(self.select, attrs["value"])
        elif self.inside and tag == "textarea":
            self.textarea = attrs["name"]
            self.send(self.textarea, "")

    def handle_input(self, attrs):
        kind = attrs.get("type", "text")
        if kind == "checkbox" and "checked" not in attrs:
            return
        if kind not in {"submit", "file", "button"}:
            self.send(attrs["name"], attrs.get("value", "on" if kind == "checkbox" else ""))

    def handle_data(self, data):
        if self.textarea:
            self.sent[self.textarea][-1] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            # A browser drops the line break that Django writes before the text.
            self.sent[self.textarea] = [
                text.removeprefix("\r").removeprefix("\n") for text in self.sent[self.textarea]
            ]
            self.textarea = None
        elif tag == "form":
            self.inside = False

    def send(self, name, value):
        self.sent.setdefault(name, []).append(value)


def fields_of(response, form):
    parser = FormFields(form)
    parser.feed(response.content.decode())
    sent = {name: values for name, values in parser.sent.items() if "__prefix__" not in name}
    return {name: v[0] if len(v) == 1 else v for name, v in sent.items()}


def url_of(target, page="change"):
    """The address of a page of a record, or of its model's list or add page."""
    model = target if isinstance(target, type) else type(target)
    args = [] if isinstance(target, type) else [target.pk]
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    return reverse(name, args=args)


class Form:
    """A form of the admin, open in a browser."""

    def __init__(self, client, target):
        self.client = client
        self.url = url_of(target, "add" if isinstance(target, type) else "change")
        model = target if isinstance(target, type) else type(target)
        self.name = f"{model._meta.model_name}_form"
        self.page = client.get(self.url)
        self.fields = fields_of(self.page, self.name)

    def add_row(self, prefix, **values):
        """A row that “Add another” would add."""
        number = int(self.fields[f"{prefix}-TOTAL_FORMS"])
        self.fields[f"{prefix}-TOTAL_FORMS"] = str(number + 1)
        for name, value in values.items():
            self.fields[f"{prefix}-{number}-{name}"] = value

    def submit(self, button="_continue", follow=True, **changed):
        sent = {**self.fields, **changed, button: "1"}
        sent = {name: value for name, value in sent.items() if value is not None}
        response = self.client.post(self.url, sent, follow=follow)
        if not response.redirect_chain if follow else False:
            self.fields = fields_of(response, self.name)
        return response


def errors_of(response):
    """Every error that a form shows, in one text."""
    context = response.context
    found = [str(context["errors"])] if context.get("errors") else []
    return " ".join(found)


def messages_of(response):
    return [str(message) for message in response.context["messages"]]
