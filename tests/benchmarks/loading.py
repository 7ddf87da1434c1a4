"""How fast a fixture is loaded, beside Django's own ``loaddata``, which neither checks what
it loads nor publishes it: ``bin/bench fixtures 1000``.

Each loads the same file in a process of its own, into a new database beside that of
DATABASE_URL, which is dropped afterwards.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

import django
from django.conf import settings

from .stories import Fixture

LOADERS = {
    "ours": "articles.management.commands.loaddata",
    "django": "django.core.management.commands.loaddata",
}


def compare(size, loaders):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "stories.json"
        Fixture(size).write(file)
        print(f"{size} stories, {file.stat().st_size >> 20} MB", flush=True)
        for loader in loaders:
            command = [sys.executable, "-m", "tests.benchmarks.loading", loader, str(file)]
            subprocess.run(command, check=True)  # noqa: S603 - what is run is ours


def load(loader, file):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    settings.DATABASES["default"]["TEST"] = {"NAME": test_database(file)}
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    begun = clocks()
    call_command(import_module(LOADERS[loader]).Command(), file, verbosity=0)
    wall, busy = (now - then for now, then in zip(clocks(), begun, strict=True))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"{loader}: {wall:.1f} s, {busy:.1f} s of them busy, at most {memory} MB", flush=True)
    connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)


def clocks():
    """By the wall, which whatever else runs makes longer, and those that were our own."""
    return time.perf_counter(), time.process_time()


def test_database(file):
    """A file where databases are files; elsewhere the name that Django gives."""
    sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    return f"{file}.sqlite3" if sqlite else None


if __name__ == "__main__":
    load(*sys.argv[1:])
