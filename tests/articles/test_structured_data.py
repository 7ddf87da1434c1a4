"""What the head of a page tells machines of what is on it."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.template.loader import render_to_string

from articles.models import Article
from articles.publishing import publish, withdraw
from tests.factories import (
    make_article,
    make_author,
    make_company,
    make_country,
    make_person,
    make_photo,
    make_production,
    make_story,
    make_tag,
)
from tests.pictures import upload

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
THEN = datetime(2026, 3, 14, 12, tzinfo=UTC)
HOSTILE = '</script><script>alert(1)</script><!-- & \u2028 ]]> "quotes"'


@pytest.fixture
def things(client):
    """The things that a page tells of, by their type."""

    def read(address):
        html = client.get(address).text
        (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
        data = json.loads(data)
        assert data["@context"] == "https://schema.org"
        return {thing["@type"]: thing for thing in data["@graph"]}

    return read


def head(client, address):
    return client.get(address).text.split("</head>")[0]


def test_a_story_names_what_it_is_about_and_what_it_mentions(things):
    show = make_production(
        "Moving", kind="series", original_title="무빙", original_language="ko"
    )
    show.titles.create(name="ムービング", language="ja")
    show.titles.create(name="Mooving", kind="misprint")
    make_story(
        "One",
        slug="one",
        shows=[show, (make_production("Believer", kind="film"), 3)],
        people=[(make_person("Han Hyo-joo", native_name="한효주"), 2)],
        companies=[(make_company("Netflix"), 3)],
        countries=[make_country("South Korea", code="KR")],
        authors=[make_author("Mina")],
        tags=[make_tag("asia")],
        now=THEN,
    )
    story = things("/stories/one/")["NewsArticle"]
    about = {thing["name"]: thing for thing in story["about"]}
    assert about["Moving"]["@type"] == "TVSeries"
    assert about["Moving"]["alternateName"] == ["무빙", "ムービング"]
    assert about["Moving"]["url"] == f"{SITE}/shows/moving/"
    assert about["Han Hyo-joo"]["alternateName"] == ["한효주"]
    assert about["South Korea"]["@type"] == "Country"
    assert [(m["@type"], m["name"]) for m in story["mentions"]] == [
        ("Movie", "Believer"),
        ("Organization", "Netflix"),
    ]
    assert story["datePublished"] == "2026-03-14T12:00:00+00:00"
    assert story["author"] == [
        {"@type": "Person", "name": "Mina", "url": f"{SITE}/authors/mina/"}
    ]
    assert story["publisher"]["name"] == "Newsroom"
    assert "correction" not in story
    crumbs = things("/stories/one/")["BreadcrumbList"]["itemListElement"]
    assert [crumb["name"] for crumb in crumbs] == ["Newsroom", "Stories", "One"]


@pytest.mark.parametrize(
    ("date", "certainty", "told"),
    [
        ("2024", "stated", None),
        ("2024-05", "stated", None),
        ("2024-05-06", "inferred", None),
        ("2024-05-06", "stated", "2024-05-06"),
    ],
)
def test_no_day_is_told_that_the_source_did_not_give(things, client, date, certainty, told):
    make_story(slug="one", source_id="1", source_date=date, source_date_certainty=certainty)
    assert things("/stories/one/")["NewsArticle"].get("datePublished") == told
    assert ("article:published_time" in head(client, "/stories/one/")) == bool(told)


def test_corrections_and_the_rights_in_a_picture_are_told(things, client):
    photo = make_photo(file=upload(), licence="CC BY 4.0", credit="Photo: A. Person")
    article = make_article(slug="one", lead_photo=photo)
    article.corrections.create(made_at=THEN, text="It was Tuesday.")
    publish(article)
    story = things("/stories/one/")["NewsArticle"]
    assert story["image"]["creditText"] == "Photo: A. Person"
    assert story["image"]["license"] == {"@type": "CreativeWork", "name": "CC BY 4.0"}
    assert story["image"]["url"].startswith(f"{SITE}/media/r/")
    (correction,) = story["correction"]
    assert correction["@type"] == "CorrectionComment"
    assert correction["text"] == "It was Tuesday."
    assert 'property="og:image" content="http://testserver/media/r/' in head(
        client, "/stories/one/"
    )


def test_a_story_without_a_picture_has_one_that_is_drawn(things, client):
    make_story(slug="one")
    (drawn,) = re.findall(
        'property="og:image" content="([^"]+)"', head(client, "/stories/one/")
    )
    image = things("/stories/one/")["NewsArticle"]["image"]
    assert image == {"@type": "ImageObject", "url": drawn}


def test_a_picture_whose_licence_has_ended_is_told_nowhere(client):
    photo = make_photo(file=upload())
    make_story(slug="one", lead_photo=photo)
    photo.expires_at = THEN
    photo.save()
    assert "/media/r/" not in client.get("/stories/one/").text
    for address in ["/api/v1/stories/one", "/api/v1/stories/one.ninjs", "/feed.json"]:
        assert "/media/r/" not in client.get(address).text


def test_hostile_text_stays_text(things, client):
    show, author = make_production(HOSTILE, slug="bad"), make_author(HOSTILE, slug="bad")
    make_story(HOSTILE, slug="bad", standfirst=HOSTILE, shows=[show], authors=[author])
    assert things("/stories/bad/")["NewsArticle"]["headline"] == HOSTILE
    for address in ["/", "/stories/bad/", "/shows/bad/", "/authors/bad/"]:
        assert "<script>alert" not in client.get(address).text


@pytest.mark.parametrize(
    ("address", "types"),
    [
        ("/", {"WebSite", "Organization", "ItemList"}),
        ("/stories/", {"ItemList"}),
        ("/shows/", {"ItemList"}),
        ("/shows/moving/", {"TVSeries", "BreadcrumbList", "ItemList"}),
        ("/people/han-hyo-joo/", {"Person", "BreadcrumbList", "ItemList"}),
        ("/countries/south-korea/", {"Country", "BreadcrumbList", "ItemList"}),
        ("/companies/netflix/", {"Organization", "BreadcrumbList", "ItemList"}),
        ("/tags/asia/", {"DefinedTerm", "BreadcrumbList", "ItemList"}),
    ],
)
def test_each_page_says_what_it_is(things, address, types):
    korea = make_country("South Korea", code="KR")
    actor = make_person("Han Hyo-joo", nationalities=[korea], birth="1987")
    show = make_production("Moving", kind="series", countries=[korea], cast=[actor], year=2023)
    company = make_company("Netflix")
    make_story(
        "One", shows=[show], people=[actor], companies=[company], tags=[make_tag("asia")]
    )
    found = things(address)
    assert found.keys() == types
    if "ItemList" in found and address != "/shows/":
        assert found["ItemList"]["itemListElement"][0]["name"] == "One"
    if "TVSeries" in found:
        assert found["TVSeries"]["actor"][0]["name"] == "Han Hyo-joo"
        assert found["TVSeries"]["countryOfOrigin"][0]["name"] == "South Korea"
    if "Person" in found:
        assert found["Person"]["birthDate"] == "1987"
    if "WebSite" in found:
        action = found["WebSite"]["potentialAction"]
        assert action["target"]["urlTemplate"].endswith("/search/?q={search_term_string}")


def test_translations_name_each_other_both_ways_round(client, things):
    original = make_story(slug="en")
    korean = make_story(slug="ko", language="ko", translation_of=original)
    make_article(slug="ja", language="ja", translation_of=original)
    withdraw(make_story(slug="vi", language="vi", translation_of=original))
    link = '<link rel="alternate" hreflang="{}" href="http://testserver/stories/{}/">'
    for slug in ["en", "ko"]:
        found = head(client, f"/stories/{slug}/")
        assert link.format("en", "en") in found
        assert link.format("ko", "ko") in found
        assert link.format("x-default", "en") in found
        assert found.count("hreflang") == 3
    assert things("/stories/ko/")["NewsArticle"]["translationOfWork"]["inLanguage"] == "en"
    assert things("/stories/en/")["NewsArticle"]["workTranslation"][0]["inLanguage"] == "ko"
    withdraw(korean)
    assert "hreflang" not in head(client, "/stories/en/")


def test_each_page_has_its_feeds_in_three_formats(client):
    make_story("One", shows=[make_production("Moving")])
    for address, feed in [
        ("/", "/feed"),
        ("/stories/one/", "/feed"),
        ("/stories/?show=moving&page=2", "/stories/feed"),
        ("/shows/", "/shows/feed"),
        ("/actors/", "/actors/feed"),
        ("/shows/moving/", "/shows/moving/feed"),
        ("/search/?q=x", "/feed"),
    ]:
        found = re.findall(
            r'rel="alternate" type="application/[^>]*href="([^"]*)"', head(client, address)
        )
        query = "?show=moving" if "?show" in address else ""
        assert found == [f"{feed}.{extension}{query}" for extension in ["rss", "atom", "json"]]
    assert 'type="text/calendar"' in head(client, "/shows/moving/")


def test_a_page_may_show_large_pictures_and_a_preview_tells_machines_nothing(client, rf):
    assert '"robots" content="max-image-preview:large"' in head(client, "/")
    context = {"is_preview": True, "story": Article(headline="Draft")}
    preview = render_to_string("base.html", context, request=rf.get("/"))
    assert "ld+json" not in preview
    assert "og:" not in preview
