"""Feeds, as the programs that fetch them read them."""

import html
import json
from datetime import UTC, datetime, timedelta

import pytest
from defusedxml import ElementTree

from articles.models import Article
from articles.publishing import publish, withdraw
from newsroom.models import OldAddress
from tests.factories import (
    make_article,
    make_author,
    make_country,
    make_person,
    make_production,
    make_story,
    make_tag,
)

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
THEN = datetime(2026, 3, 14, 12, tzinfo=UTC)

HOSTILE = "</title><script>alert(1)</script> & “quotes” ]]> 한효주 \u202e"


def items(client, address):
    """The items of a feed: for each, the texts of its elements by name."""
    response = client.get(address)
    assert response["Content-Type"].startswith("application/rss+xml")
    channel = ElementTree.fromstring(response.content)[0]
    return [{part.tag: part.text for part in item} for item in channel.findall("item")]


def titles(client, address):
    return [item["title"] for item in items(client, address)]


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


def test_a_country_s_feed_takes_in_what_its_page_does(client):
    korea = make_country("South Korea", code="KR")
    make_story("About", countries=[korea])
    make_story("Mentions", countries=[(korea, 3)])
    make_story("Through", people=[make_person(nationalities=[korea])])
    page = "/countries/south-korea/"
    for query, found in [
        ("", ["About"]),
        ("?mentions=1", ["Mentions", "About"]),
        ("?via=people", ["Through", "About"]),
        ("?mentions=1&via=people", ["Through", "Mentions", "About"]),
        ("?mentions=2&via=x", ["About"]),
    ]:
        assert titles(client, f"{page}feed.rss{query}") == found
        if len(found) > 1:
            feed = f"{page}feed.rss{query}".replace("&", "&amp;")
            html = client.get(page + query).content.decode()
            assert html.count(f'href="{feed}"') == 2
            linked = json_feed(client, f"{page}feed.json{query}")
            assert linked["home_page_url"] == f"http://testserver{page}{query}"


@pytest.mark.parametrize("file", ["feed.rss", "feed.atom", "feed.json", "releases.ics"])
def test_who_follows_a_record_that_moves_is_taken_along(client, file):
    OldAddress.objects.keep("show", "old", make_production("Moving").slug)
    response = client.get(f"/shows/old/{file}")
    assert (response.status_code, response["Location"]) == (301, f"/shows/moving/{file}")


def test_a_synonym_s_feed_is_that_of_its_tag(client):
    make_tag("K-drama", slug="k-dramas", synonym_of=make_tag("Korean drama"))
    response = client.get("/tags/k-dramas/feed.json")
    assert response["Location"] == "/tags/korean-drama/feed.json"


def test_hostile_text_comes_out_harmless(client):
    make_story(HOSTILE, slug="hostile", standfirst=HOSTILE, shows=[make_production(HOSTILE)])
    (item,) = items(client, "/feed.rss")
    assert item["title"] == html.unescape(item["description"]) == HOSTILE
    assert "<" not in item["description"]


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


def entries(client, address):
    response = client.get(address)
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")


def json_feed(client, address):
    response = client.get(address)
    assert response["Content-Type"].startswith("application/feed+json")
    return json.loads(response.content)


def test_every_format_says_the_same_of_a_story(client):
    show, author = make_production("Moving"), make_author("Mina")
    story = make_story(
        "A & B", standfirst="It < that.", shows=[show], authors=[author], slug="ab", now=THEN
    )
    address, name = "http://testserver/stories/ab/", story.uid.urn
    (item,) = items(client, "/shows/moving/feed.rss")
    (entry,) = entries(client, "/shows/moving/feed.atom")
    feed = json_feed(client, "/shows/moving/feed.json")
    (piece,) = feed["items"]
    assert item["link"] == entry.find(f"{ATOM}link").get("href") == piece["url"] == address
    assert item["guid"] == entry.find(f"{ATOM}id").text == piece["id"] == name
    assert item["title"] == entry.find(f"{ATOM}title").text == piece["title"] == "A & B"
    assert item["description"] == entry.find(f"{ATOM}summary").text == "It &lt; that."
    assert piece["content_text"] == piece["summary"] == "It < that."
    assert entry.find(f"{ATOM}published").text == "2026-03-14T12:00:00+00:00"
    assert piece["date_published"] == "2026-03-14T12:00:00+00:00"
    assert piece["authors"] == [{"name": "Mina", "url": "http://testserver/authors/mina/"}]
    assert piece["tags"] == ["Moving"]
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "http://testserver/shows/moving/feed.json"


def test_a_filtered_feed_names_its_own_address(client):
    make_production("Moving")
    response = client.get("/stories/feed.rss?show=moving&year=2025")
    channel = ElementTree.fromstring(response.content)[0]
    itself = channel.find(f"{ATOM}link")
    assert channel.find("title").text == "Newsroom: Stories about Moving, 2025"
    assert itself.get("rel") == "self"
    assert itself.get("href") == "http://testserver/stories/feed.rss?show=moving&year=2025"


@pytest.mark.parametrize("extension", ["rss", "atom", "json"])
def test_full_text_is_there_by_a_setting_with_whole_addresses(client, settings, extension):
    settings.FEED_FULL_TEXT = True
    show = make_production("Moving")
    body = (
        f'<p><a data-ref="show:{show.pk}">It</a> <a href="/about">here</a> '
        'says href="/no" &lt;script&gt;\x0b</p>'
    )
    make_story("One", slug="one", body=body, shows=[show])
    address = f"/feed.{extension}"
    if extension == "rss":
        text = items(client, address)[0][CONTENT]
    elif extension == "atom":
        text = entries(client, address)[0].find(f"{ATOM}content").text
    else:
        text = json_feed(client, address)["items"][0]["content_html"]
    assert text == (
        '<p><a href="http://testserver/shows/moving/">It</a> '
        '<a href="http://testserver/about">here</a> says href="/no" &lt;script&gt;</p>'
    )


@pytest.mark.parametrize("address", ["/feed.rss", "/feed.atom", "/feed.json", "/releases.ics"])
def test_what_has_not_changed_is_not_sent_again(client, address):
    make_story(now=THEN)
    first = client.get(address)
    known = {"HTTP_IF_NONE_MATCH": first["ETag"]}
    assert client.get(address, **known).status_code == 304
    if address != "/releases.ics":
        assert first["Last-Modified"] == "Sat, 14 Mar 2026 12:00:00 GMT"
        since = {"HTTP_IF_MODIFIED_SINCE": first["Last-Modified"]}
        assert client.get(address, **since).status_code == 304
        make_story(now=THEN + timedelta(days=1))
        assert client.get(address, **known).status_code == 200
        assert client.get(address, **since).status_code == 200


@pytest.mark.parametrize("extension", ["rss", "atom", "json"])
def test_a_feed_with_nothing_in_it_is_whole_and_stays_the_same(client, extension):
    response = client.get(f"/feed.{extension}")
    again = client.get(f"/feed.{extension}", HTTP_IF_NONE_MATCH=response["ETag"])
    assert (response.status_code, again.status_code) == (200, 304)


@pytest.mark.parametrize(
    "query", ["year=x", "page=-1", "show=%00", "q=" + "x" * 3000, "a=1&a=2"]
)
def test_junk_in_the_query_is_no_error(client, query):
    for extension in ["rss", "atom", "json"]:
        assert client.get(f"/stories/feed.{extension}?{query}").status_code == 200


def test_an_unknown_record_has_no_feed(client):
    for place in ["shows", "people", "tags"]:
        assert client.get(f"/{place}/nobody/feed.json").status_code == 404
