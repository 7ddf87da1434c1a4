"""What a site refuses to start with, and what it says to browsers and hears from them."""

import json
import logging

import pytest
from django.core import checks
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured

from newsroom.models import Photo
from newsroom.renditions import preview
from newsroom.safety import refuse_unsafe
from tests.factories import make_story
from tests.pictures import upload

SAFE = {
    "SITE_URL": "https://news.example",
    "ALLOW_PLAIN_HTTP": False,
    "ALLOWED_HOSTS": ["news.example", "127.0.0.1"],
    "CSRF_TRUSTED_ORIGINS": ["https://news.example"],
    "DEBUG": False,
    "SECRET_KEY": "kWq8-" * 12,
}


class TestStarting:
    @pytest.mark.parametrize(
        "given",
        [
            SAFE,
            SAFE | {"ALLOWED_HOSTS": [".example"]},
            SAFE | {"SITE_URL": "http://127.0.0.1:8000", "SECRET_KEY": "", "DEBUG": True},
            SAFE | {"SITE_URL": "http://[::1]:8000"},
            SAFE | {"SITE_URL": "http://192.168.1.7"},
            SAFE | {"SITE_URL": "http://desk.internal"},
            SAFE | {"SITE_URL": "http://news.example", "ALLOW_PLAIN_HTTP": True},
        ],
    )
    def test_what_is_safe_starts(self, given):
        refuse_unsafe(given)

    @pytest.mark.parametrize(
        ("unsafe", "says"),
        [
            ({"SITE_URL": "http://news.example"}, "Set it to https"),
            ({"DEBUG": True}, "set DEBUG=False"),
            ({"ALLOWED_HOSTS": ["*"]}, "set ALLOWED_HOSTS=news.example"),
            ({"ALLOWED_HOSTS": ["other.example"]}, "add news.example"),
            ({"CSRF_TRUSTED_ORIGINS": ["https://*.example"]}, "name whole addresses"),
            ({"CSRF_TRUSTED_ORIGINS": ["http://news.example"]}, "begin with https"),
            ({"SECRET_KEY": "x" * 60}, "can be guessed"),
            ({"SECRET_KEY": "short-1"}, "50 characters or more"),
        ],
    )
    def test_what_is_not_says_what_to_set(self, unsafe, says):
        with pytest.raises(ImproperlyConfigured, match=says):
            refuse_unsafe(SAFE | unsafe)

    def test_workers_with_a_cache_each_are_told_of(self, monkeypatch, settings):
        settings.CACHES = {
            "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
        }

        def said():
            return [w.id for w in checks.run_checks(include_deployment_checks=True)]

        assert "newsroom.W001" not in said()
        monkeypatch.setenv("GRANIAN_WORKERS", "4")
        assert "newsroom.W001" in said()


@pytest.mark.django_db
class TestHeaders:
    def test_every_page_says_what_it_may_do(self, client):
        for address in ["/", "/admin/login/", "/nothing/", "/feed.rss", "/healthz"]:
            headers = client.get(address).headers
            policy = headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "report-uri /policy-reports" in policy
            assert "unsafe" not in policy
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
            assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
            assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
            assert "camera=()" in headers["Permissions-Policy"]

    def test_others_may_show_pictures_and_read_what_is_meant_for_them(self, client):
        photo = Photo.objects.create(slug="poster", file=upload(), credit="CJ", alt="A poster")
        for address in ["/api/v1/stories", preview(photo, "free", 320)["src"]]:
            page = client.get(address)
            assert page.status_code == 200
            b"".join(page)
            assert page.headers["Cross-Origin-Resource-Policy"] == "cross-origin", page

    def test_readers_get_no_cookie(self, client):
        make_story("A story")
        for address in ["/", "/stories/a-story/", "/search/?q=a", "/policy-reports", "/readyz"]:
            assert not client.get(address).cookies


@pytest.mark.django_db
class TestReports:
    SENT = {
        "document-uri": "https://news.example/stories/a-story/?q=secret",
        "effective-directive": "script-src-elem",
        "blocked-uri": "https://evil.example/x.js?who=somebody",
        "source-file": "https://news.example/stories/a-story/",
        "line-number": 7,
    }

    @pytest.fixture(autouse=True)
    def nothing_said(self):
        cache.clear()

    def send(self, client, data):
        data = data if isinstance(data, (str, bytes)) else json.dumps(data)
        return client.post("/policy-reports", data, content_type="application/csp-report")

    def test_what_was_stopped_is_logged_without_whose_it_was(self, client, caplog):
        assert self.send(client, {"csp-report": self.SENT}).status_code == 204
        (told,) = [record.fields for record in caplog.records]
        assert told == {
            "directive": "script-src-elem",
            "stopped": "https://evil.example",
            "on": "/stories/<slug:slug>/",
            "source": "/stories/<slug:slug>/",
            "line": "7",
        }

    def test_in_the_newer_form_as_well(self, client, caplog):
        self.send(client, [{"type": "csp-violation", "body": {"blockedURL": "inline"}}])
        assert "stopped “inline”" in caplog.text

    @pytest.mark.parametrize(
        "junk",
        [
            *("", "{", "null", "7", "[[]]", "[null]", '{"csp-report": 7}', b"\xff\xfe"),
            {"csp-report": {"document-uri": "http://[", "blocked-uri": "http://[", "x": []}},
            {"csp-report": {"document-uri": None, "line-number": {"a": "\n\n"}}},
        ],
    )
    def test_junk_does_no_harm(self, client, junk):
        assert self.send(client, junk).status_code == 204

    def test_only_so_much_is_read_and_kept(self, client, caplog):
        caplog.set_level(logging.WARNING)
        self.send(client, {"csp-report": self.SENT | {"padding": "x" * 20_000}})
        assert not caplog.records
        for _ in range(70):
            self.send(client, {"csp-report": self.SENT})
        assert len(caplog.records) == 60

    def test_nobody_gets_it(self, client):
        assert client.get("/policy-reports").status_code == 405
