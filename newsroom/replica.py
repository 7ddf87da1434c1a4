"""Public pages read from a replica of the database, and from the database while it is gone."""

import time
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import OperationalError

REPLICA = "replica"
# For how many seconds one that did not answer is not asked again.
REST = 10
SAFE = {"GET", "HEAD"}

reads_are_public = ContextVar("reads_are_public", default=False)


class Health:
    gone_until = 0

    def is_up(self):
        return time.monotonic() >= self.gone_until

    def note_failure(self):
        """Whether it is news that the replica is gone, so that to try again makes sense."""
        was_up = REPLICA in settings.DATABASES and self.is_up()
        self.gone_until = time.monotonic() + REST
        return was_up


health = Health()


class Router:
    def db_for_read(self, model, **hints):
        return REPLICA if reads_are_public.get() and health.is_up() else None

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        """They are the same rows, whichever of the two they were read from."""
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db != REPLICA


@contextmanager
def public_reads():
    token = reads_are_public.set(True)
    try:
        yield
    finally:
        reads_are_public.reset(token)


class PublicReads:
    """The innermost middleware: a reader's page that the replica fails is made once more."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_public(request):
            return self.get_response(request)
        with public_reads():
            return self.get_response(request)

    def process_exception(self, request, exception):
        is_of_replica = isinstance(exception, OperationalError) and reads_are_public.get()
        if is_of_replica and health.note_failure():
            return self.get_response(request)
        return None


def is_public(request):
    """Whether it can wait for the replica: nobody is logged in who has just written something."""
    return (
        request.method in SAFE
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not request.path.startswith(("/admin/", "/preview/"))
    )
