"""The whole database as one file, while others read and write; each engine by its own means."""

import os
import sqlite3
import subprocess
from contextlib import closing

from django.core.management.base import CommandError
from django.db import connection
from psycopg.conninfo import make_conninfo

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
# What psycopg is told of the server, as far as PostgreSQL's own programs take it too.
ADDRESS = [
    *("host", "port", "user", "dbname", "service", "passfile"),
    *("sslmode", "sslrootcert", "sslcert", "sslkey"),
]


def copy_out(path):
    COPIES[connection.vendor][0](path)


def copy_in(path):
    """Fill the database, which must be empty, from a file that ``copy_out`` wrote."""
    COPIES[connection.vendor][1](path)


def copy_sqlite(path):
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
        # One file holds everything, whatever the mode of the one that was copied.
        copy.execute("PRAGMA journal_mode=DELETE")


def restore_sqlite(path):
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        copy.backup(connection.connection)


def dump_postgresql(path):
    run("pg_dump", "--format=custom", f"--file={path}")


def restore_postgresql(path):
    run("pg_restore", "--single-transaction", "--exit-on-error", str(path))


def run(program, *arguments):
    """On the database that Django has. Others see what runs, so its password is not there."""
    given = connection.get_connection_params()
    address = make_conninfo(**{name: given[name] for name in ADDRESS if given.get(name)})
    command = [program, "--no-owner", "--no-privileges", f"--dbname={address}", *arguments]
    env = os.environ | {"PGPASSWORD": given.get("password") or os.environ.get("PGPASSWORD", "")}
    try:
        subprocess.run(command, env=env, check=True, capture_output=True, text=True)  # noqa: S603
    except FileNotFoundError as error:
        message = f"{program} is not here; Debian has it in postgresql-client."
        raise CommandError(message) from error
    except subprocess.CalledProcessError as error:
        raise CommandError(f"{program}: {error.stderr.strip()}") from error


COPIES = {
    "sqlite": (copy_sqlite, restore_sqlite),
    "postgresql": (dump_postgresql, restore_postgresql),
}
