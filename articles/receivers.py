"""What follows from a change elsewhere. Fixtures say so themselves, once, at the end."""

from django.apps import apps
from django.db.models import Q
from django.db.models.signals import post_migrate, post_save, pre_save
from django.dispatch import receiver

from newsroom.models import Tag
from talent.signals import moved

from .listing import relist
from .models import Article, Edition
from .references import followed, record_figures, record_links, with_ids
from .roles import set_roles


@receiver(pre_save, sender=Article)
def link_by_id(instance, raw=False, **kwargs):
    if not raw:
        instance.body = followed(with_ids(instance.body))


@receiver(post_save, sender=Article)
def record_its_figures(instance, raw=False, update_fields=None, **kwargs):
    if not raw and (update_fields is None or "body" in update_fields):
        record_figures(instance)
        record_links(instance)


@receiver(moved)
def relist_stories(model, ids, **kwargs):
    """Names, credits, countries or nationalities changed: so do the lists that rest on them."""
    kind = model.address_kind
    relist(Edition.objects.filter(listings__kind=kind, listings__subject_id__in=ids).distinct())


@receiver(post_save, sender=Tag)
def relist_tagged(instance, raw=False, **kwargs):
    if not raw:
        listed = Q(listings__kind="tag", listings__subject_id=instance.pk)
        tagged = Q(article__tagged__tag=instance)
        relist(Edition.objects.filter(listed | tagged).distinct())


@receiver(post_migrate)
def set_roles_at_the_end(app_config, using, **kwargs):
    """By then every app has its permissions."""
    if app_config is [each for each in apps.get_app_configs() if each.models_module][-1]:
        set_roles(using)
