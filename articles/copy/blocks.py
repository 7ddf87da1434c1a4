"""A text as blocks: what stands between two breaks, cleaned of what cannot be seen."""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property

from newsroom.text import CJK_RUN, without_controls

# They turn lines round, or hide in words: no reader sees them, and no name is found with them.
INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
WIDE = re.compile("[ \u00a0\u3000]{4,}")
ENDS = re.compile(r"[.!?…。！？](?:[\"'”’»)\]】」』]|</?\w+>)*\s*$")
SENTENCE = re.compile(
    r"[.!?。！？][\"'”’)]*\s+(?=[\"'“‘(]*[A-Z0-9\u00c0-\u1eff])|[。！？]|다\. ?"
)
# A headline may have so many words; without a sentence's end, no more.
LONGEST_LINE = 36


@dataclass(frozen=True)
class Block:
    """``kind`` is paragraph, heading, title, item, quote, caption or video."""

    text: str
    kind: str = "paragraph"
    # What is to be seen of its markup; nothing where it has none.
    html: str = ""
    # Why it is no part of the story, as the page around it tells.
    aside: str = ""
    # Whether an empty line, or an element's end, stands before it.
    apart: bool = True
    # How much of it is links.
    linked: float = 0.0

    @cached_property
    def words(self) -> int:
        return count_words(self.text)

    @cached_property
    def is_sentence(self) -> bool:
        return bool(ENDS.search(self.text))

    @property
    def is_paragraph(self) -> bool:
        """Whether it reads as running text rather than as a line of its own."""
        if self.is_sentence:
            return self.words >= 9
        is_running = SENTENCE.search(self.text) or self.text.endswith((":", ",", "，", "："))
        return self.words >= (25 if is_running else LONGEST_LINE)


def count_words(text: str) -> int:
    """As English counts them: two characters of Korean, Japanese or Chinese are one."""
    if text.isascii():
        return len(text.split())
    solid = sum(map(len, CJK_RUN.findall(text)))
    return len(CJK_RUN.sub(" ", text).split()) + solid // 2


def seen(text: str) -> str:
    """``text`` as it is printed: composed, and without what is invisible."""
    text = without_controls(text.replace("\t", " "))
    return unicodedata.normalize("NFC", WIDE.sub("   ", INVISIBLE.sub("", text)))


def numbered(blocks):
    return [replace(block, text=block.text.strip()) for block in blocks if block.text.strip()]
