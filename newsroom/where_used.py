"""What uses a record: asked of every model that points at it, whichever app it is from."""

from django.contrib import admin
from django.contrib.admin.utils import quote
from django.urls import reverse

MOST = 10


def where_used(record, user):
    """By model and field, the records that ``user`` may see: a query for each, and bounded."""
    groups = []
    for relation in record._meta.related_objects:
        model = relation.related_model
        if admin.site.is_registered(model) and may_see(user, model):
            found = model._default_manager.filter(**{relation.field.name: record})
            rows = list(found.order_by("-pk").distinct()[: MOST + 1])
            if rows:
                groups.append(group(relation, rows))
    return groups


def may_see(user, model):
    opts = model._meta
    rights = [f"{opts.app_label}.{right}_{opts.model_name}" for right in ("view", "change")]
    return user is not None and any(map(user.has_perm, rights))


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
