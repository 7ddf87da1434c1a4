import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import facets
from articles.publishing import schedule
from tests.factories import (
    make_author,
    make_company,
    make_country,
    make_person,
    make_production,
    make_story,
    make_tag,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def stories():
    korea, japan = make_country("South Korea", code="KR"), make_country("Japan", code="JP")
    moving = make_production("Moving", countries=[korea])
    first = make_production("First Love", countries=[japan])
    person = make_person("Han Hyo-joo")
    for number in range(3):
        make_story(f"On Moving {number}", shows=[moving], people=[person])
    make_story("On both", shows=[moving, first], tags=[make_tag("romance")], language="ko")
    make_story("Supplied", companies=[make_company("KBS")], authors=[make_author("Jane Doe")])


def shown(client, query=""):
    found = client.get(f"/stories/{query}").context.get("facets", [])
    return {label: {value.name: value.count for value in values} for label, values in found}


def test_counts_are_of_what_each_choice_leaves(client, stories):
    counts = shown(client)
    assert counts["Shows"] == {"Moving": 4, "First Love": 1}
    assert counts["Countries"] == {"South Korea": 4, "Japan": 1}
    assert counts["Languages"] == {"English": 4, "Korean": 1}
    assert shown(client, "?country=japan")["Shows"] == {"Moving": 1, "First Love": 1}
    assert "Countries" not in shown(client, "?country=japan")


def test_every_choice_leads_to_as_many_stories_as_it_says(client, stories):
    for query in ["", "?show=moving", "?language=en", "?q=moving"]:
        for _label, values in client.get(f"/stories/{query}").context["facets"]:
            for value in values:
                page = client.get(f"/stories/?{value.query}")
                assert len(page.context["object_list"]) == value.count, value


def test_more_than_are_counted_are_said_to_be_more(client, stories, monkeypatch):
    exact = shown(client)
    monkeypatch.setattr(facets, "MOST_COUNTED", 2)
    counts = shown(client)
    assert counts["Shows"] == {"Moving": 3, "First Love": 1}
    assert exact["Shows"]["Moving"] == 4
    assert "more than 1,000" in client.get("/stories/").content.decode()
    query = "?language=en&q=moving"
    assert shown(client, query)["Countries"] == {"South Korea": 3}
    monkeypatch.setattr(facets, "MOST_COUNTED", 1)
    response = client.get(f"/stories/{query}")
    values = dict(response.context["facets"])["Countries"]
    assert [(value.count, value.at_least) for value in values] == [(2, True)]


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("", "Stories"),
        ("?show=moving&country=south-korea&year=2025", "Stories about Moving from South Korea, 2025"),
        ("?author=jane-doe&language=ko", "Stories by Jane Doe in Korean"),
        ("?q=%3Cb%3E&tag=nothing", "Stories tagged nothing with “&lt;b&gt;”"),
    ],
)  # fmt: skip
def test_a_list_says_what_is_on_it(client, stories, query, heading):
    html = client.get(f"/stories/{query}").content.decode()
    assert re.search("<h1[^>]*>(.*)</h1>", html)[1] == heading
    assert f"<title>{heading} · Newsroom</title>" in html


@pytest.mark.parametrize(
    "query",
    ["year=abc", "year=99999999999999999999", "year=-1", "language=zz", "language=%00", "page=-1",
     "page=1e9", "show=" + "x" * 3000, "show=%F0%9F%8E%AC", "q=%22%27*", "show=moving&show=other",
     "country=&year=", "tag=%00", "language=" + "k" * 500, "x" * 2000 + "=1"],
)  # fmt: skip
def test_junk_gets_a_page(client, stories, query):
    assert client.get(f"/stories/?{query}").status_code == 200


def test_chips_and_pages_keep_the_other_filters(client, stories):
    for number in range(25):
        make_story(f"More {number}", language="ko")
    html = client.get("/stories/?language=ko&q=more").content.decode()
    assert 'href="/stories/?q=more"' in html
    assert 'href="?language=ko&amp;q=more&amp;page=2"' in html


def test_a_list_has_each_story_once_however_often_it_is_listed_under_a_company(client):
    company, show = make_company("KBS"), make_production("Moving")
    make_story("Both", companies=[(company, 3)], outlet=company, shows=[show])
    make_story("Supplied", outlet=company, shows=[(show, 3)])
    make_story("Named", companies=[company])
    for query, expected in [
        ("company=kbs", ["Named", "Supplied", "Both"]),
        ("company=kbs&show=moving", ["Supplied", "Both"]),
    ]:
        page = client.get(f"/stories/?{query}").context["object_list"]
        assert [story.headline for story in page] == expected
        told = client.get(f"/api/v1/stories?{query}").json()["stories"]
        assert [story["headline"] for story in told] == expected


def test_a_list_has_a_story_once_while_a_change_to_it_is_scheduled(client):
    korea, tag = make_country("South Korea", code="KR"), make_tag("romance")
    story = make_story("Now", countries=[korea], tags=[tag])
    story.headline = "Then"
    story.save()
    schedule(story, at=timezone.now() + timedelta(hours=1))
    page = client.get("/stories/?country=south-korea&tag=romance").context["object_list"]
    assert [edition.headline for edition in page] == ["Now"]
