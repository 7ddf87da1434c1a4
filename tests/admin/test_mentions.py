"""What the text that is being written names and does not link, in any spelling."""

import json

import pytest
from django.urls import reverse

from talent.models import PersonName
from tests.factories import make_company, make_person, make_production, make_user

from .rows import make_user_who_may

pytestmark = pytest.mark.django_db
NAMES = reverse("admin:articles_article_find_names")


def ask(client, text, *records, linked=(), printed=""):
    rows = [{"ref": f"{r.address_kind}:{r.pk}", "printed": printed} for r in records]
    message = {"text": text, "rows": rows, "linked": list(linked)}
    return client.post(NAMES, json.dumps(message), content_type="application/json")


def words(client, *args, **kwargs):
    return [row["words"] for row in ask(client, *args, **kwargs).json()["rows"]]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Then Hyo Joo Han's film came.", "Hyo Joo Han"),
        ("HAN HYO-JOO and Han Hyo-joo", "HAN HYO-JOO"),
        ("배우 한효주는 말했다", "한효주"),
        ("Han\nHyo-joo", None),
        ("the hanhyo joo", None),
        ("Hanging", None),
    ],
)
def test_a_person_is_found_as_the_text_writes_it(desk, text, written):
    han = make_person("Han Hyo-joo", native_name="한효주")
    assert words(desk, text, han) == ([written] if written else [])


def test_shows_companies_other_names_and_printed_forms_too(desk):
    han = make_person("Han Hyo-joo")
    PersonName.objects.create(person=han, name="Brenda Han", kind="former")
    show, company = make_production("Moving"), make_company("Yong Film")
    text = "Brenda Han is moving, in Moving by Yong Film."
    assert words(desk, text, han, show, company) == ["Brenda Han", "Moving", "Yong Film"]
    assert words(desk, "Miss H. is here", han, printed="Miss H") == ["Miss H"]


def test_what_is_linked_is_not_offered(desk):
    han = make_person("Han Hyo-joo")
    answer = ask(desk, "Han Hyo-joo", han, linked=[f"person:{han.pk}"]).json()
    assert answer == {"rows": [], "people": []}


def test_people_in_no_row_are_offered_to_the_story(desk):
    oguri, han = make_person("Shun Oguri"), make_person("Han Hyo-joo")
    answer = ask(desk, "Han Hyo-joo meets Oguri Shun.", han).json()
    assert answer["people"] == [
        {"ref": f"person:{oguri.pk}", "name": "Shun Oguri", "words": "Oguri Shun"}
    ]


def test_it_costs_the_same_for_any_number(desk, django_assert_max_num_queries):
    people = [make_person(f"Kim Number {n}") for n in "abcdefghij"]
    text = " and ".join(map(str, people))
    with django_assert_max_num_queries(8):
        ask(desk, text)
    with django_assert_max_num_queries(8):
        ask(desk, text, *people)


@pytest.mark.parametrize(
    "body",
    [
        *("", "[]", "{}", "[" * 100_000, '{"text": "", "rows": 3, "linked": []}'),
        *('{"text": "", "rows": [3], "linked": []}', '{"text": "", "rows": {}, "linked": []}'),
        "\xff",
    ],
)
def test_what_is_no_question_is_refused(desk, body):
    answer = desk.post(NAMES, body.encode("latin-1"), content_type="application/json")
    assert answer.status_code == 400


def test_hostile_references_find_nothing(desk):
    message = {
        "text": "\0 \ud800 Kim" * 10,
        "rows": [{"ref": r, "printed": None} for r in ["person:٣", "person:" + "9" * 40, "x"]],
        "linked": [None, 3],
    }
    answer = desk.post(NAMES, json.dumps(message), content_type="application/json")
    assert answer.json() == {"rows": [], "people": []}


def test_only_those_who_write_are_answered_and_as_far_as_they_may_look(client):
    han, show = make_person("Han Hyo-joo"), make_production("Moving")
    client.force_login(make_user())
    assert ask(client, "Han Hyo-joo", han).status_code == 403
    client.force_login(make_user_who_may("articles.add_article", "talent.view_production"))
    answer = ask(client, "Han Hyo-joo in Moving", han, show).json()
    assert [row["ref"] for row in answer["rows"]] == [f"show:{show.pk}"]
    assert answer["people"] == []
    assert client.get(NAMES).status_code == 405
