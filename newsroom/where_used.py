"""What uses a record: asked of every model that points at it, whichever app it is from."""

from django.contrib import admin
from django.contrib.admin.utils import quote
from django.db.models import CASCADE, Q
from django.template.loader import render_to_string
from django.urls import reverse

from .signals import asked_where_used

MOST = 10


class ShowsUse(admin.ModelAdmin):
    """Has ``used`` to show in its form: what uses the record, as far as the user may see."""

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "used"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj:
            obj.seen_in = request
        return super().get_form(request, obj, change=change, **kwargs)

    @admin.display(description="used in")
    def used(self, record):
        groups = where_used(record, record.seen_in) if record.pk else []
        return render_to_string("admin/newsroom/where_used.html", {"groups": groups})


def where_used(record, request):
    """By model and field, the records that the user may see: a query for each, and bounded."""
    found = {}
    for relation in record._meta.related_objects:
        if not is_part_of_form(relation):
            label, rows = rows_by(relation, record, request)
            if rows:
                found[label] = rows
    for _receiver, more in asked_where_used.send(type(record), record=record, request=request):
        found |= {label: rows for label, rows in more if rows}
    return [group(label, rows) for label, rows in found.items()]


def is_part_of_form(relation):
    """Whether the form of the record shows these rows, which go with it."""
    site_admin = admin.site._registry.get(relation.model)
    inlines = [inline.model for inline in getattr(site_admin, "inlines", [])]
    return relation.on_delete is CASCADE and relation.related_model in inlines


def rows_by(relation, record, request):
    model, field = relation.related_model, relation.field
    label = f"{model._meta.verbose_name_plural}: {field.verbose_name}"
    if admin.site.is_registered(model):
        found = seen(model, request).filter(**{field.name: record})
    elif owner := owner_of(model, relation.model):
        label = str(model._meta.verbose_name_plural)
        rows = model._base_manager.filter(**{field.name: record})
        found = seen(owner.related_model, request).filter(pk__in=rows.values(owner.name))
    else:
        return label, []
    return label, some_of(found)


def some_of(rows):
    return list(rows.order_by("-pk").distinct()[: MOST + 1])


def owner_of(model, other):
    """The foreign key of a row without a page of its own to the record that it is part of."""
    keys = [f for f in model._meta.concrete_fields if f.is_relation]
    there = [f for f in keys if admin.site.is_registered(f.related_model)]
    return next((f for f in there if f.related_model is not other), None)


def shown(model, pks, other, request):
    """The rows of ``model`` with these ids, or whatever they are part of, that may be seen."""
    wanted = Q(pk__in=pks)
    if not admin.site.is_registered(model):
        owner = owner_of(model, other)
        if owner is None:
            return []
        wanted = Q(pk__in=model._base_manager.filter(pk__in=pks).values(owner.attname))
        model = owner.related_model
    rows = some_of(seen(model, request).filter(wanted))
    return [(row, change_page(row)) for row in rows]


def seen(model, request):
    """The rows of ``model`` that its list shows to the user, with what names them loaded."""
    model_admin = admin.site.get_model_admin(model)
    rows = model_admin.get_queryset(request)
    if named := model_admin.list_select_related:
        rows = rows.select_related(*named)
    return rows if model_admin.has_view_or_change_permission(request) else rows.none()


def group(label, rows):
    return {
        "label": label,
        "rows": [(row, change_page(row)) for row in rows[:MOST]],
        "more": len(rows) > MOST,
    }


def change_page(row):
    opts = row._meta
    name = f"admin:{opts.app_label}_{opts.model_name}_change"
    return reverse(name, args=[quote(row.pk)])
