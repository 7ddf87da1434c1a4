"""Full-text search: PostgreSQL's text vectors or SQLite's FTS5, behind one queryset method."""

from datetime import datetime
from typing import NamedTuple

from django.db import connections
from django.db.models import BooleanField, Case, IntegerField, Q, Value, When
from django.db.models.expressions import RawSQL

from newsroom.text import search_phrases
from talent.names import query_keys

MOST_PHRASES = 16
# Of a common word's stories, the newest this many are put in order, before the rest.
MOST_RANKED = 200
UNRANKED = 3


def matching(editions, text):
    """Editions that hold every word of ``text``, or a name that is spelled so."""
    phrases = search_phrases(text)[:MOST_PHRASES]
    if not phrases:
        return editions.none()
    found = ENGINES[connections[editions.db].vendor]
    return editions.filter(pk__in=found(phrases, sorted(query_keys(text)), None))


class Place(NamedTuple):
    """Where an edition stands among those that match: those of rank 0 come first."""

    rank: int
    published_at: datetime
    article_id: int
    pk: int

    def is_after(self, rank, *at):
        return self.rank > rank or (self.rank == rank and self[1:3] < tuple(at))


def best_first(matching, text, size, after=None) -> list[Place]:
    """The places of ``size`` of the editions that match, after the place ``after``.

    Of the newest ``MOST_RANKED``, a match in the headline comes first, then one in the
    names, then one in the text, the newest first in each; then come all others, the newest
    first. At most three queries, none of which sorts all that match.
    """
    newest = matching.order_by("-published_at", "-article_id")
    newest = newest.values_list("published_at", "article_id", "pk")
    if after and after[0] == UNRANKED:
        return [Place(UNRANKED, *row) for row in newest.filter(older_than(*after[1:]))[:size]]
    rows = list(newest[: max(size, MOST_RANKED)])
    found = [p for p in ranked(matching.model, text, rows) if not after or p.is_after(*after)]
    if len(found) < size and len(rows) >= MOST_RANKED:
        found += best_first(matching, text, size - len(found), (UNRANKED, *rows[-1][:2]))
    return found[:size]


def ranked(model, text, rows):
    """``rows`` are the newest that match. At most one query."""
    first = [pk for *_, pk in rows[:MOST_RANKED]]
    ranks = places(model.objects.filter(pk__in=first), text) if first else {}
    found = [Place(ranks.get(row[-1], UNRANKED), *row) for row in rows]
    # Sorting keeps the newest first among equals.
    return sorted(found, key=lambda place: place.rank)


def older_than(published_at, article_id):
    """Stories below that one in the order of their moments; an index serves the second part."""
    below = Q(published_at__lt=published_at)
    below |= Q(published_at=published_at, article_id__lt=article_id)
    return below & Q(published_at__lte=published_at)


def headed(editions, text):
    """Editions whose headline has every word of ``text``, in any order and with any accents."""
    phrases = search_phrases(text)[:MOST_PHRASES]
    if not phrases:
        return editions.none()
    found = ENGINES[connections[editions.db].vendor]
    return editions.filter(pk__in=found(phrases, [], "title"))


def places(editions, text) -> dict[int, int]:
    """Where each of a few ``editions`` that match does so: 0 is the headline, 1 a name, 2 the
    rest. One query, which looks at these alone.
    """
    phrases, spellings = search_phrases(text)[:MOST_PHRASES], sorted(query_keys(text))
    is_in = WITHIN[connections[editions.db].vendor]
    place = Case(
        When(is_in(phrases, [], "title"), then=Value(0)),
        When(is_in(phrases, spellings, "names"), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return dict(editions.order_by().values_list("pk", place))


def found_by_postgresql(phrases, spellings, column):
    return RawSQL(
        "SELECT edition_id FROM articles_searchtext WHERE vector @@ to_tsquery('simple', %s)",
        [tsquery(phrases, spellings, column)],
    )


def within_postgresql(phrases, spellings, column):
    return RawSQL(
        "SELECT vector @@ to_tsquery('simple', %s) FROM articles_searchtext"
        " WHERE edition_id = articles_edition.id",
        [tsquery(phrases, spellings, column)],
        BooleanField(),
    )


def tsquery(phrases, spellings, column):
    weight = {"title": "A", "names": "B", None: ""}[column]
    every = " & ".join(
        " <-> ".join(f"{word}:{prefix_of(word)}{weight}" for word in phrase)
        for phrase in phrases
    )
    return " | ".join([f"({every})", *(f"{key}:{weight}" for key in spellings)])


def found_by_sqlite(phrases, spellings, column):
    every = " AND ".join(f'"{" ".join(phrase)}"{prefix_of(phrase[-1])}' for phrase in phrases)
    either = " OR ".join([f"({every})", *(f'"{key}"' for key in spellings)])
    scope = f"{{{column}}} : " if column else ""
    return RawSQL(
        "SELECT rowid FROM articles_searchindex WHERE articles_searchindex MATCH %s",
        [f"{scope}({either})"],
    )


def within_sqlite(phrases, spellings, column):
    return Q(pk__in=found_by_sqlite(phrases, spellings, column))


def prefix_of(word):
    """A lone Chinese character, kana or syllable is found at the head of a pair."""
    return "*" if len(word) == 1 and not word.isascii() else ""


ENGINES = {"postgresql": found_by_postgresql, "sqlite": found_by_sqlite}
WITHIN = {"postgresql": within_postgresql, "sqlite": within_sqlite}
