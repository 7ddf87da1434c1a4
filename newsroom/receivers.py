"""What is kept of a photo in storage when it changes or goes, and what a database takes."""

import sqlite3

from django.db import transaction
from django.db.backends.signals import connection_created
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver

from .models import Photo
from .renditions import folder, forget, signature

MOST_VALUES = 10_000


@receiver(connection_created)
def take_many_values(connection, **kwargs):
    """SQLite takes far more values in a query than the 999 that Django counts with."""
    if connection.vendor == "sqlite":
        limit = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
        connection.features.max_query_params = min(limit, MOST_VALUES)


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
