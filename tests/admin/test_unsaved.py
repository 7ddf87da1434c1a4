"""Who has a story open, and what is typed there and not saved."""

import json
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, EditSession
from tests.factories import make_article, make_person, make_tag, make_user

from .pages import Form, errors_in, fields_of, messages_in, queries_of, url_of
from .rows import make_user_who_may

pytestmark = pytest.mark.django_db

NEW = "/admin/articles/article/session/"

TAB = "0f8fad5b-d9cb-469f-a165-70867728950e"


def address_of(story):
    return f"/admin/articles/article/{story.pk}/session/" if story else NEW


class Tab:
    """A story's form, open in a browser whose script is at work."""

    def __init__(self, client, story=None):
        self.client, self.story = client, story
        self.form = Form(client, story or Article)
        self.user = client.session["_auth_user_id"]
        self.name = self.form.fields["_tab"][0]

    def send(self, **message):
        version = self.story.version if self.story else 0
        sent = {"user": self.user, "tab": self.name, "version": version, **message}
        return self.client.post(address_of(self.story), sent, content_type="application/json")

    def beat(self, **message):
        answer = self.send(**message)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def type(self, **texts):
        """Types and waits until it is kept."""
        self.form.fields |= {name: [text] for name, text in texts.items()}
        return self.beat(typed=self.typed())

    def typed(self):
        return {
            name: texts if isinstance(texts, list) else [str(texts)]
            for name, texts in self.form.fields.items()
        }

    @property
    def session(self):
        return EditSession.objects.filter(tab=self.name).first()


@pytest.fixture
def mina(db):
    client = Client()
    client.force_login(make_user("mina", first_name="Mina", is_superuser=True))
    return client


def offers_in(page):
    return [(offer["session"].tab, offer["labels"]) for offer in page.context["offers"]]


def recover(tab, client=None):
    """The form with what was typed in ``tab`` put back."""
    form = Form(client or tab.client, tab.story or Article)
    form.page = form.client.get(form.url, {"recover": tab.session.pk})
    form.fields = fields_of(form.page, form.name)
    return form


class TestPresence:
    def test_each_is_told_of_the_other_and_whether_she_types(self, desk, mina):
        story = make_article()
        mine, hers = Tab(desk, story), Tab(mina, story)
        assert hers.beat()["open"] == ""
        assert mine.beat()["open"] == "Also open: Mina"
        hers.type(headline="Typed")
        assert mine.beat()["open"] == "Also open: Mina, typing"
        assert hers.beat()["open"] == "Also open: editor"

    def test_a_second_tab_of_ones_own_counts(self, desk):
        story = make_article()
        tabs = [Tab(desk, story), Tab(desk, story)]
        tabs[0].beat()
        assert tabs[1].beat()["open"] == "Also open: you, in another tab"

    def test_who_left_or_fell_silent_is_not_there(self, desk, mina):
        story = make_article()
        mine, hers, silent = Tab(desk, story), Tab(mina, story), Tab(mina, story)
        hers.type(headline="Typed")
        hers.beat(leaving=True)
        silent.beat()
        EditSession.objects.filter(tab=silent.name).update(
            seen_at=timezone.now() - timedelta(minutes=1)
        )
        assert mine.beat()["open"] == ""
        assert hers.session.payload

    def test_who_leaves_with_nothing_unsaved_leaves_nothing(self, desk):
        tab = Tab(desk, make_article())
        tab.beat()
        tab.beat(leaving=True)
        assert tab.session is None

    def test_a_save_meanwhile_is_told(self, desk, mina):
        story = make_article()
        mine = Tab(desk, story)
        Form(mina, story).submit(headline="Hers")
        assert mine.beat()["saved"] == (
            "Mina saved version 1 while you work; your save will be merged."
        )
        Form(desk, story).submit(headline="Mine")
        assert "In another tab, you saved version 2" in mine.beat()["saved"]

    def test_it_takes_few_queries_however_many_are_there(self, desk):
        def queries(others):
            story = make_article()
            for number in range(others):
                EditSession.objects.create(article=story, user=make_user(), tab=f"tab{number}")
            tab = Tab(desk, story)
            tab.beat(opening=True)
            with CaptureQueriesContext(connection) as captured:
                tab.type(headline="Typed")
            return len([q for q in captured if "SAVEPOINT" not in q["sql"]])

        assert queries(1) == queries(30) == 5

    def test_what_was_open_long_ago_is_forgotten_and_what_was_typed_is_not(self, desk, editor):
        long_ago = timezone.now() - timedelta(days=15)
        for tab, payload in [("old", None), ("typed", {"headline": ["Typed"]})]:
            EditSession.objects.create(user=editor, tab=tab, seen_at=long_ago, payload=payload)
        Tab(desk).beat(opening=True)
        assert set(EditSession.objects.filter(seen_at=long_ago).values_list("tab")) == {
            ("typed",)
        }


