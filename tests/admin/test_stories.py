"""The form of a story: its fields, its parts, its versions."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Note
from newsroom.models import OldAddress
from tests.factories import (
    make_article,
    make_author,
    make_company,
    make_country,
    make_person,
    make_photo,
    make_production,
    make_story,
    make_tag,
)

from .pages import Form, act, errors_in, messages_in, queries_of, url_of
from .rows import make_correction, make_fact, make_user_who_may

pytestmark = pytest.mark.django_db

STALE = datetime(2020, 1, 1, tzinfo=UTC)


def make_story_with(links):
    """With as many of each kind of link, and as many pictures in its text."""
    company = make_company()
    figures = [f'<figure data-ref="photo:{make_photo().pk}"></figure>' for _ in range(links)]
    story = make_story(
        body="".join(figures),
        shows=[make_production() for _ in range(links)],
        people=[make_person() for _ in range(links)],
        companies=[make_company() for _ in range(links)],
        countries=[make_country() for _ in range(links)],
        authors=[make_author() for _ in range(links)],
        tags=[make_tag() for _ in range(links)],
        outlet=company,
        lead_photo=make_photo(),
        translation_of=make_article(),
    )
    for _ in range(links):
        make_fact(story, production=make_production(), platform=company, person=make_person())
        Note.objects.create(article=story, text="Check.", written_at=timezone.now())
    return story


class TestSpeed:
    def test_the_form_takes_as_many_queries_for_forty_links_as_for_four(self, desk):
        few, many = make_story_with(1), make_story_with(10)
        queries_of(desk, url_of(few))
        assert queries_of(desk, url_of(few)) == queries_of(desk, url_of(many)) <= 25

    def test_a_form_with_a_mistake_is_shown_again_as_quickly(self, desk):
        def queries(links):
            form = Form(desk, make_story_with(links))
            with CaptureQueriesContext(connection) as captured:
                form.submit(headline="")
            return len(captured)

        assert queries(1) == queries(10)

    def test_saving_takes_no_queries_for_parts_that_nobody_touched(self, desk):
        def queries(links):
            form = Form(desk, make_story_with(links))
            with CaptureQueriesContext(connection) as captured:
                form.submit(headline="Changed")
            return len(captured)

        assert queries(1) == queries(10)


class TestFields:
    def test_a_story_can_be_written_with_all_its_parts(self, desk, editor):
        show, person, tag = make_production(), make_person(), make_tag("24")
        author, country, company = make_author(), make_country(), make_company()
        form = Form(desk, Article)
        form.add_row("byline_set", author=author.pk, position="0")
        form.add_row("productions", production=show.pk, prominence="1", position="0")
        form.add_row("people", person=person.pk, prominence="2", position="0", quoted="on")
        form.add_row("companies", company=company.pk, prominence="3", position="0")
        form.add_row("countries", country=country.pk, prominence="1", position="0")
        form.add_row("tagged", tag=tag.pk)
        form.add_row("facts", label="Premiere", kind="release", quote="in 2025", date="2025")
        form.add_row("notes", text="Check the date.")
        page = form.submit(headline="New", slug="new", body="<p>Text.</p>")
        assert "was added successfully" in messages_in(page), errors_in(page)
        story = Article.objects.get(slug="new")
        assert story.people.get().quoted
        assert story.tagged.get().tag == tag
        assert story.facts.get().date == "2025"
        assert story.notes.get().written_by == editor
        assert story.revisions.get().data["people"][0]["person"] == [person.slug]

    def test_saving_refreshes_the_time_and_keeps_a_version(self, desk, editor):
        story = make_article(updated_at=STALE)
        Form(desk, story).submit(headline="Changed")
        story.refresh_from_db()
        assert story.updated_at > STALE
        assert story.revisions.get().user == editor
        assert story.version == 1

    def test_a_moment_that_nobody_touched_stays_as_it_was(self, desk):
        at = datetime(2026, 3, 14, 12, 0, 5, 123456, tzinfo=UTC)
        story = make_article(published_at=at)
        form = Form(desk, story)
        assert "published_at_0" in form.fields
        form.submit(headline="Changed")
        story.refresh_from_db()
        assert story.published_at == at

    def test_a_version_holds_the_parts_as_they_were_saved(self, desk):
        story, tag = make_article(), make_tag("drama")
        form = Form(desk, story)
        form.add_row("tagged", tag=tag.pk)
        form.submit()
        assert story.revisions.get().data["tags"] == ["drama"]

    def test_saving_without_a_change_makes_no_version(self, desk):
        story = make_article()
        Form(desk, story).submit(headline="Changed")
        Form(desk, story).submit()
        assert story.revisions.count() == 1

    def test_a_break_pasted_into_a_headline_is_a_space(self, desk):
        story = make_article()
        Form(desk, story).submit(headline="Two\r\nlines")
        story.refresh_from_db()
        assert story.headline == "Two lines"

    def test_the_body_is_cleaned(self, desk):
        story = make_article()
        Form(desk, story).submit(body='<p onclick="x()">Text.<script>y()</script></p>')
        story.refresh_from_db()
        assert story.body == "<p>Text.</p>"

    def test_the_text_as_received_is_shown_and_never_sent(self, desk):
        story = make_article(raw_text="As <b>received</b>.")
        form = Form(desk, story)
        assert "As &lt;b&gt;received&lt;/b&gt;." in form.page.content.decode()
        assert "raw_text" not in form.fields
        form.submit(raw_text="Forged.")
        story.refresh_from_db()
        assert story.raw_text == "As <b>received</b>."

    def test_the_version_and_the_identity_cannot_be_sent(self, desk):
        story = make_article()
        Form(desk, story).submit(version="99", uid="0" * 32, sha256="x")
        after = Article.objects.get(pk=story.pk)
        assert (after.version, after.uid) == (1, story.uid)


class TestState:
    @pytest.mark.parametrize("state", ["review", "ready", "published", "withdrawn", "x"])
    def test_no_form_sets_it(self, desk, state):
        story = make_article()
        form = Form(desk, story)
        assert "state" not in form.fields
        form.submit(state=state)
        Form(desk, Article).submit(headline="New", slug="new", state=state)
        assert set(Article.objects.values_list("state", flat=True)) == {Article.State.DRAFT}

    def test_that_of_a_published_story_stays(self, desk):
        story = make_story()
        Form(desk, story).submit(state="draft")
        story.refresh_from_db()
        assert story.state == Article.State.PUBLISHED


class TestAddresses:
    def test_one_of_another_story_is_refused(self, desk):
        make_article("First", slug="first")
        page = Form(desk, make_article()).submit(slug="first")
        assert "already exists" in errors_in(page)

    def test_one_under_which_readers_find_another_story_is_refused(self, desk):
        live = make_story("First", slug="first")
        Article.objects.filter(pk=live.pk).update(slug="renamed-not-published-yet")
        page = Form(desk, make_article()).submit(slug="first")
        assert "leads to another story" in errors_in(page)

    def test_an_old_one_of_another_story_is_refused(self, desk):
        make_story("First", slug="first-now")
        OldAddress.objects.create(kind="story", slug="first", target="first-now")
        form = Form(desk, Article)
        page = form.submit(headline="New", slug="first")
        assert "leads to another story" in errors_in(page)

    def test_a_story_may_go_back_to_its_own(self, desk):
        story = make_story("First", slug="first")
        Form(desk, story).submit("_publish", slug="second")
        Form(desk, story).submit("_publish", slug="first")
        assert story.editions.get().slug == "first"


class TestParts:
    def test_a_fact_saved_on_its_own_page_makes_a_version(self, desk, editor):
        fact = make_fact()
        Form(desk, fact).submit(quote="Other words.")
        revision = fact.article.revisions.get()
        assert revision.data["facts"][0]["quote"] == "Other words."
        assert revision.user == editor

    def test_a_fact_cannot_move_to_another_story(self, desk):
        fact, other = make_fact(), make_article()
        Form(desk, fact).submit(article=other.pk)
        fact.refresh_from_db()
        assert fact.article != other

    def test_deleting_corrections_in_bulk_makes_versions(self, desk):
        corrections = [make_correction(), make_correction()]
        act(desk, "delete_selected", corrections, post="yes")
        for correction in corrections:
            assert correction.article.revisions.get().data["corrections"] == []

    def test_deleting_a_fact_makes_a_version(self, desk):
        fact = make_fact()
        desk.post(url_of(fact, "delete"), {"post": "yes"})
        assert fact.article.revisions.get().data["facts"] == []

    def test_two_notes_of_one_second_are_both_kept(self, desk, editor):
        story = make_article()
        form = Form(desk, story)
        form.add_row("notes", text="One.")
        form.add_row("notes", text="Two.")
        form.submit()
        Form(desk, Note).submit(article=story.pk, text="Three.")
        assert list(story.notes.values_list("text", flat=True)) == ["One.", "Two.", "Three."]
        assert set(story.notes.values_list("written_by", flat=True)) == {editor.pk}

    def test_notes_are_resolved_by_somebody(self, desk, editor):
        story = make_article()
        notes = [
            Note.objects.create(article=story, text=text, written_at=timezone.now() - age)
            for text, age in [("One.", timedelta(1)), ("Two.", timedelta(2))]
        ]
        act(desk, "resolve", notes[:1])
        Form(desk, story).submit(**{"notes-0-resolved": "on"})
        assert {note.resolved_by for note in story.notes.all()} == {editor}


class TestDeleting:
    def test_a_draft_goes_with_its_versions_and_parts(self, desk):
        story = make_article(people=[make_person()])
        Form(desk, story).submit(headline="Changed")
        page = desk.post(url_of(story, "delete"), {"post": "yes"}, follow=True)
        assert "was deleted successfully" in messages_in(page)

    def test_a_published_story_stays(self, desk):
        story = make_story("Live")
        for page in [
            desk.post(url_of(story, "delete"), {"post": "yes"}),
            act(desk, "delete_selected", [story], post="yes"),
        ]:
            assert "protected related objects" in page.content.decode()
            assert (
                f'Edition: <a href="{url_of(story.editions.get())}">' in page.content.decode()
            )
        assert Article.objects.filter(pk=story.pk).exists()

    def test_it_takes_the_permission(self, client):
        story = make_article()
        client.force_login(
            make_user_who_may("articles.change_article", "articles.view_article")
        )
        assert client.post(url_of(story, "delete"), {"post": "yes"}).status_code == 403


class TestList:
    def test_it_is_searched_by_headline_address_and_source(self, desk):
        stories = [
            make_article("A star is cast"),
            make_article(slug="a-star-is-cast-again"),
            make_article(source_id="star-003"),
        ]
        make_article("Another")
        found = desk.get(url_of(Article, "changelist"), {"q": "star"}).context["cl"].result_list
        assert set(found) == set(stories)

    def test_it_is_narrowed_to_what_is_assigned(self, desk, editor):
        mine, nobodys = make_article(assignee=editor), make_article()
        for whose, story in [("me", mine), ("nobody", nobodys)]:
            page = desk.get(url_of(Article, "changelist"), {"assigned": whose})
            assert list(page.context["cl"].result_list) == [story]

    def test_it_says_what_readers_see(self, desk):
        make_story()
        page = desk.get(url_of(Article, "changelist")).content.decode()
        assert "since " in page
