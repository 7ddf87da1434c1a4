"""The version of what readers see: another one after every change and every scheduled moment.

Triggers of the database count the changes to the tables that public pages read, each in its
own transaction, so that a change and its count come together or not at all, whoever makes it.
"""

import math
from typing import NamedTuple

from django.apps import apps
from django.db import connections, router
from django.db.models import Min
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.utils import timezone

from .models import Tag
from .moments import for_readers

# PostgreSQL: a transaction counts once, in a row that no other holds, and makes one where
# all are held: nobody waits. What is committed adds up.
POSTGRESQL = [
    """
    CREATE TABLE IF NOT EXISTS newsroom_change (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, number bigint NOT NULL
    )
    """,
    """
    CREATE OR REPLACE FUNCTION newsroom_count_change() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        this text := pg_current_xact_id()::text;
    BEGIN
        IF current_setting('newsroom.counted', true) IS DISTINCT FROM this THEN
            PERFORM set_config('newsroom.counted', this, true);
            UPDATE newsroom_change SET number = number + 1 WHERE id = (
                SELECT id FROM newsroom_change LIMIT 1 FOR UPDATE SKIP LOCKED
            );
            IF NOT FOUND THEN
                INSERT INTO newsroom_change (number) VALUES (1);
            END IF;
        END IF;
        RETURN NULL;
    END
    $$
    """,
]
POSTGRESQL_TABLE = [
    """
    CREATE OR REPLACE TRIGGER newsroom_change
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION newsroom_count_change()
    """
]
# SQLite: whoever writes is alone, and triggers know rows only.
SQLITE = [
    """
    CREATE TABLE IF NOT EXISTS newsroom_change (
        id integer PRIMARY KEY, number bigint NOT NULL
    )
    """,
    "INSERT OR IGNORE INTO newsroom_change (id, number) VALUES (1, 0)",
]
SQLITE_TABLE = [
    """
    CREATE TRIGGER IF NOT EXISTS {table}_event_counts AFTER event ON {table}
    BEGIN UPDATE newsroom_change SET number = number + 1; END
    """.replace("event", event)
    for event in ["insert", "update", "delete"]
]
STATEMENTS = {
    "postgresql": (POSTGRESQL, POSTGRESQL_TABLE),
    "sqlite": (SQLITE, SQLITE_TABLE),
}
# SQLite has the clock of its machine, which is ours.
CLOCKS = {"postgresql": "clock_timestamp()", "sqlite": "NULL"}


def is_shown(model):
    """Whether public pages read it: its app says so of the module that it is in."""
    shown = getattr(model._meta.app_config, "shown_modules", ())
    return model.__module__.startswith(tuple(shown))


@receiver(post_migrate)
def count_changes(app_config, using, **kwargs):
    """After every migration, since SQLite drops the triggers of a table that one alters."""
    connection = connections[using]
    once, for_each = STATEMENTS[connection.vendor]
    models = [m for m in app_config.get_models(include_auto_created=True) if is_shown(m)]
    tables = {model._meta.db_table for model in models}
    tables &= set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for statement in once if tables else []:
            cursor.execute(statement)
        for table in sorted(tables):
            for statement in for_each:
                cursor.execute(statement.format(table=table))


class Version(NamedTuple):
    """``until`` is the moment, as a timestamp, from which another one holds."""

    database: str
    number: int
    until: float


def current(known=None) -> Version:
    """The version of now. One short query if it is still the one ``known``."""
    database = router.db_for_read(Tag)
    number = changes_counted(database)
    now = for_readers.now()
    if known and known[:2] == (database, number) and now.timestamp() < known.until:
        return known
    return Version(database, number, next_moment(now))


def changes_counted(database):
    """Readers' clock is set by the database's meanwhile."""
    now, connection = timezone.now(), connections[database]
    clock = CLOCKS[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COALESCE(SUM(number), 0), {clock} FROM newsroom_change")  # noqa: S608 - a constant
        number, databases = cursor.fetchone()
    for_readers.compare(now, databases)
    return int(number)


def next_moment(now):
    """When something comes or goes by itself. Two queries for each model with moments."""
    found = [
        moment
        for model in apps.get_models()
        for column in getattr(model, "moments", ())
        if (moment := first_after(model, column, now))
    ]
    return min(found).timestamp() if found else math.inf


def first_after(model, column, now):
    later = model.objects.filter(**{f"{column}__gt": now})
    return later.aggregate(first=Min(column))["first"]
