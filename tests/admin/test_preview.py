"""A story as readers will see it, before they do."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Edition
from articles.publishing import publish, schedule
from articles.revisions import save_revision
from tests.factories import (
    make_article,
    make_author,
    make_company,
    make_person,
    make_photo,
    make_production,
    make_story,
    make_tag,
    make_user,
)

from .pages import queries_of, url_of
from .rows import make_correction, make_fact, make_user_who_may

pytestmark = pytest.mark.django_db

TOMORROW = timezone.now() + timedelta(days=1)


def page_of(client, story, query=""):
    return client.get(url_of(story, "preview_page") + query)


def text_of(client, story, query=""):
    return page_of(client, story, query).content.decode()


def make_full_article(**fields):
    person, show = make_person("Han Hyo-joo"), make_production("Moving")
    story = make_article(
        "On Moving",
        standfirst="What it is about.",
        body=f'<p>With <a data-ref="person:{person.pk}">Han</a>.</p>',
        shows=[show],
        people=[person],
        authors=[make_author("Mina Park")],
        tags=[make_tag("Webtoons")],
        outlet=make_company("The Paper"),
        **fields,
    )
    make_fact(story, label="Premiere", date="2026-08-09", platform=make_company("Tving"))
    make_correction(story)
    save_revision(story)
    story.refresh_from_db()
    return story


def main_of(html):
    """The page itself, without what differs: the notice and the moment."""
    return html[html.index("<main") : html.index("</main>")]


class TestPage:
    def test_it_is_the_page_that_readers_get(self, desk):
        story = make_full_article(published_at=timezone.now() - timedelta(days=1))
        previewed = text_of(desk, story)
        publish(story)
        public = Client().get(f"/stories/{story.slug}/").content.decode()
        assert main_of(previewed) == main_of(public)
        for words in ["With <a", "Premiere", "Mina Park", "Webtoons", "Corrections", "Tving"]:
            assert words in previewed

    def test_it_writes_nothing(self, desk):
        story = make_full_article()
        before = Article.objects.values().get(), story.revisions.count()
        page_of(desk, story)
        assert not Edition.objects.exists()
        assert (Article.objects.values().get(), story.revisions.count()) == before

    def test_it_says_what_it_is(self, desk):
        story = make_full_article(embargo_until=TOMORROW)
        html = text_of(desk, story)
        assert "Draft preview, version 1, not published." in html
        assert "Under embargo until" in html

    def test_it_is_not_for_search_engines_nor_kept(self, desk):
        page = page_of(desk, make_full_article())
        html = page.content.decode()
        assert "no-store" in page["Cache-Control"]
        assert page["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert page["Referrer-Policy"] == "no-referrer"
        assert '<meta name="robots" content="noindex, nofollow, noarchive">' in html
        assert "canonical" not in html
        assert "ld+json" not in html

    def test_the_frame_may_show_it_and_nothing_else_may(self, desk):
        story = make_full_article()
        page = page_of(desk, story)
        assert page["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
        frame = desk.get(url_of(story, "preview"))
        assert frame["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in frame["Content-Security-Policy"]
        assert "frame-src 'self'" in frame["Content-Security-Policy"].replace(
            "https://www.youtube-nocookie.com https://player.vimeo.com ", ""
        )

    def test_pictures_that_may_not_be_used_are_not_shown(self, desk):
        photo = make_photo(caption="Not yet", embargo_until=TOMORROW)
        assert "Not yet" not in text_of(desk, make_article(lead_photo=photo))
        photo.embargo_until = None
        photo.save()
        assert "Not yet" in text_of(desk, make_article(lead_photo=photo))

    def test_a_body_in_a_version_is_cleaned(self, desk):
        story = make_full_article()
        revision = story.revisions.get()
        revision.data["fields"]["body"] = "<p>Text<script>alert(1)</script></p>"
        revision.save()
        html = text_of(desk, story, "?version=1")
        assert "Text" in html
        assert "alert" not in html


class TestVersions:
    def test_the_draft_beside_what_readers_see(self, desk):
        story = make_story("As published")
        Article.objects.filter(pk=story.pk).update(headline="As it will be")
        save_revision(story)
        assert "As it will be" in text_of(desk, story)
        html = text_of(desk, story, "?version=1")
        assert "As published" in html
        assert "readers see it now" in html

    def test_what_is_scheduled(self, desk):
        story = make_article("As scheduled")
        schedule(story, at=TOMORROW)
        Article.objects.filter(pk=story.pk).update(headline="Worked on since")
        html = text_of(desk, story, "?version=1")
        assert "As scheduled" in html
        assert "it goes out" in html
        frame = desk.get(url_of(story, "preview")).content.decode()
        assert "Version 1, from " in frame

    @pytest.mark.parametrize("version", ["9", "x", "-1", "0", "²", "9" * 40])
    def test_one_that_is_not_there(self, desk, version):
        story = make_full_article()
        for place in ["preview", "preview_page"]:
            assert desk.get(url_of(story, place) + f"?version={version}").status_code == 404


class TestFrame:
    def test_it_shows_the_page_in_the_width_and_colours_chosen(self, desk):
        story = make_full_article()
        html = desk.get(url_of(story, "preview") + "?width=390&scheme=dark").content.decode()
        assert f'<iframe src="{url_of(story, "preview_page")}?scheme=dark" width="390"' in html
        assert 'data-scheme="dark"' in text_of(desk, story, "?scheme=dark")

    def test_each_link_keeps_the_other_choices(self, desk):
        story = make_full_article()
        address = url_of(story, "preview") + "?width=390&scheme=dark&version=1"
        html = desk.get(address).content.decode().replace("&amp;", "&")
        assert '<a href="?version=1&width=390&scheme=light">Light</a>' in html
        assert '<a href="?version=1&width=1280&scheme=dark">Desktop</a>' in html
        assert 'scheme=dark" aria-current="true">Phone</a>' in html

    def test_junk_is_the_default(self, desk):
        story = make_full_article()
        html = desk.get(url_of(story, "preview") + '?width=1"&scheme=<x>').content.decode()
        assert '?scheme=light" width="1280"' in html
        assert "data-scheme" not in text_of(desk, story, "?scheme=<x>")

    def test_the_form_and_the_trail_lead_to_it(self, desk):
        story = make_full_article()
        address = url_of(story, "preview")
        assert (
            f'<a href="{address}" target="_blank"' in desk.get(url_of(story)).content.decode()
        )
        trail = desk.get(url_of(story, "history")).content.decode()
        assert f'<a href="{address}?version=1"' in trail


class TestRights:
    def test_a_reporter_previews_own_stories_alone(self, client):
        reporter = make_user_who_may("articles.view_article", "articles.change_article")
        mine, secret = make_article("Mine", created_by=reporter), make_article("Secret")
        client.force_login(reporter)
        assert client.get(url_of(mine, "preview")).status_code == 200
        assert "Mine" in text_of(client, mine)
        assert client.get(url_of(secret, "preview")).status_code == 302
        page = page_of(client, secret)
        assert page.status_code == 404
        assert "Secret" not in page.content.decode()

    def test_nobody_else_does(self, client):
        story = make_article("Secret")
        for place in ["preview", "preview_page"]:
            assert client.get(url_of(story, place)).status_code == 302
        client.force_login(make_user())
        for place in ["preview", "preview_page"]:
            page = client.get(url_of(story, place), follow=True)
            assert "Secret" not in page.content.decode()

    def test_an_address_of_nothing(self, desk):
        for pk in ["0", "x", "9" * 30]:
            assert desk.get(f"/admin/articles/article/{pk}/preview/page/").status_code == 404


def test_as_many_queries_for_many_parts_and_versions_as_for_few(desk):
    def queries(number):
        for n in range(number):
            make_fact(story, platform=make_company())
            story.people.create(person=make_person())
            Article.objects.filter(pk=story.pk).update(kicker=f"{number} {n}")
            save_revision(story)
        places = ["preview", "preview_page"]
        return [queries_of(desk, url_of(story, place)) for place in places]

    story = make_full_article()
    queries(1)
    assert queries(2) == queries(12) == [4, 26]
