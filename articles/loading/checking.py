"""The fields of a record as Python values, each checked as the admin would check it."""

import datetime
from decimal import Decimal
from functools import cache
from uuid import UUID

from django.core.exceptions import SuspiciousOperation, ValidationError
from django.db import models
from django.utils import timezone

from newsroom.moments import this_second

from .known import UNSTORABLE, Dangling

# What each kind of field takes from a fixture, and how that is called.
TYPES = [
    (models.BooleanField, bool, "true or false"),
    (models.IntegerField, int | str, "a whole number"),
    (models.DecimalField, int | float | Decimal | str, "a number"),
    (models.FloatField, int | float | str, "a number"),
    (models.DateField, str | datetime.date, "text"),
    (models.UUIDField, str | UUID, "text"),
    (models.Field, str, "text"),
]
JSON_TYPES = {
    dict: "an object",
    list: "a list",
    bool: "true or false",
    int: "a number",
    float: "a number with a fraction",
    str: "text",
    type(None): "null",
}


class CheckedFields:
    """The fields of a record as Python values; whatever is wrong is noted on the record."""

    def __init__(self, record, model, known, ignore_unknown=False):
        self.record, self.model, self.known = record, model, known
        self.ignore_unknown = ignore_unknown
        self.pk, self.values, self.many, self.dangling = None, {}, {}, []
        self.attempt("pk", self.take_pk, record.data.get("pk"))
        for name, value in record.fields.items():
            self.attempt(name, self.take, name, value)
        for name in required_fields(model):
            if name not in record.fields:
                record.refuse(name, "is missing")

    def attempt(self, name, take, *args):
        try:
            take(*args)
        except ValidationError as error:
            for message in error.messages:
                self.record.refuse(name, message)
        except RecursionError:
            self.record.refuse(name, "is nested too deeply")

    def take_pk(self, value):
        field = self.model._meta.pk
        if not field.remote_field:
            check_type(field, value)
        refuse_unstorable(value)
        self.pk = field.clean(value, None)
        if isinstance(self.pk, int) and self.pk < 1:
            raise ValidationError("must be 1 or more")

    def take(self, name, value):
        field = self.field(name)
        if field is None:
            return
        refuse_unstorable(value)
        try:
            if field.many_to_many:
                self.many[name] = self.ids(field, value)
            elif value is None and not field.null:
                raise ValidationError("may not be null")
            elif field.remote_field:
                self.values[field.attname] = value if value is None else self.id(field, value)
            else:
                self.values[name] = as_python(field, value)
        except Dangling as reference:
            self.dangling.append((field, reference))

    def field(self, name):
        field = fields_of(self.model).get(name)
        if field is None or field.primary_key:
            if self.ignore_unknown:
                return None
            raise ValidationError("there is no such field")
        if field.many_to_many and not field.remote_field.through._meta.auto_created:
            through = field.remote_field.through._meta.label_lower
            raise ValidationError(f"is kept in {through} records")
        if not field.serialize:
            raise ValidationError("follows from the other fields: leave it out")
        return field

    def ids(self, field, values):
        if not isinstance(values, list):
            raise ValidationError(f"must be a list, not {json_type(values)}")
        return {self.id(field, value) for value in values}

    def id(self, field, value):
        target = field.remote_field.model
        if value is None:
            raise ValidationError("may not be null")
        if isinstance(value, list):
            return self.known.find(target, natural_key(target, value))
        if isinstance(value, bool | dict | float):
            raise ValidationError(f"must be a reference, not {json_type(value)}")
        pk = field.target_field.to_python(value)
        if not target._base_manager.filter(pk=pk).exists():
            raise Dangling(target, [value])
        return pk


@cache
def fields_of(model):
    return {
        field.name: field for field in [*model._meta.concrete_fields, *model._meta.many_to_many]
    }


@cache
def required_fields(model):
    return [field.name for field in model._meta.concrete_fields if is_required(field)]


def natural_key(model, value):
    """``value`` if it can be the natural key of a ``model``."""
    if not hasattr(model._default_manager, "get_by_natural_key"):
        raise ValidationError("must be a number: its records have no natural key")
    nested = next((part for part in value if isinstance(part, list | dict)), None)
    if nested is not None:
        raise ValidationError(f"must be a reference, not {json_type(nested)} within a list")
    if not value:
        raise ValidationError("must be a reference, not an empty list")
    return value


def json_type(value):
    return JSON_TYPES.get(type(value), type(value).__name__)


def refuse_unstorable(value):
    for text in texts(value):
        if found := UNSTORABLE.search(text):
            what = "half a surrogate pair" if found[0] > "\x00" else "a null character"
            raise ValidationError(f"may not hold {what}")


def texts(value):
    """Every text in ``value``, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        yield from texts(list(value.values()))
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


def as_python(field, value):
    """``value`` as ``field`` keeps it, if the admin would take it there."""
    if not isinstance(field, models.JSONField):
        check_type(field, value)
    if isinstance(field, models.FileField):
        check_file(field, value)
        return value
    value = with_moment(field.to_python(value))
    if not (field.blank and value in field.empty_values):
        field.validate(value, None)
        field.run_validators(value)
    return value


def check_type(field, value):
    types, called = types_of(type(field))
    # To Python, true is a number too.
    fits = isinstance(value, types) and isinstance(value, bool) == (types is bool)
    if value is not None and not fits:
        raise ValidationError(f"must be {called}, not {json_type(value)}")


@cache
def types_of(kind):
    return next((types, called) for of, types, called in TYPES if issubclass(kind, of))


def check_file(field, name):
    if not name:
        return
    field.run_validators(field.attr_class(None, field, name))
    try:
        found = field.storage.exists(name)
    except (OSError, SuspiciousOperation):
        found = False
    if not found:
        raise ValidationError(f"cannot be read: there is no file “{name}”")


def with_moment(value):
    """``value``; a moment without a zone is read in the desk's, as the admin reads it."""
    if not isinstance(value, datetime.datetime):
        return value
    value = timezone.make_aware(value) if timezone.is_naive(value) else value
    try:
        timezone.localtime(value.astimezone(datetime.UTC))
    except OverflowError as error:
        raise ValidationError(f"“{value}” is out of range") from error
    return value


def is_required(field):
    if field.default is this_second:
        # Part of the natural key: with another moment each load would add another record.
        return True
    return not (
        field.primary_key
        or field.has_default()
        or field.null
        or field.blank
        or not field.serialize
        or not field.editable
    )
