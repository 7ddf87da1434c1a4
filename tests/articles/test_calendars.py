"""Calendars of releases, as a calendar program reads them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from articles.models import Article
from articles.models.public import FactFields
from articles.publishing import publish, withdraw
from tests.factories import make_article, make_country, make_person, make_production

pytestmark = pytest.mark.django_db

THEN = datetime(2026, 3, 14, 12, tzinfo=UTC)
LONG = "한효주, “Moving”; a very long label \\ with commas, " * 4


@pytest.fixture
def show():
    korea = make_country("South Korea", code="KR")
    return make_production("Moving", countries=[korea], cast=[make_person("Han Hyo-joo")])


def tell(show, *facts, now=THEN, **fields):
    """A live story that states these facts: a label, a date and its certainty."""
    article = make_article(**fields)
    for label, when, certainty in facts:
        article.facts.create(
            label=label,
            kind=FactFields.Kind.RELEASE,
            production=show,
            date=when,
            date_certainty=certainty,
            quote="It begins.",
        )
    publish(article, now=now)
    return article


def events(client, address="/releases.ics"):
    response = client.get(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))
    assert b"\n" not in response.content.replace(b"\r\n", b"")
    calendar = Calendar.from_ical(response.content)
    assert calendar["version"] == "2.0"
    assert calendar["prodid"]
    return calendar.events


def test_a_release_is_in_each_calendar_that_it_belongs_to(client, show):
    make_production("Other")
    make_person("Nobody")
    tell(show, ("premiere", "2025-10-16", "stated"), slug="one")
    for address in [
        "/releases.ics",
        "/shows/moving/releases.ics",
        "/people/han-hyo-joo/releases.ics",
        "/countries/south-korea/releases.ics",
    ]:
        (event,) = events(client, address)
        assert event["summary"] == "Moving: premiere"
        assert (event.start, event.end) == (date(2025, 10, 16), date(2025, 10, 17))
        assert event["status"] == "CONFIRMED"
        assert event["dtstamp"].dt == THEN
        assert event["url"] == "http://testserver/stories/one/"
    assert events(client, "/shows/other/releases.ics") == []
    assert events(client, "/people/nobody/releases.ics") == []
    assert client.get("/shows/nothing/releases.ics").status_code == 404


def test_no_day_is_invented(client, show):
    tell(show, ("month", "2025-12", "planned"), ("year", "2025", "stated"), ("none", "", ""))
    (event,) = events(client)
    assert event["summary"] == "Moving: month (planned)"
    assert event["status"] == "TENTATIVE"
    assert (event.start, event.end) == (date(2025, 12, 1), date(2026, 1, 1))


def test_what_two_stories_tell_is_one_release_and_the_surer_word_counts(client, show):
    tell(show, ("premiere", "2025-10-16", "planned"))
    tell(show, ("release", "2025-10-16", "stated"))
    tell(show, ("start", "2025-10-16", "stated"))
    (event,) = events(client)
    assert (event["summary"], event["status"]) == ("Moving: release", "CONFIRMED")


def test_a_release_keeps_its_name_when_its_story_changes(client, show):
    article = tell(show, ("premiere", "2025-10-16", "planned"), slug="old")
    (before,) = events(client)
    Article.objects.filter(pk=article.pk).update(slug="new")
    article.facts.update(date="2025-10-23", date_certainty="stated")
    publish(article, now=THEN + timedelta(days=1))
    (after,) = events(client)
    assert after["uid"] == before["uid"]
    assert after.start == date(2025, 10, 23)
    withdraw(article)
    assert events(client) == []


def test_any_text_comes_through_whole(client, show):
    tell(show, (LONG[:200], "2025-10-16", "stated"))
    (event,) = events(client)
    assert event["summary"] == LONG[:200]
