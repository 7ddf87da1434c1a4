"""The palette, which finds any record and any page of the desk."""

import pytest

from talent.models import Person
from tests.factories import (
    make_article,
    make_company,
    make_person,
    make_production,
    make_story,
    make_user,
)

from .pages import queries_of, url_of
from .rows import make_user_who_may


def found(client, words):
    answer = client.get("/admin/find/", {"q": words})
    assert answer.status_code == 200
    return [(result["label"], result["address"]) for result in answer.json()["results"]]


@pytest.mark.parametrize("words", ["Oguri Shun", "shun-oguri", "小栗旬"])
def test_a_person_is_found_in_any_spelling(desk, words):
    person = make_person("Shun Oguri")
    person.names.create(name="小栗旬", kind="native", language="ja")
    assert found(desk, words) == [("Shun Oguri", url_of(person))]


def test_stories_shows_and_companies_are_found(desk):
    story = make_article("Netflix orders more")
    company = make_company("Netflix")
    show = make_production("Netflix Stories")
    assert {address for _, address in found(desk, "netflix")} == {
        url_of(story),
        url_of(company),
        url_of(show),
    }


@pytest.mark.parametrize("words", ["anonymes emotifs", "“Les Émotifs", "d'apres"])
def test_a_story_that_is_out_is_found_in_any_spelling(desk, words):
    story = make_story("Les Émotifs Anonymes, d’après")
    assert found(desk, words) == [(str(story), url_of(story))]


@pytest.mark.parametrize("words", ["orders netflix", "netf ord"])
def test_a_draft_is_found_by_half_words_in_any_order(desk, words):
    story = make_article("Netflix orders more")
    assert found(desk, words) == [(str(story), url_of(story))]


def test_the_pages_of_the_desk_are_found(desk):
    assert found(desk, "People")[0] == ("People", url_of(Person, "changelist"))
    assert ("Add person", url_of(Person, "add")) in found(desk, "add per")


def test_nobody_finds_what_they_may_not_see(client, db):
    make_article("Secret story")
    make_person("Secret person")
    client.force_login(make_user_who_may("talent.view_person"))
    assert [label for label, _ in found(client, "secret")] == ["Secret person"]
    assert [label for label, _ in found(client, "")] == ["People"]
    client.force_login(make_user())
    assert found(client, "secret") == []


def test_it_is_for_the_staff_alone(client, db):
    client.force_login(make_user(is_staff=False))
    assert client.get("/admin/find/?q=x").status_code == 302


@pytest.mark.parametrize("words", ["\x00", "'", "%", "a" * 5000, "🎬"])
def test_odd_words_are_looked_for_like_any(desk, words):
    make_person("Han")
    found(desk, words)


def test_it_costs_the_same_whatever_there_is(desk):
    queries = queries_of(desk, "/admin/find/?q=han")
    for number in range(12):
        make_person(f"Han {number}")
        make_article(f"Han returns {number}")
    assert queries_of(desk, "/admin/find/?q=han") <= queries + 2 <= 17
