"""What else must change when a record does. Fixtures say so themselves, once, at the end."""

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from newsroom.models import Tag

from .keys import rebuild_keys, rebuild_tag_keys
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


def owner_id(instance):
    return getattr(instance, f"{instance.owner}_id")


def remember_owner(sender, instance, raw=False, **kwargs):
    """Whom a name or credit belonged to until now: it may be passed to another."""
    if not raw:
        before = sender.objects.filter(pk=instance.pk)
        instance.owners = {owner_id(instance), *before.values_list(instance.owner, flat=True)}


def follow_other_names(sender, instance, raw=False, **kwargs):
    if not raw:
        owners = getattr(instance, "owners", {owner_id(instance)})
        renamed(sender._meta.get_field(instance.owner).related_model, owners)


for model in NAMED:
    post_save.connect(follow_names, sender=model)
    post_delete.connect(follow_names, sender=model)
for model in NAMES:
    pre_save.connect(remember_owner, sender=model)
    post_save.connect(follow_other_names, sender=model)
    post_delete.connect(follow_other_names, sender=model)


def follow_tags(sender, instance, raw=False, **kwargs):
    if not raw:
        rebuild_tag_keys([instance])


post_save.connect(follow_tags, sender=Tag)
post_delete.connect(follow_tags, sender=Tag)


def follow_credits(sender, instance, raw=False, **kwargs):
    if not raw:
        owners = getattr(instance, "owners", {owner_id(instance)})
        moved.send(Production, model=Production, ids=owners)


pre_save.connect(remember_owner, sender=Credit)
post_save.connect(follow_credits, sender=Credit)
post_delete.connect(follow_credits, sender=Credit)


def follow_countries(sender, instance, action, reverse, pk_set, model, **kwargs):
    """``instance`` is a country where ``reverse``; its records of ``model`` have moved."""
    if action == "pre_clear" and reverse:
        rows = sender.objects.filter(country=instance)
        instance.clearing = set(rows.values_list(f"{model._meta.model_name}_id", flat=True))
    if not action.startswith("post_"):
        return
    if not reverse:
        moved.send(type(instance), model=type(instance), ids={instance.pk})
    elif ids := instance.clearing if action == "post_clear" else pk_set:
        moved.send(model, model=model, ids=ids)


def take_tags_for_synonyms(instance, action, reverse, pk_set, **kwargs):
    """A genre is a tag itself, however it was chosen: Django adds what is left in ``pk_set``."""
    if action != "pre_add" or reverse:
        return
    synonyms = Tag.objects.filter(pk__in=pk_set, synonym_of__isnull=False)
    meant = dict(synonyms.values_list("pk", "synonym_of"))
    if meant:
        there = instance.genres.filter(pk__in=meant.values()).values_list("pk", flat=True)
        pk_set.difference_update(meant)
        pk_set.update(set(meant.values()) - set(there))


m2m_changed.connect(take_tags_for_synonyms, sender=Production.genres.through)
m2m_changed.connect(follow_countries, sender=Production.countries.through)
m2m_changed.connect(follow_countries, sender=Person.nationalities.through)
