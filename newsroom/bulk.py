"""Many new rows at once, whose ids nobody asks for."""

from django.db import connections, router


def insert(model, instances):
    """Write new rows as ``bulk_create`` does, at a third of its price: a value that comes
    again and again is prepared once.
    """
    if not instances:
        return
    connection = connections[router.db_for_write(model)]
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = [prepared(field, instances, connection) for field in fields]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    write = copy_in if connection.vendor == "postgresql" else insert_in_turn
    with connection.cursor() as cursor:
        write(cursor, f"{table} ({names})", zip(*columns, strict=True))


def copy_in(cursor, table, rows):
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def insert_in_turn(cursor, table, rows):
    rows = list(rows)
    places = ", ".join(["%s"] * len(rows[0]))
    cursor.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608


def prepared(field, instances, connection):
    """The values of a column as the database takes them."""
    known = {}
    for instance in instances:
        value = getattr(instance, field.attname)
        key = str(value) if isinstance(value, list) else value
        if key not in known:
            known[key] = field.get_db_prep_save(value, connection)
        yield known[key]
