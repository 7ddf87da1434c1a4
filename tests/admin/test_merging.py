"""Two people at one story."""

import pytest

from articles.models import Article
from tests.factories import (
    make_article,
    make_person,
    make_photo,
    make_production,
    make_story,
    make_tag,
    make_user,
)

from .pages import Form, errors_in, messages_in
from .rows import make_fact

TOGETHER = "together with what was saved meanwhile"
CONFLICT = "You both changed: "


@pytest.fixture
def colleague(client, db):
    client = type(client)()
    client.force_login(make_user("colleague", is_superuser=True))
    return client


@pytest.fixture
def two(desk, colleague):
    """Opens a story in two browsers: mine and a colleague's."""

    def two(story):
        return Form(desk, story), Form(colleague, story)

    return two


def choose(form, key, side):
    """What ticking a choice sends."""
    conflict = next(c for c in form.page.context["conflicts"] if c.key == key)
    return {f"_choice:{key}": f"{side}:{conflict.token}"}


def text_of(pieces):
    return "".join(piece.text for piece in pieces)


class TestDifferentFields:
    def test_both_are_kept_and_the_second_is_told(self, two):
        story = make_article(headline="One", body="<p>One.</p>")
        mine, theirs = two(story)
        theirs.submit(headline="Theirs")
        page = mine.submit(body="<p>Mine.</p>")
        story.refresh_from_db()
        assert (story.headline, story.body) == ("Theirs", "<p>Mine.</p>")
        assert f"{TOGETHER}: Headline." in messages_in(page)
        assert story.revisions.count() == 2

    def test_of_every_kind(self, two):
        story, photo, late = make_article(), make_photo(), "18:00:00"
        mine, theirs = two(story)
        theirs.submit(
            headline_is_ours="on",
            lead_photo=photo.pk,
            due_at_0="01/11/2027",
            due_at_1=late,
            source_date_certainty="stated",
        )
        page = mine.submit(
            source_date="2025", embargo_until_0="02/11/2027", embargo_until_1=late
        )
        assert not errors_in(page)
        story.refresh_from_db()
        assert (story.headline_is_ours, story.lead_photo, story.source_date_certainty) == (
            True,
            photo,
            "stated",
        )
        assert (story.due_at.day, story.embargo_until.day) == (1, 2)
        assert story.source_date == "2025"

    def test_the_same_change_is_no_conflict(self, two):
        story = make_article()
        mine, theirs = two(story)
        theirs.submit(headline="Same")
        assert "was changed successfully" in messages_in(mine.submit(headline="Same"))

    def test_who_only_looked_overwrites_nothing(self, two):
        story = make_article(body="<p>One.</p>\n<p>Two.</p>", standfirst="A\nB")
        mine, theirs = two(story)
        theirs.submit(body="<p>Theirs.</p>")
        # As browsers send line breaks.
        mine.submit(standfirst="A\r\nB", body="<p>One.</p>\r\n<p>Two.</p>")
        story.refresh_from_db()
        assert story.body == "<p>Theirs.</p>"

    def test_a_mistake_elsewhere_shows_the_form_as_put_together(self, two):
        story = make_article()
        mine, theirs = two(story)
        theirs.submit(kicker="Theirs")
        assert errors_in(mine.submit(source_date="nonsense", standfirst="Mine"))
        assert mine.fields["kicker"] == ["Theirs"]
        page = mine.submit(source_date="2025")
        assert "was changed successfully" in messages_in(page), errors_in(page)
        story.refresh_from_db()
        assert (story.kicker, story.standfirst) == ("Theirs", "Mine")

    def test_nothing_goes_out_that_its_editor_has_not_read(self, two):
        story = make_article()
        mine, theirs = two(story)
        theirs.submit(headline="Theirs")
        page = mine.submit("_publish", body="<p>Mine.</p>")
        assert "not let out" in messages_in(page)
        assert not story.editions.exists()
        mine.submit("_publish")
        assert story.editions.get().headline == "Theirs"

    def test_who_opened_a_draft_cannot_undo_its_publication(self, two):
        story = make_article()
        mine, theirs = two(story)
        theirs.submit("_publish")
        mine.submit(state="review", headline="Mine")
        story.refresh_from_db()
        assert (story.state, story.headline) == (Article.State.PUBLISHED, "Mine")


