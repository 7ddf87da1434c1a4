"""What the pages of the admin share, so that none grows slower with the rows it shows."""

import json
import re

from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters, get_content_type_for_model
from django.contrib.admin.views.main import ALL_VAR, ORDER_VAR, PAGE_VAR, SEARCH_VAR, ChangeList
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.core.exceptions import ValidationError
from django.db.models import DateTimeField, Exists, OuterRef, Q, URLField
from django.forms import Media
from django.forms.models import BaseInlineFormSet
from django.forms.widgets import Script
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.text import capfirst

from .desk_moments import MomentField, MomentWidget
from .followed_choices import FollowedChoice, FollowedChoices
from .guarded_admin import GuardedAdmin, GuardedForm
from .paging import DeskPaginator

FIELDS = {
    DateTimeField: {"form_class": MomentField, "widget": MomentWidget},
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
            if isinstance(field, MomentField):
                field.on_record = getattr(self.instance, name, None)


class DeskFormSet(BaseInlineFormSet):
    def total_form_count(self):
        """A row of which nothing was sent is none, however many a form claims to have."""
        total = super().total_form_count()
        return min(total, len(self.rows_sent)) if self.is_bound else total

    @cached_property
    def rows_sent(self):
        numbered = re.compile(rf"{re.escape(self.prefix)}-(\d+)-")
        return {match[1] for name in self.data if (match := numbered.match(name))}

    def get_form_kwargs(self, index):
        # A row that nobody touched is not checked again, which takes five queries a row.
        return {**super().get_form_kwargs(index), "empty_permitted": True}

    def clean(self):
        """Django takes the form's word for how many of its rows are saved already."""
        super().clean()
        if any(form[self._pk_field.name].data for form in self.extra_forms):
            message = "These rows do not fit together: open the form again."
            raise ValidationError(message, code="rows")

    def validate_unique(self):
        """A row that nobody touched counts, though it is not checked itself."""
        for row in self.initial_forms:
            if not row.has_changed():
                row.cleaned_data = row.initial | {self.fk.name: self.instance}
        super().validate_unique()

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
        kwargs.setdefault("form_class", FollowedChoice)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("widget", AutocompleteMany(db_field, self.admin_site))
        kwargs.setdefault("form_class", FollowedChoices)
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
    def __init__(self, request, *args, **kwargs):
        super().__init__(request, *args, **kwargs)
        if not self.is_popup:
            self.title = capfirst(self.opts.verbose_name_plural)

    def get_ordering(self, request, queryset):
        """Equal rows go the way of their column, so that one index serves both ways."""
        *columns, last = super().get_ordering(request, queryset)
        is_upwards = columns and not str(columns[-1]).startswith("-")
        return [*columns, "pk" if last == "-pk" and is_upwards else last]

    def get_queryset(self, request, exclude_parameters=None):
        rows = super().get_queryset(request, exclude_parameters)
        return self.model_admin.for_list(rows)

    def get_results(self, request):
        """Nothing is counted in full: the way through the pages is the next and the previous."""
        self.paginator = DeskPaginator(self.queryset, self.list_per_page)
        self.page = page = self.paginator.get_page(self.page_num)
        counted = self.paginator.count_from(page)
        self.counted_all = counted is not None
        self.can_show_all = self.counted_all and counted <= self.list_max_show_all
        # Where more are there than are counted, “Select all” is not offered.
        self.result_count = counted if self.counted_all else len(page.object_list)
        whole = self.show_all and self.can_show_all
        self.result_list = self.queryset.all()
        if not whole:
            # Still a queryset, which a list that is edited in its place asks for.
            self.result_list._result_cache = page.object_list
        self.multi_page = page.has_other_pages() and not whole
        # Equal to what is counted: the search form says no number.
        self.full_result_count = None if self.counted_all else self.result_count
        self.show_full_result_count = False
        self.show_admin_actions = True

    @property
    def previous_address(self):
        return self.get_query_string({PAGE_VAR: self.page.number - 1})

    @property
    def next_address(self):
        return self.get_query_string({PAGE_VAR: self.page.number + 1})

    @property
    def show_all_address(self):
        return self.get_query_string({ALL_VAR: ""})

    @property
    def own_query(self):
        """What of the query this list knows: its filters, search and order."""
        known = {name for spec in self.filter_specs for name in spec.expected_parameters()}
        kept = [
            (name, sorted(values))
            for name, values in sorted(self.filter_params.items())
            if name in known | {SEARCH_VAR, ORDER_VAR}
        ]
        return urlencode(kept, doseq=True)


class Listed(admin.ModelAdmin):
    formfield_overrides = FIELDS
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False

    class Media:
        css = {"all": ["newsroom/desk.css"]}

    def get_changelist(self, request, **kwargs):
        return DeskList

    def get_changelist_instance(self, request):
        """An address that asks for what the list no longer has leads to all of it."""
        try:
            return super().get_changelist_instance(request)
        except (DisallowedModelAdminLookup, IncorrectLookupParameters):
            # An action must never be done to all in the place of some.
            if request.method != "GET":
                raise
            message = "This list cannot be narrowed in this way any more: it shows everything."
            self.message_user(request, message, messages.WARNING)
            request.GET = QueryDict()
            return super().get_changelist_instance(request)

    def changelist_view(self, request, extra_context=None):
        if request.method == "POST" and "_view" in request.POST:
            return self.admin_site.act_on_view(request, self)
        page = super().changelist_view(request, extra_context)
        context = getattr(page, "context_data", None) or {}
        if "cl" in context and not context["is_popup"]:
            context |= self.admin_site.saved_views(request, context["cl"])
        return page

    def action_checkbox(self, obj):
        """Django's own, for which it renders a template in each row: a quarter of a list's time."""
        return format_html(
            '<input type="checkbox" name="{}" value="{}" class="action-select"'
            ' aria-label="Select this object for an action - {}">',
            ACTION_CHECKBOX_NAME,
            obj.pk,
            obj,
        )

    def response_action(self, request, queryset):
        """What cannot be an id is as good as not chosen."""
        request.POST = request.POST.copy()
        chosen = ids_among(request.POST.getlist(ACTION_CHECKBOX_NAME))
        request.POST.setlist(ACTION_CHECKBOX_NAME, chosen)
        return super().response_action(request, queryset)

    def log_export(self, request, words):
        """Keep who took what: for no record in particular."""
        LogEntry.objects.create(
            user=request.user,
            content_type=get_content_type_for_model(self.model),
            object_repr=str(self.opts.verbose_name_plural),
            action_flag=CHANGE,
            change_message=words,
        )

    def for_list(self, rows):
        """Load what the list's columns show and nothing longer."""
        return rows


class InUse(admin.RelatedFieldListFilter):
    """Offers the records that any has, each looked up: Django's goes through the whole table."""

    def field_choices(self, field, request, model_admin):
        having = model_admin.model.objects.filter(**{field.name: OuterRef("pk")})
        return field.get_choices(
            include_blank=False,
            limit_choices_to=Q(Exists(having.order_by())),
            ordering=self.field_admin_ordering(field, request, model_admin),
        )


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
    return plain(text)


def plain(text):
    """As it is, in a box that scrolls, by keyboard too."""
    return format_html('<pre class="plain" tabindex="0">{}</pre>', text)
