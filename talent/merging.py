"""What becomes of names when two people, works or companies are made one."""

from django.dispatch import receiver

from newsroom.merging import NotMergeable
from newsroom.signals import merged, planning

from .keys import rebuild_keys
from .models import Company, Person, Production
from .models.names import AlternativeName

MERGEABLE = {model.address_kind: model for model in [Company, Person, Production]}


@receiver(planning)
def keep_names(plan, **kwargs):
    """Every name of the merged record is one of the survivor's; each is kept once."""
    survivor, loser = plan.survivor, plan.loser
    if type(survivor) not in MERGEABLE.values():
        return
    names = getattr(survivor, survivor.other_names_are_in[0])
    known = set(survivor.recorded_names())
    if type(loser) is type(survivor):
        for other in getattr(loser, loser.other_names_are_in[0]).all():
            if other.name in known:
                plan.drop(other)
            known.add(other.name)
    merged_names = [each for record in [loser, *plan.synonyms] for each in names_of(record)]
    for name, kind, language in merged_names:
        if name and name not in known:
            known.add(name)
            owner = {names.field.name: survivor}
            plan.add(names.model(name=name, kind=kind, language=language, **owner))


def names_of(record):
    """The names that stand on a record itself, with their kind and language."""
    kinds = AlternativeName.Kind
    yield getattr(record, "name", None) or record.title, kinds.VARIANT, ""
    if isinstance(record, Production):
        yield record.original_title, kinds.NATIVE, record.original_language
    elif isinstance(record, Person | Company):
        yield record.native_name, kinds.NATIVE, record.native_language


@receiver(planning, sender=Company)
def refuse_a_ring(plan, **kwargs):
    """No company comes to own what owns it."""
    if isinstance(plan.survivor, Company) and plan.survivor.parent_id != plan.loser.pk:
        owner = plan.survivor.parent
        while owner:
            if owner.parent_id == plan.loser.pk:
                raise NotMergeable(
                    f"“{plan.loser}” owns “{owner}”, which stands above “{plan.survivor}”: "
                    "change that first."
                )
            owner = owner.parent


@receiver(merged)
def follow_in_keys(places, **kwargs):
    ids = {}
    for kind, pk in places:
        ids.setdefault(kind, set()).add(pk)
    for kind in ids.keys() & MERGEABLE.keys():
        rebuild_keys(MERGEABLE[kind], ids[kind])
