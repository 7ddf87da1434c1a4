"""The buttons, the actions and the banner that publishing has in the admin."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone
from django.utils.timezone import localtime

from articles.models import Article
from articles.publishing import schedule
from articles.revisions import save_revision
from tests.factories import make_article, make_story

from .pages import Form, act_and_confirm, messages_in, url_of
from .rows import make_user_who_may

pytestmark = pytest.mark.django_db

TOMORROW = localtime() + timedelta(days=1)
DAY, HOUR = TOMORROW.strftime("%d/%m/%Y"), TOMORROW.strftime("%H:%M:%S")
AT_WORK = [
    *("articles.view_article", "articles.change_article", "articles.edit_all_articles"),
]


def labels(page):
    return dict(page.context["buttons"])


def banner(client, story):
    return " ".join(client.get(url_of(story)).context["public_copy"].statements())


@pytest.fixture
def reporter(client):
    """Somebody who may write every story and may publish none."""
    client.force_login(make_user_who_may(*AT_WORK))
    return client


class TestPublish:
    def test_what_is_in_the_form_goes_out(self, desk, editor):
        story = make_article()
        page = Form(desk, story).submit("_publish", headline="Out now")
        assert "Published: “Out now”." in messages_in(page)
        assert story.editions.get().headline == "Out now"
        assert {revision.user for revision in story.revisions.all()} == {editor}

    def test_a_new_story_can_be_published_at_once(self, desk):
        page = Form(desk, Article).submit("_publish", headline="Out now", slug="out-now")
        assert page.context["public_copy"].live.headline == "Out now"

    def test_a_refusal_says_why_and_keeps_the_save(self, desk):
        story = make_article(embargo_until=TOMORROW)
        page = Form(desk, story).submit("_publish", headline="Too early")
        story.refresh_from_db()
        assert "under embargo" in messages_in(page)
        assert "Published" not in messages_in(page)
        assert (story.headline, story.state) == ("Too early", Article.State.DRAFT)
        assert not story.editions.exists()
        assert story.revisions.count() == 1

    def test_a_form_with_a_mistake_publishes_nothing(self, desk):
        story = make_article()
        Form(desk, story).submit("_publish", headline="")
        assert not story.editions.exists()

    def test_saving_a_live_story_changes_nothing_for_readers(self, desk):
        story = make_story("As published")
        Form(desk, story).submit(headline="Changed")
        assert story.editions.get().headline == "As published"
        Form(desk, story).submit("_publish")
        assert story.editions.get().headline == "Changed"

    def test_it_is_logged(self, desk):
        story = make_article()
        Form(desk, story).submit("_publish")
        messages = [entry.get_change_message() for entry in LogEntry.objects.all()]
        assert "Published." in messages


class TestSchedule:
    def test_the_form_says_when(self, desk):
        story = make_article()
        page = Form(desk, story).submit("_schedule", publish_at_0=DAY, publish_at_1=HOUR)
        assert "Scheduled" in messages_in(page)
        assert story.editions.get().visible_from == TOMORROW.replace(microsecond=0)

    def test_without_a_time_it_asks_for_one(self, desk):
        page = Form(desk, make_article()).submit("_schedule")
        assert "Say when" in messages_in(page)

    def test_a_time_that_is_past_is_refused(self, desk):
        sent = {"publish_at_0": "01/01/2020", "publish_at_1": "12:00:00"}
        page = Form(desk, make_article()).submit("_schedule", **sent)
        assert "Choose a time to come" in messages_in(page)

    def test_the_button_says_when(self, desk):
        at = timezone.now().replace(month=12, day=27, hour=9, minute=0)
        story = make_article(publish_at=at + timedelta(days=365))
        label = labels(desk.get(url_of(story)))["_schedule"]
        assert label.startswith("Schedule for ")
        assert label.endswith("18:00 KST")

    def test_it_can_be_called_off(self, desk):
        story = make_article()
        schedule(story, at=TOMORROW)
        page = Form(desk, story).submit("_unschedule", kicker="Not yet")
        assert "Schedule called off" in messages_in(page)
        story.refresh_from_db()
        assert not story.editions.exists()
        assert (story.state, story.kicker) == (Article.State.READY, "Not yet")


class TestWithdraw:
    def test_the_story_is_taken_down(self, desk):
        story = make_story()
        page = Form(desk, story).submit("_withdraw", internal_note="Wrong.")
        assert "Withdrawn" in messages_in(page)
        story.refresh_from_db()
        assert (story.state, story.internal_note) == (Article.State.WITHDRAWN, "Wrong.")

    def test_what_is_not_out_cannot_be_taken_down(self, desk):
        page = Form(desk, make_article()).submit("_withdraw")
        assert "not published" in messages_in(page)


class TestButtons:
    def test_a_draft_can_be_published_or_scheduled(self, desk):
        assert labels(desk.get(url_of(make_article()))) == {
            "_submit": "Submit for review",
            "_ready": "Mark as ready",
            "_publish": "Publish",
            "_schedule": "Schedule",
        }

    def test_so_can_a_new_story(self, desk):
        found = labels(desk.get(url_of(Article, "add")))
        assert found.keys() == {"_submit", "_ready", "_publish", "_schedule"}

    def test_a_live_story_can_be_changed_or_withdrawn(self, desk):
        assert labels(desk.get(url_of(make_story()))) == {
            "_publish": "Publish changes",
            "_schedule": "Schedule",
            "_withdraw": "Withdraw",
        }

    def test_a_scheduled_story_can_be_called_off(self, desk):
        story = make_article()
        schedule(story, at=TOMORROW)
        found = labels(desk.get(url_of(story)))
        assert found.keys() == {"_publish", "_schedule", "_unschedule"}

    def test_a_withdrawn_story_cannot_be_withdrawn_again(self, desk):
        story = make_story()
        Form(desk, story).submit("_withdraw")
        assert labels(desk.get(url_of(story))).keys() == {"_publish", "_schedule"}


class TestPermissions:
    def test_who_may_not_publish_has_no_buttons(self, reporter):
        assert labels(reporter.get(url_of(make_story()))) == {}

    @pytest.mark.parametrize("button", ["_publish", "_schedule", "_unschedule", "_withdraw"])
    def test_and_a_forged_one_saves_nothing_and_does_nothing(self, reporter, button):
        story = make_story("As published")
        page = Form(reporter, story).submit(button, headline="Forged")
        story.refresh_from_db()
        assert page.status_code == 403
        assert (story.headline, story.state) == ("As published", Article.State.PUBLISHED)

    def test_publishing_and_withdrawing_are_two_permissions(self, client):
        client.force_login(make_user_who_may(*AT_WORK, "articles.publish_article"))
        story = make_article()
        Form(client, story).submit("_publish")
        assert labels(client.get(url_of(story))).keys() == {"_publish", "_schedule"}
        assert Form(client, story).submit("_withdraw").status_code == 403

    def test_actions_are_offered_to_those_who_may(self, reporter):
        story = make_article()
        page = act_and_confirm(reporter, "publish_selected", [story])
        assert not story.editions.exists()
        assert "publish_selected" not in page.content.decode()


class TestActions:
    def test_several_stories_are_published_and_what_may_not_be_is_left(self, desk):
        good, bad = make_article("Good"), make_article("Bad", embargo_until=TOMORROW)
        page = act_and_confirm(desk, "publish_selected", [good, bad])
        assert "Published: 1 story." in messages_in(page)
        assert good.editions.exists()
        assert not bad.editions.exists()

    def test_several_stories_are_withdrawn(self, desk):
        stories = [make_story(), make_story(), make_article("Draft")]
        page = act_and_confirm(desk, "withdraw_selected", stories)
        assert "Withdrawn: 2 stories." in messages_in(page)


class TestBanner:
    def test_of_a_draft(self, desk):
        assert banner(desk, make_article()) == "Readers have not seen this story yet."

    def test_of_a_live_story(self, desk):
        story = make_story()
        assert banner(desk, story).startswith("Readers see version 1, since ")
        page = desk.get(url_of(story)).content.decode()
        assert f'<a href="/stories/{story.slug}/">Read it on the site</a>' in page

    def test_of_a_live_story_with_changes(self, desk):
        story = make_story()
        Form(desk, story).submit(headline="Changed")
        assert "changes that are not published yet" in banner(desk, story)

    def test_of_a_scheduled_story(self, desk):
        story = make_article()
        schedule(story, at=TOMORROW)
        assert "Version 1 goes out " in banner(desk, story)

    def test_of_a_withdrawn_story(self, desk):
        story = make_story()
        Form(desk, story).submit("_withdraw")
        assert banner(desk, story).startswith("Withdrawn ")

    def test_of_an_expired_story(self, desk):
        now = timezone.now()
        story = make_story(now=now - timedelta(days=2), expires_at=now - timedelta(days=1))
        assert banner(desk, story).startswith("Expired ")

    def test_of_a_story_that_will_expire(self, desk):
        story = make_story(expires_at=TOMORROW)
        assert "It ends " in banner(desk, story)

    def test_a_version_that_is_not_out_is_no_concern_of_readers(self, desk):
        story = make_article()
        save_revision(story)
        assert "changes" not in banner(desk, story)
