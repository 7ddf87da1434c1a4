import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from articles.publishing import withdraw
from articles.views import errors
from tests.factories import make_production, make_story


@pytest.mark.django_db
class TestNotFound:
    def test_suggests_what_the_address_may_have_meant(self, client):
        show = make_production("Romantics Anonymous")
        make_story("Romantics on stage", shows=[show])
        withdraw(make_story("Romantics gone"))
        response = client.get("/romantics-anonymous/")
        assert response.status_code == 404
        assert [subject.name for subject in response.context["subjects"]] == [show.title]
        html = response.content.decode()
        assert "Romantics on stage" in html
        assert "Romantics gone" not in html
        assert 'value="romantics anonymous"' in html

    def test_a_story_is_found_by_a_part_of_its_address(self, client):
        make_story("Netflix tops the chart", slug="chart")
        html = client.get("/stories/oldest-netflix-01234/").content.decode()
        assert "Netflix tops the chart" in html

    @pytest.mark.parametrize(
        "path",
        ["/%F0%9F%8E%AC/", "/" + "a-" * 2000, "/한효주/", "/%ff%fe/", "/'%22()*/", "/wp-login.php",
         "/admin/nowhere/", "/media/x.jpg", "/%00/", "/---/", "/x/..%2f..%2fetc/"],
    )  # fmt: skip
    def test_any_address_gets_the_page(self, client, path):
        make_story()
        assert client.get(path, follow=True).status_code in {404, 200}

    def test_is_told_without_a_database_too(self, client, monkeypatch):
        def fail(words):
            raise DatabaseError

        monkeypatch.setattr(errors, "suggestions", fail)
        assert client.get("/nowhere/").status_code == 404


class TestMaintenance:
    """None of these may touch a database: they have none."""

    @pytest.mark.parametrize("address", ["/", "/stories/x/", "/admin/", "/nowhere/"])
    def test_every_page_says_when_to_come_back(self, client, settings, address):
        settings.MAINTENANCE = True
        response = client.get(address)
        assert response.status_code == 503
        assert int(response["Retry-After"]) > 0
        assert "Content-Security-Policy" in response
        assert b"Back soon" in response.content

    def test_a_file_shuts_the_site_without_a_restart(self, client, settings, tmp_path):
        settings.MAINTENANCE_FILE = tmp_path / "maintenance"
        assert client.get("/robots.txt").status_code == 200
        settings.MAINTENANCE_FILE.touch()
        assert client.get("/robots.txt").status_code == 503
        assert client.get("/healthz").status_code == 200


class TestUnreadable:
    """Nor may these: what was sent may be anything."""

    @pytest.mark.parametrize(
        ("kind", "sent"),
        [
            ("application/x-www-form-urlencoded; charset=utf-7", b"login=+ADw-"),
            ("multipart/form-data; boundary=", b"x"),
            ("application/x-www-form-urlencoded", b"&".join([b"a=1"] * 20_000)),
        ],
    )
    def test_what_cannot_be_read_is_the_senders_error(self, kind, sent):
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        client.cookies["csrftoken"] = "a" * 32
        address = reverse("account_login")
        response = client.post(
            address, sent, content_type=kind, headers={"accept": "text/html"}
        )
        assert response.status_code == 400
        assert "This request cannot be read" in response.content.decode()
