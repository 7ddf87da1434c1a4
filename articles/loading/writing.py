"""Records checked and written, each as the admin would, all in the caller's transaction."""

from collections import defaultdict

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.db import models

from articles.body import BodyField
from articles.references import with_ids
from newsroom.models import OldAddress


class Dangling(Exception):
    """A reference to a record that is not there, or not there yet."""

    def __init__(self, model, key):
        self.model, self.key = model, key

    @property
    def place(self):
        return (self.model, freeze(self.key))

    def __str__(self):
        """Why it leads nowhere; for a page that has moved, where it went."""
        kind = getattr(self.model, "address_kind", None)
        target = kind and OldAddress.objects.target_of(kind, self.key[0])
        moved = f": it has moved to “{target}”" if target else ""
        name = ", ".join(map(str, self.key))
        return f"there is no {self.model._meta.verbose_name} “{name}”{moved}"


class Loader:
    """Writes records; what is wrong with them is noted on them, not raised.

    A record that refers to a later one waits for it. One that would change nothing
    is not written. ``changed`` holds the ids of what was written, by model.
    """

    def __init__(self, using, ignore_unknown=False):
        self.using = using
        self.ignore_unknown = ignore_unknown
        self.changed = defaultdict(dict)
        self.seen = {}
        self.found = {}
        # What is not loaded, so that whatever refers to it is not blamed as well.
        self.unloaded = set()

    def load(self, records):
        waiting = records
        while waiting:
            left = [record for record in waiting if not self.load_one(record)]
            if len(left) == len(waiting):
                break
            waiting = left
        self.unloaded |= {place for record in waiting if (place := self.place_of(record))}
        self.blame(waiting)
        if waiting and not any(record.problems for record in records):
            # They wait for each other: then each is to blame.
            self.unloaded.clear()
            self.blame(waiting)

    def load_one(self, record):
        """Whether ``record`` is done with, for good or ill."""
        model = self.model_of(record)
        if model is None:
            return True
        checked = CheckedFields(self, record, model)
        if checked.dangling and not record.problems:
            return False
        if not record.problems:
            self.write(record, model, checked)
        if record.problems:
            self.unloaded.add(self.place_of(record))
        return True

    def blame(self, records):
        for record in records:
            for name, reference in CheckedFields(self, record, self.model_of(record)).dangling:
                if reference.place not in self.unloaded:
                    record.refuse(name, reference)

    def place_of(self, record):
        return (apps.get_model(record.model_label), (record.fields.get("slug"),))

    def model_of(self, record):
        try:
            model = apps.get_model(record.model_label)
        except (AttributeError, LookupError, TypeError, ValueError):
            if not self.ignore_unknown:
                record.refuse("", f"there is no model “{record.model_label}”")
            return None
        if "fields" not in record.data or record.fields is not record.data["fields"]:
            record.refuse("fields", "must be an object")
            return None
        return model

    def find(self, model, key):
        """The id of the record with this natural key. Raises Dangling. At most one query."""
        place = (model, freeze(key))
        if place not in self.found:
            try:
                manager = model._default_manager.db_manager(self.using)
                self.found[place] = manager.get_by_natural_key(*key).pk
            except (ObjectDoesNotExist, TypeError, ValueError, ValidationError) as error:
                raise Dangling(model, key) from error
        return self.found[place]

    def write(self, record, model, checked):
        instance, before = self.instance_for(record, model, checked)
        if instance is None:
            return
        to_set = {
            name: ids
            for name, ids in checked.many.items()
            if before is None or ids != set(getattr(before, name).values_list("pk", flat=True))
        }
        if before is None or differs(before, instance):
            validate(record, instance)
            if record.problems:
                return
            models.Model.save_base(instance, using=self.using, raw=True)
        elif not to_set:
            return
        for name, ids in to_set.items():
            getattr(instance, name).set(ids)
        self.changed[model][instance.pk] = record

    def instance_for(self, record, model, checked):
        """The object to save, and its twin as the database has it, if it does."""
        try:
            pk = model._meta.pk.to_python(record.data.get("pk"))
            fresh = model(**checked.values)
        except ValidationError as error:
            record.refuse("pk", error.messages[0])
            return None, None
        except OSError as error:
            # A picture's width and height are read as soon as it is named.
            record.refuse("file", f"the picture cannot be read: {error}")
            return None, None
        key = natural_key(fresh)
        if key and self.is_repeated(record, model, key):
            return None, None
        if pk is None and key:
            try:
                pk = self.find(model, key)
            except Dangling:
                pk = None
        before = model._base_manager.using(self.using).filter(pk=pk).first() if pk else None
        if before is None:
            fresh.pk = pk
            return fresh, None
        instance = model._base_manager.using(self.using).get(pk=pk)
        for name, value in checked.values.items():
            setattr(instance, name, value)
        return instance, before

    def is_repeated(self, record, model, key):
        first = self.seen.setdefault((model, freeze(key)), record)
        if first is record:
            return False
        name = "slug" if "slug" in record.fields else "natural key"
        record.refuse(name, f"“{key[-1]}” is the same as in {first.file}: #{first.number}")
        return True


