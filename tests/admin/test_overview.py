"""The desk's front page: what is to be done, and by whom it is seen."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.timezone import localdate

from articles.models import Article
from articles.publishing import (
    has_unpublished_changes,
    publish,
    schedule,
    unschedule,
    withdraw,
)
from articles.revisions import save_revision
from articles.workflow import request_changes, submit
from tests.factories import make_article, make_production, make_story, make_user

from .pages import Form, queries_of, url_of
from .rows import make_fact, make_user_who_may

pytestmark = pytest.mark.django_db


def log_in(client, role):
    user = make_user()
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return user


def front(client):
    return client.get("/admin/").context["overview"]


def sections(client):
    page = front(client)
    return {section.title: section for section in [*page["to_do"], *page["on_its_way"]]}


def headlines(section):
    return [row.label for row in section.rows]


def in_days(number):
    return timezone.now() + timedelta(days=number)


def change(story, **fields):
    """What the desk saves of a story, beside its form."""
    Article.objects.filter(pk=story.pk).update(**fields)
    save_revision(story)


class TestSections:
    def test_my_work_is_unfinished_and_what_was_sent_back_comes_first(self, client):
        user = log_in(client, "Editor")
        make_article("Another’s", created_by=make_user())
        make_article("Assigned", assignee=user, due_at=in_days(1))
        sent_back = make_article("Sent back", created_by=user)
        submit(sent_back)
        request_changes(sent_back, comment="Say who said it.", user=make_user())
        make_story("Finished", created_by=user)
        section = sections(client)["My work"]
        assert headlines(section) == ["Sent back", "Assigned"]
        assert section.rows[0].alarm == "Changes requested"
        assert section.rows[0].note == "Say who said it."

    def test_a_request_that_was_met_is_not_shown_again(self, client):
        user = log_in(client, "Editor")
        story = make_article("Sent back", created_by=user)
        submit(story)
        request_changes(story, comment="Say who said it.")
        submit(story)
        assert sections(client)["My work"].rows[0].alarm == ""

    def test_what_is_overdue_comes_first_and_says_so(self, client):
        log_in(client, "Editor")
        for headline, due in [("Later", 9), ("Soon", 2), ("Late", -3)]:
            make_article(headline, due_at=in_days(due))
        make_story("Out", due_at=in_days(-1))
        section = sections(client)["Due"]
        assert headlines(section) == ["Late", "Soon"]
        assert [row.alarm for row in section.rows] == ["Overdue", ""]

    def test_review_and_ready_show_what_waits_longest_first(self, client):
        log_in(client, "Editor")
        for state in ["review", "ready"]:
            make_article(f"New {state}", state=state)
            make_article(f"Old {state}", state=state, updated_at=in_days(-2))
        shown = sections(client)
        assert headlines(shown["In review"]) == ["Old review", "New review"]
        assert headlines(shown["Ready"]) == ["Old ready", "New ready"]

    def test_what_is_scheduled_says_when_and_whether_it_was_edited_since(self, client):
        log_in(client, "Editor")
        story = make_article("Scheduled")
        schedule(story, at=in_days(1))
        assert "edited since" not in "".join(sections(client)["Scheduled"].rows[0].told)
        change(story, headline="Edited")
        assert "edited since" in "".join(sections(client)["Scheduled"].rows[0].told)
        assert sections(client)["Live with unpublished changes"].rows == []

    def test_a_section_is_bounded_and_leads_to_the_same_stories(self, client):
        user = log_in(client, "Editor")
        for _ in range(10):
            make_article(assignee=user, due_at=in_days(1), state="review")
        schedule(make_article("Scheduled"), at=in_days(1))
        change(make_story("Live"), headline="Live, changed")
        for section in sections(client).values():
            assert len(section.shown) <= 8
            listed = client.get(section.address).context["cl"]
            assert section.more or set(headlines(section)) == {
                story.headline for story in listed.result_list
            }
            assert listed.result_count == (10 if section.more else len(section.rows))

    def test_gaps_are_days_for_which_nothing_is_meant(self, client):
        log_in(client, "Editor")
        today = localdate()
        make_article(planned_for=today)
        schedule(make_article(), at=in_days(1))
        gaps = front(client)["gaps"]["days"]
        assert gaps == [today + timedelta(days=number) for number in range(2, 14)]

    def test_shows_that_come_out_without_a_story_are_named(self, client):
        log_in(client, "Editor")
        on = (localdate() + timedelta(days=5)).isoformat()
        covered, bare = make_production("Covered"), make_production("Bare")
        told = make_story("Told before")
        for show in [covered, bare]:
            make_fact(told, kind="release", production=show, date=on)
        make_fact(told, kind="release", production=make_production("Past"), date="2020")
        make_article(shows=[covered])
        assert [row.label for row in front(client)["gaps"]["shows"]] == ["Bare"]


class TestUnpublishedChanges:
    """The mark is what comparing with the public copy says, whatever is done to a story."""

    def check(self, story, ahead):
        story.refresh_from_db()
        assert story.is_ahead == has_unpublished_changes(story) == ahead
        listed = Article.objects.live_and_ahead().filter(pk=story.pk).exists()
        assert listed == ahead

    def test_it_follows_saving_and_publishing(self, desk):
        story = make_story("One")
        self.check(story, False)
        Form(desk, story).submit(headline="Two")
        self.check(story, True)
        Form(desk, story).submit(headline="One")
        self.check(story, False)
        Form(desk, story).submit(internal_note="For us alone.", due_at_0="01/12/2026")
        self.check(story, False)
        Form(desk, story).submit("_publish", headline="Three")
        self.check(story, False)

    def test_it_follows_a_schedule_and_its_end(self):
        story = make_story("One")
        change(story, headline="Two")
        schedule(story, at=in_days(1))
        self.check(story, False)
        unschedule(story)
        self.check(story, True)
        publish(story)
        self.check(story, False)
        change(story, headline="Three")
        withdraw(story)
        self.check(story, False)

    def test_a_fact_of_its_own_page_counts(self, desk):
        story = make_story()
        fact = make_fact(story)
        publish(story)
        Form(desk, fact).submit(quote="Other words.")
        self.check(story, True)

    def test_a_draft_has_none(self):
        story = make_article()
        change(story, headline="Two")
        self.check(story, False)


class TestRoles:
    def test_a_reporter_sees_own_stories_alone_and_no_gaps(self, client):
        user = log_in(client, "Reporter")
        for whose in [user, make_user()]:
            for state in ["draft", "review", "ready"]:
                make_article(f"{state} of {whose}", created_by=whose, state=state)
            make_article(f"due of {whose}", created_by=whose, due_at=in_days(1))
            schedule(make_article(f"out of {whose}", created_by=whose), at=in_days(1))
            change(make_story(f"live of {whose}", created_by=whose), headline=f"new of {whose}")
        shown = [label for s in sections(client).values() for label in headlines(s)]
        assert shown
        assert all(label.endswith(f"of {user}") for label in shown)
        assert "gaps" not in front(client)

    def test_an_archivist_sees_no_story(self, client):
        log_in(client, "Archivist")
        make_article("Secret", due_at=in_days(1))
        page = client.get("/admin/")
        assert page.context["overview"] == {}
        assert "Secret" not in page.content.decode()

    @pytest.mark.parametrize("role", ["Editor", "Desk chief"])
    def test_editors_see_everything(self, client, role):
        log_in(client, role)
        make_article("Anybody’s", state="review")
        assert headlines(sections(client)["In review"]) == ["Anybody’s"]

    def test_hostile_headlines_are_text(self, client):
        log_in(client, "Editor")
        make_article("<script>x()</script>", state="review")
        assert "<script>x()" not in client.get("/admin/").content.decode()


class TestLists:
    def test_they_are_grouped_and_none_is_lost(self, desk):
        groups = desk.get("/admin/").context["app_list"]
        names = [group["name"] for group in groups]
        assert (names[0], names[-1]) == ("Stories", "Behind the scenes")
        behind = {model["object_name"] for model in groups[-1]["models"]}
        assert {"Edition", "Listing", "EditSession"} <= behind
        page = desk.get("/admin/").content.decode()
        assert url_of(Article, "changelist") in page

    def test_a_group_without_a_list_is_left_out(self, client):
        log_in(client, "Archivist")
        assert "Accounts" not in [g["name"] for g in client.get("/admin/").context["app_list"]]


def test_it_takes_as_many_queries_however_much_there_is(client):
    user = log_in(client, "Editor")

    def fill(number):
        for _ in range(number):
            for state in ["draft", "review", "ready"]:
                make_article(
                    state=state, assignee=make_user(), created_by=user, due_at=in_days(1)
                )
            schedule(make_article(), at=in_days(1))
            change(make_story(), headline="Changed")

    fill(1)
    few = queries_of(client, "/admin/")
    fill(9)
    assert queries_of(client, "/admin/") == few <= 15


@pytest.mark.parametrize(
    ("may", "shown"), [("articles.add_article", True), ("articles.view_article", False)]
)
def test_a_day_begins_here_with_a_story_or_with_copy_for_who_may_add_one(client, may, shown):
    client.force_login(make_user_who_may(may, "articles.view_article"))
    page = client.get("/admin/").content.decode()
    assert (f'href="{url_of(Article, "copy")}"' in page) is shown
    assert (f'href="{url_of(Article, "add")}" class="addlink">Add story' in page) is shown