class TestAutosave:
    def test_what_is_typed_is_kept_and_makes_no_version(self, desk, editor):
        story = make_article("One")
        tab = Tab(desk, story)
        tab.type(headline="Typed")
        assert tab.session.payload["headline"] == ["Typed"]
        assert (tab.session.article, tab.session.user) == (story, editor)
        story.refresh_from_db()
        assert (story.headline, story.version) == ("One", 0)
        assert not story.revisions.exists()

    def test_a_beat_without_text_leaves_it(self, desk):
        tab = Tab(desk, make_article())
        tab.type(headline="Typed")
        tab.beat()
        assert tab.session.payload["headline"] == ["Typed"]

    def test_typing_it_back_drops_it(self, desk):
        tab = Tab(desk, make_article())
        tab.type(headline="Typed")
        tab.beat(typed={})
        assert (tab.session.payload, tab.session.typed_at) == (None, None)

    def test_only_what_belongs_to_the_story_is_kept(self, desk):
        tab = Tab(desk, make_article())
        names = ["csrfmiddlewaretoken", "_publish", "_popup", "people-__prefix__-person"]
        tab.beat(typed={"headline": ["Typed"], **{name: ["x"] for name in names}})
        assert tab.session.payload == {"headline": ["Typed"]}

    @pytest.mark.parametrize("story", [True, False], ids=["saved", "new"])
    def test_saving_removes_it(self, desk, story):
        tab = Tab(desk, make_article() if story else None)
        tab.type(headline="Typed", slug="typed")
        assert "successfully" in messages_in(tab.form.submit())
        assert tab.session is None

    def test_a_new_story_that_is_sent_twice_leaves_nothing_unsaved(self, desk):
        tab = Tab(desk)
        tab.type(headline="Typed", slug="typed")
        sent = dict(tab.form.fields)
        tab.form.submit()
        tab.beat(typed=sent)
        desk.post(tab.form.url, sent | {"_save": "1"})
        assert tab.session is None
        assert Article.objects.count() == 1

    def test_a_refused_form_keeps_its_tab_and_what_is_typed(self, desk):
        tab = Tab(desk, make_article())
        tab.type(source_date="nonsense")
        page = tab.form.submit()
        assert errors_in(page)
        assert "data-unsaved" in page.content.decode()
        assert tab.form.fields["_tab"] == [tab.name]
        assert tab.session.payload["source_date"] == ["nonsense"]

    @pytest.mark.parametrize(
        "sent",
        [
            *("", "x", "[]", "null", "1", "{}", "[" * 100_000, '"' * 3, "\x00", "{" * 10),
            *(
                json.dumps({"user": 1, "tab": TAB, "version": 0, **wrong})
                for wrong in [
                    *({"tab": "x"}, {"tab": ["x"]}, {"tab": None}, {"tab": "\x00"}),
                    *({"version": -1}, {"version": 2**31}, {"version": "x"}, {"version": {}}),
                    *({"user": None}, {"user": "x"}, {"user": [1]}),
                    *({"typed": [1]}, {"typed": "x"}, {"typed": {"headline": "x"}}),
                    *({"typed": {"headline": [1]}}, {"typed": {"headline": [None]}}),
                    {"typed": 3},
                ]
            ),
        ],
        ids=lambda sent: sent[:60],
    )
    @pytest.mark.parametrize("new", [True, False])
    def test_junk_is_refused(self, desk, sent, new):
        address = address_of(None if new else make_article())
        answer = desk.post(address, sent, content_type="application/json")
        assert (answer.status_code, answer.json()["reason"]) == (400, "not understood")

    def test_what_cannot_be_stored_is_left_out(self, desk):
        tab = Tab(desk, make_article())
        tab.beat(typed={"headline": ["a\x00b\ud800"], "\x00kicker": ["x"]})
        assert tab.session.payload == {"headline": ["ab?"], "kicker": ["x"]}
        assert desk.get(url_of(tab.session)).status_code == 200

    def test_what_is_too_large_is_refused_in_words_that_a_script_reads(self, desk):
        tab = Tab(desk, make_article())
        answer = tab.send(typed={"body": ["x" * 3_000_000]})
        assert (answer.status_code, answer.json()["reason"]) == (413, "too large")

    def test_a_tab_is_of_one_user(self, desk, mina):
        story = make_article()
        mine, hers = Tab(desk, story), Tab(mina, story)
        hers.name = mine.name
        mine.type(headline="Mine")
        hers.type(headline="Hers")
        kept = EditSession.objects.values_list("user__username", "payload__headline")
        assert {(user, texts[0]) for user, texts in kept} == {
            ("editor", "Mine"),
            ("mina", "Hers"),
        }


