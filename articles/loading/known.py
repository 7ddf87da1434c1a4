"""What the references of some records stand for, looked up together."""

import re
from collections import defaultdict

from django.core.exceptions import ObjectDoesNotExist, ValidationError

from newsroom.models import OldAddress, Tag
from newsroom.natural_keys import NaturallyKeyed

# Neither stands for anything, and no database takes both.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Dangling(Exception):
    """A reference to a record that is not there, or not there yet."""

    def __init__(self, model, key):
        self.model, self.key = model, key

    @property
    def place(self):
        return (self.model, tuple(self.key))

    def __str__(self):
        """Why it leads nowhere; for a page that has moved, where it went."""
        kind = getattr(self.model, "address_kind", None)
        place = kind and OldAddress.objects.place_of(kind, self.key[0])
        moved = f": it has moved to {in_words(kind, *place)}" if place else ""
        name = ", ".join(map(str, self.key))
        return f"there is no {self.model._meta.verbose_name} “{name}”{moved}"


def in_words(kind, target_kind, target):
    return f"“{target}”" if target_kind == kind else f"the {target_kind} “{target}”"


class Known:
    """The ids of what ``records``, all of one ``model``, refer to by natural key.

    One query for each model that they refer to.
    """

    def __init__(self, model, records, using):
        keys = defaultdict(set)
        for target, key in keys_in(model, records):
            keys[target].add(key)
        self.ids = {target: ids_of_keys(target, found, using) for target, found in keys.items()}
        if model is not Tag and Tag in self.ids:
            self.ids[Tag] = as_meant(self.ids[Tag])

    def find(self, model, key):
        """The id of the record with this natural key. Raises Dangling."""
        pk = self.ids.get(model, {}).get(tuple(key))
        if pk is None:
            raise Dangling(model, key)
        return pk


def keys_in(model, records):
    """Every natural key in ``records`` with the model that it is one of."""
    fields = {
        field.name: field
        for field in [*model._meta.concrete_fields, *model._meta.many_to_many]
        if field.remote_field
    }
    for record in records:
        for name in fields.keys() & record.fields.keys():
            field, value = fields[name], record.fields[name]
            keys = value if field.many_to_many and isinstance(value, list) else [value]
            for key in keys:
                if isinstance(key, list) and all(map(can_be_in_a_key, key)):
                    yield field.remote_field.model, tuple(key)


def can_be_in_a_key(part):
    if isinstance(part, str):
        return not UNSTORABLE.search(part)
    return not isinstance(part, list | dict)


def ids_of_keys(model, keys, using):
    manager = model._default_manager.db_manager(using)
    if issubclass(model, NaturallyKeyed):
        return manager.ids_by_natural_key(keys)
    if not hasattr(manager, "get_by_natural_key"):
        return {}
    return {key: pk for key in keys if (pk := id_of_key(manager, key))}


def id_of_key(manager, key):
    try:
        return manager.get_by_natural_key(*key).pk
    except (ObjectDoesNotExist, TypeError, ValueError, ValidationError):
        return None


def as_meant(tags):
    """The tags themselves, where they are named by a synonym. One query."""
    synonyms = Tag.objects.filter(pk__in=tags.values(), synonym_of__isnull=False)
    meant = dict(synonyms.values_list("pk", "synonym_of"))
    return {key: meant.get(pk, pk) for key, pk in tags.items()}
