"""Two databases, as settings alone have them: a process of its own sees both."""

import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings

SCRIPT = """
import django
django.setup()
from pathlib import Path
from django.db import connections
from newsroom import replica, versions
from newsroom.page_cache import PageCache
from newsroom.wsgi import django as application
from django.test import RequestFactory
from talent.models import Country

now = [1_800_000_000.0]
cache = PageCache(application, 1_000_000, clock=lambda: now[0])

def get(address, **headers):
    environ = RequestFactory(headers={"host": "localhost"} | headers).get(address).environ
    started = []
    body = b"".join(cache(environ, lambda *answer: started.extend(answer)))
    print(started[0], *(name for name in ["Primary", "Copied"] if name in body.decode()))

Country.objects.create(code="PP", name="Primary", slug="primary")
get("/countries/")
get("/countries/", cookie="sessionid=x")
connections["replica"].close()
connections.settings["replica"]["NAME"] = "/nowhere/there.sqlite3"
connections["replica"].settings_dict["NAME"] = "/nowhere/there.sqlite3"
now[0] += 1
get("/countries/")
replica.health.gone_until = 0
get("/countries/?x")
get("/countries/?y")
print(cache.shelf.version.database)
"""


@pytest.fixture(scope="module")
def databases(tmp_path_factory):
    folder = tmp_path_factory.mktemp("databases")
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{folder}/primary.sqlite3"}
    manage(environment, "migrate", "-v0")
    shutil.copy(folder / "primary.sqlite3", folder / "replica.sqlite3")
    copied = os.environ | {"DATABASE_URL": f"sqlite:///{folder}/replica.sqlite3"}
    create = "from talent.models import Country as C; C.objects.create"
    manage(copied, "shell", "-v0", "-c", f"{create}(code='CC', name='Copied', slug='copied')")
    return environment | {"DATABASE_REPLICA_URL": copied["DATABASE_URL"]}


def manage(environment, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, env=environment, check=True, cwd=settings.BASE_DIR)  # noqa: S603


def test_readers_have_the_replica_and_editors_and_a_replica_that_is_gone_do_not(databases):
    # Static files by their own names, which nobody has collected.
    more = {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "DEBUG": "True"}
    environment = databases | more
    command = [sys.executable, "-c", SCRIPT]
    run = subprocess.run(  # noqa: PLW1510, S603 - what it said is told
        command, env=environment, capture_output=True, text=True, cwd=settings.BASE_DIR
    )
    assert run.stdout.splitlines() == [
        "200 OK Copied",
        "200 OK Primary",
        "200 OK Primary",
        "200 OK Primary",
        "200 OK Primary",
        "default",
    ], run.stderr
