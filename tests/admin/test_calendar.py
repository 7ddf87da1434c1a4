"""The calendar of the desk, by week and by month."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.timezone import localdate

from articles.models import Article
from articles.publishing import withdraw
from tests.factories import make_article, make_story, make_user

from .pages import queries_of

pytestmark = pytest.mark.django_db

# A Monday, and a moment of its Wednesday in Seoul that is a Tuesday's in UTC.
WEEK = "2026-11-23"
WEDNESDAY = date(2026, 11, 25)
MOMENT = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)


def calendar(client, **query):
    return client.get("/admin/calendar/", query)


def on_days(page):
    """What stands on each day, in order."""
    return {
        day: [(entry.label, entry.headline) for entry in entries]
        for week in page.context["weeks"]
        for day, entries, _ in week
        if entries
    }


class TestWhatIsShown:
    def test_each_kind_stands_on_its_day_in_the_desks_zone(self, desk):
        make_article("Planned", planned_for=WEDNESDAY)
        for field in ["due_at", "embargo_until", "expires_at"]:
            make_article(field, **{field: MOMENT})
        make_story("Published", now=MOMENT)
        shown = on_days(calendar(desk, week=WEEK))
        assert list(shown) == [WEDNESDAY]
        went = "Went out" if timezone.now() > MOMENT else "Goes out"
        assert shown[WEDNESDAY][0] == ("Planned", "Planned")
        assert set(shown[WEDNESDAY][1:]) == {
            (went, "Published"),
            ("Due", "due_at"),
            ("Embargo ends", "embargo_until"),
            ("Expires", "expires_at"),
        }

    def test_the_moments_of_a_day_are_in_order(self, desk):
        make_article("Later", due_at=datetime(2026, 11, 25, 5, tzinfo=UTC))
        make_article("Sooner", expires_at=datetime(2026, 11, 25, 1, tzinfo=UTC))
        shown = on_days(calendar(desk, week=WEEK))[WEDNESDAY]
        assert [headline for _, headline in shown] == ["Sooner", "Later"]

    def test_what_is_done_or_withdrawn_is_no_plan(self, desk):
        make_story("Out", due_at=MOMENT, planned_for=WEDNESDAY)
        story = make_story(
            "Withdrawn", now=MOMENT, expires_at=datetime(2026, 11, 27, tzinfo=UTC)
        )
        withdraw(story, now=datetime(2026, 11, 26, tzinfo=UTC))
        assert "Withdrawn" not in calendar(desk, week=WEEK).content.decode()
        assert WEDNESDAY not in on_days(calendar(desk, week=WEEK)) or localdate() == WEDNESDAY

    def test_a_month_is_shown_in_whole_weeks(self, desk):
        make_article("At the edge", planned_for=date(2026, 12, 1))
        page = calendar(desk, month="2026-11")
        assert on_days(page) == {date(2026, 12, 1): [("Planned", "At the edge")]}
        assert page.context["span"].previous == "2026-10"
        assert page.context["span"].next == "2026-12"

    def test_today_is_marked(self, desk):
        assert 'aria-current="date"' in calendar(desk).content.decode()
        assert 'aria-current="date"' not in calendar(desk, week="2001-01-01").content.decode()

    @pytest.mark.parametrize("hour", [4, 5])
    def test_a_day_whose_clocks_are_changed_has_its_own_moments(self, desk, settings, hour):
        settings.TIME_ZONE = "America/New_York"
        # Midnight is at 4 in UTC before the change of that day, and at 5 after it.
        make_article("Next day", due_at=datetime(2026, 11, 1, 4, tzinfo=UTC))
        make_article("Last minute", due_at=datetime(2026, 11, 2, hour - 1, 59, tzinfo=UTC))
        shown = on_days(calendar(desk, month="2026-11"))
        assert len(shown[date(2026, 11, 1)]) == 2

    def test_a_crowded_day_leads_to_the_rest(self, desk):
        for number in range(9):
            make_article(f"Story {number}", due_at=MOMENT)
        make_article("Alone", due_at=datetime(2026, 11, 27, tzinfo=UTC))
        page = calendar(desk, week=WEEK)
        shown = on_days(page)
        assert len(shown[WEDNESDAY]) == 6
        assert len(shown[date(2026, 11, 27)]) == 1
        assert "and 3 more: due" in page.content.decode()
        listed = desk.get("/admin/articles/article/?due=2026-11-25").context["cl"]
        assert listed.result_count == 9

    @pytest.mark.parametrize("kind", ["planned", "out", "due", "embargo", "expires"])
    def test_each_kind_has_its_list(self, desk, kind):
        make_article("Planned", planned_for=WEDNESDAY)
        make_article("Due", due_at=MOMENT)
        make_article("Embargo", embargo_until=MOMENT)
        make_article("Expires", expires_at=MOMENT)
        make_story("Out", now=MOMENT)
        listed = desk.get(f"/admin/articles/article/?{kind}=2026-11-25").context["cl"]
        assert [story.headline.lower() for story in listed.result_list] == [kind]


class TestAddresses:
    @pytest.mark.parametrize(
        "query",
        [
            {"week": "x"},
            {"week": ""},
            {"week": "2026-13-45"},
            {"week": "0001-01-01"},
            {"week": "9999-12-31"},
            {"month": "x"},
            {"month": "2026-00"},
            {"month": "9999-12"},
            {"month": "2026-11-01"},
            {"week": "٢٠٢٦-١١-٢٣"},
            {"week": "1" * 5000},
            {"month": "\x00"},
        ],
    )
    def test_junk_shows_this_week(self, desk, query):
        page = calendar(desk, **query)
        assert page.status_code == 200
        assert localdate() in page.context["weeks"][0][localdate().weekday()]

    @pytest.mark.parametrize(
        ("query", "end"),
        [
            ({"week": "2000-01-01"}, "previous"),
            ({"week": "2100-12-31"}, "next"),
            ({"month": "2000-01"}, "previous"),
            ({"month": "2100-12"}, "next"),
        ],
    )
    def test_the_years_end(self, desk, query, end):
        assert getattr(calendar(desk, **query).context["span"], end) == ""


class TestRoles:
    @pytest.mark.parametrize(
        ("role", "seen"), [("Reporter", {"Mine"}), ("Editor", {"Mine", "Secret"})]
    )
    def test_each_sees_the_stories_that_they_may(self, client, role, seen):
        user = make_user()
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        make_article("Mine", created_by=user, due_at=MOMENT)
        make_article("Secret", due_at=MOMENT)
        make_story("Secret", slug="secret-too", now=MOMENT)
        shown = on_days(calendar(client, week=WEEK))[WEDNESDAY]
        assert {headline for _, headline in shown} == seen

    def test_an_archivist_has_none(self, client):
        user = make_user()
        user.groups.add(Group.objects.get(name="Archivist"))
        client.force_login(user)
        assert calendar(client).status_code == 403

    def test_a_stranger_logs_in_first(self, client):
        assert calendar(client).status_code == 302


def test_it_takes_as_many_queries_however_much_there_is(desk):
    def queries():
        return queries_of(desk, "/admin/calendar/?month=2026-11")

    make_article(due_at=MOMENT, planned_for=WEDNESDAY)
    few = queries()
    for _ in range(20):
        make_article(due_at=MOMENT, planned_for=WEDNESDAY)
    assert queries() == few <= 8
    assert Article.objects.count() == 21
