"""What an editor typed and never saved: shown to that editor alone, put back, or thrown away.

It is put back through the same merge as what is sent: whatever others saved since stays.
"""

import re

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from articles.comparing import Change, words
from articles.models import EditSession
from newsroom.desk_admin import ids_among

from . import sent
from .merging import Sides, row_in_words

MOST_OFFERED = 5
# What ties a row to the story that it was a part of.
TIE = re.compile(r"-\d+-(id|article|content_object)$")


def post_of(session) -> QueryDict:
    """What was typed, as if it were sent."""
    post = QueryDict(mutable=True)
    for name, texts in session.payload.items():
        post.setlist(name, texts)
    if session.article_id is None:
        make_rows_new(post)
    return post


def make_rows_new(post):
    """The rows of a story that is gone can only be written again."""
    for name in post:
        if name.endswith("-INITIAL_FORMS"):
            post[name] = "0"
        elif TIE.search(name):
            post[name] = ""


class Unsaved(Sides):
    """What is typed in ``session``, beside the story's form and rows as they are now."""

    def __init__(self, session, form, formsets):
        super().__init__(post_of(session), form, formsets)
        self.session = session

    def changed(self):
        """The units that were typed in and are not saved by anybody."""
        for key in dict.fromkeys([*self.mine.units, *self.theirs.units]):
            now = self.now.get(key, "")
            base = self.base.get(key, "" if "/" in key else now)
            if self.digest_of_mine(key) not in {base, now}:
                yield key

    def added(self):
        """The rows that were added, each with its inline."""
        for prefix, rows in self.mine.new_rows.items():
            formset = self.formset(prefix)
            blank = sent.of_form(formset.empty_form, f"{prefix}-__prefix__-")
            for row in rows:
                if sent.digest(row) != sent.digest(blank):
                    yield formset, row

    def labels_of_changes(self):
        added = [f"{formset.prefix}/" for formset, _ in self.added()]
        return self.labels([*self.changed(), *added])

    def changes(self):
        for key in self.changed():
            pieces = words(self.in_words(key, self.theirs), self.in_words(key, self.mine))
            yield Change(self.label(key), [pieces])
        for formset, row in self.added():
            text = ", ".join(row_in_words(formset.empty_form, row))
            yield Change(self.label(f"{formset.prefix}/"), [words("", text)])


class PutBack:
    """A form that holds what was typed, unchecked: it is checked when it is sent."""

    put_back = None

    def __init__(self, **kwargs):
        super().__init__(self.put_back, **kwargs)

    def full_clean(self):
        self._errors, self.cleaned_data = ErrorDict(), {}


def leave_unchecked(formset):
    formset._errors, formset._non_form_errors = [], formset.error_class()
    for row in formset.forms:
        row._errors, row.cleaned_data = ErrorDict(), {}


def is_put_back(request):
    return request.method != "POST" and bool(request.POST)


def form_address(session):
    page, args = ("change", [session.article_id]) if session.article_id else ("add", [])
    return reverse(f"admin:articles_article_{page}", args=args)


class UnsavedAdmin(admin.ModelAdmin):
    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("unsaved/<int:pk>/", view(self.unsaved_view), name="articles_article_unsaved"),
            path(
                "unsaved/<int:pk>/discard/",
                view(self.discard_view),
                name="articles_article_discard",
            ),
            *super().get_urls(),
        ]

    def unsaved_of(self, request):
        """Nobody is shown what another typed."""
        return EditSession.objects.filter(user=request.user).unsaved()

    def unsaved_view(self, request, pk):
        session = get_object_or_404(self.unsaved_of(request), pk=pk)
        story = session.article_id and self.get_object(request, str(session.article_id))
        may = (
            self.has_change_permission(request, story)
            if story
            else self.has_add_permission(request)
        )
        if not may:
            raise PermissionDenied
        form = self.get_form(request, story, change=bool(story))(instance=story)
        formsets, _ = self._create_formsets(request, form.instance, change=bool(story))
        context = {
            **self.admin_site.each_context(request),
            "title": "Your unsaved text",
            "original": story,
            "opts": self.opts,
            "media": self.media,
            "session": session,
            "form_address": form_address(session),
            "changes": list(Unsaved(session, form, formsets).changes()),
        }
        return TemplateResponse(request, "admin/articles/article/unsaved.html", context)

    @method_decorator(require_POST)
    def discard_view(self, request, pk):
        session = get_object_or_404(self.unsaved_of(request), pk=pk)
        session.delete()
        self.message_user(request, "Your unsaved text is discarded.", messages.SUCCESS)
        return redirect(form_address(session))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        view = super().changeform_view
        if request.method != "GET" or "recover" not in request.GET:
            return view(request, object_id, form_url, extra_context)
        session = self.chosen(request, object_id)
        if session is None:
            message = "That text is not there any more: it was saved or discarded, or stands in another form."
            self.message_user(request, message, messages.WARNING)
            return redirect(request.path)
        request.POST = post_of(session)
        # In one transaction, since what is saved now is read for a merge.
        with transaction.atomic():
            return view(
                request, object_id, form_url, {**(extra_context or {}), "recovered": session}
            )

    def chosen(self, request, object_id):
        chosen = self.unsaved_of(request).filter(pk__in=ids_among([request.GET["recover"]]))
        story = ids_among([unquote(object_id)]) if object_id else []
        return chosen.filter(article=story[0] if story else None).first()

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if not is_put_back(request):
            return form

        class Recovered(PutBack, form):
            put_back = request.POST

        return Recovered

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        return kwargs | {"data": request.POST} if is_put_back(request) else kwargs

    def get_inline_formsets(self, request, formsets, inline_instances, obj=None):
        if is_put_back(request):
            for formset in formsets:
                leave_unchecked(formset)
        return super().get_inline_formsets(request, formsets, inline_instances, obj)

    def render_change_form(self, request, context, add=False, obj=None, **kwargs):
        if request.method == "GET" and not request.POST:
            context["offers"] = list(self.offers(request, context, None if add else obj))
        if merge := is_put_back(request) and getattr(context["adminform"].form, "merge", None):
            context["taken"] = merge.labels(merge.taken)
        return super().render_change_form(request, context, add=add, obj=obj, **kwargs)

    def offers(self, request, context, story):
        """What can be put back into this form: each text, and what it changes."""
        form = context["adminform"].form
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        for session in self.unsaved_of(request).filter(article=story)[:MOST_OFFERED]:
            if labels := Unsaved(session, form, formsets).labels_of_changes():
                yield {"session": session, "labels": labels}
