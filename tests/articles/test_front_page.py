"""What the front page puts first, and what it keeps apart."""

from datetime import UTC, datetime, timedelta

import pytest

from articles.models import FrontPagePick
from articles.views.stories import LATEST, TOP
from tests.factories import make_country, make_production, make_story

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


@pytest.fixture
def front(client):
    return lambda: client.get("/").context


def headlines(stories):
    return [story.headline for story in stories]


def test_the_picks_lead_and_the_newest_follow(front):
    stories = [make_story(f"Story {n}", now=NOON - timedelta(days=n)) for n in range(6)]
    FrontPagePick.objects.create(article=stories[5], position=1)
    page = front()
    assert page["lead"].headline == "Story 5"
    assert headlines(page["featured"]) == ["Story 0", "Story 1", "Story 2"]
    assert headlines(page["stories"]) == ["Story 3", "Story 4"]


def test_a_country_tells_first_what_is_not_above_it(front):
    korea, japan = make_country("South Korea"), make_country("Japan")
    shown = TOP + LATEST
    for number in range(shown + 2):
        countries = [korea] if number in {0, shown, shown + 1} else []
        make_story(f"Story {number}", now=NOON - timedelta(days=number), countries=countries)
    make_story("Older", now=NOON - timedelta(days=99), countries=[japan, (korea, 3)])
    assert [(country.name, headlines(found)) for country, found in front()["countries"]] == [
        ("South Korea", [f"Story {shown}", f"Story {shown + 1}", "Story 0"]),
        ("Japan", ["Older"]),
    ]


def test_stories_about_one_show_have_covers_of_their_own(client, front):
    moving, okja = make_production("Moving"), make_production("Okja")
    make_story("Third", now=NOON, shows=[moving])
    make_story("Second", now=NOON + timedelta(days=1), shows=[moving, okja])
    make_story("First", now=NOON + timedelta(days=2), shows=[moving])
    page = front()
    covers = [story.cover and story.cover.name for story in [page["lead"], *page["featured"]]]
    assert covers == ["Moving", "Okja", None]
    listed = client.get("/shows/okja/").context["object_list"]
    assert [row.edition.cover.name for row in listed] == ["Moving"]


def test_without_a_story_it_says_so(client):
    assert "No stories yet." in client.get("/").content.decode()
