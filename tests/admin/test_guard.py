"""Two people at one form."""

import pytest

from newsroom.models import Tag
from talent.models import Person
from tests.factories import (
    make_article,
    make_country,
    make_person,
    make_production,
    make_tag,
    make_user,
)

from .pages import Form, errors_in, messages_in
from .rows import make_credit

REFUSED = "saved while you worked on it"


@pytest.fixture
def colleague(client_class, db):
    client = client_class()
    client.force_login(make_user("colleague", is_superuser=True))
    return client


@pytest.fixture
def client_class(client):
    return type(client)


class TestTwoEditors:
    def test_the_second_is_refused_and_keeps_their_text(self, desk, colleague):
        tag = make_tag("drama")
        mine, theirs = Form(desk, tag), Form(colleague, tag)
        theirs.submit(description="Theirs")
        page = mine.submit(description="Mine")
        tag.refresh_from_db()
        assert tag.description == "Theirs"
        assert REFUSED in errors_in(page)
        assert mine.fields["description"] == ["Mine"]

    def test_the_refusal_names_who_saved_and_what_changed(self, desk, colleague):
        tag = make_tag("drama")
        mine, theirs = Form(desk, tag), Form(colleague, tag)
        theirs.submit(description="Theirs", group="genre")
        errors = errors_in(mine.submit(name="dramas"))
        assert "last by colleague" in errors
        assert "Changed since you opened it: Group, Description." in errors

    def test_sending_it_again_is_not_enough(self, desk, colleague):
        tag = make_tag("drama")
        mine, theirs = Form(desk, tag), Form(colleague, tag)
        theirs.submit(description="Theirs")
        mine.submit(description="Mine")
        assert REFUSED in errors_in(mine.submit())
        tag.refresh_from_db()
        assert tag.description == "Theirs"

    def test_save_over_it_does_so(self, desk, colleague):
        tag = make_tag("drama")
        mine, theirs = Form(desk, tag), Form(colleague, tag)
        theirs.submit(description="Theirs")
        page = mine.submit(description="Mine")
        mine.submit(_save_over=page.context["save_over"])
        tag.refresh_from_db()
        assert tag.description == "Mine"

    def test_save_over_it_holds_for_what_the_editor_was_told_and_no_more(self, desk, colleague):
        tag = make_tag("drama")
        mine = Form(desk, tag)
        Form(colleague, tag).submit(description="Theirs")
        page = mine.submit(description="Mine")
        Form(colleague, tag).submit(description="Theirs again")
        page = mine.submit(_save_over=page.context["save_over"])
        assert REFUSED in errors_in(page)
        tag.refresh_from_db()
        assert tag.description == "Theirs again"

    def test_save_over_it_survives_another_mistake_in_the_form(self, desk, colleague):
        tag = make_tag("drama")
        mine = Form(desk, tag)
        Form(colleague, tag).submit(description="Theirs")
        page = mine.submit(description="Mine")
        page = mine.submit(_save_over=page.context["save_over"], name="")
        assert REFUSED not in errors_in(page)
        mine.submit(name="drama")
        tag.refresh_from_db()
        assert tag.description == "Mine"

    def test_two_who_only_look_after_each_other_are_not_disturbed(self, desk, colleague):
        tag = make_tag("drama")
        mine, theirs = Form(desk, tag), Form(colleague, tag)
        theirs.submit()
        assert "was changed successfully" in messages_in(mine.submit(description="Mine"))

    def test_saving_and_going_on_is_no_conflict_with_oneself(self, desk):
        story = Form(desk, make_article())
        story.submit("_continue", headline="One")
        assert "was changed successfully" in messages_in(
            story.submit("_continue", kicker="Two")
        )

    def test_who_deleted_it_in_the_meantime_is_told_of(self, desk):
        tag = make_tag()
        mine = Form(desk, tag)
        tag.delete()
        assert "Perhaps it was deleted?" in messages_in(mine.submit())


class TestFingerprints:
    @pytest.mark.parametrize("sent", [None, "", "x", "{}", "a:b", "name:", "\x00", "é" * 9999])
    def test_one_that_is_missing_or_garbled_is_stale(self, desk, sent):
        tag = make_tag("drama")
        form = Form(desk, tag)
        del form.fields["_opened_as"]
        page = form.submit(description="Mine", **({} if sent is None else {"_opened_as": sent}))
        assert REFUSED in errors_in(page)
        assert not Tag.objects.get(pk=tag.pk).description
        assert REFUSED in errors_in(form.submit())

    def test_a_new_record_needs_none(self, desk):
        form = Form(desk, Tag)
        assert "_opened_as" not in form.fields
        form.submit(name="drama", slug="drama")
        assert Tag.objects.filter(name="drama").exists()

    def test_the_rows_of_a_form_are_guarded_too(self, desk, colleague):
        show = make_credit().production
        mine, theirs = Form(desk, show), Form(colleague, show)
        theirs.submit(**{"credits-0-character": "Theirs"})
        page = mine.submit(**{"credits-0-character": "Mine"})
        assert "Changed since you opened it: credits." in errors_in(page)
        assert show.credits.get().character == "Theirs"
        mine.submit(_save_over=page.context["save_over"])
        assert show.credits.get().character == "Mine"

    def test_rows_that_were_added_or_deleted_count(self, desk, colleague):
        show = make_credit().production
        mine, theirs = Form(desk, show), Form(colleague, show)
        theirs.add_row("titles", name="Another", kind="working")
        theirs.submit(**{"credits-0-DELETE": "on"})
        errors = errors_in(mine.submit(synopsis="Mine"))
        assert "titles" in errors
        assert "credits" in errors

    def test_saving_over_keeps_the_rows_that_the_other_added(self, desk, colleague):
        show = make_production()
        mine, theirs = Form(desk, show), Form(colleague, show)
        theirs.add_row("titles", name="Another", kind="working")
        theirs.submit()
        page = mine.submit(synopsis="Mine")
        mine.submit(_save_over=page.context["save_over"])
        show.refresh_from_db()
        assert show.synopsis == "Mine"
        assert show.titles.filter(name="Another").exists()

    def test_relations_to_many_are_guarded_too(self, desk, colleague):
        person = make_person()
        mine, theirs = Form(desk, person), Form(colleague, person)
        theirs.submit(nationalities=[make_country().pk])
        page = mine.submit(bio="Mine")
        assert "Changed since you opened it: Nationalities." in errors_in(page)

    def test_a_renamed_country_is_not_a_changed_person(self, desk):
        country = make_country()
        person = make_person(nationalities=[country])
        mine = Form(desk, person)
        country.name = "Renamed"
        country.save()
        mine.submit(bio="Mine")
        assert Person.objects.get(pk=person.pk).bio == "Mine"

    def test_a_row_changed_on_its_own_page_counts(self, desk, colleague):
        credit = make_credit()
        mine = Form(desk, credit.production)
        Form(colleague, credit).submit(character="Theirs")
        page = mine.submit(**{"credits-0-character": "Mine"})
        assert "credits" in errors_in(page)
        credit.refresh_from_db()
        assert credit.character == "Theirs"
