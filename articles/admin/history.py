from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from articles.models import EditSession, Event, Revision
from articles.revisions import restore
from newsroom.desk_admin import DeskAdmin, ReadOnlyAdmin, pretty
from newsroom.guarded_admin import lock

from .ownership import OwnStories


@admin.register(Revision)
class RevisionAdmin(OwnStories, DeskAdmin):
    """A version can be named and commented on; what it holds stands for good."""

    actions = ["restore_selected"]
    fields = ["article", "number", "kind", "user", "created_at", "name", "comment", "content"]
    list_display = ["number", "article", "kind", "user", "created_at", "name", "comment"]
    list_filter = ["kind", "created_at"]
    list_select_related = ["article", "user"]
    readonly_fields = ["article", "number", "kind", "user", "created_at", "content"]
    search_fields = ["article__headline", "name", "comment"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return self.has_restore_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    def for_list(self, revisions):
        return revisions.defer("data", "article__body", "article__raw_text")

    @admin.display(description="content")
    def content(self, revision):
        return pretty(revision.data)

    def has_restore_permission(self, request, obj=None):
        may_change = request.user.has_perm("articles.change_article")
        return may_change and self.lets(request, self.to_change, obj)

    def get_urls(self):
        view = self.admin_site.admin_view(self.restore_view)
        url = path("<int:pk>/restore/", view, name="articles_revision_restore")
        return [url, *super().get_urls()]

    @method_decorator(require_POST)
    def restore_view(self, request, pk):
        return self.restore(request, get_object_or_404(self.get_queryset(request), pk=pk))

    @admin.action(description="Restore into the draft", permissions=["restore"])
    def restore_selected(self, request, revisions):
        if revisions.count() == 1:
            return self.restore(request, revisions.get())
        self.message_user(request, "Choose one version to restore.", messages.ERROR)
        return None

    @transaction.atomic
    def restore(self, request, revision):
        article = revision.article
        # First, so that nobody passes the story on while it is asked who may change it.
        lock(article)
        if not self.has_restore_permission(request, revision):
            raise PermissionDenied
        try:
            restore(article, revision, user=request.user)
        except ValidationError as refusal:
            for problem in refusal.messages:
                self.message_user(request, f"Not restored: {problem}", messages.ERROR)
            return redirect("admin:articles_revision_change", revision.pk)
        message = f"Version {revision.number} is the draft again. Readers see what they saw."
        self.log_change(request, article, f"Restored version {revision.number}.")
        self.message_user(request, message, messages.SUCCESS)
        return redirect("admin:articles_article_change", article.pk)

    def render_change_form(self, request, context, **kwargs):
        revision = kwargs.get("obj")
        context["may_restore"] = self.has_restore_permission(request, revision)
        return super().render_change_form(request, context, **kwargs)


@admin.register(Event)
class EventAdmin(OwnStories, ReadOnlyAdmin):
    list_display = ["article", "kind", "revision", "user", "happened_at", "due_at"]
    list_filter = ["kind", "happened_at"]
    list_select_related = ["article", "user", "revision__article"]
    search_fields = ["article__headline", "user__username"]

    def for_list(self, events):
        events = events.defer("article__body", "article__raw_text")
        return events.defer(
            "revision__data", "revision__article__body", "revision__article__raw_text"
        )


@admin.register(EditSession)
class EditSessionAdmin(OwnStories, ReadOnlyAdmin):
    fields = ["article", "user", "tab", "seen_at", "base_version", "typed_at", "typed"]
    list_display = ["article", "user", "seen_at", "typed_at", "base_version"]
    list_filter = ["seen_at"]
    list_select_related = ["article", "user"]
    readonly_fields = ["typed"]
    search_fields = ["article__headline", "user__username"]

    def has_delete_permission(self, request, obj=None):
        return admin.ModelAdmin.has_delete_permission(self, request, obj)

    def get_queryset(self, request):
        sessions = super().get_queryset(request)
        # What somebody typed is nobody else's to read.
        return sessions if request.user.is_superuser else sessions.filter(user=request.user)

    def for_list(self, sessions):
        return sessions.defer("payload", "article__body", "article__raw_text")

    @admin.display(description="typed, not saved")
    def typed(self, session):
        return pretty(session.payload)
