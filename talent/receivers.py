"""What else must change when a record does. Fixtures say so themselves, once, at the end."""

from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from .keys import rebuild_keys
from .models import (
    Company,
    CompanyName,
    Country,
    Credit,
    Person,
    PersonName,
    Production,
    ProductionTitle,
)
from .signals import moved

NAMED = (Company, Country, Person, Production)
NAMES = (CompanyName, PersonName, ProductionTitle)


def renamed(model, ids):
    """Bring keys up to date; tell those who list by name if any changed."""
    if changed := rebuild_keys(model, ids):
        moved.send(model, model=model, ids=changed)


def follow_names(sender, instance, raw=False, **kwargs):
    if not raw:
        renamed(type(instance), {instance.pk})


def follow_other_names(sender, instance, raw=False, **kwargs):
    if not raw:
        owner = instance._meta.get_field(instance.owner)
        renamed(owner.related_model, {getattr(instance, owner.attname)})


for model in NAMED:
    post_save.connect(follow_names, sender=model)
    post_delete.connect(follow_names, sender=model)
for model in NAMES:
    post_save.connect(follow_other_names, sender=model)
    post_delete.connect(follow_other_names, sender=model)


@receiver([post_save, post_delete], sender=Credit)
def follow_credits(instance, raw=False, **kwargs):
    if not raw:
        moved.send(Production, model=Production, ids={instance.production_id})


def follow_countries(sender, instance, action, reverse, pk_set, model, **kwargs):
    if not action.startswith("post_") or (reverse and not pk_set):
        return
    moved_model, ids = (model, pk_set) if reverse else (type(instance), {instance.pk})
    moved.send(moved_model, model=moved_model, ids=ids)


m2m_changed.connect(follow_countries, sender=Production.countries.through)
m2m_changed.connect(follow_countries, sender=Person.nationalities.through)
