"""The rows that records stand for: made, held to the rules, told apart and written."""

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.db.models.signals import post_save, pre_save

from newsroom.models import OldAddress, Photo, PublicPage
from newsroom.natural_keys import key_columns
from newsroom.pictures import read

from .known import ids_of_keys


def make(record, model, checked):
    """The object that a record describes, or None: a picture is opened as soon as it is named."""
    try:
        return model(**checked.values, pk=checked.pk) if checked.pk else model(**checked.values)
    except OSError as error:
        record.refuse("file", f"cannot be read: {error}")
        return None


def can_be_written_together(model):
    """Unless it has rules that look at its like, for which those must have been written."""
    return model.clean in {models.Model.clean, PublicPage.clean}


def check_picture(record, instance, before):
    """A file that is new is held to what an upload is, and its hash is its own."""
    if not isinstance(instance, Photo) or (before and before.file == instance.file):
        return
    instance.sha256 = ""
    if instance.file:
        try:
            with instance.file.open() as file:
                instance.sha256 = read(file).sha256
        except ValidationError as error:
            record.refuse("file", error.messages[0])


def validate(record, instance):
    """Note on ``record`` what is wrong with ``instance`` as a whole, and beside its like."""
    check_rules(record, instance.clean)
    if not record.problems:
        check_rules(record, instance.validate_unique)
    if record.problems:
        return
    for constraint in instance._meta.constraints:
        try:
            constraint.validate(type(instance), instance)
        except ValidationError as error:
            record.refuse(fields_of(constraint), error.messages[0])


def check_rules(record, rules):
    try:
        rules()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            for message in messages:
                record.refuse(name.replace("__all__", ""), message)


def fields_of(constraint):
    if isinstance(constraint, models.UniqueConstraint):
        return ", ".join(constraint.fields)
    return ", ".join(sorted(constraint.condition.referenced_base_fields))


def create(model, instances, using):
    """Write new rows as ``save_base`` does when it is raw, all at once."""
    told = {"sender": model, "raw": True, "using": using, "update_fields": None}
    for instance in instances if pre_save.has_listeners(model) else []:
        pre_save.send(instance=instance, **told)
    model._base_manager.using(using).bulk_create(instances)
    for instance in instances if post_save.has_listeners(model) else []:
        post_save.send(instance=instance, created=True, **told)


def join(model, many, using):
    """Link new rows to many others: pairs of an object and, by field, the ids that it has."""
    for name in sorted({name for _, ids in many for name in ids}):
        field = model._meta.get_field(name)
        through = field.remote_field.through
        owner, other = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        through._base_manager.using(using).bulk_create(
            through(**{owner: instance.pk, other: pk})
            for instance, ids in many
            for pk in sorted(ids.get(name, ()))
        )


def differs(before, instance):
    return any(
        getattr(before, f.attname) != getattr(instance, f.attname)
        for f in instance._meta.concrete_fields
    )


def keep_old_address(before, instance):
    """A page that has another address in the fixture is still found at the one it had."""
    kind = getattr(instance, "address_kind", None)
    if kind and before and before.slug != instance.slug:
        OldAddress.objects.keep(kind, before.slug, instance.slug)


def key_of(instance):
    """What tells ``instance`` from its like, with ids for what it names, if anything does."""
    if not hasattr(instance, "key_lookups"):
        return natural_key(instance)
    return tuple(getattr(instance, column) for column in key_columns(type(instance)))


def natural_key(instance):
    if not hasattr(instance, "natural_key"):
        return None
    try:
        return instance.natural_key()
    except ObjectDoesNotExist:
        return None


def ids_by_keys(model, keys, using):
    manager = model._default_manager.db_manager(using)
    if hasattr(model, "key_lookups"):
        return manager.ids_by_key_columns(keys)
    return ids_of_keys(model, keys, using)
