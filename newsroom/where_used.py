"""What uses a record: asked of every model that points at it, whichever app it is from."""

from django.contrib import admin
from django.contrib.admin.utils import quote
from django.urls import reverse

MOST = 10


def where_used(record, request):
    """By model and field, the records that the user may see: a query for each, and bounded."""
    groups = []
    for relation in record._meta.related_objects:
        model = relation.related_model
        if admin.site.is_registered(model):
            found = seen(model, request).filter(**{relation.field.name: record})
            rows = list(found.order_by("-pk").distinct()[: MOST + 1])
            if rows:
                groups.append(group(relation, rows))
    return groups


def seen(model, request):
    """The rows of ``model`` that its list shows to the user."""
    model_admin = admin.site.get_model_admin(model)
    rows = model_admin.get_queryset(request)
    return rows if model_admin.has_view_or_change_permission(request) else rows.none()


def group(relation, rows):
    return {
        "label": f"{relation.related_model._meta.verbose_name_plural}: {relation.field.verbose_name}",
        "rows": [(row, change_page(row)) for row in rows[:MOST]],
        "more": len(rows) > MOST,
    }


def change_page(row):
    opts = row._meta
    name = f"admin:{opts.app_label}_{opts.model_name}_change"
    return reverse(name, args=[quote(row.pk)])
