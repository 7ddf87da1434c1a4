"""The table of 500 spellings of 100 real people and works: each finds its record, and first.

What no rule could derive is recorded in ``spelled.json``, and loaded as any fixture is.
"""

import csv
from pathlib import Path

import pytest
from django.core.management import call_command

from newsroom.text import fold
from talent.models import NameKey, Person, Production

HERE = Path(__file__).parent
RECORDS = HERE / "spelled.json"

with (HERE / "spellings.csv").open(encoding="utf-8", newline="") as table:
    SPELLINGS = [(row["name"], row["spelling"]) for row in csv.DictReader(table)]
NAMES = {name for name, _ in SPELLINGS}


@pytest.fixture
def records(db):
    """Each of the records by its name, as kind and id."""
    call_command("loaddata", RECORDS, verbosity=0)
    found = {person.name: ("person", person.pk) for person in Person.objects.all()}
    return found | {show.title: ("show", show.pk) for show in Production.objects.all()}


def test_the_table_is_what_it_says(records):
    assert (len(SPELLINGS), len(set(SPELLINGS)), len(NAMES)) == (500, 500, 100)
    assert records.keys() == NAMES


def test_every_spelling_finds_its_record_first(records):
    wrong = []
    for name, spelling in SPELLINGS:
        kind, pk = records[name]
        model = {"person": Person, "show": Production}[kind]
        first = model.objects.matching(spelling).first()
        if first is None or first.pk != pk:
            wrong.append((name, spelling, first))
    assert wrong == []


def test_so_it_does_on_the_public_search_page(client, records):
    wrong = []
    for name, spelling in SPELLINGS:
        matches = client.get("/search/", {"q": spelling}).context["matches"]
        first = matches[0][0] if matches else None
        if first is None or (first.kind, first.id) != records[name]:
            wrong.append((name, spelling, first))
    assert wrong == []


def test_no_name_is_exactly_anothers(records):
    wrong = []
    for name, spelling in [*SPELLINGS, *((name, name) for name in NAMES)]:
        rows = NameKey.objects.exactly(spelling).values_list("kind", "subject_id")
        if set(rows) != {records[name]}:
            wrong.append((name, spelling, list(rows)))
    assert wrong == []


def test_nothing_is_recorded_that_a_rule_derives(records):
    recorded = [name for person in Person.objects.all() for name in person.names.all()]
    idle = [
        (name.person.name, name.name)
        for name in recorded
        if fold(name.name).replace(" ", "") == fold(name.person.name).replace(" ", "")
    ]
    assert idle == []


SLIPS = {
    "Han Hyo-joh": "Han Hyo-joo",
    "Yi Byung Hoon": "Lee Byung-hun",
    "Oguri Syun": "Shun Oguri",
    "Kenn Watanabbe": "Ken Watanabe",
    "Oguri Shin": "Shun Oguri",
    "Pak Chan Uk": "Park Chan-wook",
    "한효조": "Han Hyo-joo",
    "オグリシュン": "Shun Oguri",
    "Kouji Yakushou": "Koji Yakusho",
    "Memoris of Murder": "Memories of Murder",
}


def test_a_sound_or_a_slip_only_suggests(client, records):
    for slip, meant in SLIPS.items():
        page = client.get("/search/", {"q": slip})
        assert page.context["matches"] == [], slip
        assert records[meant] in [(s.kind, s.id) for s, *_ in page.context["guesses"]], slip
        assert "Did you mean" in page.content.decode()


def test_it_says_by_which_name_it_found(client, records):
    html = client.get("/search/", {"q": "小栗旬"}).content.decode()
    assert 'also known as <span lang="ja">小栗旬</span>' in html
    assert "Did you mean" not in html
