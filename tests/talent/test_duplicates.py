"""What is likely recorded twice, and what has been said of it."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from newsroom import duplicates
from newsroom.duplicates import queue
from newsroom.models import NotDuplicate
from tests.admin.pages import queries_of, url_of
from tests.factories import make_company, make_person, make_production, make_tag, make_user

pytestmark = pytest.mark.django_db


def whys(kind):
    return [each.why for each in queue(kind)[0]]


@pytest.fixture
def desk(client):
    client.force_login(make_user("chief", is_superuser=True))
    return client


def test_people_of_one_name_in_any_spelling():
    make_person("Shun Oguri", native_name="小栗旬")
    make_person("Oguri Shun", slug="oguri")
    assert whys("person") == ["“Oguri Shun” and “Shun Oguri” are one name"] or whys(
        "person"
    ) == ["“Shun Oguri” and “Oguri Shun” are one name"]


def test_people_of_one_native_name_or_another_name():
    make_person("Han Hyo-joo", native_name="한효주")
    make_person("Hyoju Han", native_name="한효주")
    assert whys("person") == ["the same native name: 한효주"]
    make_person("Rain").names.create(name="Jung Ji-hoon")
    make_person("Jung Ji Hoon", slug="jung")
    assert "“Jung Ji-hoon” and “Jung Ji Hoon” are one name" in whys("person")


def test_a_name_that_begins_another_only_with_a_shared_work():
    short, long = make_person("Lee Min"), make_person("Lee Min-ho")
    assert whys("person") == []
    make_production("Moving", cast=[short, long])
    assert whys("person") == ["“Lee Min-ho” begins with “Lee Min”, and they share a work"]


def test_names_that_sound_alike_come_after_those_that_are_one():
    make_person("Han Hyo-ju", slug="ju")
    make_person("Han Hyo-joo", native_name="한효주")
    make_person("Zhang Wei")
    make_person("Wei Zhang", slug="wei")
    assert whys("person") == [
        "“Zhang Wei” and “Wei Zhang” are one name",
        "“Han Hyo-ju” and “Han Hyo-joo” sound alike",
    ]


@pytest.mark.parametrize(
    ("kind", "make", "native"),
    [
        ("person", make_person, "native_name"),
        ("show", make_production, "original_title"),
        ("company", make_company, "native_name"),
    ],
)
def test_those_of_two_native_names_are_two(kind, make, native):
    make("Kim Min-soo", **{native: "김민수"})
    other = make("Kim Min-su", **{native: "김민소"})
    assert whys(kind) == []
    type(other).objects.update(**{native: ""})
    assert whys(kind) == ["“Kim Min-soo” and “Kim Min-su” sound alike"]


def test_works_companies_and_tags():
    make_production("Moving", year=2023)
    make_production("Moving", year=2023, disambiguation="film", slug="moving-film")
    make_company("CJ ENM")
    make_company("CJ-ENM", slug="cj-2")
    make_tag("Kdrama")
    make_tag("K-dramas")
    make_tag("drama korean")
    make_tag("Korean drama")
    assert whys("show") == ["both are “Moving”, and the year 2023"]
    assert whys("company") == ["“CJ ENM” and “CJ-ENM” are one name"]
    assert whys("tag") == [
        "“K-dramas” is “Kdrama” with an ending",
        "the same words: drama korean",
    ]


def test_a_long_queue_is_read_in_pages_and_none_is_lost(monkeypatch, desk):
    monkeypatch.setattr(duplicates, "PAGE", 5)
    monkeypatch.setattr(duplicates, "STRETCH", 12)
    for number in range(20):
        make_company(f"Company{number:02}")
        make_company(f"Company{number:02}", disambiguation="b", slug=f"twin-{number}")
    found, after, pages = [], "", 0
    for number in range(20):
        make_company(f"Minsoo{number:02}")
        make_company(f"Minsu{number:02}")
    while True:
        pairs, after = queue("company", after)
        found += pairs
        pages += 1
        if not after:
            break
    assert len({(each.first, each.second) for each in found}) == len(found) == 40
    assert pages > 4


def test_the_page_costs_the_same_for_many(desk):
    url = reverse("admin:newsroom_duplicates")
    for number in range(3):
        make_person(f"Anna Bell{number}")
        make_person(f"Anna Bell{number}", disambiguation="b", slug=f"b{number}")
    queries_of(desk, url)
    few = queries_of(desk, url)
    for number in range(3, 10):
        make_person(f"Anna Bell{number}")
        make_person(f"Anna Bell{number}", disambiguation="b", slug=f"b{number}")
    assert queries_of(desk, url) == few
    assert few <= 10


def test_two_are_told_apart_and_that_is_taken_back(desk):
    one, other = make_company("CJ ENM"), make_company("CJ-ENM", slug="cj-2")
    url = reverse("admin:newsroom_duplicates") + "?kind=company"
    assert f"{url_of(other, 'merge')}?into={one.pk}" in desk.get(url).text
    sent = {"kind": "company", "first": other.pk, "second": one.pk}
    page = desk.post(reverse("admin:newsroom_tell_apart"), sent, follow=True)
    assert "Nothing looks alike." in page.text
    desk.post(reverse("admin:newsroom_tell_apart"), sent)
    said = NotDuplicate.objects.get()
    assert (said.first, said.second, said.user.username) == (one.pk, other.pk, "chief")
    assert "Told apart by chief" in desk.get(f"{url}&told_apart=1").text
    desk.post(reverse("admin:newsroom_tell_apart"), {**sent, "again": "1"})
    assert "are one name" in desk.get(url).text


def test_forged_posts_and_addresses_do_no_harm(desk):
    one = make_company("CJ ENM")
    tell = reverse("admin:newsroom_tell_apart")
    for sent in [
        {},
        {"kind": "company"},
        {"kind": "company", "first": one.pk, "second": one.pk},
        {"kind": "company", "first": one.pk, "second": "x"},
        {"kind": "company", "first": one.pk, "second": "9" * 30},
        {"kind": "story", "first": "1", "second": "2"},
        {"kind": "company", "first": one.pk, "second": one.pk + 1},
    ]:
        assert desk.post(tell, sent).status_code == 404, sent
    assert desk.get(tell).status_code == 405
    url = reverse("admin:newsroom_duplicates")
    for query in [
        "kind=person&after=9",
        "after=0",
        "after=1zz",
        "kind=person&after=%00",
        "kind=tag&after=" + "é" * 3000,
        "after=zzz",
    ]:
        assert desk.get(f"{url}?{query}").status_code == 200
    assert desk.get(f"{url}?kind=country").status_code == 404


@pytest.mark.parametrize("role", ["Reporter", "Editor", "Archivist", "Desk chief"])
def test_who_may_change_records_sees_the_queue(client, role):
    user = make_user()
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    make_company("CJ ENM")
    make_company("CJ-ENM", slug="cj-2")
    page = client.get(reverse("admin:newsroom_duplicates"), {"kind": "company"})
    assert page.status_code == (403 if role == "Reporter" else 200)
    assert ("Merge…" in page.text) is (role == "Desk chief")
