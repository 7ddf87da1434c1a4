"""A passage as words, and every run of them that may be a name. No name is known here."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from newsroom.text import CJK, CJK_RUN, fold
from talent.names import KEY_LENGTH

WORD = re.compile(rf"[{CJK}]+|[^\W_{CJK}]+(?:['’ʼ][^\W_{CJK}]+)*")
POSSESSIVE = re.compile(r"['’ʼ][sS]$")
# A run of words is no longer than this, one in quotation marks than that, or has so many characters.
LONGEST, LONGEST_QUOTED, LONGEST_SOLID = 8, 14, 14
QUOTES = re.compile(
    r"“([^“”\"\n]{1,160})[”\"]|\"([^\"\n]{1,160})\"|(?<!\w)‘([^‘\n]{1,120}?)’(?!\w)|(?<!\w)'([^'\n]{1,120}?)'(?!\w)|"
    r"«([^«»\n]{1,160})»|「([^「」\n]{1,80})」|『([^『』\n]{1,80})』|〈([^〈〉\n]{1,80})〉|《([^《》\n]{1,80})》|"
    r"<([^<>\n]{1,80})>|‹([^‹›\n]{1,80})›|【([^【】\n]{1,80})】"
)
MARKS = re.compile(r"[“\"‘'«「『〈《<‹【]")
# What ends a run of words: no name goes on beyond it. A full stop after a short word may stand in one.
WALL = re.compile(r"[;()\[\]{}“”\"«»「」『』〈〉《》<>|…?\n/•·]| [-–—] |['‘’] | ['‘’]")
SHORTENED = {"vs", "mr", "mrs", "ms", "dr", "st", "jr", "no", "vol", "bros", "inc", "co", "ltd"}
STOP = re.compile(r"[.!。！]")
SENTENCE_END = re.compile(
    r"[.!?…:。！？][\"'”’)\]]*\s+[\"'“‘(\[]*$|[\"“「]$|^\W*$|\n\W*$|[–—-] $"
)
PARTICLES = re.compile(
    r"(?:이라고|이라는|라고|라는|에게서|에게|에서|으로|까지|부터|처럼|보다|이나|이며|이고|이다|씨|은|는|이|가|을|를|의|와|과|도|로|에|만|나|랑)+$"
)


class Spelling(NamedTuple):
    """What a word alone tells, wherever it stands."""

    key: str
    # With the s of a possessive, as titles have it within.
    whole: str
    # Without that.
    length: int
    is_capital: bool
    # Written without spaces between words.
    is_solid: bool


class Word(NamedTuple):
    key: str
    start: int
    end: int
    is_capital: bool
    spelling: Spelling

    @property
    def is_solid(self):
        return self.spelling.is_solid


class Run(NamedTuple):
    """Some words side by side, by their places among all: ``last`` is within."""

    key: str
    first: int
    last: int
    start: int
    end: int


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    return "".join(fold(word).split())


@lru_cache(maxsize=65536)
def read_word(written) -> Spelling:
    is_solid = ord(written[0]) > 0x2E7F and bool(CJK_RUN.match(written[0]))
    whole = folded(written)
    if not is_solid and (own := POSSESSIVE.search(written)):
        written = written[: own.start()]
    is_capital = not is_solid and (not written.islower() or written[0].isdigit())
    return Spelling(folded(written), whole, len(written), is_capital, is_solid)


@dataclass
class Passage:
    text: str
    # headline, standfirst, body or caption.
    place: str = "body"
    # Which piece of the draft it is.
    piece: int = -1
    # Where its text begins, after a dateline.
    begins: int = 0
    language: str = "en"
    # Words that its markup sets off, as a page does titles.
    stressed: tuple[str, ...] = ()
    # The words that the whole text writes without a capital; every run that may be a name;
    # and those that are one, each with whose.
    common: set = field(default_factory=set)
    all_runs: list = field(default_factory=list)
    named: list = field(default_factory=list)

    @cached_property
    def words(self) -> list[Word]:
        found = WORD.finditer(self.text, self.begins)
        spelled = [(match.start(), read_word(match[0])) for match in found]
        return [
            Word(spelling.key, start, start + spelling.length, spelling.is_capital, spelling)
            for start, spelling in spelled
            if spelling.key
        ]

    @cached_property
    def quoted(self) -> list[tuple[int, int]]:
        """Where something in quotation marks begins and ends, without the marks."""
        spans = (
            [m.span(m.lastindex) for m in QUOTES.finditer(self.text)]
            if MARKS.search(self.text)
            else []
        )
        for start, end in [span for span in spans if span[1] - span[0] > 20]:
            inner = self.text[start:end]
            spans += [
                (start + m.start(m.lastindex), start + m.end(m.lastindex))
                for m in QUOTES.finditer(inner)
            ]
        for words in set(self.stressed):
            place = self.text.find(words)
            while place >= 0 and words:
                spans.append((place, place + len(words)))
                place = self.text.find(words, place + len(words))
        return spans

    @cached_property
    def titled(self) -> dict[int, tuple[int, int]]:
        """By the places of their first words: the places of first and last word in quotes."""
        starts, found = [word.start for word in self.words], {}
        for start, end in self.quoted:
            first, last = bisect_left(starts, start), bisect_left(starts, end) - 1
            if first <= last < first + LONGEST_QUOTED:
                found[first] = (first, last)
        return found

    @cached_property
    def is_title_case(self) -> bool:
        """Whether capitals tell nothing here: nearly every word has one."""
        long = [
            w for w in self.words if len(w.key) > 3 and not w.is_solid and not w.key.isdigit()
        ]
        return len(long) > 3 and sum(w.is_capital for w in long) >= 0.7 * len(long)

    def gap(self, i: int) -> str:
        """What stands between the word ``i`` and the next."""
        after = self.words[i + 1].start if i + 1 < len(self.words) else len(self.text)
        return self.text[self.words[i].end : after]

    def begins_sentence(self, i: int) -> bool:
        start, text = self.words[i].start, self.text
        if (
            start > 1
            and text[start - 1] == " "
            and (text[start - 2].isalnum() or text[start - 2] == ",")
        ):
            return False
        return not start or bool(SENTENCE_END.search(text[max(0, start - 12) : start]))

    def sentence(self, start: int, end: int) -> str:
        """The sentence in which the characters from ``start`` to ``end`` stand."""
        first, last = self.sentence_span(start, end)
        return self.text[first:last].strip()

    def sentence_span(self, start, end):
        first = max((stop for stop in self.stops if stop <= start), default=0)
        return first, min((stop for stop in self.stops if stop >= end), default=len(self.text))

    @cached_property
    def stops(self) -> list[int]:
        pattern = r"(?<![A-Z])(?<!\bvs)(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{3})[.!?…][\"”’')\]]*\s+(?=[\"“‘'(]*[A-Z0-9])|[。！？]"
        return [m.end() for m in re.finditer(pattern, self.text)]

    def runs(self):
        """Every run of words that may be a name. Not more than some for each word."""
        for i, word in enumerate(self.words):
            if word.is_solid:
                yield from self.solid_runs(i)
                if self.titled.get(i, (i, i))[1] > i:
                    yield self.whole_title(i)
            elif word.is_capital or i in self.titled:
                yield from self.runs_from(i)

    def whole_title(self, i):
        """All that quotation marks hold, in whatever scripts: 『人狼 JINRO』."""
        first, last = self.titled[i]
        words = self.words[first : last + 1]
        key = "".join(word.key for word in words)
        return Run(key[:KEY_LENGTH], first, last, words[0].start, words[-1].end)

    def small_runs(self, names):
        """Where words without a capital stand that are ``names``: some are written so."""
        for i, word in enumerate(self.words):
            if word.key in names and not word.is_capital and not word.is_solid:
                yield Run(word.key, i, i, word.start, word.end)

    def runs_from(self, i):
        words, ends = self.words, self.ends
        first, start = words[i], words[i].start
        yield Run(first.key, i, i, start, first.end)
        if len(first.key) > 5 and first.key.endswith("s"):
            yield Run(first.key[:-1], i, i, start, first.end - 1)
        last_quoted = self.titled.get(i, (i, -1))[1]
        last = min(max(last_quoted, i + LONGEST - 1), self.reach[i])
        # “The Call” at the beginning of a sentence has one capital that tells something.
        needed = 2 if self.begins_sentence(i) or first.key in {"the", "a", "an"} else 1
        sentence_case = self.language != "en"
        for j in range(i + 1, last + 1):
            if j <= last_quoted or sentence_case or (ends[j] and self.capitals(i, j) >= needed):
                whole = [word.spelling.whole for word in words[i:j]]
                key = "".join([*whole, words[j].key])
                yield Run(key[:KEY_LENGTH], i, j, start, words[j].end)

    def capitals(self, i, j):
        """How many of the words from ``i`` to ``j`` have one, or hang on one by a hyphen."""
        return sum(self.ends[i : j + 1])

    @cached_property
    def ends(self) -> list[bool]:
        """For each word whether a name may end with it: by a capital, or a hyphen before it."""
        text = self.text
        return [word.is_capital or text[word.start - 1] in "-‐‑'’" for word in self.words]

    @cached_property
    def reach(self) -> list[int]:
        """For each word the last that a name beginning there may have."""
        last, reach = len(self.words) - 1, []
        for i in range(last, -1, -1):
            if i < len(self.walls) and self.walls[i]:
                last = i
            reach.append(last)
        return reach[::-1]

    @cached_property
    def walls(self) -> list[bool]:
        """For each word whether no name goes on after it."""
        words, text = self.words, self.text
        gaps = (text[one.end : two.start] for one, two in pairwise(words))
        return [
            gap != " " and is_wall(gap, word) for word, gap in zip(words, gaps, strict=False)
        ]

    def solid_runs(self, i):
        """Runs in Hangul, kana or kanji: particles cling to names, and nothing parts words."""
        word = self.words[i]
        written = self.text[word.start : word.end]
        if "가" <= written[0] <= "힣":
            yield from self.hangul_runs(i)
            return
        for first in range(len(written)):
            if first and not begins_here(written, first):
                continue
            for last in range(first + 2, min(first + LONGEST_SOLID, len(written)) + 1):
                key = folded(written[first:last])
                yield Run(key, i, i, word.start + first, word.start + last)

    def hangul_runs(self, i):
        key = ""
        for j in range(i, min(i + LONGEST, len(self.words))):
            word = self.words[j]
            if (j > i and self.walls[j - 1]) or not (word.is_solid or word.is_capital):
                break
            written = self.text[word.start : word.end]
            ends = {len(written)}
            if word.is_solid and (found := PARTICLES.search(written)):
                ends |= set(range(max(1, found.start()), len(written)))
            ends |= (
                set(range(max(2, len(written) - 4), len(written))) if word.is_solid else set()
            )
            for end in sorted(ends):
                yield Run(
                    key + folded(written[:end]), i, j, self.words[i].start, word.start + end
                )
            key += word.key


def is_wall(gap, word):
    # An apostrophe after an s is no quotation mark here: boys’ love.
    if gap in {"-", ";"} or (gap in {"' ", "’ "} and word.key.endswith("s")):
        return False
    if WALL.search(gap):
        return True
    # A full stop may stand in a name: Godzilla vs. Kong.
    is_within = gap == "." or (gap == ". " and (len(word.key) == 1 or word.key in SHORTENED))
    return bool(STOP.search(gap)) and not is_within and gap != "! "


def begins_here(text, place):
    """Whether a name may begin at ``place`` in a text without spaces: at a kanji, or where the script changes."""
    char, before = text[place], text[place - 1]
    if "\u4e00" <= char <= "\u9fff":
        return True
    return is_katakana(char) != is_katakana(before) or ("\u4e00" <= before <= "\u9fff")


def is_katakana(char):
    return "\u30a0" <= char <= "\u30ff"
