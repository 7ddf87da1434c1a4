"""Whether the site is alive, and whether it is fit to serve."""

import logging
import secrets
import shutil
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import versions
from .moments import for_readers
from .starting import missing_migrations

logger = logging.getLogger(__name__)
PARTS = {}
CLOCKS_MAY_DIFFER = timedelta(seconds=2)


class Unfit(Exception):
    """Says, for the log, why a part of the site cannot do its work."""


def part(name):
    """Register a check of ``/readyz``: it raises what is wrong, or returns what to tell."""

    def register(function):
        PARTS[name] = function
        return function

    return register


@require_safe
@never_cache
def alive(request):
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def ready(request):
    """Says which part fails; why, only the log says."""
    told = {name: state(name, check) for name, check in PARTS.items()}
    status = 503 if "failed" in told.values() else 200
    return JsonResponse(told, status=status)


def state(name, check):
    try:
        return check() or "ok"
    except Exception as error:  # noqa: BLE001 - whatever it is, the part does not work
        logger.warning("Not ready, %s: %s", name, error)
        return "failed"


@part("database")
def database_answers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@part("migrations")
def database_is_migrated():
    if missing := missing_migrations():
        raise Unfit(f"missing {', '.join(missing)}")


@part("cache")
def cache_keeps():
    key, value = f"ready.{secrets.token_hex(8)}", "kept"
    cache.set(key, value, timeout=10)
    if cache.get(key) != value:
        raise Unfit("it does not keep what it is given")
    cache.delete(key)


@part("disk")
def disk_has_room():
    for place in {existing(settings.VAR_DIR), existing(settings.MEDIA_ROOT)}:
        free = shutil.disk_usage(place).free
        if free < settings.DISK_MIN_FREE:
            raise Unfit(f"{free:,} bytes are left at {place}")


def existing(path):
    """``path``, or the nearest folder above it that is there."""
    path = Path(path)
    return path if path.exists() else existing(path.parent)


@part("clock")
def clocks_agree():
    """One that is ahead shows nothing too early, but what is due on time comes late."""
    versions.current()
    if for_readers.ahead > CLOCKS_MAY_DIFFER:
        raise Unfit(f"this machine's is {for_readers.ahead} ahead of the database's")
