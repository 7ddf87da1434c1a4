"""What is kept of a photo in storage, when the photo changes or goes."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver

from .models import Photo
from .renditions import folder, forget, signature


@receiver(pre_save, sender=Photo)
def note_the_old_file(instance, **kwargs):
    known = Photo.objects.filter(pk=instance.pk) if instance.pk else Photo.objects.none()
    instance.old_file = known.values_list("file", flat=True).first()


@receiver(post_save, sender=Photo)
def delete_replaced_file(instance, **kwargs):
    if instance.old_file and instance.old_file != instance.file.name:
        delete_later(instance.file.storage, instance.old_file)


@receiver(post_delete, sender=Photo)
def delete_file(instance, **kwargs):
    if instance.file:
        delete_later(instance.file.storage, instance.file.name)


def delete_later(storage, name):
    """Once it is certain, and unless a photo has the file all the same."""

    def delete():
        if not Photo.objects.filter(file=name).exists():
            storage.delete(name)

    # What storage says of it comes too late to undo anything.
    transaction.on_commit(delete, robust=True)


@receiver(post_save, sender=Photo)
def forget_old_renditions(instance, created, **kwargs):
    if not created:
        place, keep = folder(instance), signature(instance)
        transaction.on_commit(lambda: forget(place, keep))


@receiver(post_delete, sender=Photo)
def forget_renditions(instance, **kwargs):
    place = folder(instance)
    transaction.on_commit(lambda: forget(place))
