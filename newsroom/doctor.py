"""What a crash, a full disk or a hand in the database may leave, and how to mend it.

Each app names its checks in a module ``doctor``; a check yields what it finds.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import PurePosixPath
from typing import NamedTuple

from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage, storages
from django.db import connection
from django.utils import timezone

from . import renditions
from .backups import media_files
from .models import Photo, Tag, tag_key

CHECKS = []
# A file is written before the photo that it belongs to: what is younger may have one soon.
SETTLED = timedelta(hours=1)
NAMED = 5


class Finding(NamedTuple):
    what: str
    # None: nothing but a backup, or somebody's decision, can.
    mend: Callable | None = None


def check(function):
    CHECKS.append(function)
    return function


def some(names) -> str:
    """So many of ``names`` that one knows which are meant, and how many there are."""
    names = list(names)
    more = " …" if len(names) > NAMED else ""
    return f"{len(names)} ({', '.join(map(str, names[:NAMED]))}{more})"


@check
def database():
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(10)")
        problems = [problem for (problem,) in cursor.fetchall() if problem != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        rows = [f"{table} {row}" for table, row, *_ in cursor.fetchall()]
    if problems:
        yield Finding(f"The database file is damaged: {'; '.join(problems)}")
    if rows:
        yield Finding(f"Rows that refer to nothing: {some(rows)}")


@check
def photo_files():
    there = set(media_files())
    known = dict(Photo.objects.exclude(file="").values_list("file", "slug"))
    if lost := sorted(slug for file, slug in known.items() if file not in there):
        yield Finding(f"Photos without their file: {some(lost)}")
    if orphans := sorted(filter(is_settled, there - known.keys())):
        yield Finding(f"Files of no photo: {some(orphans)}", lambda: delete(orphans))


def is_settled(path, storage=default_storage):
    try:
        return storage.get_modified_time(path) < timezone.now() - SETTLED
    except FileNotFoundError:
        return False


def delete(paths, storage=default_storage):
    for path in paths:
        storage.delete(path)


@check
def rendition_files():
    storage = storages["renditions"]
    photos = set(Photo.objects.values_list("pk", flat=True))
    left = [
        path
        for path in files_below(storage, renditions.FOLDER)
        if is_left_over(path, photos) and is_settled(path, storage)
    ]
    if left:
        yield Finding(
            f"Renditions that nobody needs: {some(left)}", lambda: delete(left, storage)
        )


def files_below(storage, folder):
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from files_below(storage, f"{folder}/{name}")


def is_left_over(path, photos):
    """Of a photo that is gone, or cut short while it was written."""
    _, pk, *_ = PurePosixPath(path).parts
    is_whole = PurePosixPath(path).suffix[1:] in renditions.FORMATS
    return not is_whole or not pk.isdigit() or int(pk) not in photos


@check
def tag_keys():
    if stale := [tag for tag in Tag.objects.all() if tag.key != tag_key(tag.name)]:
        yield Finding(
            f"Tags with the key of another name: {some(tag.slug for tag in stale)}",
            lambda: [tag.save() for tag in stale],
        )


@check
def sessions():
    expired = Session.objects.filter(expire_date__lt=timezone.now())
    if count := expired.count():
        yield Finding(f"Sessions that have ended: {count}", expired.delete)
