"""Links for somebody without an account: what they show, to whom, and for how long."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, PreviewLink
from articles.publishing import withdraw
from articles.revisions import save_revision
from tests.factories import make_article, make_photo, make_story, make_user

from .pages import messages_in, queries_of, url_of

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def make_draft(**fields):
    story = make_article("Secret plans", **fields)
    save_revision(story)
    return story


def make_link(client, story, **sent):
    """What the form gives: the address, without the site's own."""
    sent = {"note": "The producer", "lifetime": "day", "revision": "", **sent}
    page = client.post(url_of(story, "links"), sent, follow=True)
    return re.search(r'href="[^"]*(/preview/[^"]+/)"', messages_in(page))[1]


@pytest.fixture
def outsider():
    return Client()


def is_dead(client, address):
    page = client.get(address)
    nobody = client.get("/preview/nothing/")
    return (page.status_code, page.content) == (404, nobody.content)


class TestOpening:
    def test_it_shows_the_draft_without_an_account(self, desk, outsider):
        address = make_link(desk, make_draft())
        page = outsider.get(address)
        html = page.content.decode()
        assert page.status_code == 200
        assert "Secret plans" in html
        assert "Draft preview, version 1, not published. This link ends " in html

    def test_it_is_not_for_search_engines_nor_kept_and_sets_no_cookie(self, desk, outsider):
        live, gone = make_link(desk, make_draft()), "/preview/nothing/"
        for address in [live, gone]:
            page = outsider.get(address)
            assert page["Cache-Control"] == "private, no-store"
            assert page["X-Robots-Tag"] == "noindex, nofollow, noarchive"
            assert page["Referrer-Policy"] == "no-referrer"
            assert page["X-Frame-Options"] == "DENY"
            assert not page.cookies
            assert 'content="noindex, nofollow, noarchive"' in page.content.decode()
        assert "/preview" not in outsider.get("/robots.txt").content.decode()
        assert "canonical" not in outsider.get(live).content.decode()

    def test_it_follows_the_draft_or_stays_with_a_version(self, desk, outsider):
        story = make_draft()
        follows, stays = make_link(desk, story), make_link(desk, story, revision="1")
        Article.objects.filter(pk=story.pk).update(headline="Other plans")
        save_revision(story)
        assert "Other plans" in outsider.get(follows).content.decode()
        assert "Secret plans" in outsider.get(stays).content.decode()
        assert "Other plans" not in outsider.get(stays).content.decode()

    def test_it_says_that_there_is_an_embargo(self, desk, outsider):
        address = make_link(desk, make_draft(embargo_until=timezone.now() + HOUR))
        assert "Under embargo until" in outsider.get(address).content.decode()

    def test_a_picture_under_embargo_is_not_shown(self, desk, outsider):
        photo = make_photo(caption="Not yet", embargo_until=timezone.now() + HOUR)
        address = make_link(desk, make_draft(lead_photo=photo))
        assert "Not yet" not in outsider.get(address).content.decode()

    def test_only_a_look_is_allowed(self, desk, outsider):
        address = make_link(desk, make_draft())
        assert outsider.post(address).status_code == 405
        assert outsider.head(address).status_code == 200

    def test_what_it_costs(self, desk, outsider):
        address = make_link(desk, make_draft())
        outsider.get(address)
        assert queries_of(outsider, address) == 16


class TestEnds:
    def test_what_is_no_token_of_ours_asks_the_database_nothing(self, outsider):
        for token in ["x", "x.y", "%00", "%F0%9F%8E%AC.y", "a" * 3000, "..", "%2e"]:
            with CaptureQueriesContext(connection) as captured:
                page = outsider.get(f"/preview/{token}/")
            assert page.status_code == 404
            assert not captured

    def test_a_signature_of_another_token(self, desk, outsider):
        one, other = make_link(desk, make_draft()), make_link(desk, make_draft(slug="other"))
        signature = one.rpartition(".")[2]
        assert is_dead(outsider, other.rpartition(".")[0] + "." + signature)

    def test_when_its_time_is_over(self, desk, outsider):
        address = make_link(desk, make_draft())
        made_at = timezone.now() - 2 * HOUR
        PreviewLink.objects.update(made_at=made_at, expires_at=made_at + HOUR)
        assert is_dead(outsider, address)

    def test_when_it_is_revoked(self, desk, outsider):
        story = make_draft()
        address, kept = make_link(desk, story), make_link(desk, story)
        first = PreviewLink.objects.earliest("pk")
        page = desk.post(url_of(story, "links"), {"revoke": first.pk}, follow=True)
        assert "The link is revoked." in messages_in(page)
        assert is_dead(outsider, address)
        assert outsider.get(kept).status_code == 200

    def test_when_the_story_is_withdrawn_and_for_good(self, desk, outsider):
        story = make_story("Secret plans")
        address = make_link(desk, story)
        withdraw(story)
        assert is_dead(outsider, address)
        Article.objects.update(state=Article.State.DRAFT)
        assert is_dead(outsider, address)

    def test_when_the_story_is_deleted(self, desk, outsider):
        story = make_draft()
        address = make_link(desk, story)
        assert desk.post(url_of(story, "delete"), {"post": "yes"}).status_code == 302
        assert is_dead(outsider, address)

    def test_when_who_made_it_may_no_longer_see_the_story(self, client, outsider):
        reporter = make_user()
        reporter.groups.add(Group.objects.get(name="Reporter"))
        client.force_login(reporter)
        story = make_draft(created_by=reporter)
        address = make_link(client, story)
        assert outsider.get(address).status_code == 200
        Article.objects.update(created_by=make_user())
        assert is_dead(outsider, address)

    def test_when_who_made_it_has_left(self, desk, editor, outsider):
        address = make_link(desk, make_draft())
        editor.is_active = False
        editor.save()
        assert is_dead(outsider, address)
        editor.delete()
        assert is_dead(outsider, address)


