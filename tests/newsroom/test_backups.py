"""A backup, and the site that is made of it elsewhere."""

import json
import os
import stat
import subprocess
import sys
import tarfile
from pathlib import Path

import psycopg
import pyrage
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import sql

from newsroom.models import Photo
from tests.every_page import every_page
from tests.factories import make_company, make_person, make_production, make_story
from tests.pictures import upload

ROOT = Path(__file__).resolve().parents[2]
# What pg_dump sees must have been committed.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def photo():
    return Photo.objects.create(
        slug="poster", file=upload(), alt="A poster", credit="Photo: CJ"
    )


@pytest.fixture
def site(photo):
    person = make_person("Han Hyo-joo", photo=photo)
    show = make_production("Romantics Anonymous", cast=[person], poster=photo)
    body = '<p>Text.</p><figure data-ref="photo/poster"></figure>'
    return make_story(
        "A story",
        shows=[show],
        companies=[make_company("Netflix")],
        lead_photo=photo,
        body=body,
    )


class Elsewhere:
    """Another place: an empty database and an empty folder."""

    def __init__(self, database, folder):
        self.env = os.environ | {
            "DATABASE_URL": database,
            "ELSEWHERE": str(folder),
            "DJANGO_SETTINGS_MODULE": "tests.elsewhere",
            "SECRET_KEY": settings.SECRET_KEY,
        }

    def run(self, *arguments):
        return subprocess.run(  # noqa: S603 - this test's own commands
            [sys.executable, *map(str, arguments)],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )

    def restore(self, *arguments):
        return self.run("manage.py", "restore", *arguments)


@pytest.fixture
def elsewhere(tmp_path):
    if connection.vendor == "sqlite":
        yield Elsewhere(f"sqlite:///{tmp_path}/restored.sqlite3", tmp_path / "elsewhere")
        return
    here = connection.settings_dict
    name = f"{here['NAME']}_restored"
    server = {
        "host": here["HOST"],
        "port": here["PORT"] or None,
        "user": here["USER"] or None,
        "password": here["PASSWORD"] or None,
    }
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        # Where no host is named, PostgreSQL's own variables say the rest.
        host = f"{here['USER']}:{here['PASSWORD']}@{here['HOST']}:{here['PORT']}"
        address = f"postgres://{host if here['HOST'] else ''}/{name}"
        yield Elsewhere(address, tmp_path / "elsewhere")
        admin.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


@pytest.fixture
def identity(tmp_path):
    key = pyrage.x25519.Identity.generate()
    file = tmp_path / "identity.txt"
    file.write_text(f"# public key: {key.to_public()}\n{key}\n")
    return key, file


def back_up(folder, *options):
    folder.mkdir(exist_ok=True)
    call_command("backup", folder, *options, verbosity=0)
    (archive,) = folder.iterdir()
    return archive


def test_every_public_page_is_the_same_afterwards(site, elsewhere, identity, tmp_path):
    key, file = identity
    before = every_page()
    assert len(before) > 40
    assert all(page.startswith(("200", "301", "302")) for page in before.values()), before
    archive = back_up(tmp_path / "backups", "--recipient", str(key.to_public()))
    assert archive.suffix == ".age"

    restored = elsewhere.restore(archive, "--identity", file)
    assert restored.returncode == 0, restored.stderr
    assert restored.stderr == ""
    assert json.loads(elsewhere.run("-m", "tests.every_page").stdout) == before

    again = elsewhere.restore(archive, "--identity", file)
    assert (again.returncode, "The database is not empty" in again.stderr) == (1, True)


def test_the_archive_is_for_its_owner_and_holds_neither_key_nor_rendition(
    site, tmp_path, client, photo
):
    every_page()
    archive = back_up(tmp_path / "backups", "--keys", tmp_path / "key")
    with tarfile.open(archive) as tar:
        names = tar.getnames()
    assert [name for name in names if name.startswith("media/")] == [f"media/{photo.file.name}"]
    assert settings.SECRET_KEY.encode() not in archive.read_bytes()
    key = tmp_path / "key"
    assert key.read_text() == settings.SECRET_KEY
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    with pytest.raises(CommandError, match="another place"):
        call_command("backup", archive.parent, "--keys", archive.parent / "key")


def test_a_backup_that_is_cut_short_or_changed_is_told_from_a_whole_one(site, tmp_path):
    archive = back_up(tmp_path / "backups")
    call_command("restore", archive, "--check")
    whole = archive.read_bytes()

    archive.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CommandError, match="no whole backup"):
        call_command("restore", archive, "--check")

    archive.write_bytes(whole)
    with tarfile.open(archive) as tar:
        member = next(member for member in tar if member.name.startswith("database"))
    changed = bytearray(whole)
    changed[member.offset_data + member.size // 2] ^= 1
    archive.write_bytes(changed)
    with pytest.raises(CommandError, match=r"Not as they were backed up \(1\): database"):
        call_command("restore", archive, "--check")


def test_an_archive_that_reaches_outside_is_refused(tmp_path):
    archive = tmp_path / "evil.tar"
    with tarfile.open(archive, "x") as tar:
        tar.add(__file__, "media/../../../evil.py")
    with pytest.raises(CommandError, match="it would write to"):
        call_command("restore", archive, "--check")


def test_another_key_does_not_open_it(site, identity, tmp_path):
    archive = back_up(tmp_path / "backups", "--recipient", str(identity[0].to_public()))
    with pytest.raises(CommandError, match="is encrypted"):
        call_command("restore", archive, "--check")
    other = tmp_path / "other.txt"
    other.write_text(str(pyrage.x25519.Identity.generate()))
    with pytest.raises(CommandError, match="does not open"):
        call_command("restore", archive, "--check", "--identity", other)


def test_what_cannot_be_is_said(tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("backup", tmp_path / "nowhere")
    with pytest.raises(CommandError, match="is no recipient of age"):
        call_command("backup", tmp_path, "--recipient", "age1nobody")
    assert not list(tmp_path.iterdir())
    with pytest.raises(CommandError, match="There is no file"):
        call_command("restore", tmp_path / "nothing.tar")
