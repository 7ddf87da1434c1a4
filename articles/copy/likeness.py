"""Whether a text has been filed already: in its own words, in others, or in another language."""

from collections import Counter
from typing import NamedTuple

from django.db.models import Q

from articles.body import plain_text
from articles.models import Article, ArticlePerson, ArticleProduction
from newsroom.text import fold

from .parts import BODY
from .signs import LIKELY

SHINGLE = 4
# How much of the shorter text must stand in the other; how many of its records.
SAME_WORDS, SAME_RECORDS = 0.35, 0.7
FEWEST_RECORDS = 3
# Of the newest stories that name the same people and works, so many are looked at.
MOST_LINKS, MOST_COMPARED, MOST_SHOWN = 2000, 12, 5
LINKS = [(ArticlePerson, "person"), (ArticleProduction, "show")]


class Alike(NamedTuple):
    article: Article
    why: str


def filed_already(draft, *, among) -> list[Alike]:
    """The likeliest first, of the stories ``among``. At most five queries."""
    shared, records = stories_that_share(draft)
    near = [pk for pk, _ in shared.most_common(MOST_COMPARED)]
    received, address = draft.outline.received, draft.outline.told.address
    same = Q(pk__in=near) | Q(raw_text=received.raw, raw_text__gt="")
    if address:
        same |= Q(source_url=address)
    articles = among.filter(same)[: MOST_COMPARED * 2]
    found = [
        Alike(article, why)
        for article in articles
        if (why := likeness(draft, article, shared[article.pk], records))
    ]
    return found[:MOST_SHOWN]


def stories_that_share(draft):
    """How many of the draft’s people and works each of the newest stories with any has."""
    shared, number = Counter(), 0
    for model, kind in LINKS:
        ids = [
            s.record.pk for s in draft.suggestions if s.kind == kind and s.confidence >= LIKELY
        ]
        number += len(ids)
        rows = model.objects.filter(**{f"{model.target}__in": ids}).order_by("-pk")[:MOST_LINKS]
        shared.update(rows.values_list("article_id", flat=True) if ids else [])
    return shared, number


def likeness(draft, article, shared, records):
    received, address = draft.outline.received, draft.outline.told.address
    if article.raw_text and article.raw_text == received.raw:
        return "the same text, character for character"
    if address and article.source_url == address:
        return "from the same address"
    text = "\n".join(piece.text for piece in draft.outline.pieces if piece.role in BODY)
    part = containment(text, plain_text(article.body))
    if part >= SAME_WORDS:
        return f"{part:.0%} of the shorter one is word for word the same"
    if records >= FEWEST_RECORDS and shared >= SAME_RECORDS * records:
        where = (
            "in another language"
            if article.language != draft.outline.language
            else "in other words"
        )
        return f"perhaps the same {where}: {shared} of {records} people and works"
    return ""


def containment(one, other):
    ours, theirs = shingles(one), shingles(other)
    shorter = min(len(ours), len(theirs))
    return len(ours & theirs) / shorter if shorter else 0


def shingles(text):
    """Every few words that stand side by side, or characters where no spaces part words."""
    words = fold(text).split()
    if len(words) * 12 < len(text):
        words = list(fold(text).replace(" ", ""))
    return {tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
