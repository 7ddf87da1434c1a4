"""What each piece of a text is: headline, byline, paragraph, caption, or none of the story."""

import re
from dataclasses import dataclass, replace

from newsroom.text import fold

from . import residue
from .blocks import SENTENCE, Block, count_words
from .credits import caption, is_pictured, signed, video
from .dates import is_date_line
from .languages import language
from .received import Told

BODY = ["paragraph", "heading", "item", "quote"]
ROLES = [
    "kicker",
    "headline",
    "standfirst",
    "byline",
    "date",
    *BODY,
    "caption",
    "video",
    "residue",
]
LONGEST_KICKER, LONGEST_HEADING, LONGEST_STANDFIRST = 3, 16, 60
# A question, an exclamation or what is left open may head a story; a plain sentence begins it.
ASKS = re.compile(r"(?:[?!？！…]|\.{3})[\"”’)]*$")
FEWEST_BEFORE_A_SIGN_OFF, FEWEST_WORDS_SIGNED = 3, 20
# How far from the top the lines of the head stand.
HEAD = 12


@dataclass(frozen=True)
class Piece:
    text: str
    role: str
    reason: str = ""
    html: str = ""
    # Of a caption and of a video.
    credit: str = ""
    place: str = ""
    language: str = ""


def pieces_of(blocks: list[Block], told: Told) -> list[Piece]:
    found = residue.reasons(blocks)
    pieces = [first_look(block, why) for block, why in zip(blocks, found, strict=True)]
    keep_last_paragraph(blocks, pieces)
    head = find_head(blocks, pieces, told)
    find_bylines(pieces, head)
    find_standfirst(blocks, pieces, head)
    find_headings(blocks, pieces)
    return [with_language(piece) for piece in pieces]


def first_look(block, why):
    if why:
        return Piece(block.text, "residue", why, block.html)
    if block.kind == "video":
        return Piece("", "video", place=block.text)
    if found := video(block.text):
        return Piece(found.title, "video", place=found.place)
    if found := caption(block.text, of_figure=block.kind == "caption"):
        if not found.text:
            return Piece(block.text, "residue", "credit of a picture")
        return Piece(found.text, "caption", credit=found.credit)
    if is_date_line(block.text):
        return Piece(block.text, "date")
    kind = {"title": "heading"}.get(block.kind, block.kind)
    return Piece(block.text, kind, html=block.html)


def keep_last_paragraph(blocks, pieces):
    """An agency's name in brackets ends its story, as it does a caption."""
    running = [i for i, piece in enumerate(pieces) if piece.role in {*BODY, "caption"}]
    if len(running) < FEWEST_BEFORE_A_SIGN_OFF or pieces[running[-1]].role != "caption":
        return
    block = blocks[running[-1]]
    is_signed = block.text.endswith(")") and block.words >= FEWEST_WORDS_SIGNED
    if is_signed and block.kind == "paragraph" and not is_pictured(block.text):
        pieces[running[-1]] = Piece(block.text, "paragraph", html=block.html)


def find_head(blocks, pieces, told):
    """Mark kicker and headline; return where the headline stands, or -1."""
    place = headline_place(blocks, pieces, told)
    if place < 0:
        return place
    above = [i for i in range(place) if pieces[i].role in BODY and not byline_of(pieces[i])]
    for i in above:
        near = i == above[-1] and count_words(pieces[i].text) <= LONGEST_KICKER
        pieces[i] = (
            replace(pieces[i], role="kicker")
            if near
            else aside(pieces[i], "above the headline")
        )
    pieces[place] = replace(pieces[place], role="headline", html="")
    return place


def headline_place(blocks, pieces, told):
    titles = [
        i
        for i, block in enumerate(blocks)
        if block.kind == "title" and pieces[i].role == "heading"
    ]
    wanted = fold(told.headline)
    same = [
        i
        for i in titles or range(min(HEAD, len(blocks)))
        if wanted and fold(blocks[i].text) and fold(blocks[i].text) in wanted
    ]
    if same and pieces[same[0]].role in BODY:
        return same[0]
    if titles:
        return titles[0]
    lines = lines_of_the_head(blocks, pieces)
    if told.headline or not lines:
        return -1
    # Above the headline stand the names of the site and of the section, each shorter than it.
    words = [count_words(blocks[i].text) for i in lines]
    while len(lines) > 1 and words[0] <= LONGEST_KICKER and max(words[1:]) > words[0]:
        if blocks[lines[1]].is_sentence:
            break
        lines, words = lines[1:], words[1:]
    return lines[0]


