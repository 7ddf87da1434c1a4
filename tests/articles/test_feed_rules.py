"""Feeds by the rules of their formats: RSS 2.0, RFC 4287 (Atom) and JSON Feed 1.1."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import pytest
from defusedxml import ElementTree
from jsonschema import Draft202012Validator

from tests.audit.strains import ARABIC, HEADLINES, SCRIPTS
from tests.factories import make_author, make_photo, make_production, make_story
from tests.pictures import upload

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
THEN = datetime(2026, 3, 14, 12, tzinfo=UTC)
TEXT = {"type": "string", "minLength": 1}
ADDRESS = {"type": "string", "pattern": "^https?://"}
DATE = {
    "type": "string",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
}
AUTHOR = {
    "type": "object",
    "properties": {"name": TEXT, "url": ADDRESS, "avatar": ADDRESS},
    "additionalProperties": False,
    "minProperties": 1,
}
ITEM = {
    "type": "object",
    "properties": {
        **dict.fromkeys(["id", "title", "content_html", "content_text", "summary"], TEXT),
        **dict.fromkeys(["url", "external_url", "image", "banner_image"], ADDRESS),
        **dict.fromkeys(["date_published", "date_modified"], DATE),
        "authors": {"type": "array", "items": AUTHOR, "minItems": 1},
        "tags": {"type": "array", "items": TEXT},
        "language": TEXT,
    },
    "required": ["id"],
    "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
    "additionalProperties": False,
}
JSON_FEED = {
    "type": "object",
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        **dict.fromkeys(["title", "description", "language"], TEXT),
        **dict.fromkeys(["home_page_url", "feed_url", "next_url", "icon"], ADDRESS),
        "items": {"type": "array", "items": ITEM},
    },
    "required": ["version", "title", "items"],
    "additionalProperties": False,
}


@pytest.fixture(params=[False, True], ids=["summaries", "full text"])
def stories(request, settings):
    settings.FEED_FULL_TEXT = request.param
    show, author = make_production(SCRIPTS, slug="show"), make_author("Ana «María»", slug="ana")
    for number, (slug, headline) in enumerate(HEADLINES.items()):
        make_story(
            headline,
            slug=slug,
            standfirst=ARABIC if number % 2 else "",
            shows=[show],
            authors=[author] if number % 3 else [],
            lead_photo=make_photo(file=upload()) if number == 1 else None,
            now=THEN + timedelta(hours=number),
        )
    make_story("Undated", source_id="1", source_date="2024")


def test_rss(client, stories):
    (channel,) = ElementTree.fromstring(client.get("/shows/show/feed.rss").content)
    for name in ["title", "link", "description", "language", "lastBuildDate"]:
        assert channel.findtext(name), name
    items = ElementTree.fromstring(client.get("/feed.rss").content)[0].findall("item")
    assert len(items) == len(HEADLINES) + 1
    for item in items:
        guid = item.find("guid")
        assert guid.text.startswith("urn:uuid:")
        assert guid.get("isPermaLink") == "false"
        assert urlsplit(item.findtext("link")).scheme == "http"
        assert item.findtext("title")
        assert item.find("author") is None, "would have to be an e-mail address"
        if moment := item.findtext("pubDate"):
            assert parsedate_to_datetime(moment).tzinfo
    assert len({item.findtext("guid") for item in items}) == len(items)


def test_atom(client, stories):
    feed = ElementTree.fromstring(client.get("/feed.atom").content)
    assert feed.find(f"{ATOM}author/{ATOM}name").text
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"alternate": "http://testserver/", "self": "http://testserver/feed.atom"}
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == len(HEADLINES) + 1
    for part in [feed, *entries]:
        for name in ["id", "title", "updated"]:
            (found,) = part.findall(ATOM + name)
            assert found.text, name
        assert datetime.fromisoformat(part.findtext(f"{ATOM}updated")).tzinfo
        assert part.find(f"{ATOM}link").get("href").startswith("http://testserver/")
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)


def test_json_feed(client, stories):
    feed = json.loads(client.get("/feed.json").content)
    Draft202012Validator(JSON_FEED).validate(feed)
    assert len({item["id"] for item in feed["items"]}) == len(HEADLINES) + 1
