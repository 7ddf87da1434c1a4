"""Notes are signed: who wrote them, and who resolved them."""

from datetime import timedelta

from django.contrib import admin
from django.utils import timezone

from articles.models import Note
from newsroom.desk_admin import DeskAdmin
from newsroom.guarded_admin import lock
from newsroom.moments import this_second

from .ownership import OwnStories


def sign(notes, article, user):
    """Say who wrote each of these notes on ``article``, and who resolved it."""
    last = article.notes.order_by("written_at").last()
    # A story's notes are told apart by the second in which they were written.
    free = max(this_second(), last.written_at + timedelta(seconds=1)) if last else this_second()
    for note in notes:
        if note.pk is None:
            note.written_by, note.written_at = user, free
            free += timedelta(seconds=1)
        if not note.resolved_at:
            note.resolved_by = None
        elif not note.resolved_by:
            note.resolved_by = user


@admin.register(Note)
class NoteAdmin(OwnStories, DeskAdmin):
    # It says something about the story, and changes nothing of it.
    to_change = "visible_to"

    actions = ["resolve"]
    fields = [
        "article",
        "passage",
        "text",
        "resolved_at",
        "written_by",
        "written_at",
        "resolved_by",
    ]
    list_display = ["text", "article", "written_by", "written_at", "resolved_at"]
    list_filter = [("resolved_at", admin.EmptyFieldListFilter), "written_at"]
    list_select_related = ["article", "written_by"]
    readonly_fields = ["written_by", "written_at", "resolved_by"]
    search_fields = ["text", "passage", "article__headline"]

    def for_list(self, notes):
        return notes.defer("article__body", "article__raw_text")

    def get_readonly_fields(self, request, obj=None):
        return [*(["article"] if obj else []), *self.readonly_fields]

    def save_model(self, request, obj, form, change):
        lock(obj.article)
        sign([obj], obj.article, request.user)
        super().save_model(request, obj, form, change)

    @admin.action(description="Mark as resolved", permissions=["change"])
    def resolve(self, request, notes):
        open_notes = notes.filter(resolved_at=None)
        count = open_notes.update(resolved_at=timezone.now(), resolved_by=request.user)
        self.message_user(request, f"Resolved: {count}.")