class TestTheSameField:
    @pytest.fixture
    def conflict(self, two):
        """Mine, refused since both changed the headline; my body is not theirs to touch."""
        story = make_article("The first one", body="<p>One.</p>")
        mine, theirs = two(story)
        theirs.submit(headline="The second one", kicker="Theirs")
        mine.submit(headline="The third one", body="<p>Mine.</p>")
        return story, mine

    def saved(self, story):
        story.refresh_from_db()
        return story.headline

    def test_nothing_is_saved_and_both_are_shown(self, conflict):
        story, mine = conflict
        assert self.saved(story) == "The second one"
        assert story.body == "<p>One.</p>"
        assert f"{CONFLICT}Headline." in errors_in(mine.page)
        assert "last by colleague" in errors_in(mine.page)
        shown = mine.page.context["conflicts"][0]
        assert text_of(shown.mine) == "The third one"
        assert text_of(shown.theirs) == "The second one"
        assert mine.fields["headline"] == ["The third one"]

    def test_mine_is_kept(self, conflict):
        story, mine = conflict
        mine.submit(**choose(mine, "headline", "mine"))
        assert self.saved(story) == "The third one"
        assert (story.body, story.kicker) == ("<p>Mine.</p>", "Theirs")
        assert story.revisions.filter(data__fields__headline="The second one").exists()

    def test_theirs_is_taken_and_mine_is_kept_among_the_versions(self, conflict, editor):
        story, mine = conflict
        mine.submit(**choose(mine, "headline", "theirs"))
        assert self.saved(story) == "The second one"
        assert story.body == "<p>Mine.</p>"
        aside = story.revisions.get(kind="aside")
        assert aside.data["fields"]["headline"] == "The third one"
        assert (aside.user, aside.comment) == (editor, "Headline: The third one")
        newest = story.revisions.order_by("number").last()
        assert newest.data["fields"]["headline"] == "The second one"

    def test_both_are_put_together_by_hand(self, conflict):
        story, mine = conflict
        mine.submit(headline="Second and third", **choose(mine, "headline", "edit"))
        assert self.saved(story) == "Second and third"

    def test_sending_it_again_without_a_choice_is_not_enough(self, conflict):
        story, mine = conflict
        assert CONFLICT in errors_in(mine.submit())
        assert self.saved(story) == "The second one"

    def test_a_choice_holds_for_what_was_shown_and_no_more(self, conflict, colleague):
        story, mine = conflict
        choice = choose(mine, "headline", "mine")
        Form(colleague, story).submit(headline="The fourth one")
        assert CONFLICT in errors_in(mine.submit(**choice))
        assert self.saved(story) == "The fourth one"

    @pytest.mark.parametrize("choice", ["", "mine", "mine:", ":", "both:x", "\x00", "é" * 999])
    def test_a_garbled_choice_is_none(self, conflict, choice):
        _, mine = conflict
        assert CONFLICT in errors_in(mine.submit(**{"_choice:headline": choice}))

    @pytest.mark.parametrize(
        "sent", [None, "", "x", "{}", "a:b", "headline:", "\x00", "é" * 999]
    )
    def test_a_form_that_does_not_say_what_it_was_opened_on_overwrites_nothing(
        self, desk, sent
    ):
        story = make_article("One", people=[make_person()])
        form = Form(desk, story)
        del form.fields["_opened_as"]
        page = form.submit(headline="Mine", **({} if sent is None else {"_opened_as": sent}))
        assert CONFLICT in errors_in(page)
        assert self.saved(story) == "One"

    def test_a_refused_story_is_not_published(self, two):
        story = make_article()
        mine, theirs = two(story)
        theirs.submit(headline="Theirs")
        mine.submit("_publish", headline="Mine")
        assert not story.editions.exists()

    def test_hostile_text_is_shown_as_text(self, two):
        story = make_article()
        mine, theirs = two(story)
        theirs.submit(headline="<script>x()</script>")
        page = mine.submit(headline="<script>y()</script>").content.decode()
        assert "<script>x" not in page
        assert "<script>y" not in page

    def test_records_are_shown_by_name(self, two):
        story = make_article()
        photos = [make_photo(), make_photo()]
        mine, theirs = two(story)
        theirs.submit(lead_photo=photos[0].pk)
        page = mine.submit(lead_photo=photos[1].pk)
        assert text_of(page.context["conflicts"][0].theirs) == str(photos[0])


