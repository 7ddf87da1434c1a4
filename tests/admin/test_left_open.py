"""A form that stays open while what it shows, or what was chosen in it, is merged."""

import pytest

from articles.models import Article
from articles.promoting import promote
from newsroom.merging import merge, undo
from talent.models import Production
from tests.factories import (
    make_article,
    make_company,
    make_person,
    make_production,
    make_story,
    make_tag,
)

from .pages import Form, errors_in, messages_in, url_of

pytestmark = pytest.mark.django_db


def test_a_person_chosen_before_is_the_survivor(desk, editor, han, twin):
    story = make_article()
    form = Form(desk, story)
    form.add_row("people", person=twin.pk, prominence="1", position="0")
    merge(han, twin, user=editor)
    page = form.submit()
    assert not errors_in(page)
    assert story.people.get().person == han


def test_a_row_that_was_there_before_is_the_survivors(desk, editor, han, twin):
    story = make_story(people=[twin])
    form = Form(desk, story)
    merge(han, twin, user=editor)
    assert not errors_in(form.submit(headline="Changed"))
    assert story.people.get().person == han
    assert Article.objects.get().headline == "Changed"


def test_it_is_followed_however_often_it_went_on(desk, editor, han, twin):
    third = make_person("Hyo-joo Han", slug="third")
    show = make_production()
    form = Form(desk, show)
    form.add_row("credits", person=twin.pk, role="actor", billing="1")
    merge(han, twin, user=editor)
    merge(third, han, user=editor)
    assert not errors_in(form.submit())
    assert show.credits.get().person == third


def test_so_are_several_chosen_at_once(desk, editor):
    show, one, other = make_production(), make_production(), make_production()
    form = Form(desk, show)
    merge(one, other, user=editor)
    assert not errors_in(form.submit(based_on=[other.pk, one.pk]))
    assert list(show.based_on.all()) == [one]


def test_a_link_in_a_text_leads_to_the_survivor(desk, editor, han, twin):
    story = make_article()
    form = Form(desk, story)
    done = merge(han, twin, user=editor)
    form.submit(body=f'<p><a data-ref="person:{twin.pk}">Han</a></p>')
    story.refresh_from_db()
    assert story.body == f'<p><a data-ref="person:{han.pk}">Han</a></p>'
    undo(done, user=editor)
    Form(desk, story).submit(body=f'<p><a data-ref="person:{twin.pk}">Han</a></p>')
    story.refresh_from_db()
    assert story.body == f'<p><a data-ref="person:{twin.pk}">Han</a></p>'


def test_a_tag_that_was_promoted_is_told(desk, editor):
    tag, story = make_tag("Bong"), make_article()
    form = Form(desk, story)
    form.add_row("tagged", tag=tag.pk)
    promote(tag, "person", user=editor)
    assert "What was chosen here is the person “Bong” now" in errors_in(form.submit())


def test_what_the_survivor_is_gone_as_well_is_no_choice(desk, editor, han, twin):
    story = make_article()
    form = Form(desk, story)
    form.add_row("people", person=twin.pk, prominence="1", position="0")
    merge(han, twin, user=editor)
    han.delete()
    assert "the person “Han Hyo-joo” now: choose again" in errors_in(form.submit())


@pytest.mark.parametrize("typed", ["x", "-1", "9" * 30, "٣", "\x00"])
def test_junk_is_still_refused(desk, typed):
    form = Form(desk, make_article())
    form.add_row("people", person=typed, prominence="1")
    assert errors_in(form.submit())


def test_the_form_of_what_was_merged_leads_to_the_survivor(desk, editor, han, twin):
    form = Form(desk, twin)
    merge(han, twin, user=editor)
    page = form.submit(bio="Typed.")
    assert page.redirect_chain == [(url_of(han), 302)]
    assert "is the person “Han Hyo-joo” now. Nothing was saved." in messages_in(page)
    page = desk.get(url_of(twin), follow=True)
    assert page.redirect_chain == [(url_of(han), 302)]
    assert "Nothing was saved" not in messages_in(page)


def test_so_does_that_of_a_promoted_tag(desk, editor):
    tag = make_tag("CJ ENM")
    form = Form(desk, tag)
    done = promote(tag, "company", user=editor)
    page = form.submit(description="Typed.")
    assert "This tag was merged: it is the company “CJ ENM” now" in messages_in(page)
    assert str(done.survivor_id) in page.redirect_chain[0][0]


def test_what_was_deleted_leads_to_the_front_page_of_the_desk(desk):
    company = make_company()
    form = Form(desk, company)
    company.delete()
    assert "doesn’t exist" in messages_in(form.submit())


def test_the_form_of_the_survivor_says_what_has_changed(desk, editor):
    one, other = make_production("Moving"), make_production("Moving!", slug="other")
    form = Form(desk, one)
    merge(one, other, user=editor)
    page = form.submit(synopsis="Typed.")
    assert "saved while you worked on it" in errors_in(page)
    assert Production.objects.get().synopsis == ""
