"""Moments at the edges: times gone by, this very moment, and the days on which clocks change."""

from datetime import UTC, datetime, timedelta

import pytest

from articles.publishing import NotPublishable, publish, schedule
from tests.admin.pages import Form, errors_in, messages_in
from tests.factories import make_article, make_story, make_user

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def desk(client, db):
    client.force_login(make_user("editor", is_superuser=True))
    return client


@pytest.fixture
def new_york(settings):
    settings.TIME_ZONE = "America/New_York"


def fill_in(desk, story, name, date, time, button="_continue"):
    return Form(desk, story).submit(button, **{f"{name}_0": date, f"{name}_1": time})


@pytest.mark.django_db
@pytest.mark.parametrize("at", [NOON - HOUR, NOON])
def test_what_is_not_to_come_cannot_be_scheduled(at):
    with pytest.raises(NotPublishable, match="time to come"):
        schedule(make_article(), at=at, now=NOON)


@pytest.mark.django_db
def test_an_expiry_before_it_goes_out_is_refused_now_and_then():
    story = make_article(expires_at=NOON + HOUR)
    with pytest.raises(NotPublishable, match="expired by then"):
        schedule(story, at=NOON + 2 * HOUR, now=NOON)
    with pytest.raises(NotPublishable, match="expired by then"):
        schedule(story, at=NOON + HOUR, now=NOON)
    assert schedule(story, at=NOON + HOUR / 2, now=NOON).visible_until == NOON + HOUR
    with pytest.raises(NotPublishable, match="expired by then"):
        publish(story, now=NOON + HOUR)


@pytest.mark.django_db
def test_an_embargo_ends_at_its_moment_and_names_who_may_lift_it():
    make_user("chief", first_name="Ara", last_name="Kim", is_superuser=True)
    story = make_article(embargo_until=NOON)
    with pytest.raises(NotPublishable, match="Ara Kim may lift it"):
        schedule(story, at=NOON - timedelta(seconds=1), now=NOON - HOUR)
    assert schedule(story, at=NOON, now=NOON - HOUR).visible_from == NOON


def test_a_time_in_the_past_is_told_and_nothing_goes_out(desk):
    story = make_article()
    page = fill_in(desk, story, "publish_at", "01/03/2020", "12:00", button="_schedule")
    assert "Choose a time to come" in messages_in(page)
    assert not story.editions.exists()


def test_a_change_to_a_live_story_is_scheduled_and_work_goes_on(desk, client):
    story = make_story("First")
    Form(desk, story).submit(headline="Second")
    fill_in(desk, story, "publish_at", "01/03/2036", "12:00", button="_schedule")
    page = Form(desk, story).submit("_continue", headline="Third")
    assert "Version 2 goes out Sat 1 Mar 2036 12:00 KST" in page.content.decode()
    assert [edition.headline for edition in story.editions.order_by("pk")] == [
        *("First", "Second")
    ]
    assert "First" in client.get(f"/stories/{story.slug}/").content.decode()


class TestTheClocksChange:
    @pytest.mark.parametrize("name", ["publish_at", "embargo_until", "expires_at", "due_at"])
    @pytest.mark.parametrize(
        ("date", "time"), [("08/03/2026", "02:30"), ("01/11/2026", "01:30")]
    )
    def test_a_time_that_is_none_or_two_is_refused_in_words(
        self, desk, new_york, name, date, time
    ):
        story = make_article()
        page = fill_in(desk, story, name, date, time)
        assert "couldn’t be interpreted in time zone" in errors_in(page)
        story.refresh_from_db()
        assert getattr(story, name) is None

    def test_before_and_after_it_is_the_time_of_the_desk(self, desk, new_york):
        story = make_article()
        for time, utc in [("01:59", 6), ("03:00", 7)]:
            page = fill_in(desk, story, "due_at", "08/03/2026", time)
            assert not errors_in(page)
            story.refresh_from_db()
            assert story.due_at.astimezone(UTC).hour == utc

    @pytest.mark.parametrize("hour", [5, 6])
    def test_a_time_that_is_two_stays_which_of_them_it_was(self, desk, new_york, hour):
        due = datetime(2026, 11, 1, hour, 30, tzinfo=UTC)
        story = make_article("First", due_at=due)
        assert not errors_in(Form(desk, story).submit(headline="Second"))
        story.refresh_from_db()
        assert (story.headline, story.due_at) == ("Second", due)

    def test_what_else_was_typed_beside_one_is_kept(self, desk, new_york):
        story = make_article("First")
        form = Form(desk, story)
        form.submit("_continue", headline="Second", due_at_0="01/11/2026", due_at_1="01:30")
        assert form.fields["headline"] == ["Second"]
        assert form.fields["due_at_1"] == ["01:30"]
        assert not errors_in(form.submit("_continue", due_at_1="02:30"))
        story.refresh_from_db()
        assert story.headline == "Second"
