# Before it is unregistered, or it would register its own tag after that.
import taggit.admin
import taggit.models
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html_join

from . import photo_admin  # noqa: F401 - registers itself
from .desk_admin import DeskAdmin, DeskForm
from .journal import columns_to
from .merge_admin import MergeableAdmin
from .models import OldAddress, Tag

admin.site.unregister(taggit.models.Tag)


class TagForm(DeskForm):
    def clean_synonym_of(self):
        """What has a tag would not follow it: merging makes a synonym of a tag in use."""
        tag = self.cleaned_data["synonym_of"]
        if tag and "synonym_of" in self.changed_data and is_in_use(self.instance):
            raise ValidationError(f"It is in use: merge it into “{tag}” instead.")
        return tag


def is_in_use(tag):
    return bool(tag.pk) and any(
        field.model._base_manager.filter(**{field.attname: tag.pk}).exists()
        for field in columns_to(Tag)
    )


@admin.register(Tag)
class TagAdmin(MergeableAdmin, DeskAdmin):
    form = TagForm
    fields = ["name", "slug", "group", "description", "photo", "synonym_of", "used"]
    list_display = ["name", "group", "synonym_of", "its_synonyms", "slug"]
    list_filter = ["group"]
    list_select_related = ["synonym_of"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name", "slug"]

    def for_list(self, rows):
        return rows.prefetch_related("synonyms")

    def get_search_results(self, request, queryset, search_term):
        """A synonym finds the tag that it stands for."""
        if search_term.strip():
            queryset = self.admin_site.found_by_name(queryset, search_term)
        return queryset, False

    @admin.display(description="synonyms")
    def its_synonyms(self, tag):
        links = (
            (reverse("admin:newsroom_tag_change", args=[s.pk]), s) for s in tag.synonyms.all()
        )
        return format_html_join(", ", '<a href="{}">{}</a>', links)

    def has_add_permission(self, request):
        return super().has_add_permission(request) and bool(Tag.groups_for(request.user))

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        is_closed = obj and obj.group not in Tag.groups_for(request.user)
        return [*fields, "group"] if is_closed else fields

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "group":
            kwargs["choices"] = [(g.value, g.label) for g in Tag.groups_for(request.user)]
        return super().formfield_for_choice_field(db_field, request, **kwargs)


@admin.register(OldAddress)
class OldAddressAdmin(DeskAdmin):
    list_display = ["slug", "target", "kind"]
    list_filter = ["kind"]
    search_fields = ["slug", "target"]
