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


@contextmanager
def meanwhile(words, act):
    """``act`` comes right after the first query that has ``words`` in it, as another's may."""
    done = []

    def watch(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if not done and words in sql:
            done.append(act)
            act()
        return answer

    with connection.execute_wrapper(watch):
        yield


class Before:
    """Does ``act`` right before the query of a number, and counts them."""

    def __init__(self, number, act):
        self.number, self.act, self.count, self.is_acting = number, act, 0, False

    def __call__(self, execute, sql, params, many, context):
        if not self.is_acting:
            self.count += 1
            if self.count == self.number:
                self.is_acting = True
                self.act()
                self.is_acting = False
        return execute(sql, params, many, context)
