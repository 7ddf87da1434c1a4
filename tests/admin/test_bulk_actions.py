"""What is done to several stories at once, and what is shown of it before."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import localtime

from articles.models import Article, Event
from articles.publishing import schedule
from articles.revisions import save_revision
from tests.factories import make_article, make_photo, make_story, make_tag, make_user

from .pages import act, act_and_confirm, fields_of, messages_in, url_of

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"
TOMORROW = localtime() + timedelta(days=1)


def words(page):
    return {row.article.headline: " ".join(row.words) for row in page.context["rows"]}


def confirm(client, shown, **changed):
    sent = fields_of(shown, "bulk_form") | {"_confirm": "1"} | changed
    return client.post(LIST, sent, follow=True)


def make_colleague(role, **fields):
    user = make_user(**fields)
    user.groups.add(Group.objects.get(name=role))
    return user


class TestShown:
    def test_it_shows_what_will_happen_and_does_nothing_yet(self, desk):
        live, draft = make_story("Live"), make_article("Draft")
        Article.objects.filter(pk=live.pk).update(kicker="New")
        save_revision(live)
        shown = act(desk, "publish_selected", [live, draft])
        assert words(shown) == {
            "Live": "Version 2 goes out, readers now see version 1.",
            "Draft": "Version 1 goes out, for the first time.",
        }
        assert live.editions.get().kicker == ""
        assert not draft.editions.exists()
        assert "Published: 2 stories." in messages_in(confirm(desk, shown))
        assert live.editions.get().kicker == "New"

    def test_what_stands_in_the_way(self, desk):
        photo = make_photo(embargo_until=TOMORROW)
        stories = [make_article("Blocked", lead_photo=photo), make_story("Same")]
        shown = act(desk, "publish_selected", stories)
        assert "may not be used before" in words(shown)["Blocked"]
        assert "which says the same" in words(shown)["Same"]
        assert "There is nothing to do" in shown.content.decode()

    def test_what_is_scheduled_is_called_off(self, desk):
        story = make_article("Scheduled")
        schedule(story, at=TOMORROW)
        shown = act(desk, "publish_selected", [story])
        assert "is called off" in words(shown)["Scheduled"]
        confirm(desk, shown)
        assert story.editions.get().visible_from < timezone.now()

    def test_a_change_that_is_scheduled_can_go_out_at_once(self, desk):
        story = make_story("Live")
        Article.objects.filter(pk=story.pk).update(kicker="New")
        schedule(story, at=TOMORROW)
        shown = act(desk, "publish_selected", [story])
        assert (
            "readers now see version 1. Version 2, which is scheduled" in words(shown)["Live"]
        )
        confirm(desk, shown)
        assert story.editions.get().kicker == "New"

    def test_the_other_steps(self, desk):
        draft, live = make_article("Draft"), make_story("Live")
        assert words(act(desk, "submit_selected", [draft, live])) == {
            "Draft": "From draft to in review.",
            "Live": "Only a draft can be submitted for review.",
        }
        assert words(act(desk, "withdraw_selected", [draft, live])) == {
            "Draft": "This story is not published.",
            "Live": "Taken down: version 1 answers “withdrawn”.",
        }

    def test_two_hundred_at_most(self, desk):
        for number in range(201):
            Article.objects.create(headline=str(number), slug=f"story-{number}")
        sent = {"action": "submit_selected", "select_across": "1", "_selected_action": ["1"]}
        page = desk.post(LIST, sent, follow=True)
        assert "At most 200 stories at once" in messages_in(page)
        ids = list(Article.objects.values_list("pk", flat=True))
        sent = {"action": "submit_selected", "_selected_action": ids, "_confirm": "1"}
        page = desk.post(LIST, sent, follow=True)
        assert "At most 200 stories at once" in messages_in(page)
        assert not Event.objects.exists()


class TestChangedMeanwhile:
    def test_what_has_not_been_shown_is_not_done(self, desk):
        story, other = make_article("Draft"), make_article("Other")
        shown = act(desk, "publish_selected", [story, other])
        save_revision(story)
        Article.objects.filter(pk=story.pk).update(kicker="Changed")
        save_revision(story)
        page = confirm(desk, shown)
        assert "“Draft”: It has changed since you looked. Version 2" in messages_in(page)
        assert "Published: 1 story." in messages_in(page)
        assert not story.editions.exists()

    def test_nor_what_a_forged_request_has_not_looked_at(self, desk):
        story = make_article()
        sent = {"action": "publish_selected", "_selected_action": [story.pk], "_confirm": "1"}
        page = desk.post(LIST, sent, follow=True)
        assert "It has changed since you looked" in messages_in(page)
        assert not story.editions.exists()

    def test_what_is_gone_is_counted_even_if_a_filter_hides_it(self, desk):
        story, gone = make_article("Here"), make_article("Gone")
        shown = act(desk, "submit_selected", [story, gone])
        sent = fields_of(shown, "bulk_form") | {"_confirm": "1"}
        gone.delete()
        Article.objects.filter(pk=story.pk).update(state="ready")
        page = desk.post(f"{LIST}?state__exact=draft", sent, follow=True)
        assert "no longer yours to see: 1" in messages_in(page)
        assert "“Here”: It has changed since you looked" in messages_in(page)

    @pytest.mark.parametrize("ids", [["x"], ["9" * 30], ["-1"], ["²"], [""]])
    def test_junk_is_as_good_as_nothing(self, desk, ids):
        make_article()
        sent = {"action": "submit_selected", "_selected_action": ids}
        assert desk.post(LIST, sent, follow=True).status_code == 200
        assert desk.post(LIST, sent | {"_confirm": "1"}, follow=True).status_code == 200
        assert not Event.objects.exists()


class TestRights:
    def test_a_reporter_changes_own_stories_alone_even_across_pages(self, client):
        reporter = make_colleague("Reporter")
        client.force_login(reporter)
        mine, ready = make_article("Mine", created_by=reporter), make_article("Secret")
        Article.objects.filter(pk=ready.pk).update(created_by=reporter, state="ready")
        secret = make_article("Not theirs")
        sent = {"action": "submit_selected", "select_across": "1"}
        shown = client.post(LIST, sent | {"_selected_action": [mine.pk]}, follow=True)
        assert words(shown) == {
            "Mine": "From draft to in review.",
            "Secret": "You may not do this to it as it stands.",
        }
        forged = fields_of(shown, "bulk_form")
        forged["_selected_action"] = [mine.pk, ready.pk, secret.pk]
        page = client.post(LIST, forged | {"_confirm": "1"}, follow=True)
        assert "Not theirs" not in page.content.decode()
        states = dict(Article.objects.values_list("headline", "state"))
        assert states == {"Mine": "review", "Secret": "ready", "Not theirs": "draft"}

    @pytest.mark.parametrize(
        "action",
        ["publish", "withdraw", "ready", "assign", "due", "tag", "untag"],
    )
    def test_no_other_action_is_a_reporters(self, client, action):
        reporter = make_colleague("Reporter")
        client.force_login(reporter)
        story = make_article(created_by=reporter)
        sent = {"value": reporter.pk, "_asked": "1", "_confirm": "1"}
        page = act(client, f"{action}_selected", [story], **sent)
        assert "rows" not in page.context
        assert not Event.objects.exists()


class TestNew:
    def test_assign(self, desk, mailoutbox, django_capture_on_commit_callbacks):
        mina = make_colleague("Reporter", username="mina", email="mina@newsroom.example")
        story, hers = make_article("Story"), make_article("Hers", assignee=mina)
        asked = act(desk, "assign_selected", [story, hers])
        assert "Show what will change" in asked.content.decode()
        shown = act(desk, "assign_selected", [story, hers], value=mina.pk, _asked="1")
        assert words(shown) == {
            "Story": "Assigned to mina; until now to nobody.",
            "Hers": "It is mina’s already.",
        }
        with django_capture_on_commit_callbacks(execute=True):
            confirm(desk, shown)
        story.refresh_from_db()
        assert story.assignee == mina
        assert [message.to for message in mailoutbox] == [["mina@newsroom.example"]]
        trail = desk.get(url_of(story, "history")).content.decode()
        assert "Assigned" in trail
        assert "mina" in trail

    def test_a_value_that_was_not_shown_changes_nothing(self, desk):
        mina, jun, story = make_user("mina"), make_user("jun"), make_article("Story")
        shown = act(desk, "assign_selected", [story], value=mina.pk, _asked="1")
        page = confirm(desk, shown, value=jun.pk)
        assert "It has changed since you looked" in messages_in(page)
        story.refresh_from_db()
        assert story.assignee is None

    @pytest.mark.parametrize("value", ["", "x", "9" * 30, "0"])
    def test_nobody_is_no_assignee(self, desk, value):
        story = make_article()
        sent = {"value": value, "_asked": "1", "_confirm": "1"}
        page = act(desk, "assign_selected", [story], **sent)
        assert page.context["form"].errors

    def test_due_date(self, desk):
        story = make_article("Story")
        sent = {"value_0": TOMORROW.strftime("%d/%m/%Y"), "value_1": "18:00:00"}
        shown = act(desk, "due_selected", [story], _asked="1", **sent)
        assert words(shown)["Story"].endswith("18:00 KST; until now not at all.")
        assert "Due date set: 1 story." in messages_in(confirm(desk, shown))
        story.refresh_from_db()
        assert localtime(story.due_at).strftime("%H:%M") == "18:00"
        assert story.events.get().kind == Event.Kind.DUE

    def test_tags_are_part_of_a_version(self, desk):
        tag, story = make_tag("Drama"), make_story("Story")
        page = act_and_confirm(desk, "tag_selected", [story], value=tag.pk, _asked="1")
        assert "Tagged: 1 story." in messages_in(page)
        assert story.revisions.first().data["tags"] == [tag.slug]
        assert story.editions.get().tag_ids == []
        again = act(desk, "tag_selected", [story], value=tag.pk, _asked="1")
        assert words(again) == {"Story": "It is tagged Drama already."}
        act_and_confirm(desk, "untag_selected", [story], value=tag.pk, _asked="1")
        assert story.revisions.first().data["tags"] == []
        assert story.revisions.count() == 3


@pytest.mark.parametrize(
    ("action", "make", "each"), [("submit", make_article, 0), ("publish", make_story, 1)]
)
def test_a_story_more_costs_only_what_its_own_checks_cost(desk, action, make, each):
    def queries(number):
        stories = [make() for _ in range(number)]
        with CaptureQueriesContext(connection) as captured:
            act(desk, f"{action}_selected", stories)
        return len(captured)

    queries(1)
    assert queries(20) == queries(2) + 18 * each
