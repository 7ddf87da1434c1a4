"""Notes: on the form of their story, and all together on a page of their own."""

from django.contrib import admin
from django.utils import timezone

from articles.models import Note
from articles.notes import sign
from newsroom.desk_admin import DeskAdmin
from newsroom.guarded_admin import lock

from .ownership import OwnStories


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
