"""What is kept of a photo in storage, when the photo changes or goes."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from .models import Photo
from .renditions import folder, forget, signature


@receiver(post_save, sender=Photo)
def forget_old_renditions(instance, created, **kwargs):
    if not created:
        place, keep = folder(instance), signature(instance)
        transaction.on_commit(lambda: forget(place, keep))


@receiver(post_delete, sender=Photo)
def forget_renditions(instance, **kwargs):
    place = folder(instance)
    transaction.on_commit(lambda: forget(place))
