"""What the pages of records draw: when things happened, and who works with whom."""

import re

import pytest
from defusedxml import ElementTree

from articles.models import Fact
from articles.publishing import publish
from tests.factories import (
    make_article,
    make_author,
    make_country,
    make_production,
    make_story,
    make_tag,
)

pytestmark = pytest.mark.django_db


def drawing(client, address):
    html = client.get(address).content.decode()
    found = re.search("<svg.*?</svg>", html, re.DOTALL)
    return ElementTree.fromstring(found[0]) if found else None


def test_a_show_s_timeline_draws_facts_and_stories_in_their_time(client):
    show = make_production("Moving <&> on")
    story = make_article("Story", shows=[show])
    dates = [
        ("release", "2023-08-09"),
        ("chart_rank", "2025"),
        ("other", ""),
        ("share", "2023-01-01"),
    ]
    for kind, date in dates:
        Fact.objects.create(
            article=story, label=f"The {kind}", kind=kind, production=show, date=date, value=1
        )
    publish(story)
    svg = drawing(client, show.get_absolute_url())
    assert svg.find("title").text == "Timeline of Moving <&> on"
    assert "listed on this page" in svg.find("desc").text
    marks = {mark.find("title").text: float(mark.get("cx")[:-1]) for mark in svg.iter("circle")}
    assert set(marks) == {"The release", "The chart_rank", "The share", "Story"}
    assert 2 <= marks["The share"] < marks["The release"] < marks["The chart_rank"] < 98
    years = [text.text for text in svg.findall("text")]
    assert years[:3] == ["2023", "2024", "2025"]


def test_tags_and_authors_have_the_timeline_of_their_stories(client):
    author, tag = make_author("Jane Doe"), make_tag("romance")
    story = make_article("Story", authors=[author], tags=[tag])
    Fact.objects.create(article=story, label="A rank", kind="chart_rank", date="2023", value=1)
    publish(story)
    for record in [author, tag]:
        svg = drawing(client, record.get_absolute_url())
        marks = {mark.find("title").text for mark in svg.iter("circle")}
        assert marks == {"A rank", "Story"}


def test_one_moment_is_no_timeline(client):
    show = make_production("Moving")
    make_story("Story", shows=[show])
    assert drawing(client, show.get_absolute_url()) is None


def test_countries_are_told_with_whom_they_make_shows(client):
    korea, japan = make_country("South Korea", code="KR"), make_country("Japan", code="JP")
    vietnam = make_country("Vietnam", code="VN")
    for _ in range(3):
        make_production(countries=[korea, japan])
    make_production(countries=[vietnam, korea, japan])
    make_production(countries=[vietnam])
    rows = client.get("/countries/").context["together"]["rows"]
    shared = {
        (one.name, cell["other"].name): (cell["shows"], cell["shade"])
        for one, cells in rows
        for cell in cells
    }
    assert shared["South Korea", "Japan"] == shared["Japan", "South Korea"] == (4, 5)
    assert shared["Vietnam", "Japan"] == (1, 2)
    assert shared["Vietnam", "Vietnam"] == (0, 0)


def test_without_coproductions_there_is_no_table(client):
    make_production(countries=[make_country("Japan")])
    assert "<table" not in client.get("/countries/").content.decode()
