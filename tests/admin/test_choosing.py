"""Pickers show enough to choose by, at a cost that does not grow, and admit when they guess."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom.models import Tag
from talent.models import Company, Person
from tests.factories import (
    make_article,
    make_company,
    make_country,
    make_person,
    make_production,
    make_story,
    make_tag,
)

from .pages import queries_of, url_of

pytestmark = pytest.mark.django_db

FIELDS = {
    "person": ("articleperson", "person"),
    "show": ("articleproduction", "production"),
    "company": ("articlecompany", "company"),
    "tag": ("taggedarticle", "tag"),
}


def address(kind, term):
    model, field = FIELDS[kind]
    query = f"app_label=articles&model_name={model}&field_name={field}&term={term}"
    return f"/admin/autocomplete/?{query}"


def offered(client, kind, term):
    return [r["text"] for r in client.get(address(kind, term)).json()["results"]]


def test_people_are_told_apart(desk):
    korea = make_country("South Korea", code="KR")
    actor = make_person("Kim", disambiguation="actor", native_name="김", nationalities=[korea])
    make_person("Kim", disambiguation="singer", slug="kim-2", birth="1990")
    make_production("Older Hit", year=2010, cast=[actor])
    hit = make_production("Hit", year=2001, cast=[actor])
    make_story(shows=[hit], people=[actor])
    assert offered(desk, "person", "kim") == [
        "Kim (actor) — 김 · South Korea · actor · Hit · 1 story",
        "Kim (singer) — born 1990",
    ]


def test_so_are_shows_companies_and_tags(desk):
    show = make_production("Moving", kind="series", year=2023, original_title="무빙")
    company = make_company("Moving", kind="studio", country=make_country("Japan"))
    tag = make_tag("moving", group="genre")
    for number in range(2):
        make_story(f"Story {number} of it", shows=[show], tags=[tag])
    make_story(companies=[company])
    assert offered(desk, "show", "moving") == ["Moving — 무빙 · series · 2023 · 2 stories"]
    assert offered(desk, "company", "moving") == ["Moving — studio · Japan · 1 story"]
    assert offered(desk, "tag", "moving") == ["moving — genre · 2 stories"]


def test_a_draft_is_not_counted(desk):
    make_article(people=[make_person("Kim")])
    assert offered(desk, "person", "kim") == ["Kim"]


def test_it_says_by_which_name_it_found(desk):
    make_person("Shun Oguri").names.create(name="小栗旬")
    assert offered(desk, "person", "小栗") == ["Shun Oguri — matched 小栗旬"]
    assert offered(desk, "person", "Oguri Shun") == ["Shun Oguri"]


def test_it_guesses_only_when_nothing_is_called_so(desk):
    make_person("Han Hyo-joo")
    assert offered(desk, "person", "Han Hyo-ju") == ["Han Hyo-joo — did you mean Han Hyo-joo?"]
    make_person("Han Hyo-ju")
    assert offered(desk, "person", "Han Hyo-ju") == ["Han Hyo-ju"]


def test_those_called_so_come_first_then_other_names_then_longer_ones(desk):
    make_person("Kimberly")
    other = make_person("Somebody")
    other.names.create(name="Kim")
    make_person("Kim")
    assert [text.split(" —")[0] for text in offered(desk, "person", "kim")] == [
        "Kim",
        "Somebody",
        "Kimberly",
    ]


def test_a_synonym_leads_to_its_tag(desk):
    wave = make_tag("Korean wave")
    hallyu = make_tag("Hallyu", synonym_of=wave)
    assert offered(desk, "tag", "hallyu") == ["Korean wave — matched Hallyu · topic"]
    hallyu.delete()
    assert offered(desk, "tag", "hallyu") == []


def test_a_list_is_in_the_order_asked_for(desk):
    make_company("Kim")
    make_company("A Kim")
    found = desk.get(url_of(Company, "changelist") + "?q=kim").context["cl"].result_list
    assert [company.name for company in found] == ["Kim", "A Kim"]
    found = desk.get(url_of(Company, "changelist") + "?q=kim&o=1").context["cl"].result_list
    assert [company.name for company in found] == ["A Kim", "Kim"]


def test_a_list_of_tags_is_searched_so_too(desk):
    tag = make_tag("K-drama")
    make_tag("Korean drama", synonym_of=tag)
    for words in ["k drama", "korean", "drama"]:
        page = desk.get(url_of(Tag, "changelist"), {"q": words})
        assert list(page.context["cl"].result_list) == [tag], words
        assert ">Korean drama</a>" in page.content.decode()


def test_the_queries_of_an_answer_do_not_grow(desk):
    def fill(numbers):
        for number in numbers:
            person = make_person(f"Kim {number}", nationalities=[make_country()])
            make_story(people=[person], shows=[make_production(cast=[person])])

    fill(range(3))
    queries_of(desk, address("person", "kim"))
    few = queries_of(desk, address("person", "kim"))
    fill(range(3, 15))
    assert queries_of(desk, address("person", "kim")) == few == 8
    assert Person.objects.count() == 15


def test_what_is_offered_is_never_counted_and_goes_on(desk):
    for number in range(25):
        make_article(f"Story {number}")
    choices = "/admin/autocomplete/?app_label=articles&model_name=article"
    choices += "&field_name=translation_of&term=story"
    with CaptureQueriesContext(connection) as captured:
        desk.get(choices)
    assert not any("COUNT(" in query["sql"] for query in captured)
    answers = [desk.get(f"{choices}&page={page}").json() for page in (1, 2)]
    assert [len(answer["results"]) for answer in answers] == [20, 5]
    assert [answer["pagination"]["more"] for answer in answers] == [True, False]
