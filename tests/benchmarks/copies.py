"""Stories that are there already, written again under other ids, addresses and moments."""

from contextlib import contextmanager

from django.db import connection, transaction

from articles.models import Article, Edition, Revision

from .words import ELSEWHERE, RARE

# Their ids are those of their stories.
NUMBERED = [Article, Revision, Edition]
STORY = ["article_id", "edition_id", "content_object_id"]
KEYS = {*STORY, "revision_id", "original_id"}
MOMENTS = {"published_at", "visible_from", "updated_at", "created_at", "happened_at"}
LATER = {
    "postgresql": "{column} + ids * interval '{seconds} seconds'",
    "sqlite": "datetime({column}, '+' || (ids * {seconds}) || ' seconds')",
}
UID = {
    "postgresql": "md5((id + ids)::text)::uuid",
    "sqlite": "printf('%032x', id + ids)",
}


def copy_rows(model, stories, size, seconds):
    """Copy the rows of the first ``stories`` until there are ``size``: with higher ids, and
    for each id ``seconds`` later. One statement.
    """
    columns = [f.column for f in model._meta.concrete_fields]
    key = next((name for name in STORY if name in columns), "id")
    if model not in NUMBERED and "id" in columns:
        # A number that the database gives.
        columns.remove("id")
    values = ", ".join(changed(name, seconds) for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE copies(ids) AS (SELECT {stories} UNION ALL"  # noqa: S608
            f" SELECT ids + {stories} FROM copies WHERE ids + {stories} < {size})"
            f' INSERT INTO "{table}" ({names}) SELECT {values} FROM copies, "{table}"'
            f" WHERE {key} <= {stories} AND {key} + ids <= {size}"
        )


def changed(column, seconds):
    if column == "id" or column in KEYS:
        return f"{column} + ids"
    if column in MOMENTS:
        return LATER[connection.vendor].format(column=column, seconds=seconds)
    if column == "slug":
        return "slug || '-' || ids"
    if column == "uid":
        return UID[connection.vendor]
    if column == "words":
        # As many have it, whatever the size.
        return f"replace(words, '{RARE}', '{ELSEWHERE}')"
    return f'"{column}"'


@contextmanager
def unindexed(models):
    """PostgreSQL writes many rows fastest into tables whose indexes are made afterwards."""
    undo = []
    if connection.vendor == "postgresql":
        tables = [model._meta.db_table for model in models]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(CONSTRAINTS, [tables])
            for table, name, definition in cursor.fetchall():
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
                undo.insert(0, f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
            cursor.execute(INDEXES, [tables])
            for name, definition in cursor.fetchall():
                cursor.execute(f"DROP INDEX {name}")
                undo.insert(0, definition)
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                undo.append(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    yield
    with connection.cursor() as cursor:
        for statement in ["SET maintenance_work_mem = '1GB'", *undo] if undo else []:
            cursor.execute(statement)


# Those of foreign keys last, as what they rest on must be there when they are made again.
CONSTRAINTS = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
    FROM pg_constraint
    WHERE contype IN ('u', 'f') AND conrelid = ANY (%s::regclass[]) ORDER BY contype
"""
INDEXES = """
    SELECT quote_ident(indexname), indexdef FROM pg_indexes
    WHERE tablename = ANY (%s) AND NOT EXISTS (
        SELECT FROM pg_constraint WHERE conindid = quote_ident(indexname)::regclass
    )
"""
