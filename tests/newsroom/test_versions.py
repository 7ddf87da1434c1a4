"""The version of what readers see, as the database counts it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Edition, FrontPagePick, Listing
from articles.publishing import publish, schedule, withdraw
from newsroom import versions
from newsroom.models import OldAddress, Tag
from newsroom.versions import is_shown
from talent.models import Person
from tests.factories import (
    make_article,
    make_author,
    make_country,
    make_person,
    make_photo,
    make_production,
    make_story,
    make_tag,
)
from tests.transactions import in_another_transaction

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return make_story("Now on", people=[make_person("Han Hyo-joo")])


CHANGES = {
    "published": lambda story: publish(make_article()),
    "scheduled": lambda story: schedule(make_article(), at=timezone.now() + timedelta(hours=1)),
    "withdrawn": withdraw,
    "picked": lambda story: FrontPagePick.objects.create(article=story),
    "a name": lambda story: make_person("Shun Oguri"),
    "a country of a show": lambda story: make_production(countries=[make_country()]),
    "an old address": lambda story: OldAddress.objects.keep("story", "was", "is"),
    "a photo": lambda story: make_photo(),
    "an author": lambda story: make_author(),
    "a tag": lambda story: make_tag(),
    "many at once": lambda story: Person.objects.update(bio="Actor"),
    "made in bulk": lambda story: Tag.objects.bulk_create([Tag(name="new", slug="new")]),
    "listings alone": lambda story: Listing.objects.all().delete(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_that_readers_see_makes_another_version(story, change):
    before = versions.current()
    with in_another_transaction():
        CHANGES[change](story)
    assert versions.current().number > before.number


def test_work_at_the_desk_makes_none(story):
    before = versions.current()
    with in_another_transaction():
        article = make_article("A draft")
        article.headline = "A better draft"
        article.save()
    assert versions.current() == before


def test_a_version_holds_until_something_comes_or_goes_by_itself():
    soon = timezone.now() + timedelta(minutes=5)
    assert versions.current().until == float("inf")
    make_photo(expires_at=soon + timedelta(minutes=3))
    assert versions.current().until == (soon + timedelta(minutes=3)).timestamp()
    FrontPagePick.objects.create(
        article=make_story(), visible_until=soon + timedelta(minutes=2)
    )
    assert versions.current().until == (soon + timedelta(minutes=2)).timestamp()
    schedule(make_article(), at=soon)
    known = versions.current()
    assert known.until == soon.timestamp()


def test_to_know_that_nothing_changed_takes_one_query(story, django_assert_num_queries):
    known = versions.current()
    with django_assert_num_queries(1):
        assert versions.current(known) is known


PAGES = [
    *("/", "/stories/", "/stories/?q=now", "/search/?q=han", "/sitemap.xml", "/feed.rss"),
    *("/stories/now-on/", "/people/han-hyo-joo/", "/people/", "/sitemap-stories-0.xml"),
    *("/countries/", "/shows/", "/tags/", "/authors/", "/releases.ics", "/api/v1/stories/"),
    *("/gone/", "/stories/gone/"),
]


def test_public_pages_read_what_is_counted_alone(story, client):
    """Else one would be kept although what it shows has changed."""
    counted = {
        model._meta.db_table
        for model in [Edition, Tag, Person]
        for model in model._meta.app_config.get_models(include_auto_created=True)
        if is_shown(model)
    } | {"articles_searchindex"}
    tables = set(connection.introspection.table_names()) - counted
    for page in PAGES:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(page)
        for query in queries:
            read = {table for table in tables if f'"{table}"' in query["sql"]}
            assert not read, f"{page}: {query['sql']}"


@pytest.fixture
def clock_ahead(monkeypatch):
    """This machine's clock jumps a day ahead of the database's, of which PostgreSQL has one."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no clock of its own")
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    yield
    monkeypatch.undo()
    versions.current()


def test_a_clock_that_jumps_ahead_shows_nothing_that_is_embargoed(client, request):
    embargoed = make_article("Not before noon")
    edition = schedule(embargoed, at=timezone.now() + timedelta(hours=1))
    request.getfixturevalue("clock_ahead")
    versions.current()
    assert client.get(f"/stories/{edition.slug}/").status_code == 404
    assert "Not before noon" not in client.get("/").content.decode()
    page = client.get("/readyz")
    assert (page.status_code, page.json()["clock"]) == (503, "failed")