class TestMaking:
    def test_the_token_is_kept_nowhere(self, desk):
        token = make_link(desk, make_draft()).split("/")[2]
        link = PreviewLink.objects.get()
        assert token.partition(".")[0] not in str(PreviewLink.objects.values().get())
        assert len(token) > 80
        assert link.expires_at - link.made_at == timedelta(days=1)

    @pytest.mark.parametrize(
        "sent", [{"lifetime": "year"}, {"lifetime": ""}, {"note": "x" * 201}]
    )
    def test_it_lasts_thirty_days_at_most(self, desk, sent):
        story = make_draft()
        page = desk.post(url_of(story, "links"), {"lifetime": "day", **sent})
        assert page.context["form"].errors
        assert not PreviewLink.objects.exists()

    def test_a_version_of_another_story_is_none(self, desk):
        story, other = make_draft(), make_draft(slug="other")
        save_revision(other, always=True)
        for version in ["2", "x", "9" * 30]:
            page = desk.post(url_of(story, "links"), {"lifetime": "day", "revision": version})
            assert "revision" in page.context["form"].errors

    def test_they_are_listed_with_who_made_them_and_when_they_were_opened(self, desk, outsider):
        story = make_draft()
        address = make_link(desk, story)
        listed = desk.get(url_of(story, "links")).content.decode()
        assert "The producer" in listed
        assert "by editor" in listed
        assert "Never" in listed
        outsider.get(address)
        assert "Never" not in desk.get(url_of(story, "links")).content.decode()
        assert address not in desk.get(url_of(story, "links")).content.decode()
        assert url_of(story, "links") in desk.get(url_of(story)).content.decode()

    def test_as_many_queries_for_many_links_as_for_one(self, desk):
        def queries(number):
            for _ in range(number):
                make_link(desk, story)
            return queries_of(desk, url_of(story, "links"))

        story = make_draft()
        queries(1)
        assert queries(1) == queries(10)

    def test_who_may_not_change_the_story_makes_none(self, client):
        reporter = make_user()
        reporter.groups.add(Group.objects.get(name="Reporter"))
        client.force_login(reporter)
        ready, secret = make_draft(created_by=reporter, state="ready"), make_draft(slug="s")
        assert "Make a link" not in client.get(url_of(ready, "links")).content.decode()
        assert client.post(url_of(ready, "links"), {"lifetime": "day"}).status_code == 403
        assert client.post(url_of(secret, "links"), {"lifetime": "day"}).status_code == 302
        assert not PreviewLink.objects.exists()

    def test_nor_revokes_those_of_others(self, client, desk):
        story = make_draft(state="ready")
        make_link(desk, story)
        link = PreviewLink.objects.get()
        reporter = make_user()
        reporter.groups.add(Group.objects.get(name="Reporter"))
        Article.objects.update(created_by=reporter)
        client.force_login(reporter)
        assert client.post(url_of(story, "links"), {"revoke": link.pk}).status_code == 403
        for junk in ["x", "9" * 30, link.pk + 1]:
            assert client.post(url_of(story, "links"), {"revoke": junk}).status_code == 404
        link.refresh_from_db()
        assert link.revoked_at is None

    def test_a_withdrawn_story_has_none(self, desk):
        story = make_story()
        withdraw(story)
        assert desk.post(url_of(story, "links"), {"lifetime": "day"}).status_code == 403

    def test_one_that_ends_before_it_begins_is_refused_by_the_database(self, db):
        now = timezone.now()
        with pytest.raises(IntegrityError), transaction.atomic():
            PreviewLink.objects.create(
                article=make_draft(), digest="x", made_at=now, expires_at=now
            )