class CheckedFields:
    """The fields of a record as Python values; whatever is wrong is noted on the record."""

    def __init__(self, loader, record, model):
        self.loader, self.record, self.model = loader, record, model
        self.values, self.many, self.dangling = {}, {}, []
        for name, value in record.fields.items():
            self.check(name, value)
        for field in model._meta.concrete_fields:
            if is_required(field) and field.name not in record.fields:
                record.refuse(field.name, "is missing")

    def check(self, name, value):
        try:
            field = self.model._meta.get_field(name)
        except FieldDoesNotExist:
            field = None
        if field is None or field.auto_created or not isinstance(field, models.Field):
            if not self.loader.ignore_unknown:
                self.record.refuse(name, "there is no such field")
            return
        try:
            self.take(field, value)
        except ValidationError as error:
            self.record.refuse(name, error.messages[0])
        except Dangling as reference:
            self.dangling.append((name, reference))

    def take(self, field, value):
        if field.many_to_many:
            self.many[field.name] = self.ids(field, value)
        elif value is None and not field.null:
            raise ValidationError("may not be null")
        elif field.remote_field and field.remote_field.model:
            self.values[field.attname] = self.id(field, value)
        else:
            self.values[field.name] = as_python(field, value)

    def ids(self, field, values):
        if not isinstance(values, list):
            raise ValidationError(f"must be a list, not {json_type(values)}")
        return {self.id(field, value) for value in values}

    def id(self, field, value):
        target = field.remote_field.model
        if value is None:
            return None
        if isinstance(value, list):
            if not hasattr(target._default_manager, "get_by_natural_key"):
                raise ValidationError("must be a number: its records have no natural key")
            return self.loader.find(target, value)
        if isinstance(value, bool | dict):
            raise ValidationError(f"must be a reference, not {json_type(value)}")
        to_field = field.target_field
        pk = to_field.to_python(value)
        if not target._base_manager.filter(**{to_field.attname: pk}).exists():
            raise Dangling(target, [value])
        return pk


JSON_TYPES = {
    dict: "an object",
    list: "a list",
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "text",
    type(None): "null",
}


def json_type(value):
    return JSON_TYPES.get(type(value), type(value).__name__)


def as_python(field, value):
    """``value`` as ``field`` keeps it; its type must be the field's own."""
    if isinstance(field, models.JSONField):
        return value
    if isinstance(field, BodyField) and isinstance(value, str):
        return with_ids(field.to_python(value))
    if isinstance(value, dict | list):
        raise ValidationError(f"may not be {json_type(value)}")
    if isinstance(field, models.CharField | models.TextField | models.FileField):
        if not isinstance(value, str | None):
            raise ValidationError(f"must be text, not {json_type(value)}")
        if value and "\x00" in value:
            raise ValidationError("may not hold a null character")
    elif (
        isinstance(value, bool) != isinstance(field, models.BooleanField) and value is not None
    ):
        raise ValidationError(f"may not be {json_type(value)}")
    return field.to_python(value)


def is_required(field):
    return not (
        field.primary_key
        or field.has_default()
        or field.null
        or field.blank
        or not field.serialize
        or not field.editable
    )


def natural_key(instance):
    if not hasattr(instance, "natural_key"):
        return None
    try:
        return instance.natural_key()
    except ObjectDoesNotExist:
        return None


def freeze(value):
    return tuple(map(freeze, value)) if isinstance(value, list | tuple) else value


def differs(before, instance):
    return any(
        getattr(before, f.attname) != getattr(instance, f.attname)
        for f in instance._meta.concrete_fields
    )


def validate(record, instance):
    """Note on ``record`` whatever the admin would say of ``instance``.

    References are known to be good, and what is not serialised is derived later.
    """
    fields = instance._meta.concrete_fields
    try:
        instance.clean_fields(exclude={f.name for f in fields if f.remote_field or not f.serialize})
        instance.clean()
        instance.validate_unique()
        instance.validate_constraints()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            for message in messages:
                record.refuse(name.replace("__all__", ""), message)
