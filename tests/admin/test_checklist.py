"""What is looked at before a story goes out: what blocks it, and what is only said."""

from datetime import timedelta

import pytest
from django.utils import timezone

from newsroom.models import Photo
from tests.factories import (
    make_article,
    make_author,
    make_person,
    make_photo,
    make_production,
    make_user,
)
from tests.pictures import upload

from .pages import Form, messages_in, queries_of


def said_of(client, story):
    page = client.get(f"/admin/articles/article/{story.pk}/checklist/")
    assert page.status_code == 200
    return page.context["found"]


def picture(**fields):
    photo = make_photo(alt="", credit="", licence="", **fields)
    photo.file = upload()
    photo.save()
    return Photo.objects.get(pk=photo.pk)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"body": "<p>It made TK won.</p>"}, "The text still has “TK”."),
        ({"body": "<p>See (insert trailer link here).</p>"}, "still has “insert trailer link"),
        ({"headline": "Lorem ipsum"}, "The headline still has “Lorem ipsum”."),
        ({"standfirst": "In TKTK."}, "The standfirst still has “TKTK”."),
        ({"expires_at": timezone.now() - timedelta(days=1)}, "would have expired"),
    ],
    ids=lambda value: "" if isinstance(value, dict) else value,
)
def test_what_must_not_go_out_is_not_published(desk, fields, problem):
    story = make_article(**fields)
    assert any(problem in line for line in said_of(desk, story).blocking)
    page = Form(desk, story).submit("_publish")
    assert problem in messages_in(page)
    story.refresh_from_db()
    assert story.state == "draft"


def test_words_that_only_look_like_it_pass(desk):
    story = make_article(body="<p>TKO, and she inserted it here. 티케이</p>")
    assert said_of(desk, story).blocking == []


def test_a_picture_needs_words_and_rights(desk):
    photo = picture()
    story = make_article(lead_photo=photo)
    assert said_of(desk, story).blocking == [
        f"The picture “{photo}” has no alternative text.",
        f"The picture “{photo}” has neither credit nor licence.",
    ]


def test_a_link_to_a_draft_blocks_by_the_words_that_are_linked(desk):
    draft = make_article("A secret headline")
    body = f'<p><a data-ref="story:{draft.pk}">An earlier story</a></p>'
    (problem,) = said_of(desk, make_article(body=body)).blocking
    assert problem == "“An earlier story” leads to a story that readers cannot see then."


def test_an_embargo_names_who_may_lift_it(desk):
    make_user("jae", first_name="Jae", last_name="Park", is_superuser=True)
    story = make_article(embargo_until=timezone.now() + timedelta(days=1))
    (problem,) = said_of(desk, story).blocking
    assert "under embargo until" in problem
    assert problem.endswith("editor or Jae Park may lift it.")


def test_what_should_not_be_so_is_said_and_does_not_block(desk):
    han = make_person("Han Hyo-joo")
    story = make_article(
        "Oguri Shun returns",
        people=[han],
        standfirst="x" * 301,
        body="<h3>Later</h3><p>Text.</p>",
    )
    make_person("Shun Oguri")
    warnings = "\n".join(said_of(desk, story).warnings)
    for warning in [
        "It has no lead picture.",
        "It is linked to no show.",
        "It has no byline.",
        "Linked, and named nowhere in it: Han Hyo-joo.",
        "The standfirst has 301 characters",
        "The smaller heading “Later” stands before any heading.",
        "Named and not linked: Shun Oguri.",
    ]:
        assert warning in warnings
    assert "Published" in messages_in(Form(desk, story).submit("_publish"))


def test_a_story_that_is_whole_has_nothing_said_of_it(desk):
    show, han = make_production("Romantics Anonymous"), make_person("Han Hyo-joo")
    story = make_article(
        body="<p>Han Hyo Joo is in Romantics Anonymous.</p>",
        shows=[show],
        people=[han],
        authors=[make_author()],
        lead_photo=make_photo(alt="Han", credit="Netflix"),
    )
    assert said_of(desk, story) == ([], [])


def test_the_forms_page_leads_to_it(desk):
    story = make_article()
    page = desk.get(f"/admin/articles/article/{story.pk}/change/").content.decode()
    assert f"/admin/articles/article/{story.pk}/checklist/" in page


def test_it_costs_the_same_whatever_there_is(desk):
    story = make_article("Person 1 meets Person 2", people=[make_person() for _ in range(3)])
    address = f"/admin/articles/article/{story.pk}/checklist/"
    queries = queries_of(desk, address)
    for number in range(20):
        make_person(f"Somebody {number}")
        make_article()
    assert queries_of(desk, address) == queries
