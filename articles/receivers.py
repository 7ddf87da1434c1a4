"""What follows from a change elsewhere. Fixtures say so themselves, once, at the end."""

from collections import deque
from functools import partial

from django.apps import apps
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_migrate, post_save, pre_save
from django.dispatch import receiver

from newsroom.models import Tag
from talent.signals import moved

from .listing import relist_in_batches
from .models import Article, Edition, Listing, TaggedArticle
from .references import followed, record_figures, record_links, with_ids
from .roles import set_roles

# Stories that follow a change within its own transaction.
AT_ONCE = 1000


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
    listed = Listing.objects.filter(kind=kind, subject_id__in=ids)
    follow(Edition.objects.filter(pk__in=listed.values("edition")))


@receiver(post_save, sender=Tag)
def relist_tagged(instance, raw=False, **kwargs):
    if not raw:
        listed = Listing.objects.filter(kind="tag", subject_id=instance.pk)
        tagged = Q(
            article__in=TaggedArticle.objects.filter(tag=instance).values("content_object")
        )
        follow(Edition.objects.filter(tagged | Q(pk__in=listed.values("edition"))))


def follow(editions):
    """List ``editions`` anew: at once, or where they are many, when the change is committed.

    Then each batch is a transaction of its own, so that nobody else's publishing waits for
    all of them; ``relist`` does what a crash leaves undone, and ``doctor`` finds it.
    """
    in_turn = partial(deque, relist_in_batches(editions), maxlen=0)
    if editions[AT_ONCE : AT_ONCE + 1].exists():
        transaction.on_commit(in_turn, robust=True)
    else:
        in_turn()


@receiver(post_migrate)
def set_roles_at_the_end(app_config, using, **kwargs):
    """By then every app has its permissions."""
    if app_config is [each for each in apps.get_app_configs() if each.models_module][-1]:
        set_roles(using)
