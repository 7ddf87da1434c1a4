"""A story's form says every few seconds that it is open, and what is typed in it.

What is typed is kept for its editor alone, beside the story, and makes no version of it.
"""

import json
import uuid

from django import forms
from django.contrib import admin
from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from articles.models import EditSession
from articles.models.history import validate_typed
from newsroom.desk_admin import ids_among

from .once import identity

# What the form says of itself; it matters when the text is put back.
KEPT_HANDLES = {"_opened_as", "_once"}
MOST_NAMED = 10


class Beat(forms.Form):
    """What a form's script sends. Without ``typed``, what is kept stays as it is."""

    user = forms.IntegerField()
    tab = forms.UUIDField()
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    opening = forms.BooleanField(required=False)
    leaving = forms.BooleanField(required=False)
    recovered = forms.CharField(required=False, max_length=100)
    typed = forms.JSONField(required=False, validators=[validate_typed])

    def clean_typed(self):
        """Nothing at all stands for a form that is as it was opened."""
        typed = self.cleaned_data["typed"] or {}
        return {
            storable(name): list(map(storable, texts))
            for name, texts in typed.items()
            if is_content(name)
        } or None


def is_content(name):
    if name.startswith("_"):
        return name in KEPT_HANDLES
    return "__prefix__" not in name and name != "csrfmiddlewaretoken"


def storable(text):
    """``text`` without what a database or a page cannot hold."""
    return text.replace("\x00", "").encode(errors="replace").decode()


def read(request) -> Beat:
    try:
        data = json.loads(request.body)
    except (ValueError, RecursionError):
        data = None
    return Beat(data if isinstance(data, dict) else {})


def refusal(status, reason):
    return JsonResponse({"reason": reason}, status=status)


def name_of(user):
    return user.get_full_name() or user.get_username()


def also_open(session) -> str:
    """Who else has the story open, in words."""
    if session.article is None:
        return ""
    others = session.article.edit_sessions.open().exclude(user=session.user, tab=session.tab)
    others = others.select_related("user").defer("payload")[:MOST_NAMED]
    named = dict.fromkeys(in_words(other, session.user) for other in others)
    return f"Also open: {'; '.join(named)}" if named else ""


def in_words(other, user):
    name = "you, in another tab" if other.user == user else name_of(other.user)
    return f"{name}, typing" if other.is_typing else name


def saved_since(session) -> str:
    """That the story has been saved since the form was opened, in words."""
    story = session.article
    if story is None or story.version <= session.base_version:
        return ""
    revision = story.revisions.select_related("user").filter(number=story.version)
    revision = revision.defer("data").first()
    who = name_of(revision.user) if revision and revision.user else "The system"
    if revision and revision.user == session.user:
        who = "In another tab, you"
    return f"{who} saved version {story.version} while you work; your save will be merged."


class SessionsAdmin(admin.ModelAdmin):
    autosave_seconds = 3
    beat_seconds = 10

    def get_urls(self):
        view = self.session_view
        return [
            path("session/", view, name="articles_article_new_session"),
            path("<int:pk>/session/", view, name="articles_article_session"),
            *super().get_urls(),
        ]

    @method_decorator([never_cache, csrf_protect, require_http_methods(["GET", "POST"])])
    def session_view(self, request, pk=None):
        """Answers a script: never with a page to log in on."""
        if not self.admin_site.has_permission(request):
            return refusal(401, "logged out")
        if request.method == "GET":
            # A form that was opened before its editor logged in anew needs another token.
            return JsonResponse({"user": request.user.pk, "token": get_token(request)})
        if pk is None:
            return self.beat(request, None, may=self.has_add_permission(request))
        story = self.story_of_session(request, pk)
        if story is None:
            return refusal(404, "gone")
        return self.beat(request, story, may=self.has_change_permission(request, story))

    def story_of_session(self, request, pk):
        stories = self.get_queryset(request).select_related(None).defer("body", "raw_text")
        return stories.filter(pk=pk).first()

    def beat(self, request, story, *, may):
        if not may:
            return refusal(403, "not allowed")
        try:
            beat = read(request)
        except RequestDataTooBig:
            return refusal(413, "too large")
        if not beat.is_valid():
            return refusal(400, "not understood")
        if beat.cleaned_data["user"] != request.user.pk:
            return refusal(401, name_of(request.user))
        session = self.keep(request, story, beat)
        return JsonResponse({"open": also_open(session), "saved": saved_since(session)})

    @transaction.atomic
    def keep(self, request, story, beat):
        sent, now = beat.cleaned_data, timezone.now()
        session = EditSession(
            article=story,
            user=request.user,
            tab=str(sent["tab"]),
            seen_at=now,
            left=sent["leaving"],
            base_version=sent["version"],
            payload=sent["typed"],
            typed_at=now if sent["typed"] else None,
        )
        own = EditSession.objects.filter(user=request.user)
        own.keep(session, typed="typed" in beat.data)
        if sent["leaving"]:
            own.filter(tab=session.tab, payload__isnull=True).delete()
        if sent["typed"] and sent["recovered"]:
            self.forget_recovered(own, sent["recovered"])
        if sent["opening"]:
            EditSession.objects.clear()
        return session

    def forget_recovered(self, own, mark):
        """What was put back into a form is kept there now, unless it has grown since."""
        pk = ids_among([mark.partition(" ")[0]])
        for session in own.filter(pk__in=pk).defer("payload"):
            if session.mark == mark:
                session.delete()

    def forget(self, request):
        """What was typed is saved."""
        own = EditSession.objects.filter(user=request.user)
        if tab := identity(request, "_tab"):
            own.filter(tab=tab).delete()
        if mark := request.POST.get("_recovered"):
            self.forget_recovered(own, mark)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.forget(request)

    def lead_to(self, request, story):
        self.forget(request)
        return super().lead_to(request, story)

    def render_change_form(self, request, context, add=False, obj=None, **kwargs):
        if not context["is_popup"] and (add or self.has_change_permission(request, obj)):
            recovered, new = (
                context.get("recovered"),
                reverse("admin:articles_article_new_session"),
            )
            context["session"] = {
                "address": new
                if add
                else reverse("admin:articles_article_session", args=[obj.pk]),
                "new_address": new,
                "recovered": recovered.mark
                if recovered
                else request.POST.get("_recovered", ""),
                "tab": identity(request, "_tab") or uuid.uuid4(),
                "version": 0 if add else obj.version,
                "autosave": int(self.autosave_seconds * 1000),
                "beat": int(self.beat_seconds * 1000),
            }
        return super().render_change_form(request, context, add=add, obj=obj, **kwargs)
