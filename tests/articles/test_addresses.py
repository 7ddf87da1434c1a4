"""What an address answers in each state of the page that it is or was the address of."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from articles.promoting import promote
from articles.publishing import publish, schedule, withdraw
from tests.factories import (
    make_article,
    make_company,
    make_country,
    make_person,
    make_production,
    make_story,
    make_tag,
    make_user,
)
from tests.transactions import meanwhile

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def rename(article, slug):
    Article.objects.filter(pk=article.pk).update(slug=slug)
    article.refresh_from_db()


class TestStories:
    def test_a_live_story_answers(self, client):
        make_story("Moving returns", slug="moving-returns")
        assert "Moving returns" in client.get("/stories/moving-returns/").text

    def test_a_draft_is_not_found(self, client):
        make_article(slug="draft")
        assert client.get("/stories/draft/").status_code == 404

    def test_a_scheduled_story_is_not_found_before_its_time(self, client):
        schedule(make_article(slug="soon"), at=timezone.now() + HOUR)
        assert client.get("/stories/soon/").status_code == 404

    def test_a_withdrawn_story_is_gone_and_says_nothing_of_itself(self, client):
        withdraw(make_story("Secret headline", slug="secret"))
        response = client.get("/stories/secret/")
        assert response.status_code == 410
        assert "Secret headline" not in response.text

    def test_an_expired_story_is_gone(self, client):
        then = timezone.now() - 2 * HOUR
        make_story(slug="brief", expires_at=then + HOUR, now=then)
        assert client.get("/stories/brief/").status_code == 410

    def test_one_that_goes_out_while_it_is_asked_for_is_no_move(self, client):
        article = make_article("Now on", slug="now-on")
        with meanwhile('"articles_edition"', lambda: publish(article)):
            response = client.get("/stories/now-on/")
        assert response.status_code == 200
        assert "Now on" in response.text

    def test_an_old_address_leads_on_and_keeps_the_query(self, client):
        article = make_story(slug="old")
        rename(article, "new")
        assert client.get("/stories/old/").status_code == 200
        publish(article)
        response = client.get("/stories/old/?from=mail&x=%E2%82%AC")
        assert response.status_code == 301
        assert response.url == "/stories/new/?from=mail&x=%E2%82%AC"

    def test_a_change_of_address_waits_for_its_schedule(self, client):
        then = timezone.now() - 2 * HOUR
        article = make_story(slug="oldest", now=then - HOUR)
        rename(article, "old")
        publish(article, now=then - HOUR / 2)
        rename(article, "new")
        schedule(article, at=timezone.now() + HOUR)
        assert client.get("/stories/old/").status_code == 200
        assert client.get("/stories/oldest/").url == "/stories/old/"
        assert client.get("/stories/new/").url == "/stories/old/"
        schedule(article, at=then + HOUR, now=then)
        assert client.get("/stories/new/").status_code == 200
        for slug in ["oldest", "old"]:
            assert client.get(f"/stories/{slug}/").url == "/stories/new/"

    def test_every_old_address_of_a_withdrawn_story_is_gone(self, client):
        article = make_story(slug="old")
        rename(article, "new")
        publish(article)
        withdraw(article)
        assert client.get("/stories/old/").status_code == 410
        assert client.get("/stories/new/").status_code == 410

    @pytest.mark.parametrize("method", ["post", "put", "delete"])
    def test_readers_only_read(self, client, method):
        make_story(slug="story")
        assert getattr(client, method)("/stories/story/").status_code == 405


@pytest.mark.parametrize(
    ("place", "make"),
    [
        ("shows", make_production),
        ("people", make_person),
        ("companies", make_company),
        ("countries", make_country),
        ("tags", make_tag),
    ],
)
class TestRecords:
    def test_a_renamed_record_leads_on_in_one_hop(self, client, place, make):
        record = make(slug="one")
        for slug in ["two", "three"]:
            record.slug = slug
            record.save()
        for slug in ["one", "two"]:
            response = client.get(f"/{place}/{slug}/?page=2")
            assert (response.status_code, response.url) == (301, f"/{place}/three/?page=2")

    def test_one_that_never_was_is_not_found(self, client, place, make):
        assert client.get(f"/{place}/nobody/").status_code == 404
        assert client.get(f"/{place}/nobody/feed.rss").status_code == 404


def test_a_link_in_a_text_follows_its_record_and_outlives_it(client):
    person = make_person("Han Hyo-joo", slug="han-hyo-joo")
    make_story(slug="story", body='<p>With <a data-ref="person/han-hyo-joo">Han</a>.</p>')
    assert '<a href="/people/han-hyo-joo/">Han</a>' in client.get("/stories/story/").text
    person.slug = "hyo-joo-han"
    person.save()
    assert '<a href="/people/hyo-joo-han/">Han</a>' in client.get("/stories/story/").text
    person.delete()
    assert "With Han." in client.get("/stories/story/").text


def test_the_page_of_a_synonym_is_that_of_its_tag(client):
    make_tag("Korean wave", synonym_of=make_tag("Hallyu"))
    assert client.get("/tags/korean-wave/?page=2").url == "/tags/hallyu/?page=2"


class TestWhatNamesARecord:
    """A feed, a calendar, a filtered list and the API follow a record, as its page does."""

    @pytest.fixture
    def moved(self):
        person = make_person("Han Hyo-joo", slug="old")
        make_story("Han stars", people=[person])
        person.slug = "new"
        person.save()
        return person

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("/people/old/feed.rss", "/people/new/feed.rss"),
            ("/people/old/feed.json", "/people/new/feed.json"),
            ("/people/old/releases.ics", "/people/new/releases.ics"),
            ("/stories/?year=2026&person=old&page=1", "/stories/?year=2026&page=1&person=new"),
            ("/stories/feed.atom?person=old", "/stories/feed.atom?person=new"),
            ("/search/?q=han&person=old", "/search/?q=han&person=new"),
            ("/api/v1/stories?limit=3&person=old", "/api/v1/stories?limit=3&person=new"),
            ("/api/v1/people/old", "/api/v1/people/new"),
        ],
    )
    def test_by_an_old_address_leads_on(self, client, moved, old, new):
        answer = client.get(old)
        assert (answer.status_code, answer.url) == (301, new)
        assert client.get(new).status_code == 200

    def test_by_a_synonym_leads_to_the_tag(self, client):
        tag = make_tag("Korean wave", slug="wave")
        make_tag("Hallyu", slug="hallyu", synonym_of=tag)
        assert client.get("/tags/hallyu/feed.rss").url == "/tags/wave/feed.rss"
        assert client.get("/stories/?tag=hallyu").url == "/stories/?tag=wave"
        assert client.get("/api/v1/stories?tag=hallyu").url == "/api/v1/stories?tag=wave"

    def test_by_an_old_address_of_a_synonym_leads_there_in_one_hop(self, client):
        synonym = make_tag("Hallyu", slug="halyu", synonym_of=make_tag("Wave", slug="wave"))
        synonym.slug = "hallyu"
        synonym.save()
        assert client.get("/tags/halyu/").url == "/tags/wave/"

    def test_a_tag_that_was_promoted_is_asked_for_as_a_person(self, client):
        promote(make_tag("Bong", slug="bong"), "person", user=make_user())
        assert client.get("/tags/bong/feed.rss").url == "/people/bong/feed.rss"
        assert client.get("/stories/?tag=bong").url == "/stories/?person=bong"
        assert client.get("/api/v1/tags/bong").url == "/api/v1/people/bong"
        assert client.get("/stories/?tag=bong&person=other").status_code == 200

    def test_a_country_goes_by_its_code(self, client):
        make_country("South Korea", code="KR")
        assert client.get("/stories/?country=kr").url == "/stories/?country=south-korea"
        assert client.get("/countries/KR/feed.rss").url == "/countries/south-korea/feed.rss"

    def test_what_never_was_leads_nowhere(self, client):
        assert client.get("/stories/?person=nobody").status_code == 200
        assert client.get("/people/nobody/releases.ics").status_code == 404
        assert client.get("/api/v1/stories?person=nobody").status_code in {400, 404}


def test_an_actor_is_a_person(client):
    make_person(slug="shun-oguri")
    assert client.get("/actors/shun-oguri/").url == "/people/shun-oguri/"


@pytest.mark.parametrize("page", ["0", "-1", "x", "1.5", "99999999999999999999999", "", "５"])
def test_junk_for_a_page_is_a_page(client, page):
    make_story()
    for place in ["/stories/", "/shows/", "/search/?q=story"]:
        assert client.get(place, {"q": "story", "page": page}).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["show=nothing", "year=x", "year=99999999999999", "year=-1", "country=%00", "q=%22%27",
     "q=" + "x" * 5000, "language=<script>", "person=a&person=b", "&&==", "year=2025.5"],
)  # fmt: skip
def test_junk_for_a_filter_is_a_page(client, query):
    make_story()
    response = client.get(f"/stories/?{query}")
    assert response.status_code == 200
    assert "<script>" not in response.text
    assert client.get(f"/stories/feed.rss?{query}").status_code == 200


def test_pages_go_on_to_the_last_and_keep_the_filters(client):
    show = make_production(slug="moving")
    for _ in range(45):
        make_story(shows=[show])
    sizes = []
    for page in [1, 2, 3, 4]:
        response = client.get(f"/stories/?show=moving&page={page}")
        sizes.append(len(response.context["object_list"]))
    assert sizes == [20, 20, 5, 0]
    assert "show=moving&amp;page=3" in client.get("/stories/?show=moving&page=2").text
