"""Who writes, and how they like to see their lists."""

from django.contrib import admin

from articles.models import Author, SavedView
from newsroom.desk_admin import DeskAdmin


@admin.register(Author)
class AuthorAdmin(DeskAdmin):
    fields = ["name", "slug", "bio", "photo", "user"]
    list_display = ["name", "user", "slug"]
    list_select_related = ["user"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name", "slug"]


@admin.register(SavedView)
class SavedViewAdmin(DeskAdmin):
    list_display = ["name", "path", "user", "shared"]
    list_filter = ["shared"]
    list_select_related = ["user"]
    search_fields = ["name", "path", "user__username"]

    def get_queryset(self, request):
        views = super().get_queryset(request)
        return views if request.user.is_superuser else views.visible_to(request.user)

    def get_changeform_initial_data(self, request):
        return {"user": request.user.pk, **super().get_changeform_initial_data(request)}