class TestWhoMay:
    def test_the_script_of_who_is_logged_out_is_told_so(self, desk):
        tab = Tab(desk, make_article())
        desk.logout()
        for answer in [desk.get(NEW), tab.send(), Client().post(NEW)]:
            assert (answer.status_code, answer.json()["reason"]) == (401, "logged out")

    def test_the_text_of_one_is_never_kept_for_another_who_logs_in(self, desk):
        tab = Tab(desk, make_article())
        desk.force_login(make_user("mina", first_name="Mina", is_superuser=True))
        answer = tab.send(typed={"headline": ["Typed"]})
        assert (answer.status_code, answer.json()["reason"]) == (401, "Mina")
        assert not EditSession.objects.exists()

    def test_it_takes_the_permission(self, desk, client):
        story = make_article()
        for permission, of in [("add", story), ("change", None), ("view", story)]:
            rights = [f"articles.{permission}_article", "articles.edit_all_articles"]
            client.force_login(make_user_who_may(*rights))
            answer = client.post(address_of(of), {}, content_type="application/json")
            assert (answer.status_code, answer.json()["reason"]) == (403, "not allowed")

    def test_a_story_that_is_gone_is_said_to_be(self, desk):
        for pk in [0, 999, 10**30]:
            answer = desk.post(f"/admin/articles/article/{pk}/session/")
            assert (answer.status_code, answer.json()["reason"]) == (404, "gone")

    def test_a_page_of_another_site_cannot_send_it_and_a_token_is_had_for_the_asking(
        self, editor
    ):
        client = Client(enforce_csrf_checks=True)
        client.force_login(editor)
        story, message = make_article(), {"user": editor.pk, "tab": uuid.uuid4(), "version": 0}
        assert client.post(address_of(story), message).status_code == 403
        token = client.get(address_of(story)).json()["token"]
        answer = client.post(
            address_of(story),
            message,
            content_type="application/json",
            headers={"X-CSRFToken": token},
        )
        assert answer.status_code == 200

    def test_who_may_only_look_has_no_script(self, client):
        client.force_login(make_user_who_may("articles.view_article"))
        assert "safety" not in client.get(url_of(make_article())).content.decode()

    def test_nobody_is_shown_what_another_typed(self, desk, client, mina):
        story = make_article()
        hers = Tab(mina, story)
        hers.type(headline="Hers")
        session = hers.session
        page = Form(desk, story).page
        assert offers_in(page) == []
        unsaved = f"/admin/articles/article/unsaved/{session.pk}/"
        assert desk.get(unsaved).status_code == 404
        assert desk.post(f"{unsaved}discard/").status_code == 404
        page = desk.get(url_of(story), {"recover": session.pk}, follow=True)
        assert "Hers" not in page.content.decode()
        client.force_login(
            make_user_who_may("articles.view_editsession", "articles.delete_editsession")
        )
        assert "mina" not in client.get(url_of(EditSession, "changelist")).content.decode()
        assert client.get(url_of(session)).status_code == 302


