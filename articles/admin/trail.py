"""What became of a story, and any two of its versions side by side."""

from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.urls import path

from articles.comparing import compare
from articles.models import Event, Revision

from .publication import PublicCopy, when

TRAIL_PAGE = 100


class Entry(NamedTuple):
    at: datetime
    user: Any
    what: str
    revision: Revision
    # Whether this is where the version was made, so that it is chosen and named here.
    made_here: bool
    comment: str = ""


def trail(article) -> list[Entry]:
    """All that happened to ``article``, newest first. Two queries."""
    versions = article.revisions.select_related("user").defer("data")
    revisions = {revision.pk: revision for revision in versions}
    events = list(article.events.select_related("user"))
    told = {(event.revision_id, event.kind): event for event in reversed(events)}
    entries = [
        Entry(revision.created_at, revision.user, revision.get_kind_display(), revision, True)
        for revision in revisions.values()
        if (revision.pk, revision.kind) not in told
    ]
    for event in events:
        revision = revisions[event.revision_id]
        made_here = revision.kind == event.kind and told[revision.pk, event.kind] is event
        entries.append(
            Entry(
                event.happened_at,
                event.user,
                in_words(event),
                revision,
                made_here,
                event.comment,
            )
        )
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def in_words(event):
    if event.kind == Event.Kind.SCHEDULE:
        return f"scheduled for {when(event.due_at)}"
    if event.kind == Event.Kind.UNSCHEDULE:
        return f"called off; was to go out {when(event.due_at)}"
    if event.kind == Event.Kind.EMBARGO:
        return f"under embargo until {when(event.due_at)}" if event.due_at else "embargo lifted"
    if event.kind == Event.Kind.DUE:
        return f"due {when(event.due_at)}" if event.due_at else "no longer due"
    return event.get_kind_display()


class VersionField(forms.ModelChoiceField):
    def label_from_instance(self, revision):
        who = revision.user or "the system"
        made = f"{revision.number}: {revision.get_kind_display()} by {who}, {when(revision.created_at)}"
        return f"{made}, “{revision.name}”" if revision.name else made


class CompareForm(forms.Form):
    before = VersionField(None, to_field_name="number", label="From version", empty_label=None)
    after = VersionField(None, to_field_name="number", label="To version", empty_label=None)

    def __init__(self, article, chosen):
        versions = article.revisions.select_related("user").order_by("-number")
        super().__init__({name: chosen.get(name) or first for name, first in defaults(article)})
        for field in self.fields.values():
            field.queryset = versions.defer("data")


def defaults(article):
    """What readers see, or the version before the last, and the last."""
    newest = list(article.revisions.order_by("-number").values_list("number", flat=True)[:2])
    yield "before", PublicCopy(article).readers_version or (newest[-1] if newest else None)
    yield "after", newest[0] if newest else None


class TrailAdmin(admin.ModelAdmin):
    def get_urls(self):
        view = self.admin_site.admin_view(self.compare_view)
        url = path("<path:object_id>/compare/", view, name="articles_article_compare")
        return [url, *super().get_urls()]

    def compare_view(self, request, object_id):
        article = self.get_object(request, unquote(object_id))
        if article is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        self.refuse_unless_seen(request, article)
        form = CompareForm(article, request.GET)
        context = {"title": "Compare versions", "form": form, "changes": None}
        if form.is_valid():
            before, after = form.cleaned_data["before"], form.cleaned_data["after"]
            context |= {"changes": compare(before.data, after.data)}
        return self.page_about(request, article, "compare", context)

    def history_view(self, request, object_id, extra_context=None):
        article = self.get_object(request, unquote(object_id))
        if article is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        self.refuse_unless_seen(request, article)
        entries = Paginator(trail(article), TRAIL_PAGE).get_page(request.GET.get("p"))
        context = {"title": "The story’s trail", "entries": entries, **(extra_context or {})}
        return self.page_about(request, article, "trail", context)

    def refuse_unless_seen(self, request, article):
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied

    def page_about(self, request, article, page, context):
        context = {
            **self.admin_site.each_context(request),
            "subtitle": str(article),
            "original": article,
            "opts": self.opts,
            "media": self.media,
            **context,
        }
        return TemplateResponse(request, f"admin/articles/article/{page}.html", context)
