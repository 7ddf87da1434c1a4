"""Fixtures of many stories: read piece by piece, looked up and written together."""

import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.loading import streaming, writing
from articles.loading.places import Places
from articles.models import (
    Article,
    Edition,
    Event,
    Listing,
    PublishedFact,
    Revision,
    SearchText,
)
from articles.publishing import publish
from talent.models import Person
from tests.benchmarks.stories import Fixture

from .fixture_files import load, record, refusal, write


def stories(path, size):
    Fixture(size).write(path)
    return path


def read_in(size, text, monkeypatch):
    monkeypatch.setattr(streaming, "CHUNK", size)
    pieces = streaming.texts(io.BytesIO(text.encode()), "x.json")
    return list(streaming.parse_json(pieces, "x.json"))


class TestReading:
    RECORDS = [
        {"a": '“é” \\ " ]', "b": [1, {"c": [True, None]}]},
        12345,
        -1.5e10,
        [],
        {},
        "x,]",
    ]

    @pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
    @pytest.mark.parametrize("indent", [None, 1])
    def test_wherever_the_pieces_part(self, monkeypatch, size, indent):
        text = json.dumps(self.RECORDS, indent=indent, ensure_ascii=False)
        assert read_in(size, text, monkeypatch) == self.RECORDS

    @pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
    def test_what_is_wrong_is_found_where_it_stands(self, monkeypatch, size):
        for text in [
            '[1,\n {"é": "x",}]',
            '[1,\n "é" 2]',
            '["é",\n\n',
            "[]\n x",
            "\n {",
            '["\n"]',
        ]:
            with pytest.raises(json.JSONDecodeError) as error:
                json.loads(text)
            where = f"at line {error.value.lineno}, column {error.value.colno}: "
            with pytest.raises(streaming.Unreadable, match=where + error.value.msg):
                read_in(size, text, monkeypatch)

    def test_bytes_are_counted_from_the_beginning(self, monkeypatch):
        monkeypatch.setattr(streaming, "CHUNK", 2)
        with pytest.raises(streaming.Unreadable, match="not valid UTF-8 at byte 5"):
            list(streaming.texts(io.BytesIO(b'["\xc3\xa9"\xff]'), "x.json"))


def test_places_of_ids_near_and_far():
    places = Places()
    for pk in [7, 8, 300, 10**15]:
        places[pk] = pk + 1
    places[8] = 5
    assert list(places) == [7, 8, 300, 10**15]
    assert [places.get(pk) for pk in [8, 9, 300, 10**15]] == [5, None, 301, 10**15 + 1]
    assert (len(places), 7 in places, 6 in places) == (4, True, False)


@pytest.mark.django_db
class TestMany:
    def test_more_stories_take_no_more_queries(self, tmp_path):
        load(stories(tmp_path / "first.json", 1))
        counts = []
        for size in [20, 60]:
            fixture = Fixture(size, seed=size)
            fixture.people, fixture.shows = fixture.people[:40], fixture.shows[:20]
            file = tmp_path / f"{size}.json"
            records = [
                r | {"fields": r["fields"] | renamed(r["fields"], size)}
                for r in fixture.records()
                if r["model"].startswith("articles.") and r["model"] != "articles.author"
            ]
            file.write_text(json.dumps(records))
            with CaptureQueriesContext(connection) as queries:
                load(file)
            counts.append(len(queries))
        assert Edition.objects.live().count() == 81
        assert counts == [133, 133]

    def test_windows_end_anywhere(self, tmp_path, monkeypatch):
        monkeypatch.setattr(writing, "WINDOW", 7)
        said = load(stories(tmp_path / "a.json", 5))
        assert said.endswith("new or changed.\n")
        assert Edition.objects.live().count() == 5
        assert "0 new or changed" in load(tmp_path / "a.json")

    def test_published_together_as_one_by_one(self, tmp_path):
        load(stories(tmp_path / "a.json", 4))
        together = public_rows()
        for article in Article.objects.order_by("pk"):
            edition = article.editions.get()
            now = edition.visible_from
            edition.delete()
            article.events.all().delete()
            if not edition.is_dated:
                Article.objects.filter(pk=article.pk).update(published_at=None)
            publish(article, now=now)
        assert public_rows() == together

    def test_one_that_the_database_refuses_is_named_and_the_others_are_not(self, tmp_path):
        people = [record("talent.person", slug=f"p{n}", name=f"P {n}") for n in range(5)]
        people[3]["fields"]["name"] = "P 1"
        (problem,) = refusal(write(tmp_path / "a.json", people))
        assert "#5 talent.person (p3): " in problem
        assert not Person.objects.exists()

    def test_one_that_stands_twice_far_apart(self, tmp_path, monkeypatch):
        monkeypatch.setattr(writing, "WINDOW", 2)
        people = [record("talent.person", slug=f"p{n % 4}", name=f"P {n}") for n in range(5)]
        (problem,) = refusal(write(tmp_path / "a.json", people))
        assert problem.endswith(f"“p0” is the same as in {tmp_path}/a.json: #2")


def renamed(fields, size):
    """The same for stories of other names."""
    names = {
        "slug": lambda value: f"{value}-{size}",
        "source_id": lambda value: f"{value}-{size}",
        "article": lambda value: [f"{value[0]}-{size}"],
        "content_object": lambda value: [f"{value[0]}-{size}"],
    }
    return {name: rename(fields[name]) for name, rename in names.items() if name in fields}


def public_rows():
    """What readers see, and the history, without the ids that come anew."""
    return {
        model: sorted(
            str({k: v for k, v in row.items() if k not in {"id", "edition_id", "revision_id"}})
            for row in model.objects.values()
        )
        for model in [Article, Edition, Listing, PublishedFact, SearchText, Event, Revision]
    }
