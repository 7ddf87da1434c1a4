"""Stories that are there already, written again under other ids, addresses and moments."""

from django.db import connection

from articles.models import Article, Edition, Revision

# Their ids are those of their stories.
NUMBERED = [Article, Revision, Edition]
STORY = ["article_id", "edition_id", "content_object_id"]
KEYS = {*STORY, "revision_id", "original_id"}
MOMENTS = {"published_at", "visible_from", "updated_at", "created_at", "happened_at"}
LATER = {
    "postgresql": "{column} + interval '{seconds} seconds'",
    "sqlite": "datetime({column}, '+{seconds} seconds')",
}
UID = {
    "postgresql": "md5((id + {ids})::text)::uuid",
    "sqlite": "printf('%032x', id + {ids})",
}


def copy_rows(model, ids, seconds, most):
    """Copy the rows of the first ``most`` stories, their ids higher by ``ids``, and later."""
    columns = [f.column for f in model._meta.concrete_fields]
    key = next((name for name in STORY if name in columns), "id")
    if model not in NUMBERED and "id" in columns:
        # A number that the database gives.
        columns.remove("id")
    values = ", ".join(changed(name, ids, seconds) for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({names}) SELECT {values} FROM "{table}"'  # noqa: S608
            f" WHERE {key} <= {most}"
        )


def changed(column, ids, seconds):
    if column == "id" or column in KEYS:
        return f"{column} + {ids}"
    if column in MOMENTS:
        return LATER[connection.vendor].format(column=column, seconds=seconds)
    if column == "slug":
        return f"slug || '-' || {ids}"
    if column == "uid":
        return UID[connection.vendor].format(ids=ids)
    return f'"{column}"'
