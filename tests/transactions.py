"""What a test that runs in one transaction does as if it were in another."""

from contextlib import contextmanager

from django.db import connection


@contextmanager
def in_another_transaction():
    """PostgreSQL counts the changes of each transaction once (see ``newsroom.versions``)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('newsroom.counted', '', true)")
    yield
