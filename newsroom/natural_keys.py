"""Rows by what they are called, not by their ids, which are others elsewhere."""

from functools import cache, reduce

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q


class NaturallyKeyed(models.Model):
    """A row that fixtures name by the values of its ``key_lookups``.

    The first step of each is a column of the row's own.
    """

    key_lookups = []

    class Meta:
        abstract = True

    def natural_key(self):
        return tuple(follow(self, lookup.split("__")) for lookup in self.key_lookups)


def follow(record, steps):
    return reduce(lambda value, step: value and getattr(value, step), steps, record)


class KeyedQuerySet(models.QuerySet):
    def get_by_natural_key(self, *key):
        return self.get(**dict(zip(self.model.key_lookups, key, strict=True)))

    def ids_by_natural_key(self, keys):
        """The id of each of these keys that there is. One query."""
        typed = {key: found for key in keys if (found := as_typed(self.model, key))}
        ids = self.ids_by(self.model.key_lookups, set(typed.values()))
        return {key: ids[found] for key, found in typed.items() if found in ids}

    def ids_by_key_columns(self, keys):
        """The same for keys that hold ids in place of the records they name."""
        return self.ids_by(key_columns(self.model), keys)

    def ids_by(self, lookups, keys):
        columns = zip(lookups, zip(*keys, strict=True), strict=True) if keys else []
        conditions = [one_of(lookup, set(values)) for lookup, values in columns]
        rows = self.filter(*conditions) if keys else self.none()
        return {tuple(key): pk for *key, pk in rows.order_by().values_list(*lookups, "pk")}


def one_of(lookup, values):
    known = Q(**{f"{lookup}__in": values - {None}})
    return known | Q(**{f"{lookup}__isnull": True}) if None in values else known


def as_typed(model, key):
    """``key`` as a row would give it, or None if it can be no key of a ``model``."""
    fields = key_fields(model)
    if len(key) != len(fields):
        return None
    try:
        return tuple(field.to_python(part) for field, part in zip(fields, key, strict=True))
    except ValidationError:
        return None


@cache
def key_fields(model):
    """The field at the end of each lookup."""
    fields = []
    for lookup in model.key_lookups:
        *steps, last = lookup.split("__")
        owner = reduce(lambda m, step: m._meta.get_field(step).related_model, steps, model)
        fields.append(owner._meta.get_field(last))
    return fields


@cache
def key_columns(model):
    """The row's own column at the beginning of each lookup."""
    steps = [lookup.split("__")[0] for lookup in model.key_lookups]
    return [model._meta.get_field(step).attname for step in steps]
