"""A text taken apart: its pieces, and what they and its file say of where it comes from."""

import html
import re
from dataclasses import dataclass
from functools import cached_property

from django.utils.text import Truncator

from . import pages, plain
from .credits import signed
from .dates import Printed, date_told, printed_date
from .languages import language
from .parts import BODY, Piece, pieces_of
from .passages import Passage
from .received import Received, Told, Unreadable

LATER = re.compile(r"updated|modified|수정|更新", re.IGNORECASE)
DATELINE = re.compile(
    r"^[^a-z\n]{2,40}(?:, [A-Z][a-z]{2,8}\.? \d{1,2})?\s?\((?P<outlet>[A-Z][\w ]{1,30})\)\s?(?:[-–—]{1,2}|=)\s"
)
OUTLET = re.compile(
    r"^more (?:from|on) (?P<more>[A-Z][\w’'.& ]{1,40})$|(?:©|ⓒ|\(c\)|copyright)\s*(?:(?:19|20)\d\d,?\s*)?(?P<owner>[A-Z][\w’'&]*(?: [A-Z][\w’'&]*){0,3})|^source\s?:\s?(?P<source>[A-Z][\w’'.& ]{1,40})$",
    re.IGNORECASE,
)
STRESSED = re.compile(r"<em>(.*?)</em>", re.DOTALL)
LONGEST_HEADLINE = 110
MOST_BLOCKS = 5000
# Five times a story of ten thousand words; what is read of it takes longer than it is long.
MOST_RUNNING = 300_000


@dataclass(frozen=True)
class Outline:
    received: Received
    pieces: tuple[Piece, ...]
    told: Told

    def text_of(self, role) -> str:
        return " ".join(" ".join(p.text.split()) for p in self.pieces if p.role == role)

    @cached_property
    def language(self) -> str:
        running = "\n".join(piece.text for piece in self.pieces if piece.role in BODY)
        return language(running, default="en")

    @property
    def headline_is_ours(self):
        return not (self.text_of("headline") or self.told.headline)

    @cached_property
    def headline(self) -> str:
        """The source’s own, or else the words with which the text begins."""
        if own := self.text_of("headline") or self.told.headline:
            return own[:300]
        first = next((p.text for p in self.pieces if p.role in BODY), "Untitled")
        return Truncator(first).words(12, truncate="…")[:LONGEST_HEADLINE]

    @cached_property
    def bylines(self) -> list[str]:
        found = [
            signed(piece.text, alone=True) for piece in self.pieces if piece.role == "byline"
        ]
        names = [name for each in found if each for name in each.names]
        return list(dict.fromkeys(names or filter(None, [self.told.byline])))

    @cached_property
    def source_date(self) -> Printed | None:
        """When the source says that it was published; its first date, not that of a change."""
        lines = [p.text for p in self.pieces if p.role in {"date", "byline"}]
        lines.sort(key=lambda line: bool(LATER.search(line)))
        found = [printed_date(line) for line in lines]
        return next(
            filter(None, [*found, date_told(self.told.date) if self.told.date else None]), None
        )

    @cached_property
    def outlet_names(self) -> list[str]:
        """What may be its outlet, the likeliest first."""
        first = next((p.text for p in self.pieces if p.role in BODY), "")
        dateline = DATELINE.match(first)
        found = [self.told.outlet, dateline["outlet"] if dateline else ""]
        for piece in self.pieces:
            if piece.role == "residue" and (match := OUTLET.search(piece.text.strip())):
                found += filter(None, match.groups())
        return [name.strip() for name in found if name and name.strip()]

    def passages(self) -> list[Passage]:
        """What names are looked for in."""
        places = {"headline": "headline", "standfirst": "standfirst", "caption": "caption"}
        return [
            Passage(
                piece.text,
                places.get(piece.role, "body"),
                number,
                len(found[0]) if (found := DATELINE.match(piece.text)) else 0,
                self.language,
                tuple(
                    html.unescape(re.sub("<[^>]+>", "", s)).strip()
                    for s in STRESSED.findall(piece.html)
                ),
            )
            for number, piece in enumerate(self.pieces)
            if piece.role in {*BODY, *places}
        ]


def outline(received: Received) -> Outline:
    reading = pages if received.is_html else plain
    told = (
        pages.told(received.text)
        if received.is_html and received.told == Told()
        else received.told
    )
    blocks = reading.blocks_of(received.text)
    if sum(len(block.text) for block in blocks) > MOST_RUNNING:
        raise Unreadable(
            f"It has more than {MOST_RUNNING:,} characters of text: this is no story."
        )
    if len(blocks) > MOST_BLOCKS:
        raise Unreadable(f"It falls into more than {MOST_BLOCKS:,} pieces: this is no story.")
    return Outline(received, tuple(pieces_of(blocks, told)), told)
