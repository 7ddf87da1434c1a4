"""What an editor hears when there is no room left, and that nothing is half done."""

import errno
import json
import sqlite3

import psycopg
import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.utils import OperationalError

from articles.models import Article, Edition, Revision
from newsroom.models import Photo
from tests.admin.pages import Form
from tests.factories import make_article, make_user
from tests.pictures import upload

HTML = {"Accept": "text/html"}


def no_room(*args, **kwargs):
    raise OSError(errno.ENOSPC, "No space left on device")


def no_room_in_postgresql(*args, **kwargs):
    raise OperationalError("could not extend file") from psycopg.errors.DiskFull()


@pytest.fixture
def desk(client, db):
    client.force_login(make_user("editor", is_superuser=True))
    # As a server does: an error is a page.
    client.raise_request_exception = False
    return client


@pytest.fixture
def full_disk(desk, monkeypatch):
    """A database that takes nothing more; by its own means on SQLite."""
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        yield lambda: monkeypatch.setattr(Article, "save", no_room_in_postgresql)
        return

    def fill():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")

    yield fill
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1073741823")


def test_a_save_says_so_and_changes_nothing(full_disk, desk):
    story = make_article("As it was")
    form = Form(desk, story)
    sent = form.fields | {"headline": ["Too much"], "body": ["<p>Long.</p>" * 50_000]}
    full_disk()
    answer = desk.post(form.url, sent | {"_publish": "1"}, headers=HTML)
    assert answer.status_code == 507
    assert "The disk is full" in answer.content.decode()
    story.refresh_from_db()
    assert (story.headline, story.body) == ("As it was", "<p>Text.</p>")
    assert not Revision.objects.exists()
    assert not Edition.objects.exists()


def test_an_upload_says_so_and_leaves_no_photo(desk, monkeypatch):
    form = Form(desk, Photo)
    monkeypatch.setattr(FileSystemStorage, "_save", no_room)
    sent = form.fields | {"slug": ["poster"], "alt": ["A poster"], "file": upload()}
    page = desk.post(form.url, sent, headers=HTML)
    assert (page.status_code, "The disk is full" in page.content.decode()) == (507, True)
    answer = desk.post("/admin/newsroom/photo/upload-one/", {"file": upload(), "alt": "A"})
    assert answer.status_code == 507
    assert "The disk is full" in json.loads(answer.content)["problems"][0]
    assert not Photo.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="pg_dump says it itself")
def test_a_backup_says_so_and_leaves_nothing(tmp_path, monkeypatch):
    opened = sqlite3.connect

    def small(path):
        copy = opened(path)
        copy.execute("PRAGMA max_page_count = 10")
        return copy

    monkeypatch.setattr(sqlite3, "connect", small)
    with pytest.raises(CommandError, match="Nothing was kept: database or disk is full"):
        call_command("backup", tmp_path)
    assert not list(tmp_path.iterdir())


def test_another_failure_is_said_to_be_ours(desk, monkeypatch):
    monkeypatch.setattr(FileSystemStorage, "_save", lambda *args: 1 / 0)
    sent = {"file": upload(), "alt": "A"}
    answer = desk.post("/admin/newsroom/photo/upload-one/", sent, headers=HTML)
    assert (answer.status_code, "Something went wrong" in answer.content.decode()) == (
        500,
        True,
    )