class TestRows:
    def test_those_that_both_added_are_kept(self, two):
        story = make_article(tags=[make_tag("drama")])
        mine, theirs = two(story)
        theirs.add_row("tagged", tag=make_tag("romance").pk)
        mine.add_row("tagged", tag=make_tag("Seoul").pk)
        theirs.submit()
        page = mine.submit()
        assert not errors_in(page)
        assert set(story.tagged.values_list("tag__name", flat=True)) == {
            *("drama", "romance", "Seoul")
        }

    def test_each_changes_another(self, two):
        story = make_article(people=[make_person(), make_person()])
        mine, theirs = two(story)
        theirs.submit(**{"people-0-printed": "Theirs"})
        page = mine.submit(**{"people-1-printed": "Mine"})
        assert f"{TOGETHER}: People in the story." in messages_in(page)
        assert set(story.people.values_list("printed", flat=True)) == {"Mine", "Theirs"}

    def test_each_removes_another(self, two):
        story = make_article(people=[make_person(), make_person(), make_person("Last")])
        mine, theirs = two(story)
        theirs.submit(**{"people-0-DELETE": "on"})
        mine.submit(**{"people-1-DELETE": "on"})
        assert story.people.get().person.name == "Last"

    def test_both_remove_one(self, two):
        story = make_article(people=[make_person()])
        mine, theirs = two(story)
        for form in [theirs, mine]:
            page = form.submit(**{"people-0-DELETE": "on"})
            assert not errors_in(page)
        assert not story.people.exists()

    @pytest.mark.parametrize(("side", "kept"), [("mine", "Mine"), ("theirs", "Theirs")])
    def test_both_change_one(self, two, side, kept):
        story = make_article(people=[make_person()])
        mine, theirs = two(story)
        theirs.submit(**{"people-0-printed": "Theirs"})
        page = mine.submit(**{"people-0-printed": "Mine"})
        assert f"{CONFLICT}People in the story." in errors_in(page)
        key = page.context["conflicts"][0].key
        assert "Printed as: Mine" in text_of(page.context["conflicts"][0].mine)
        mine.submit(**choose(mine, key, side))
        assert story.people.get().printed == kept

    def test_what_one_changed_and_the_other_removed_stays(self, two):
        story = make_story(shows=[make_production(), make_production()])
        mine, theirs = two(story)
        theirs.submit(**{"productions-0-DELETE": "on", "productions-1-printed": "Theirs"})
        sent = {"productions-0-printed": "Mine", "productions-1-DELETE": "on"}
        page = mine.submit(**sent)
        assert "Kept, since one of you removed" in messages_in(page)
        assert set(story.productions.values_list("printed", flat=True)) == {"Mine", "Theirs"}

    def test_a_fact_changed_on_its_own_page_counts(self, desk, colleague):
        fact = make_fact()
        mine = Form(desk, fact.article)
        Form(colleague, fact).submit(quote="Theirs.")
        page = mine.submit(**{"facts-0-quote": "Mine."})
        assert f"{CONFLICT}Facts." in errors_in(page)
        fact.refresh_from_db()
        assert fact.quote == "Theirs."
        mine.submit(**choose(mine, f"facts/{fact.pk}", "theirs"))
        assert "Mine." in fact.article.revisions.get(kind="aside").comment

    def test_a_note_of_each_is_kept(self, two):
        story = make_article()
        mine, theirs = two(story)
        for form in [theirs, mine]:
            form.add_row("notes", text="Check.")
            form.submit()
        assert story.notes.count() == 2

    def test_a_version_restored_meanwhile_is_merged_too(self, desk, two):
        story = make_article("One", people=[make_person()])
        Form(desk, story).submit(headline="Two", **{"people-0-DELETE": "on"})
        mine, _ = two(story)
        desk.post(f"/admin/articles/revision/{story.revisions.get(number=1).pk}/restore/")
        mine.submit(kicker="Mine")
        story.refresh_from_db()
        assert (story.headline, story.kicker) == ("Two", "Mine")

    @pytest.mark.parametrize("total", ["", "x", "-1", "99999999", None])
    def test_a_garbled_number_of_rows_is_an_error_of_the_form(self, two, total):
        story = make_article(people=[make_person()])
        mine, theirs = two(story)
        theirs.submit(headline="Theirs")
        del mine.fields["people-TOTAL_FORMS"]
        sent = {} if total is None else {"people-TOTAL_FORMS": total}
        assert mine.submit(**sent).status_code == 200
        assert story.people.count() == 1