class TestRecovery:
    def test_it_is_offered_with_what_it_changes(self, desk):
        story = make_article(people=[make_person()], tags=[make_tag()])
        tab = Tab(desk, story)
        tab.form.add_row("tagged", tag=make_tag().pk)
        tab.form.fields["people-0-DELETE"] = ["on"]
        tab.type(headline="Typed", body="<p>Typed.</p>")
        page = Form(desk, story).page
        assert offers_in(page) == [(tab.name, "Headline, Body, People in the story, Tags")]
        assert offers_in(Form(desk, Article).page) == []
        assert offers_in(Form(desk, make_article()).page) == []

    def test_it_is_not_offered_when_it_says_what_is_saved(self, desk):
        story = make_article()
        tab = Tab(desk, story)
        tab.type(headline="Typed")
        Form(desk, story).submit(headline="Typed")
        assert offers_in(Form(desk, story).page) == []

    def test_it_is_put_back_with_its_rows_and_saved(self, desk):
        people, tag = [make_person(), make_person()], make_tag()
        story = make_article(people=people)
        tab = Tab(desk, story)
        tab.form.add_row("tagged", tag=str(tag.pk))
        tab.form.add_row("facts", label="Premiere", kind="release", quote="in 2025")
        tab.form.fields |= {"people-0-DELETE": ["on"], "people-1-printed": ["Printed"]}
        tab.type(headline="Typed", body="<p>Typed.</p>", headline_is_ours="on")
        form = recover(tab)
        assert not errors_in(form.page)
        assert "stands in the form below" in form.page.content.decode()
        page = form.submit()
        assert "was changed successfully" in messages_in(page), errors_in(page)
        story.refresh_from_db()
        assert (story.headline, story.body) == ("Typed", "<p>Typed.</p>")
        assert story.headline_is_ours
        assert story.people.get().person == people[1]
        assert story.people.get().printed == "Printed"
        assert story.tagged.get().tag == tag
        assert story.facts.get().label == "Premiere"
        assert not EditSession.objects.exists()

    def test_what_is_not_valid_is_put_back_without_a_word(self, desk):
        tab = Tab(desk, make_article())
        tab.form.add_row("people", person="")
        tab.type(headline="", source_date="nonsense", due_at_0="never", lead_photo="x")
        form = recover(tab)
        assert form.page.status_code == 200
        assert not errors_in(form.page)
        assert form.fields["source_date"] == ["nonsense"]
        assert errors_in(form.submit())

    def test_what_others_saved_since_stays(self, desk, mina):
        story = make_article("One", people=[make_person("Han"), make_person("Oguri")])
        tab = Tab(desk, story)
        tab.type(body="<p>Mine.</p>")
        hers = Form(mina, story)
        hers.submit(headline="Hers", **{"people-0-DELETE": "on"})
        form = recover(tab)
        assert form.fields["headline"] == ["Hers"]
        assert "stands there too: Headline, People in the story." in form.page.content.decode()
        form.submit()
        story.refresh_from_db()
        assert (story.headline, story.body) == ("Hers", "<p>Mine.</p>")
        assert story.people.count() == 1

    def test_where_others_changed_the_same_both_are_shown(self, desk, mina):
        story = make_article("One")
        tab = Tab(desk, story)
        tab.type(headline="Mine")
        Form(mina, story).submit(headline="Hers")
        form = recover(tab)
        conflict = form.page.context["conflicts"][0]
        assert "".join(piece.text for piece in conflict.theirs) == "Hers"
        assert "You both changed" in errors_in(form.submit())
        form.submit(**{"_choice:headline": f"mine:{conflict.token}"})
        story.refresh_from_db()
        assert story.headline == "Mine"

    def test_once_it_is_kept_in_the_new_form_it_is_offered_from_there_alone(self, desk):
        story = make_article()
        old = Tab(desk, story)
        old.type(headline="Typed")
        new = Tab(desk, story)
        new.form = recover(old)
        new.name = new.form.fields["_tab"][0]
        assert new.name != old.name
        new.beat(typed=new.typed(), recovered=new.form.fields["_recovered"][0])
        assert offers_in(Form(desk, story).page) == [(new.name, "Headline")]
        assert old.session is None

    def test_what_was_typed_after_it_was_put_back_elsewhere_stays(self, desk):
        story = make_article()
        old = Tab(desk, story)
        old.type(headline="Typed")
        form = recover(old)
        old.type(headline="Typed more")
        form.submit()
        assert offers_in(Form(desk, story).page) == [(old.name, "Headline")]

    @pytest.mark.parametrize("mark", ["", "x", "1", " ", "\x00", "9" * 40, "é " * 50, "1 x"])
    def test_a_garbled_mark_is_none(self, desk, mark):
        form = Form(desk, make_article())
        page = form.submit(_recovered=mark, _tab=mark)
        assert "was changed successfully" in messages_in(page)

    def test_a_new_story_that_was_never_saved_is_offered_and_stays_one_story(self, desk):
        tab = Tab(desk)
        tab.form.add_row("people", person=str(make_person().pk), prominence="1", position="0")
        tab.type(headline="Typed", slug="typed")
        page = Form(desk, Article).page
        assert offers_in(page) == [(tab.name, "Headline, Slug, People in the story")]
        form = recover(tab)
        assert form.fields["_once"] == tab.form.fields["_once"]
        page = form.submit()
        assert "was added successfully" in messages_in(page), errors_in(page)
        assert Article.objects.get().people.count() == 1
        tab.form.submit()
        assert Article.objects.count() == 1

    def test_it_outlives_the_story(self, desk, mina):
        story = make_article("One", people=[make_person()])
        tab = Tab(desk, story)
        tab.form.fields["people-0-printed"] = ["Printed"]
        tab.type(headline="Typed")
        page = mina.post(url_of(story, "delete"), {"post": "yes"}, follow=True)
        assert "was deleted successfully" in messages_in(page)
        tab.story = None
        form = recover(tab)
        page = form.submit()
        assert "was added successfully" in messages_in(page), errors_in(page)
        assert Article.objects.get().headline == "Typed"
        assert Article.objects.get().people.get().printed == "Printed"

    def test_it_is_compared_in_words(self, desk):
        story = make_article("One headline", people=[make_person("Han")])
        tab = Tab(desk, story)
        tab.form.add_row("tagged", tag=make_tag("drama").pk)
        tab.form.fields["people-0-DELETE"] = ["on"]
        tab.type(headline="Another headline")
        page = desk.get(f"/admin/articles/article/unsaved/{tab.session.pk}/")
        text = page.content.decode()
        for words in [
            *("<del>One</del><ins>Another</ins> headline", "Tags</h2>", "drama</ins>"),
            *("People in the story</h2>", "Person: Han"),
        ]:
            assert words in text

    @pytest.mark.parametrize("new", [True, False])
    def test_it_is_discarded(self, desk, new):
        tab = Tab(desk, None if new else make_article())
        tab.type(headline="Typed")
        unsaved = f"/admin/articles/article/unsaved/{tab.session.pk}/"
        assert desk.get(f"{unsaved}discard/").status_code == 405
        assert desk.get(unsaved).status_code == 200
        page = desk.post(f"{unsaved}discard/", follow=True)
        assert page.redirect_chain[-1][0] == tab.form.url
        assert offers_in(page) == []

    @pytest.mark.parametrize("pk", ["", "x", "0", "-1", "9" * 40, "\x00", "1_2"])
    def test_what_is_not_there_is_said_to_be_gone(self, desk, pk):
        for target in [make_article(), Article]:
            address = url_of(target, "add" if target is Article else "change")
            page = desk.get(address, {"recover": pk}, follow=True)
            assert "is not there any more" in messages_in(page)
        assert desk.get("/admin/articles/article/x/change/", {"recover": pk}).status_code == 302

    def test_who_may_no_longer_change_the_story_cannot_see_it_through_this(self, client):
        user = make_user_who_may("articles.change_article", "articles.edit_all_articles")
        client.force_login(user)
        tab = Tab(client, make_article("Secret since"))
        tab.type(kicker="Typed")
        session = tab.session
        user.user_permissions.clear()
        assert client.get(url_of(tab.story), {"recover": session.pk}).status_code == 403
        answer = client.get(f"/admin/articles/article/unsaved/{session.pk}/")
        assert answer.status_code == 403

    def test_any_fields_do_no_harm(self, desk, editor):
        story = make_article(people=[make_person()])
        for typed in [
            {"headline": []},
            {"x": ["y"], "people-TOTAL_FORMS": ["x"]},
            {"people-TOTAL_FORMS": ["3"], "people-INITIAL_FORMS": ["3"], "people-0-id": ["x"]},
            {"people-TOTAL_FORMS": ["1"], "people-0-id": ["99"], "people-0-person": ["\ud7ff"]},
            {"due_at_0": ["a", "b"], "lead_photo": ["9" * 40], "_opened_as": ["x"]},
        ]:
            for article in [story, None]:
                session = EditSession.objects.create(
                    user=editor, article=article, tab=str(uuid.uuid4()), payload=typed
                )
                session.typed_at = timezone.now()
                session.save()
                target = article or Article
                address = url_of(target, "change" if article else "add")
                assert desk.get(address).status_code == 200
                assert desk.get(address, {"recover": session.pk}).status_code == 200
                page = desk.get(f"/admin/articles/article/unsaved/{session.pk}/")
                assert page.status_code == 200

    def test_it_takes_few_queries_however_many_rows_there_are(self, desk):
        def queries(rows):
            story = make_article(people=[make_person() for _ in range(rows)])
            tab = Tab(desk, story)
            tab.type(headline="Typed")
            pk = tab.session.pk
            return (
                queries_of(desk, url_of(story)),
                queries_of(desk, f"{url_of(story)}?recover={pk}"),
                queries_of(desk, f"/admin/articles/article/unsaved/{pk}/"),
            )

        queries(1)
        assert queries(1) == queries(10)
