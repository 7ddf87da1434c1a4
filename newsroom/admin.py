# Before it is unregistered, or it would register its own tag after that.
import taggit.admin
import taggit.models
from django.contrib import admin

from . import photo_admin  # noqa: F401 - registers itself
from .desk_admin import DeskAdmin
from .merge_admin import MergeableAdmin
from .models import OldAddress, Tag, tag_key

admin.site.unregister(taggit.models.Tag)


@admin.register(Tag)
class TagAdmin(MergeableAdmin, DeskAdmin):
    fields = ["name", "slug", "group", "description", "photo", "synonym_of", "used"]
    list_display = ["name", "group", "synonym_of", "slug"]
    list_filter = ["group"]
    list_select_related = ["synonym_of"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name", "slug"]

    def get_search_results(self, request, queryset, search_term):
        """In any spelling; a synonym is found, and stands for its tag where it is chosen."""
        if search_term.strip():
            key = tag_key(search_term)
            queryset = queryset.filter(key__contains=key) if key else queryset.none()
        return queryset, False

    def may_extend(self, request):
        return request.user.has_perm("newsroom.extend_closed_groups")

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        is_closed = obj and obj.group in Tag.CLOSED and not self.may_extend(request)
        return [*fields, "group"] if is_closed else fields

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "group" and not self.may_extend(request):
            kwargs["choices"] = [c for c in Tag.Group.choices if c[0] not in Tag.CLOSED]
        return super().formfield_for_choice_field(db_field, request, **kwargs)


@admin.register(OldAddress)
class OldAddressAdmin(DeskAdmin):
    list_display = ["slug", "target", "kind"]
    list_filter = ["kind"]
    search_fields = ["slug", "target"]
