import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.migrations.recorder import MigrationRecorder

from newsroom.logs import Impersonal, JsonLines
from newsroom.reporting import report_errors
from newsroom.starting import missing_migrations
from tests.factories import make_story

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(caplog):
    """What the log would hold of the requests of a test, one object each."""
    caplog.set_level(logging.INFO, logger="newsroom.requests")
    caplog.handler.addFilter(Impersonal())
    formatter = JsonLines()
    return lambda: [json.loads(formatter.format(record)) for record in caplog.records]


def test_the_site_is_alive_without_a_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok\n"


def test_the_site_is_ready_and_says_when_a_story_last_went_out(client):
    assert client.get("/readyz").json()["last publication"] == "none yet"
    story = make_story()
    page = client.get("/readyz")
    assert page.status_code == 200
    last = page.json().pop("last publication")
    assert last == story.published_at.isoformat(timespec="seconds")
    assert set(page.json().values()) - {last} == {"ok"}


def test_a_missing_migration_makes_it_unready(client):
    MigrationRecorder.Migration.objects.filter(app="talent").delete()
    page = client.get("/readyz")
    assert page.status_code == 503
    assert page.json()["migrations"] == "failed"
    assert "talent.0001_initial" in missing_migrations()


def test_a_full_disk_makes_it_unready(client, settings):
    settings.DISK_MIN_FREE = 10**18
    page = client.get("/readyz")
    assert (page.status_code, page.json()["disk"]) == (503, "failed")


def test_a_cache_that_forgets_makes_it_unready(client, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    page = client.get("/readyz")
    assert (page.status_code, page.json()["cache"]) == (503, "failed")


def test_a_server_does_not_start_on_a_database_without_migrations(tmp_path):
    database = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    started = subprocess.run(
        [sys.executable, "-c", "import newsroom.wsgi"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": database},
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode
    assert "run “python manage.py migrate”" in started.stderr


def test_metrics_are_for_who_has_the_token(client, settings):
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "let-me-see"
    assert client.get("/metrics").status_code == 401
    wrong = client.get("/metrics", headers={"Authorization": "Bearer ünlike"})
    assert wrong.status_code == 401


def test_metrics_tell_of_requests_by_route_and_of_what_waits(client, settings):
    settings.METRICS_TOKEN = "let-me-see"
    client.get(make_story().editions.get().get_absolute_url())
    page = client.get("/metrics", headers={"Authorization": "Bearer let-me-see"})
    text = page.content.decode()
    assert 'method="GET",route="/stories/<slug:slug>/",status="200"' in text
    assert "newsroom_stories_scheduled 0.0" in text


def test_a_request_is_logged_by_its_route_and_id_without_whose_it_was(client, lines):
    response = client.get(
        "/stories/han-hyo-joo/?q=secret",
        headers={"User-Agent": "Somebody's", "X-Forwarded-For": "203.0.113.9"},
    )
    written = json.dumps(lines())
    assert [line["status"] for line in lines() if line["logger"] == "newsroom.requests"] == [
        404
    ]
    assert {line["request"] for line in lines()} == {response["X-Request-ID"]}
    for personal in ["han-hyo-joo", "secret", "Somebody", "203.0.113.9", "127.0.0.1"]:
        assert personal not in written


def test_an_error_is_logged_without_the_words_it_quotes(client, lines, monkeypatch):
    def fail(*args):
        raise ValueError("Key (email)=(somebody@example.com) exists")

    monkeypatch.setattr("articles.search.search_phrases", fail)
    client.raise_request_exception = False
    assert client.get("/search/?q=somebody@example.com").status_code == 500
    failure = next(line for line in lines() if "error" in line)
    assert failure["error"] == "builtins.ValueError"
    assert "search.py" in failure["trace"][-2]
    assert "somebody" not in json.dumps(lines())


def test_only_a_proxy_names_a_request(client, settings):
    sent = {"X-Request-ID": "from-the-proxy-1"}
    assert client.get("/healthz", headers=sent)["X-Request-ID"] != "from-the-proxy-1"
    settings.BEHIND_PROXY = True
    assert client.get("/healthz", headers=sent)["X-Request-ID"] == "from-the-proxy-1"
    sent = {"X-Request-ID": "forged\ttext"}
    assert "forged" not in client.get("/healthz", headers=sent)["X-Request-ID"]


def test_reporting_errors_without_the_package_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    with pytest.raises(ImproperlyConfigured, match="pip install sentry-sdk"):
        report_errors("https://key@errors.example/1")
