"""Feeds and sitemaps, as the programs that fetch them read them."""

from xml.etree import ElementTree

import pytest

from articles.models import Article
from articles.publishing import publish, withdraw
from tests.factories import (
    make_article,
    make_author,
    make_country,
    make_person,
    make_production,
    make_story,
)

pytestmark = pytest.mark.django_db

HOSTILE = "</title><script>alert(1)</script> & “quotes” ]]> 한효주 \u202e"


def items(client, address):
    """The items of a feed: for each, the texts of its elements by name."""
    response = client.get(address)
    assert response["Content-Type"].startswith("application/rss+xml")
    channel = ElementTree.fromstring(response.content)[0]  # noqa: S314 - it is our own
    return [{part.tag: part.text for part in item} for item in channel.findall("item")]


def titles(client, address):
    return [item["title"] for item in items(client, address)]


def locations(client, address):
    tree = ElementTree.fromstring(client.get(address).content)  # noqa: S314 - it is our own
    return [element.text for element in tree.iter() if element.tag.endswith("}loc")]


def test_the_site_has_a_feed_of_what_is_live_newest_first(client):
    make_story("Older")
    make_story("Newer")
    make_article("Draft")
    withdraw(make_story("Withdrawn"))
    assert titles(client, "/feed.rss") == ["Newer", "Older"]


def test_every_list_has_a_feed_of_its_own(client):
    korea = make_country("South Korea", code="KR")
    actor = make_person("Han Hyo-joo")
    show = make_production("Moving", countries=[korea], cast=[actor])
    make_story("About", shows=[show], people=[(actor, 3)], authors=[make_author("Mina")])
    make_story("Not about")
    for address in [
        "/shows/moving/feed.rss",
        "/people/han-hyo-joo/feed.rss",
        "/countries/south-korea/feed.rss",
        "/authors/mina/feed.rss",
        "/stories/feed.rss?show=moving",
        "/shows/feed.rss",
        "/countries/feed.rss",
    ]:
        assert titles(client, address) == ["About"], address


def test_hostile_text_comes_out_harmless(client):
    make_story(HOSTILE, slug="hostile", standfirst=HOSTILE, shows=[make_production(HOSTILE)])
    (item,) = items(client, "/feed.rss")
    assert item["title"] == item["description"] == HOSTILE


def test_control_characters_do_not_break_a_feed(client):
    odd = "One\x0b two\x1f"
    show = make_production(odd, slug="odd")
    make_story(odd, slug="odd", standfirst=odd, shows=[show], authors=[make_author(odd)])
    assert titles(client, "/shows/odd/feed.rss") == ["One two"]


def test_a_change_of_address_makes_no_new_item(client):
    article = make_story(slug="old")
    before = items(client, "/feed.rss")[0]
    Article.objects.filter(pk=article.pk).update(slug="new")
    publish(article)
    after = items(client, "/feed.rss")[0]
    assert before["guid"] == after["guid"]
    assert after["link"].endswith("/stories/new/")


def test_a_date_that_only_orders_is_not_told(client):
    make_story(source_id="wire", source_date="2024")
    assert "pubDate" not in items(client, "/feed.rss")[0]


def test_the_sitemap_names_live_stories_and_the_records_they_name(client):
    show = make_production("Moving")
    make_production("Unnamed")
    make_story(slug="live", shows=[show])
    make_article(slug="draft")
    parts = locations(client, "/sitemap.xml")
    assert "http://testserver/sitemap-stories.xml" in parts
    found = [place for part in parts for place in locations(client, part)]
    assert found == ["http://testserver/stories/live/", "http://testserver/shows/moving/"]


def test_robots_are_told_of_the_sitemap(client):
    text = client.get("/robots.txt").text
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /admin/" in text
