"""What the pages of the admin share, so that none grows slower with the rows it shows."""

import json

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import (
    AdminSplitDateTime,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.db.models import DateTimeField, URLField
from django.forms import Media, SplitDateTimeField
from django.forms.models import BaseInlineFormSet
from django.forms.widgets import Script
from django.utils.html import format_html

from .desk_moments import MomentWidget
from .guarded_admin import GuardedAdmin, GuardedForm

FIELDS = {
    DateTimeField: {"form_class": SplitDateTimeField, "widget": MomentWidget},
    URLField: {"assume_scheme": "https"},
}


class Autocomplete(AutocompleteSelect):
    """Takes its chosen record from the row, where Django's asks the database for each."""

    loaded = None

    def optgroups(self, name, value, attr=None):
        if self.loaded is None or value != [str(self.loaded.pk)]:
            return super().optgroups(name, ids_among(value), attr)
        blank = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        label = self.choices.field.label_from_instance(self.loaded)
        chosen = self.create_option(name, self.loaded.pk, label, True, len(blank))
        return [(None, [*blank, chosen], 0)]


class AutocompleteMany(AutocompleteSelectMultiple):
    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, ids_among(value), attr)


def ids_among(values):
    """Without what cannot be an id, which a form may be sent and must show again."""
    return [v for v in map(str, values) if v.isascii() and v.isdigit() and len(v) < 19]


class DeskForm(GuardedForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, Autocomplete):
                widget.loaded = self.instance._state.fields_cache.get(name)
            if isinstance(widget, AdminSplitDateTime):
                for part, kind in zip(widget.widgets, ["date", "time"], strict=True):
                    part.attrs["aria-label"] = f"{field.label}: {kind}"


class DeskFormSet(BaseInlineFormSet):
    def get_form_kwargs(self, index):
        # A row that nobody touched is not checked again, which takes five queries a row.
        return {**super().get_form_kwargs(index), "empty_permitted": True}

    def add_fields(self, form, index):
        super().add_fields(form, index)
        # A table's cells have a heading, which is no label.
        for field in form.fields.values():
            field.widget.attrs.setdefault("aria-label", field.label)
            inner = getattr(field.widget, "widget", field.widget)
            inner.attrs.setdefault("aria-label", field.label)

    def get_queryset(self):
        rows = super().get_queryset()
        for row in rows:
            setattr(row, self.fk.name, self.instance)
        return rows


class ChosenBySearching:
    """Every relation is an autocomplete: no form loads a table to choose from.

    Nor can one choose, by its id, what one does not see in its list.
    """

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("widget", Autocomplete(db_field, self.admin_site))
        chosen_from = self.admin_site.get_model_admin(db_field.remote_field.model)
        kwargs.setdefault("queryset", chosen_from.get_queryset(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("widget", AutocompleteMany(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class DeskInline(ChosenBySearching):
    """Rows of a form, with the records that they name loaded in the same query."""

    extra = 0
    form = DeskForm
    formfield_overrides = FIELDS
    formset = DeskFormSet

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        named = [
            field.name
            for field in self.model._meta.fields
            if field.is_relation and field.related_model is not self.parent_model
        ]
        return rows.select_related(*named) if named else rows


class Rows(DeskInline, admin.TabularInline):
    """Those of a model with a position can be put in order."""

    @property
    def media(self):
        names = {field.name for field in self.model._meta.fields}
        script = [Script("newsroom/desk/sorting.js", type="module")]
        return super().media + Media(js=script if "position" in names else [])


class Blocks(DeskInline, admin.StackedInline):
    pass


class DeskList(ChangeList):
    def get_queryset(self, request, exclude_parameters=None):
        rows = super().get_queryset(request, exclude_parameters)
        return self.model_admin.for_list(rows)


class Listed(admin.ModelAdmin):
    formfield_overrides = FIELDS
    list_per_page = 50
    show_full_result_count = False

    class Media:
        css = {"all": ["newsroom/desk.css"]}
        js = [Script("newsroom/desk/labels.js", type="module")]

    def get_changelist(self, request, **kwargs):
        return DeskList

    def response_action(self, request, queryset):
        """What cannot be an id is as good as not chosen."""
        request.POST = request.POST.copy()
        chosen = ids_among(request.POST.getlist(ACTION_CHECKBOX_NAME))
        request.POST.setlist(ACTION_CHECKBOX_NAME, chosen)
        return super().response_action(request, queryset)

    def for_list(self, rows):
        """Load what the list's columns show and nothing longer."""
        return rows


class DeskAdmin(ChosenBySearching, Listed, GuardedAdmin):
    form = DeskForm

    def get_deleted_objects(self, objs, request):
        *rest, lacking, protected = super().get_deleted_objects(objs, request)
        if protected:
            # What holds a record is the reason; that it may not be deleted either is none.
            lacking, protected = set(), self.admin_site.holders(request, objs, protected)
        return *rest, lacking, protected


class ReadOnlyAdmin(Listed):
    """History, and what is derived: to be looked at."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def pretty(data):
    text = json.dumps(data, indent=2, ensure_ascii=False)
    return format_html('<pre class="plain">{}</pre>', text)
