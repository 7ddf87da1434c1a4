"""Keeps the keys under which records are found in step with their names."""

from collections import defaultdict

from .models import NameKey
from .names import keys


def rebuild_keys(model, ids) -> set[int]:
    """Write the keys of these records anew; return the ids of those whose keys changed."""
    ids = set(ids)
    wanted = wanted_keys(model, ids)
    recorded = recorded_keys(model.address_kind, ids)
    changed = {pk for pk in ids if wanted[pk] != recorded[pk]}
    NameKey.objects.filter(kind=model.address_kind, subject_id__in=changed).delete()
    NameKey.objects.bulk_create(
        NameKey(kind=model.address_kind, subject_id=pk, key=key, name=name)
        for pk in sorted(changed)
        for key, name in sorted(wanted[pk].items())
    )
    return changed


def wanted_keys(model, ids):
    """For each id, every key with the first recorded name that gives it."""
    wanted = defaultdict(dict)
    for record in model.objects.filter(pk__in=ids).with_names():
        for name in record.recorded_names():
            for key in keys(name):
                wanted[record.pk].setdefault(key, name)
    return wanted


def recorded_keys(kind, ids):
    recorded = defaultdict(dict)
    rows = NameKey.objects.filter(kind=kind, subject_id__in=ids)
    for pk, key, name in rows.values_list("subject_id", "key", "name"):
        recorded[pk][key] = name
    return recorded
