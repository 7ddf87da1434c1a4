"""What a server looks at before it takes the first request."""

from functools import cache

from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


@cache
def known_migrations():
    return set(MigrationLoader(None).graph.nodes)


def missing_migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in known_migrations() - applied.keys())


def refuse_missing_migrations():
    """A server on an older database would fail at one page or another, and write amiss."""
    missing = missing_migrations()
    connection.close()
    if missing:
        raise ImproperlyConfigured(
            f"The database lacks {len(missing)} migrations, {missing[0]} the first: "
            "run “python manage.py migrate”, then start again."
        )
