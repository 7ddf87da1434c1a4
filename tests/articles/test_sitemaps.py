"""Sitemaps and robots.txt, as search engines read them."""

from datetime import UTC, datetime, timedelta

import pytest
from defusedxml import ElementTree
from django.utils import timezone

from articles import sitemaps
from articles.publishing import publish, schedule, withdraw
from tests.factories import make_article, make_photo, make_production, make_story
from tests.pictures import upload

pytestmark = pytest.mark.django_db

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"


def read(client, address):
    response = client.get(address)
    assert response["Content-Type"].startswith("application/xml")
    return ElementTree.fromstring(response.content)


def locations(client, address):
    return [element.text for element in read(client, address).iter(f"{MAP}loc")]


def everything(client):
    parts = locations(client, "/sitemap.xml")
    return [place for part in parts for place in locations(client, part)]


def test_names_live_stories_and_the_records_they_name(client):
    show = make_production("Moving")
    make_production("Unnamed")
    make_story(slug="live", shows=[show])
    make_article(slug="draft")
    schedule(make_article(slug="soon"), at=timezone.now() + timedelta(hours=1))
    withdraw(make_story(slug="withdrawn"))
    found = everything(client)
    assert found[-2:] == ["http://testserver/stories/live/", "http://testserver/shows/moving/"]
    assert "http://testserver/" in found
    assert len(found) == len(sitemaps.INDEXES) + 2


def test_a_story_has_its_last_change_and_its_picture(client):
    photo = make_photo(file=upload())
    make_story(slug="one", lead_photo=photo)
    number = read(client, locations(client, "/sitemap.xml")[-1])
    (entry,) = number.findall(f"{MAP}url")
    assert entry.find(f"{MAP}lastmod").text
    image = entry.find(f"{IMAGE}image/{IMAGE}loc").text
    assert image.startswith("http://testserver/media/r/")


def test_is_split_without_a_story_lost_or_told_twice(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "PART", 3)
    slugs = [make_story().slug for _ in range(8)]
    parts = [part for part in locations(client, "/sitemap.xml") if "stories" in part]
    found = [place for part in parts for place in locations(client, part)]
    assert found == [f"http://testserver/stories/{slug}/" for slug in slugs]
    assert len(parts) >= 3


def test_the_index_says_when_the_last_story_of_each_part_changed(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "PART", 1)
    then = datetime(2026, 3, 14, 12, tzinfo=UTC)
    make_story("Once", now=then)
    article = make_story("Twice", now=then)
    publish(article, now=then + timedelta(days=1))
    parts = read(client, "/sitemap.xml").findall(f"{MAP}sitemap")
    stories = [part for part in parts if "stories" in part.find(f"{MAP}loc").text]
    told = [part.findtext(f"{MAP}lastmod") for part in stories]
    assert told[-2:] == ["2026-03-14T21:00:00+09:00", "2026-03-15T21:00:00+09:00"]
    assert set(told[:-2]) <= {None}


@pytest.mark.parametrize("name", ["stories-99", "nothing-0", f"stories-{10**30}", "pages-7"])
def test_a_part_that_is_not_there(client, name):
    response = client.get(f"/sitemap-{name}.xml")
    assert response.status_code == 404


def test_the_news_are_the_dated_stories_of_two_days(client):
    now = timezone.now()
    make_story("New & <b>\x0b", slug="new", language="zh-Hant-TW")
    make_story("Old", now=now - timedelta(days=3))
    make_story("Wire", source_id="1", source_date=f"{now:%Y-%m-%d}")
    withdraw(make_story("Withdrawn"))
    (entry,) = read(client, "/news-sitemap.xml").findall(f"{MAP}url")
    assert entry.find(f"{MAP}loc").text == "http://testserver/stories/new/"
    assert entry.find(f"{NEWS}news/{NEWS}title").text == "New & <b>"
    assert entry.find(f"{NEWS}news/{NEWS}publication/{NEWS}language").text == "zh-tw"
    assert entry.find(f"{NEWS}news/{NEWS}publication/{NEWS}name").text == "Newsroom"


def test_robots_are_told_of_the_sitemaps(client):
    text = client.get("/robots.txt").text
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Sitemap: http://testserver/news-sitemap.xml" in text
    assert "Disallow: /admin/" in text
