# Before it is unregistered, or it would register its own tag after that.
import taggit.admin
import taggit.models
from django.contrib import admin

from . import photo_admin  # noqa: F401 - registers itself
from .desk_admin import DeskAdmin
from .models import OldAddress, Tag

admin.site.unregister(taggit.models.Tag)


@admin.register(Tag)
class TagAdmin(DeskAdmin):
    fields = ["name", "slug", "group", "description", "synonym_of"]
    list_display = ["name", "group", "synonym_of", "slug"]
    list_filter = ["group"]
    list_select_related = ["synonym_of"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name", "slug"]


@admin.register(OldAddress)
class OldAddressAdmin(DeskAdmin):
    list_display = ["slug", "target", "kind"]
    list_filter = ["kind"]
    search_fields = ["slug", "target"]