def lines_of_the_head(blocks, pieces):
    """Where lines stand that are no running text, before the first that is."""
    lines = []
    for i, block in enumerate(blocks):
        if pieces[i].role not in BODY or (lines and byline_of(pieces[i])):
            continue
        if block.kind == "item":
            continue
        asks = not lines and ASKS.search(block.text) and block.words < 25
        if block.is_paragraph and not asks:
            break
        lines.append(i)
    running = any(
        b.is_paragraph and p.role in BODY for b, p in zip(blocks, pieces, strict=True)
    )
    return lines if running and len(lines) <= HEAD else lines[:1]


def byline_of(piece, *, alone=False):
    return signed(piece.text, alone=alone) if piece.role in {*BODY, "date"} else None


def find_bylines(pieces, head):
    """Mark the byline near the top, or the last line of all if there is none."""
    top = [i for i in range(len(pieces)) if pieces[i].role in BODY][: HEAD // 2]
    for i in [i for i in top if i > head] if head >= 0 else top:
        # A mere name is a byline between the headline and the text, or above a date.
        is_between = head >= 0 and all(p.role not in BODY for p in pieces[head + 1 : i])
        is_dated = i + 1 < len(pieces) and pieces[i + 1].role == "date"
        if byline_of(pieces[i], alone=is_between or is_dated):
            pieces[i] = replace(pieces[i], role="byline")
            break
    names = {
        fold(name)
        for piece in pieces
        if piece.role == "byline"
        for name in signed(piece.text, alone=True).names
    }
    last = next(
        (i for i in range(len(pieces) - 1, head + 1, -1) if pieces[i].role in BODY), None
    )
    if last is None:
        return
    if names and fold(pieces[last].text.removeprefix("By ")) in names:
        pieces[last] = aside(pieces[last], "byline again")
    elif not names and byline_of(pieces[last]):
        pieces[last] = replace(pieces[last], role="byline")


def find_standfirst(blocks, pieces, head):
    """Between headline and byline; in some layouts after the byline; else a line of its own."""
    if head < 0:
        return
    running = [i for i in range(head + 1, len(pieces)) if pieces[i].role in BODY]
    byline = next(
        (
            i
            for i in range(head + 1, min(len(pieces), head + HEAD))
            if pieces[i].role == "byline"
        ),
        None,
    )
    if (
        not running
        or count_words(pieces[running[0]].text) > LONGEST_STANDFIRST
        or len(running) < 2
    ):
        return
    first, second = running[:2]
    before_byline = byline is not None and first < byline < second
    sapo = (
        byline is not None
        and byline < first
        and signed(pieces[byline].text, alone=True).is_parted
    )
    sapo = (
        sapo
        and is_one_sentence(pieces[first].text)
        and count_words(pieces[first].text) <= LONGEST_STANDFIRST // 2
    )
    a_line = (
        not blocks[first].is_paragraph
        and count_words(pieces[first].text) > LONGEST_KICKER
        and blocks[second].is_paragraph
    )
    if before_byline or sapo or a_line:
        pieces[first] = replace(pieces[first], role="standfirst", html="")


def is_one_sentence(text):
    return not SENTENCE.search(text.strip()[:-1])


def find_headings(blocks, pieces):
    """Short lines without an end, before a paragraph, head what follows."""
    for i, piece in enumerate(pieces[:-1]):
        if (
            piece.role != "paragraph"
            or blocks[i].is_sentence
            or piece.text.endswith((":", ",", ";"))
        ):
            continue
        after = next((j for j in range(i + 1, len(pieces)) if pieces[j].role in BODY), None)
        if (
            after
            and blocks[after].is_paragraph
            and count_words(piece.text) <= LONGEST_HEADING
            and '"' not in piece.text
        ):
            pieces[i] = replace(piece, role="heading", html="")


def aside(piece, reason):
    return replace(piece, role="residue", reason=reason)


def with_language(piece):
    return replace(piece, language=language(piece.text)) if piece.role == "caption" else piece
