"""Records checked and written, each as the admin would, all in the caller's transaction."""

from collections import defaultdict
from copy import copy
from inspect import signature

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, models

from articles.models import TaggedArticle
from newsroom.models import OldAddress, Photo
from newsroom.pictures import read

from .checking import CheckedFields, Dangling

# Made again from the rest by whatever is loaded.
DERIVED = [
    "articles.linkinbody",
    "articles.listing",
    "articles.photoinbody",
    "articles.publishedfact",
    "articles.searchtext",
    "talent.namekey",
]


class Loader:
    """Writes records; what is wrong with them is noted on them, not raised.

    A record that refers to a later one waits for it. One that would change nothing
    is not written. ``changed`` holds the records that were written, by model and id;
    ``seen`` all of them, by model and natural key.
    """

    def __init__(self, using, ignore_unknown=False):
        self.using = using
        self.ignore_unknown = ignore_unknown
        self.changed = defaultdict(dict)
        self.seen = {}
        self.found = {}
        self.begun = set()
        self.current = None
        # What is not loaded, so that whatever refers to it is not blamed as well.
        self.unloaded = set()

    def load(self, records, progress=iter):
        """Records pass through ``progress`` once; some may have to wait for others."""
        try:
            waiting = self.load_in_turn(records, progress)
            self.blame(waiting, records)
        except (DatabaseError, OverflowError) as error:
            # What no check foresaw. The transaction has failed: it answers nothing more.
            self.current.refuse("", error)

    def load_in_turn(self, records, progress):
        """Returns those that wait in vain."""
        waiting = [record for record in progress(records) if not self.load_one(record)]
        while True:
            begun = len(self.begun)
            left = [record for record in waiting if not self.load_one(record)]
            if len(left) == len(waiting) and len(self.begun) == begun:
                return left
            waiting = left

    def load_one(self, record):
        """Whether ``record`` is done with, for good or ill."""
        self.current = record
        model = self.model_of(record)
        if model is None:
            return True
        checked = self.check(record, model)
        if checked.dangling and not record.problems:
            self.begin(record, model, checked)
            return False
        if not record.problems:
            self.write(record, model, checked)
        if record.problems:
            self.unloaded |= places_of(record, model)
        return True

    def begin(self, record, model, checked):
        """Write ``record`` at once where it refers to later ones of its kind alone.

        So the order of the records is that of their ids, as it was where a dump was
        made, and two stories may be translations of each other.
        """
        if record not in self.begun and all(
            field.remote_field.model is model and (field.many_to_many or field.null)
            for field, _reference in checked.dangling
        ):
            self.begun.add(record)
            self.write(record, model, checked)

    def blame(self, waiting, records):
        """Name every reference that leads nowhere."""
        self.unloaded |= {p for r in waiting for p in places_of(r, self.model_of(r))}
        broken = [record for record in records if record.problems]
        self.name_dangling([*broken, *waiting])
        if waiting and not any(record.problems for record in records):
            # They wait for each other: then each is to blame.
            self.unloaded.clear()
            self.name_dangling(waiting)

    def name_dangling(self, records):
        for record in records:
            if model := self.model_of(record):
                for field, reference in self.check(record, model).dangling:
                    if reference.place not in self.unloaded:
                        record.refuse(field.name, reference)

    def check(self, record, model):
        return CheckedFields(record, model, self.find, self.ignore_unknown)

    def model_of(self, record):
        if not isinstance(record.data, dict):
            record.refuse("", "must be an object")
            return None
        try:
            model = apps.get_model(record.model_label)
        except (AttributeError, LookupError, TypeError, ValueError):
            if not self.ignore_unknown:
                label = record.model_label
                record.refuse(
                    "model", f"there is no model “{label}”" if label else "is missing"
                )
            return None
        if model._meta.label_lower in DERIVED:
            record.refuse("model", "follows from other records: leave it out")
            return None
        if record.fields is not record.data.get("fields"):
            record.refuse("fields", "must be an object")
            return None
        return model

    def find(self, model, key):
        """The id of the record with this natural key. Raises Dangling. At most one query."""
        place = (model, tuple(key))
        if place not in self.found:
            try:
                manager = model._default_manager.db_manager(self.using)
                self.found[place] = manager.get_by_natural_key(*key).pk
            except (ObjectDoesNotExist, TypeError, ValueError, ValidationError) as error:
                raise Dangling(model, key) from error
        return self.found[place]

    def write(self, record, model, checked):
        try:
            instance, before = self.instance_for(record, model, checked)
        except OSError as error:
            # A picture's width and height are read as soon as it is named.
            record.refuse("file", f"cannot be read: {error}")
        if record.problems:
            return
        to_set = {
            name: ids
            for name, ids in checked.many.items()
            if before is None or ids != set(getattr(before, name).values_list("pk", flat=True))
        }
        if before is None or differs(before, instance):
            check_picture(record, instance, before)
            validate(record, instance)
            if record.problems:
                return
            models.Model.save_base(instance, using=self.using, raw=True)
            keep_old_address(before, instance)
        elif not to_set:
            return
        for name, ids in to_set.items():
            getattr(instance, name).set(ids)
        self.changed[model][instance.pk] = record

    def instance_for(self, record, model, checked):
        """The object to save, and its twin as the database has it, if it does."""
        fresh = model(**checked.values)
        key = natural_key(fresh)
        if key:
            self.refuse_repeated(record, model, key)
        pk = checked.pk
        if pk is None and key:
            try:
                pk = self.find(model, key)
            except Dangling:
                pk = None
        stored = model._base_manager.using(self.using).filter(pk=pk)
        before = stored.first() if pk is not None else None
        if before is None:
            fresh.pk = pk
            return fresh, None
        instance = copy(before)
        for name, value in checked.values.items():
            setattr(instance, name, value)
        return instance, before

    def refuse_repeated(self, record, model, key):
        first = self.seen.setdefault((model, tuple(key)), record)
        # A tag and its synonym are one: to name both is no mistake.
        if first is not record and not (
            model is TaggedArticle and first.fields["tag"] != record.fields["tag"]
        ):
            name = "slug" if "slug" in record.fields else "natural key"
            record.refuse(name, f"“{key[-1]}” is the same as in {first.file}: #{first.number}")


def places_of(record, model):
    """What others may call ``record`` by: its id and its natural key."""
    keys = [[record.data.get("pk")]]
    if hasattr(model._default_manager, "get_by_natural_key"):
        names = signature(model._default_manager.get_by_natural_key).parameters
        values = [record.fields.get(name) for name in names]
        keys.append([part for v in values for part in (v if isinstance(v, list) else [v])])
    return {
        (model, tuple(key)) for key in keys if all(isinstance(part, int | str) for part in key)
    }


def natural_key(instance):
    if not hasattr(instance, "natural_key"):
        return None
    try:
        return instance.natural_key()
    except ObjectDoesNotExist:
        return None


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
    try:
        instance.clean()
        instance.validate_unique()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            for message in messages:
                record.refuse(name.replace("__all__", ""), message)
        return
    for constraint in instance._meta.constraints:
        try:
            constraint.validate(type(instance), instance)
        except ValidationError as error:
            record.refuse(fields_of(constraint), error.messages[0])


def fields_of(constraint):
    if isinstance(constraint, models.UniqueConstraint):
        return ", ".join(constraint.fields)
    return ", ".join(sorted(constraint.condition.referenced_base_fields))
