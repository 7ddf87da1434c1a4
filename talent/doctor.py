"""Whether records are found by the names that they have."""

from newsroom.doctor import Finding, check, some
from newsroom.models import Tag

from .keys import rebuild_keys, stale_keys
from .models import Company, Country, NameKey, Person, Production


@check
def name_keys():
    for model in [Company, Country, Person, Production, Tag]:
        ids = set(model.objects.values_list("pk", flat=True))
        ids |= set(
            NameKey.objects.filter(kind=model.address_kind).values_list("subject_id", flat=True)
        )
        if stale := stale_keys(model, ids):
            names = model._meta.verbose_name_plural
            yield Finding(
                f"{names.capitalize()} that are not found by their names: {some(sorted(stale))}",
                lambda model=model, stale=stale: rebuild_keys(model, stale),
            )
