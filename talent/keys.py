"""Keeps the keys under which records are found in step with their names."""

from collections import defaultdict

from newsroom.models import Tag

from .models import NameKey
from .names import keys_with_sounds

MOST_PLACES = 1000


def rebuild_keys(model, ids) -> set[int]:
    """Write the keys of these records anew; return the ids of those whose keys changed."""
    wanted = stale_keys(model, ids)
    changed = set(wanted)
    NameKey.objects.filter(kind=model.address_kind, subject_id__in=changed).delete()
    NameKey.objects.bulk_create(
        NameKey(
            kind=model.address_kind, subject_id=pk, key=key, name=name, place=place, loose=loose
        )
        for pk in sorted(changed)
        for key, (name, place, loose) in sorted(wanted[pk].items())
    )
    return changed


def stale_keys(model, ids) -> dict[int, dict]:
    """The keys that should be, of those of these records whose keys are others."""
    ids = set(ids)
    wanted = wanted_keys(model, ids)
    recorded = recorded_keys(model.address_kind, ids)
    return {pk: wanted[pk] for pk in ids if wanted[pk] != recorded[pk]}


def wanted_keys(model, ids):
    """For each id, every key with the first recorded name that gives it, its place and sound."""
    wanted = defaultdict(dict)
    records = model.objects.filter(pk__in=ids)
    for record in records.prefetch_related(*model.other_names_are_in):
        for number, name in enumerate(record.recorded_names()):
            for turned, (key, loose) in enumerate(keys_with_sounds(name).items()):
                place = 2 * min(number, MOST_PLACES) + bool(turned)
                wanted[record.pk].setdefault(key, (name, place, loose))
    return wanted


def recorded_keys(kind, ids):
    recorded = defaultdict(dict)
    rows = NameKey.objects.filter(kind=kind, subject_id__in=ids)
    for pk, key, *rest in rows.values_list("subject_id", "key", "name", "place", "loose"):
        recorded[pk][key] = tuple(rest)
    return recorded


def rebuild_tag_keys(tags):
    """A tag is found by the names of its synonyms; those have no keys of their own."""
    keys = [tag.key for tag in tags]
    known = NameKey.objects.filter(kind=Tag.address_kind, key__in=keys)
    ids = {tag.pk for tag in tags} | {tag.synonym_of_id for tag in tags if tag.synonym_of_id}
    rebuild_keys(Tag, ids | set(known.values_list("subject_id", flat=True)))
