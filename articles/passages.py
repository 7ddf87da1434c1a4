"""The passage of a story in which what was searched for stands, with the words marked."""

import re
from functools import cache
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from newsroom.text import APOSTROPHES, CJK_RUN, POSSESSIVE, fold

from .body import plain_text
from .models.public import Edition

# As much of a text as is looked through, and as much of it as is shown.
LOOKED_THROUGH = 12_000
BEFORE, AFTER = 90, 190
MOST_WORDS = 16


def with_passages(editions, query):
    """Give each of ``editions`` its ``passage``, or none where only its names match. One query."""
    wanted = pattern(query)
    bodies = dict(
        Edition.objects.filter(pk__in=[edition.pk for edition in editions]).values_list(
            "pk", "body"
        )
    )
    for edition in editions:
        text = f"{edition.standfirst} {plain_text(bodies.get(edition.pk, ''))}".strip()
        edition.passage = passage(text, wanted) if wanted else ""


def pattern(query):
    """Finds the words of ``query`` in folded text: whole words, but Korean and Japanese within."""
    words = [
        piece
        for run in CJK_RUN.split(fold(POSSESSIVE.sub("", query)))
        for piece in ([run] if CJK_RUN.fullmatch(run) else run.split())
    ]
    words = sorted(dict.fromkeys(words[:MOST_WORDS]), key=len, reverse=True)
    either = "|".join(w if CJK_RUN.fullmatch(w) else rf"\b{re.escape(w)}\b" for w in words)
    return re.compile(either) if words else None


def passage(text, wanted):
    text = text[:LOOKED_THROUGH]
    # As long as it was, so that every letter keeps its place.
    folded, places = folded_with_places(POSSESSIVE.sub("  ", text))
    spans = [
        (places[match.start()], places[match.end() - 1] + 1)
        for match in wanted.finditer(folded)
    ]
    if not spans:
        return ""
    start, end = window(text, spans[0][0])
    spans = [span for span in spans if span[0] >= start and span[1] <= end]
    return format_html(
        "{}{}{}",
        "… " if start else "",
        marked(text, start, end, spans),
        " …" if end < len(text) else "",
    )


def folded_with_places(text):
    """``text`` folded letter by letter, and for each letter of that its place in ``text``."""
    folded, places = [], []
    for place, char in enumerate(text):
        for letter in fold_letter(char):
            folded.append(letter)
            places.append(place)
    return "".join(folded), places


@cache
def fold_letter(char):
    return "" if ord(char) in APOSTROPHES else fold(char) or " "


def window(text, at):
    """From a space before what was found to a space after it."""
    start = max(0, at - BEFORE)
    end = min(len(text), at + AFTER)
    if start:
        start = text.find(" ", start, at) + 1 or start
    if end < len(text):
        space = text.rfind(" ", at + AFTER // 2, end)
        end = space if space > 0 else end
    return start, end


def marked(text, start, end, spans):
    edges = [start, *(edge for span in spans for edge in span), end]
    return format_html_join(
        "",
        "{}{}{}",
        (
            (MARK if odd else "", text[a:b], END if odd else "")
            for odd, (a, b) in (
                (number % 2, pair) for number, pair in enumerate(pairwise(edges))
            )
        ),
    )


MARK, END = mark_safe("<mark>"), mark_safe("</mark>")
