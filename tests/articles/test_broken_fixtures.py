"""A fixture with anything wrong in it is refused whole, and each problem is named."""

import copy
import gzip
import json
import re
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from newsroom.models import OldAddress
from talent.models import Person

from .broken_fields import FIELDS
from .fixture_files import (
    FILE_OF,
    FOLDER,
    LABELS,
    NEWCOMER,
    STORIES,
    every_row,
    refusal,
    shipped,
    words,
    write,
)

STORY = STORIES["000"]

LINE = re.compile(r"(\w+) (\S+), (\w+): (.+) → (.+?)(?: \[(.+)\])?")


@pytest.fixture(scope="module")
def seeds(django_db_setup, django_db_blocker):
    """The shipped fixtures, loaded once, and every row that they make."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", *LABELS.split(), verbosity=0)
        yield every_row()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def nothing_loaded(seeds, db):
    yield
    assert every_row() == seeds


class TestOneField:
    @pytest.mark.parametrize("line", FIELDS, ids=lambda line: line.partition(" →")[0])
    def test_it_is_refused_by_name(self, tmp_path, line):
        model, key, field, value, reason, blamed = LINE.fullmatch(line).groups()
        records, place = shipped(model, key)
        if value == "nothing":
            del records[place]["fields"][field]
        else:
            records[place]["fields"][field] = json.loads(value)
        file = write(tmp_path / f"{FILE_OF[model]}.json", records[: place + 3])

        (problem,) = refusal(file)

        assert problem.startswith(f"{file}: #{place + 2} {records[place]['model']} (")
        assert f"): {blamed or field}: " in problem
        assert reason in problem
        for part in key.split("/"):
            if any(word.startswith(part) for word in words(records[place])):
                assert part in problem

    @pytest.mark.parametrize(
        ("model", "key", "field", "most"),
        [
            ("person", "shun-oguri", "name", 200),
            ("person", "shun-oguri", "slug", 200),
            ("article", "netflix-to-adapt", "headline", 300),
            ("fact", "netflix-to-adapt/Netflix:", "label", 200),
        ],
    )
    def test_a_text_too_long(self, tmp_path, model, key, field, most):
        records, place = shipped(model, key)
        records[place]["fields"][field] = "x" * (most + 1)
        (problem,) = refusal(write(tmp_path / "long.json", records[: place + 1]))
        assert f"): {field}: Ensure this value has at most {most} characters" in problem

    def test_a_line_stays_short(self, tmp_path):
        records, place = shipped("article", "netflix-to-adapt")
        records[place]["fields"]["state"] = "x" * 100_000
        (problem,) = refusal(write(tmp_path / "long.json", records[:1]))
        assert "): state: Value 'xxx" in problem
        assert len(problem) < 800

    def test_a_line_moves_no_cursor(self, tmp_path):
        records, place = shipped("person", "shun-oguri")
        records[place]["fields"]["slug"] = "\x1b[2J\r\noguri"
        (problem,) = refusal(write(tmp_path / "people.json", records[: place + 1]))
        assert r"talent.person (\x1b[2J oguri): slug: Enter a valid “slug”" in problem

    @pytest.mark.parametrize("levels", [300, 900])
    @pytest.mark.parametrize("field", ["country", "name"])
    def test_a_value_nested_far_too_deep(self, tmp_path, field, levels):
        records, place = shipped("company")
        records[place]["fields"][field] = "NESTED"
        file = tmp_path / "deep.json"
        text = json.dumps([NEWCOMER, *records])
        file.write_text(text.replace('"NESTED"', "[" * levels + '"x"' + "]" * levels))
        (problem,) = refusal(file)
        assert f"): {field}: " in problem or "not valid JSON" in problem


WHOLE_RECORDS = {
    "a record that is text": ("text", "#2: must be an object"),
    "a record that is a list": (["talent.person"], "#2: must be an object"),
    "a record that is null": (None, "#2: must be an object"),
    "a record of no model": ({"fields": {}}, "#2: model: is missing"),
    "a model that is a number": ({"model": 5}, "#2 5: model: there is no model “5”"),
    "a model that is an object": ({"model": {"a": 1}}, "model: there is no model"),
    "an unknown model": (
        {"model": "talent.actor", "fields": {"slug": "x"}},
        "#2 talent.actor (x): model: there is no model “talent.actor”",
    ),
    "a model that is derived": (
        {"model": "articles.listing", "fields": {"kind": "show"}},
        "#2 articles.listing (show): model: follows from other records",
    ),
    "a correction of no moment": (
        {"model": "articles.correction", "fields": {"article": [STORY], "text": "x"}},
        f"#2 articles.correction ({STORY}): made_at: is missing",
    ),
    "an unknown app": ({"model": "films.person"}, "there is no model “films.person”"),
    "an app alone": ({"model": "talent"}, "there is no model “talent”"),
    "no fields": ({"model": "talent.person"}, "#2 talent.person: fields: must be an object"),
    "fields that are null": ({"model": "talent.person", "fields": None}, "fields: must be"),
    "fields that are a list": ({"model": "talent.person", "fields": []}, "fields: must be"),
}
PKS = ["abc", True, 1.5, [1], {}, 10**30, -1, 0, "", "\ud800"]


class TestOneRecord:
    @pytest.mark.parametrize(("record", "said"), WHOLE_RECORDS.values(), ids=WHOLE_RECORDS)
    def test_it_is_refused_where_it_stands(self, tmp_path, record, said):
        (problem,) = refusal(write(tmp_path / "people.json", [record]))
        assert problem.startswith(f"{tmp_path}/people.json: #2")
        assert said in problem

    @pytest.mark.parametrize("pk", PKS, ids=ascii)
    def test_an_id_that_is_none(self, tmp_path, pk):
        record = {"model": "talent.person", "pk": pk, "fields": {"slug": "x", "name": "X"}}
        (problem,) = refusal(write(tmp_path / "people.json", [record]))
        assert "#2 talent.person (x): pk: " in problem

    def test_an_id_of_one_record_with_the_slug_of_another(self, tmp_path):
        records, place = shipped("person", "shun-oguri")
        records[place]["pk"] = Person.objects.get(slug="han-hyo-joo").pk
        (problem,) = refusal(write(tmp_path / "people.json", [records[place]]))
        assert "(shun-oguri): slug: " in problem
        assert "already exists" in problem

    @pytest.mark.parametrize(
        ("model", "key"),
        [
            ("person", "shun-oguri"),
            ("credit", "romantics/shun-oguri"),
            ("companycredit", "romantics/yong-film"),
            ("productiontitle", "romantics"),
            ("articleproduction", "netflix-to-adapt/les-emotifs"),
            ("fact", "netflix-to-adapt/Netflix:"),
            ("byline", "korean-movies"),
            ("taggedarticle", "with-k"),
        ],
    )
    def test_one_that_stands_twice(self, tmp_path, model, key):
        records, place = shipped(model, key)
        again = copy.deepcopy(records[place])
        (problem,) = refusal(write(tmp_path / "twice.json", [records[place], again]))
        assert f"#3 {again['model']} (" in problem
        name = "slug" if "slug" in again["fields"] else "natural key"
        assert f"): {name}: “" in problem
        assert problem.endswith(f"is the same as in {tmp_path}/twice.json: #2")

    def test_one_that_stands_in_two_files(self, tmp_path):
        records, place = shipped("person", "shun-oguri")
        first = write(tmp_path / "first.json", [records[place]])
        second = tmp_path / "second.json"
        second.write_text(json.dumps([records[place]]))
        (problem,) = refusal(first, second)
        assert problem.startswith(f"{second}: #1 talent.person (shun-oguri): slug: ")
        assert problem.endswith(f"{first}: #2")

    def test_an_address_that_leads_elsewhere(self, tmp_path):
        records, place = shipped("person", "shun-oguri")
        with transaction.atomic():
            person = Person.objects.get(slug="shun-oguri")
            person.slug = "oguri"
            person.save()
            (problem,) = refusal(write(tmp_path / "people.json", [records[place]]))
            transaction.set_rollback(True)
        assert "(shun-oguri): slug: This address was given up by “oguri”" in problem

    def test_a_reference_to_an_address_that_has_moved_says_where(self, tmp_path):
        records, place = shipped("credit", "godzilla/shun-oguri")
        with transaction.atomic():
            person = Person.objects.get(slug="shun-oguri")
            person.slug = "oguri"
            person.save()
            (problem,) = refusal(write(tmp_path / "credits.json", [records[place]]))
            transaction.set_rollback(True)
        assert "person: there is no person “shun-oguri”: it has moved to “oguri”" in problem

    def test_a_published_story_at_an_address_that_leads_elsewhere(self, tmp_path):
        OldAddress.objects.create(kind="story", slug="moved", target=STORY)
        records, place = shipped("article", "netflix-to-adapt")
        records[place]["fields"] |= {"slug": "moved", "source_id": "new"}
        (problem,) = refusal(write(tmp_path / "stories.json", [records[place]]))
        assert "(moved): state: cannot be published: The address “moved” leads to" in problem
        OldAddress.objects.all().delete()

    def test_a_published_story_under_embargo(self, tmp_path):
        records, place = shipped("article", "netflix-to-adapt")
        later = {"slug": "later", "source_id": "later", "embargo_until": "2190-01-01T00:00:00Z"}
        records[place]["fields"] |= later | {"uid": "0f8fad5b-d9cb-469f-a165-70867728950e"}
        (problem,) = refusal(write(tmp_path / "stories.json", [records[place]]))
        assert "(later): state: cannot be published: The story is under embargo" in problem

    @pytest.mark.parametrize(
        "data", [{}, [], {"fields": {}}, {"fields": {"slug": "x"}}, "x", 5]
    )
    def test_an_edition_whose_revision_is_no_story(self, tmp_path, data):
        revision = {"article": [STORY], "number": 9, "data": data}
        edition = {"article": [STORY], "revision": [STORY, 9]} | dict.fromkeys(
            ["visible_from", "published_at"], "2025-01-01T00:00:00Z"
        )
        records = [
            {"model": "articles.revision", "fields": revision},
            {"model": "articles.edition", "fields": edition},
        ]
        (problem,) = refusal(write(tmp_path / "editions.json", records))
        assert STORY in problem


def as_bytes(label, change):
    return change((FOLDER / f"{label}.json").read_bytes())


FILES = {
    "empty": ("people.json", b"", "line 1, column 1: Expecting value"),
    "blank": ("people.json", b"\n \n", "line 3, column 1: Expecting value"),
    "a BOM": ("people.json", "\ufeff[]".encode(), "line 1, column 1: Unexpected UTF-8 BOM"),
    "UTF-16": ("people.json", "[]".encode("utf-16"), "not valid UTF-8 at byte 0"),
    "NaN": ("people.json", b'[{"a": NaN}]', "NaN is not a JSON value"),
    "infinity": ("people.json", b"[-Infinity]", "-Infinity is not a JSON value"),
    "a number without end": ("people.json", b"[1e999]", "1e999 is too large a number"),
    "a number of 5,000 digits": ("people.json", b"[%s]" % (b"9" * 5000), "4300 digits"),
    "nested far too deep": ("people.json", b"[" * 100_000, "not valid JSON"),
    "an object": ("people.json", b'{"model": "x"}', "must hold a list of objects"),
    "text": ("people.json", b'"x"', "must hold a list of objects"),
    "null": ("people.json", b"null", "must hold a list of objects"),
    "two lists": ("people.json", b"[]\n[]", "line 2, column 1: Extra data"),
    "a comma too many": ("people.json", b"[{},]", "line 1, column 5"),
    "single quotes": ("people.json", b"['x']", "line 1, column 2: Expecting value"),
    "a comment": ("people.json", b"[]\n// all", "line 2, column 1: Extra data"),
    "a line break in a text": ("people.json", b'["a\nb"]', "Invalid control character"),
    "a broken line of JSON Lines": ("people.jsonl", b'{"model": 1}\n\n{"model"\n', "line 3,"),
    "two records on a line": ("people.jsonl", b'{"a": 1} {"b": 1}', "line 1, column 11"),
    "XML that breaks off": ("people.xml", b"<django-objects>", "not valid XML"),
    "XML that is none": ("people.xml", b"[]", "not valid XML"),
    "XML with entities": (
        "people.xml",
        b'<!DOCTYPE x [<!ENTITY a "b">]><django-objects version="1.0">&a;</django-objects>',
        "not valid XML",
    ),
    "XML of an unknown model": (
        "people.xml",
        b'<django-objects><object model="talent.actor"/></django-objects>',
        "talent.actor",
    ),
    "XML with an unknown field": (
        "people.xml",
        b'<django-objects><object model="talent.person"><field name="slug">x</field>'
        b'<field name="name">X</field><field name="nmae">X</field></object></django-objects>',
        "#1 talent.person (x): nmae: there is no such field",
    ),
    "a gz that breaks off": (
        "people.json.gz",
        gzip.compress(b"[]" * 99)[:-9],
        "cannot be read",
    ),
    "a gz that is none": ("people.json.gz", b"[]", "cannot be read"),
    "a gz with a hole": (
        "people.json.gz",
        as_bytes(
            "people", lambda b: gzip.compress(b)[:99] + bytes(99) + gzip.compress(b)[198:]
        ),
        "cannot be read",
    ),
    "a bz2 that is none": ("people.json.bz2", b"[]", "cannot be read"),
    "an xz that is none": ("people.json.xz", b"[]", "cannot be read"),
    "a zip that is none": ("people.json.zip", b"[]", "cannot be read"),
}


class TestOneFile:
    @pytest.mark.parametrize(("name", "content", "said"), FILES.values(), ids=FILES)
    def test_it_is_refused_by_name(self, tmp_path, name, content, said):
        file = tmp_path / name
        file.write_bytes(content)
        (problem,) = refusal(file)
        assert problem.startswith(f"{file}: ")
        assert said in problem

    @pytest.mark.parametrize("label", ["people", "articles"])
    @pytest.mark.parametrize("part", [0.01, 0.3, 0.5, 0.9, 0.999])
    def test_a_truncated_one(self, tmp_path, label, part):
        content = (FOLDER / f"{label}.json").read_text()
        file = tmp_path / f"{label}.json"
        file.write_text(content[: int(len(content) * part)])
        (problem,) = refusal(file)
        assert re.match(rf"{file}: not valid JSON at line \d+, column \d+: ", problem)

    @pytest.mark.parametrize(
        ("good", "bad"),
        [(b"\xc3\x89", b"\xc9"), (b"Netflix", b"Net\xffflix"), ("’".encode(), b"\xe2\x80")],
        ids=["Latin-1", "no letter", "half a letter"],
    )
    def test_one_that_is_not_utf_8(self, tmp_path, good, bad):
        file = tmp_path / "articles.json"
        content = (FOLDER / "articles.json").read_bytes().replace(good, bad, 1)
        file.write_bytes(content)
        (problem,) = refusal(file)
        assert re.fullmatch(rf"{file}: not valid UTF-8 at byte \d+", problem)

    def test_a_zip_of_two(self, tmp_path):
        file = tmp_path / "people.json.zip"
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("people.json", "[]")
            archive.writestr("tags.json", "[]")
        (problem,) = refusal(file)
        assert problem.startswith(f"{file}: cannot be read: ")

    def test_one_beside_good_ones(self, tmp_path):
        good = write(tmp_path / "good.json", [])
        broken = tmp_path / "broken.json"
        broken.write_text("[")
        (problem,) = refusal(good, broken)
        assert problem.startswith(f"{broken}: ")

    def test_one_that_is_not_there(self, tmp_path):
        with pytest.raises(CommandError, match="No fixture named 'none' found"):
            call_command("loaddata", "none")


class TestSeveralProblems:
    def test_each_has_a_line(self, tmp_path):
        records, place = shipped("person", "shun-oguri")
        del records[place]["fields"]["name"]
        records[place]["fields"] |= {"birth": "soon", "nmae": "x", "nationalities": [["japam"]]}
        records[0]["fields"]["bio"] = 5
        people = write(tmp_path / "people.json", records)
        broken = tmp_path / "broken.json"
        broken.write_text("[")

        lines = refusal(broken, people)

        assert lines[0].startswith(f"{broken}: not valid JSON")
        assert [line.partition("talent.person ")[2] for line in lines[1:]] == [
            "(han-hyo-joo): bio: must be text, not a number",
            "(shun-oguri): birth: “soon” is not a date: write a year, a month or a day, such "
            "as 2025, 2025-10 or 2025-10-16.",
            "(shun-oguri): nmae: there is no such field",
            "(shun-oguri): name: is missing",
            "(shun-oguri): nationalities: there is no country “japam”",
        ]

    def test_who_refers_to_a_refused_record_is_not_blamed(self, tmp_path):
        person = {"slug": "new", "name": "New", "birth": "soon"}
        records = [
            {"model": "talent.credit", "fields": {"production": ["moving"], "person": ["new"]}},
            {"model": "talent.personname", "fields": {"person": ["new"], "name": "Newer"}},
            {"model": "talent.person", "fields": person},
        ]
        (problem,) = refusal(write(tmp_path / "people.json", records))
        assert "#4 talent.person (new): birth: " in problem

    def test_nor_who_refers_to_one_that_is(self, tmp_path):
        records = [
            {"model": "talent.company", "fields": {"slug": "a", "name": "A", "parent": ["b"]}},
            {"model": "talent.company", "fields": {"slug": "b", "name": "B", "parent": ["c"]}},
            {"model": "talent.company", "fields": {"slug": "c", "name": "C", "parent": ["d"]}},
        ]
        (problem,) = refusal(write(tmp_path / "companies.json", records))
        assert "#4 talent.company (c): parent: there is no company “d”" in problem

    def test_two_companies_that_own_each_other(self, tmp_path):
        records = [
            {"model": "talent.company", "fields": {"slug": "a", "name": "A", "parent": ["b"]}},
            {"model": "talent.company", "fields": {"slug": "b", "name": "B", "parent": ["a"]}},
        ]
        (problem,) = refusal(write(tmp_path / "companies.json", records))
        assert "parent: A company cannot own itself" in problem

    def test_two_new_tags_alike_but_for_spelling(self, tmp_path):
        for first, second in [("Sci-fi", "sci fi"), ("Élite", "ELITE"), ("Biopic", "Bi opic")]:
            records = [
                {"model": "newsroom.tag", "fields": {"slug": "one", "name": first}},
                {"model": "newsroom.tag", "fields": {"slug": "two", "name": second}},
            ]
            (problem,) = refusal(write(tmp_path / "tags.json", records))
            assert (
                f"(two): name: “{second}” is the tag “{first}” in another spelling" in problem
            )
