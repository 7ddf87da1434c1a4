"""What is done to several stories at once: first it is shown what will become of each.

Only a second word does it, and to each story only what has been shown of it.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.db import transaction
from django.template.response import TemplateResponse

from articles.models import Article, TaggedArticle
from articles.models.ownership import EDIT_ALL
from articles.publishing import (
    NotPublishable,
    forget_schedule,
    lock,
    refuse_unless_publishable,
)
from articles.small_changes import add_tag, assign, remove_tag, set_due
from articles.workflow import READY, SUBMIT
from newsroom.accounts import require_recent_login
from newsroom.desk_admin import Autocomplete, ids_among
from newsroom.desk_moments import MomentField
from newsroom.guarded_admin import digest
from newsroom.models import Tag

from .publication import (
    CHANGE,
    PUBLISH,
    VERBS,
    WITHDRAW,
    PublicCopy,
    PublishingAdmin,
    Verb,
    when,
)

MOST = 200
# Django's names for who is offered an action.
OFFERED_TO = {
    CHANGE: "change",
    EDIT_ALL: "edit_all",
    PUBLISH: "publish",
    WITHDRAW: "withdraw",
}


class Change(NamedTuple):
    """``foresee`` says what the verb would do to a story, or why it would not."""

    label: str
    verb: Verb
    foresee: Callable
    # What is asked of the editor first.
    field: Callable | None = None


def foresee_step(step, article):
    if article.state not in step.sources:
        raise NotPublishable(step.refusal)
    return f"From {article.get_state_display()} to {step.state.label}."


def foresee_publication(article):
    copy = PublicCopy(article)
    if copy.live and not (copy.scheduled or article.is_ahead):
        raise NotPublishable(
            f"Readers see version {copy.readers_version}, which says the same."
        )
    if copy.scheduled:
        forget_schedule(article, copy.scheduled)
    refuse_unless_publishable(article, at=copy.now)
    seen = (
        f"readers now see version {copy.readers_version}" if copy.live else "for the first time"
    )
    if copy.present and not copy.live:
        seen = "readers saw it before"
    return f"Version {article.version or 1} goes out, {seen}.{called_off(copy)}"


def foresee_withdrawal(article):
    copy = PublicCopy(article)
    if copy.present is None or (copy.present.withdrawn_at and not copy.scheduled):
        raise NotPublishable("This story is not published.")
    version = copy.present.revision.number
    return f"Taken down: version {version} answers “withdrawn”.{called_off(copy)}"


def called_off(copy):
    if not copy.scheduled:
        return ""
    version, at = copy.scheduled.revision.number, when(copy.scheduled.visible_from)
    return f" Version {version}, which is scheduled for {at}, is called off."


def foresee_assignment(article, value):
    if article.assignee == value:
        raise NotPublishable(f"It is {value}’s already.")
    return f"Assigned to {value}; until now to {article.assignee or 'nobody'}."


def foresee_due(article, value):
    if article.due_at == value:
        raise NotPublishable(f"It is due {when(value)} already.")
    until_now = when(article.due_at) if article.due_at else "not at all"
    return f"Due {when(value)}; until now {until_now}."


def foresee_tag(article, value):
    if article.tagged.filter(tag=value).exists():
        raise NotPublishable(f"It is tagged {value} already.")
    return f"Tagged {value}.{not_yet(article)}"


def foresee_removal(article, value):
    if not article.tagged.filter(tag=value).exists():
        raise NotPublishable(f"It is not tagged {value}.")
    return f"No longer tagged {value}.{not_yet(article)}"


def not_yet(article):
    return " Readers see it when the change is published." if PublicCopy(article).live else ""


def whom():
    users = get_user_model().objects.filter(is_staff=True, is_active=True)
    widget = Autocomplete(Article._meta.get_field("assignee"), admin.site)
    return forms.ModelChoiceField(users, label="Assign to", widget=widget)


def until_when():
    return MomentField(label="Due")


def which_tag():
    widget = Autocomplete(TaggedArticle._meta.get_field("tag"), admin.site)
    return forms.ModelChoiceField(Tag.objects.all(), label="Tag", widget=widget)


CHANGES = {
    "submit_selected": Change(
        "Submit for review", VERBS["_submit"], partial(foresee_step, SUBMIT)
    ),
    "ready_selected": Change("Mark as ready", VERBS["_ready"], partial(foresee_step, READY)),
    "publish_selected": Change("Publish", VERBS["_publish"], foresee_publication),
    "withdraw_selected": Change("Withdraw", VERBS["_withdraw"], foresee_withdrawal),
    "assign_selected": Change(
        "Assign to …", Verb(assign, EDIT_ALL, "Assigned", "assigned"), foresee_assignment, whom
    ),
    "due_selected": Change(
        "Set the due date …", Verb(set_due, EDIT_ALL, "Due date set"), foresee_due, until_when
    ),
    "tag_selected": Change(
        "Add a tag …", Verb(add_tag, EDIT_ALL, "Tagged"), foresee_tag, which_tag
    ),
    "untag_selected": Change(
        "Remove a tag …", Verb(remove_tag, EDIT_ALL, "Tag removed"), foresee_removal, which_tag
    ),
}


def action(name):
    def run(model_admin, request, articles):
        return model_admin.change_all(request, articles, name)

    run.__name__ = name
    change = CHANGES[name]
    offered_to = [OFFERED_TO[change.verb.permission]]
    return admin.action(run, description=change.label, permissions=offered_to)


class Foreseen(NamedTuple):
    article: Article
    words: list[str]
    will_be_done: bool

    @property
    def mark(self):
        return f"{self.article.pk}:{digest(self.words)}"


class BulkAdmin(PublishingAdmin):
    actions = [action(name) for name in CHANGES]

    def change_all(self, request, articles, name):
        change, is_confirmed = CHANGES[name], "_confirm" in request.POST
        if is_confirmed and change.verb.permission == WITHDRAW:
            require_recent_login(request)
        if is_confirmed:
            # What has been shown, wherever the list's filters would have it by now.
            ids = ids_among(request.POST.getlist("_selected_action"))[: MOST + 1]
        else:
            ids = list(articles.values_list("pk", flat=True)[: MOST + 1])
        if len(ids) > MOST:
            refusal = f"At most {MOST} stories at once: choose fewer, or narrow the list."
            self.message_user(request, refusal, messages.ERROR)
            return None
        form = form_of(change, request.POST if "_asked" in request.POST else None)
        said = form.cleaned_data if form.is_valid() else None
        if is_confirmed and said is not None:
            return self.carry_out(request, ids, change, said)
        return self.ask(request, ids, name, form, said)

    def ask(self, request, ids, name, form, said):
        change = CHANGES[name]
        articles = self.get_queryset(request).filter(pk__in=ids).defer("raw_text")
        rows = [
            Foreseen(article, [], False)
            if said is None
            else self.foreseen(request, article, change, said)
            for article in articles
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": change.label,
            "opts": self.opts,
            "media": self.media + form.media,
            "action": name,
            "form": form,
            "rows": rows,
            "is_known": said is not None,
            "to_do": sum(row.will_be_done for row in rows),
        }
        return TemplateResponse(request, "admin/articles/article/bulk.html", context)

    def foreseen(self, request, article, change, said):
        if not self.allows(request, change.verb, article):
            return Foreseen(article, ["You may not do this to it as it stands."], False)
        try:
            return Foreseen(article, [change.foresee(article, **said)], True)
        except NotPublishable as refusal:
            return Foreseen(article, refusal.messages, False)

    def carry_out(self, request, ids, change, said):
        marks = set(request.POST.getlist("_seen"))
        seen = self.get_queryset(request).filter(pk__in=ids).values_list("pk", flat=True)
        found = [pk for pk in map(int, dict.fromkeys(ids)) if pk in set(seen)]
        done = sum(self.carry_out_one(request, pk, change, said, marks) for pk in found)
        if lost := len(set(ids)) - len(found):
            refusal = f"No longer there, or no longer yours to see: {lost}."
            self.message_user(request, refusal, messages.ERROR)
        if done:
            stories = "story" if done == 1 else "stories"
            report = f"{change.verb.done}: {done} {stories}."
            self.message_user(request, report, messages.SUCCESS)

    @transaction.atomic
    def carry_out_one(self, request, pk, change, said, marks):
        """Do it if it is still what has been shown; say why not otherwise."""
        article = lock(Article(pk=pk))
        foreseen = self.foreseen(request, article, change, said)
        if foreseen.will_be_done and foreseen.mark in marks:
            return self.act(request, lock(article), change.verb, **said)
        changed = "It has changed since you looked. " if foreseen.mark not in marks else ""
        reason = f"“{article}”: {changed}{' '.join(foreseen.words)}"
        self.message_user(request, reason, messages.ERROR)
        return False


def form_of(change, sent):
    if change.field is None:
        return forms.Form({})
    return type("ChangeForm", (forms.Form,), {"value": change.field()})(sent)
