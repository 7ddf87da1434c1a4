"""A story's way across the desk: its steps, who is told of them, and its notes."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.utils import timezone
from django.utils.timezone import localtime

from articles.models import Article, Note
from articles.publishing import schedule
from tests.factories import make_article, make_user

from .pages import Form, act_and_confirm, errors_in, messages_in, url_of

pytestmark = pytest.mark.django_db

State = Article.State
LATER = localtime() + timedelta(days=3)
DAY, HOUR = LATER.strftime("%d/%m/%Y"), LATER.strftime("%H:%M:%S")


def make_colleague(name, role=None):
    user = make_user(name, email=f"{name}@newsroom.example", first_name=name.title())
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def mina(client):
    """A reporter at her desk."""
    mina = make_colleague("mina", "Reporter")
    client.force_login(mina)
    return mina


@pytest.fixture
def sent(django_capture_on_commit_callbacks):
    """Calls what it is given, and returns what mail that sent: to whom, and the subject."""

    def sent(call, *args, **kwargs):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            call(*args, **kwargs)
        return [(message.to[0].partition("@")[0], message.subject) for message in mail.outbox]

    return sent


def trail_of(client, story):
    entries = client.get(url_of(story, "history")).context["entries"]
    return [(entry.what, entry.comment) for entry in entries]


class TestSteps:
    @pytest.mark.parametrize(
        ("begin", "button", "end"),
        [
            (State.DRAFT, "_submit", State.REVIEW),
            (State.DRAFT, "_ready", State.READY),
            (State.REVIEW, "_ready", State.READY),
            (State.REVIEW, "_take_back", State.DRAFT),
            (State.READY, "_take_back", State.DRAFT),
        ],
    )
    def test_a_button_saves_and_moves_it_on(self, desk, editor, begin, button, end):
        story = make_article(state=begin)
        Form(desk, story).submit(button, headline="As it moves")
        story.refresh_from_db()
        assert (story.headline, story.state) == ("As it moves", end)
        assert story.events.get().user == editor
        assert story.events.get().revision.data["fields"]["headline"] == "As it moves"

    def test_what_the_state_does_not_allow_is_refused_in_words(self, desk):
        page = Form(desk, make_article(state=State.READY)).submit("_submit")
        assert "Only a draft can be submitted" in messages_in(page)

    def test_changes_are_requested_with_a_comment_that_becomes_a_note(self, desk, editor):
        story = make_article(state=State.REVIEW)
        Form(desk, story).submit("_request_changes", _comment="Who says so?")
        story.refresh_from_db()
        assert story.state == State.DRAFT
        assert (story.notes.get().text, story.notes.get().written_by) == (
            "Who says so?",
            editor,
        )
        assert ("changes requested", "Who says so?") in trail_of(desk, story)

    def test_and_not_without_one(self, desk):
        story = make_article(state=State.REVIEW)
        page = Form(desk, story).submit("_request_changes", _comment=" ")
        story.refresh_from_db()
        assert "Say what is to change." in messages_in(page)
        assert story.state == State.REVIEW

    def test_several_at_once(self, desk):
        stories = [make_article("One"), make_article("Two", state=State.READY)]
        page = act_and_confirm(desk, "submit_selected", stories)
        assert "Submitted for review: 1 story." in messages_in(page)


class TestEmbargo:
    def test_it_is_part_of_the_trail(self, desk):
        story = make_article()
        Form(desk, story).submit(embargo_until_0=DAY, embargo_until_1=HOUR)
        Form(desk, story).submit(embargo_until_0="", embargo_until_1="")
        what = [entry for entry, _ in trail_of(desk, story)]
        assert "embargo lifted" in what
        assert any(entry.startswith("under embargo until ") for entry in what)

    def test_it_cannot_be_set_past_what_is_scheduled(self, desk):
        story = make_article()
        schedule(story, at=LATER - timedelta(days=1))
        page = Form(desk, story).submit(embargo_until_0=DAY, embargo_until_1=HOUR)
        assert "call off the schedule first" in errors_in(page)


class TestNotices:
    def test_whom_a_story_is_assigned_to_is_told(self, desk, sent):
        jae, story = make_colleague("jae", "Reporter"), make_article("On Moving")
        form = Form(desk, story)
        assert sent(form.submit, assignee=jae.pk) == [("jae", "Assigned to you: On Moving")]
        assert url_of(story) in mail.outbox[0].body

    def test_editors_are_told_of_what_is_submitted(self, client, mina, sent):
        for name, role in [("ann", "Editor"), ("chi", "Desk chief"), ("rei", "Reporter")]:
            make_colleague(name, role)
        story = make_article("On Moving", created_by=mina)
        form = Form(client, story)
        told = sent(form.submit, "_submit")
        assert told == [("ann", "For review: On Moving"), ("chi", "For review: On Moving")]

    def test_who_wrote_it_is_told_what_becomes_of_it(self, desk, mina, editor, sent):
        desk.force_login(editor)
        story = make_article("On <Moving>", created_by=mina, state=State.REVIEW)
        form = Form(desk, story)
        comment = {"_comment": "Who says “so”?"}
        assert sent(form.submit, "_request_changes", **comment) == [
            ("mina", "Changes requested: On <Moving>")
        ]
        assert "Who says “so”?" in mail.outbox[0].body
        form = Form(desk, story)
        assert sent(form.submit, "_publish") == [("mina", "Published: On <Moving>")]

    def test_a_note_is_told_to_those_whom_it_concerns_and_not_to_its_writer(
        self, client, mina, sent
    ):
        jae = make_colleague("jae", "Reporter")
        story = make_article("On Moving", created_by=jae, assignee=mina)
        form = Form(client, story)
        form.add_row("notes", text="Check.")
        assert sent(form.submit) == [("jae", "A note: On Moving")]

    def test_nobody_is_told_of_a_story_that_they_may_not_see(self, desk, sent):
        jae, story = make_colleague("jae", "Reporter"), make_article()
        Note.objects.create(article=story, written_by=jae, text="Mine until yesterday.")
        form = Form(desk, story)
        assert sent(form.submit, "_publish") == []

    def test_a_mail_server_that_fails_is_logged_and_stops_nothing(
        self, desk, mina, editor, settings, caplog, sent
    ):
        desk.force_login(editor)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        story = make_article("On Moving", created_by=mina)
        sent(Form(desk, story).submit, "_publish")
        assert story.editions.exists()
        assert "The notice “Published: On Moving” was not sent" in caplog.text


class TestNotes:
    def test_open_ones_stand_first_and_are_resolved_by_a_tick(self, desk, editor):
        story, now = make_article(body="<p>He <em>said</em>.</p>"), timezone.now()
        for age, text, resolved in [(3, "Old.", now), (2, "Open.", None), (1, "New.", None)]:
            at = now - timedelta(age)
            story.notes.create(text=text, written_at=at, resolved_at=resolved)
        form = Form(desk, story)
        shown = [form.fields[f"notes-{n}-text"] for n in range(3)]
        assert shown == [["Open."], ["New."], ["Old."]]
        form.submit(**{"notes-0-resolved": "on"})
        assert story.notes.get(text="Open.").resolved_by == editor
        assert story.notes.filter(resolved_at=None).get().text == "New."

    def test_a_passage_that_is_gone_is_said_to_be(self, desk):
        story = make_article(body="<p>He <em>said</em>.</p>")
        story.notes.create(text="Who?", passage="He said.")
        assert "no longer in the text" not in desk.get(url_of(story)).content.decode()
        Form(desk, story).submit(body="<p>She said.</p>")
        assert "no longer in the text" in desk.get(url_of(story)).content.decode()
