"""A run of words that are somebody's name, with what stands next to them in the text."""

import re
from typing import NamedTuple

from .mentions import IN_BRACKETS
from .passages import PARTICLES, Passage, Run
from .signs import SMALL

# What may follow a title within its quotation marks: brackets, or the number of a season.
ENDING = re.compile(IN_BRACKETS.pattern + r"|\s(?:season\s)?\d{1,2}(?!\d)", re.IGNORECASE)
NUMBER = re.compile(r"\s*\d{1,2}[.)]\s+")
HANGUL = re.compile("[가-힣]")


class Around(NamedTuple):
    """A run with what stands next to it."""

    passage: Passage
    run: Run
    before: str
    after: str

    @property
    def text(self):
        return self.passage.text[self.run.start : self.run.end]

    @property
    def is_quoted(self):
        """Whether it is all that the quotation marks hold, but for what no title ends in."""
        titled, first = self.passage.titled, self.run.first
        if first and first not in titled and self.passage.words[first - 1].key == "the":
            first -= 1
        return first in titled and self.ends_title(titled[first][1])

    def ends_title(self, last):
        """Whether nothing of a title stands between it and the word ``last``."""
        if self.run.last == last:
            return True
        rest = ENDING.match(self.passage.text, self.run.end)
        return bool(rest) and rest.end() >= self.passage.words[last].end

    @property
    def is_in_title(self):
        """Whether quotation marks hold more than it, and that reads as a title."""
        run, passage = self.run, self.passage
        for first, last in passage.titled.values():
            if first <= run.first and run.last <= last and last - first > run.last - run.first:
                words = [w for w in passage.words[first : last + 1] if w.key not in SMALL]
                is_the = (
                    passage.words[first].key == "the"
                    and first + 1 == run.first
                    and last == run.last
                )
                is_all = is_the or (first == run.first and self.ends_title(last))
                return sum(w.is_capital for w in words) * 4 > 3 * len(words) and not is_all
        return False

    @property
    def is_plural(self):
        """Whether the run is what a word has without its last letter: Korean of Koreans."""
        return self.run.end < self.words[-1].end and not self.words[-1].is_solid

    @property
    def begins_sentence(self):
        return self.passage.begins_sentence(self.run.first)

    @property
    def capital_before(self):
        first, words = self.run.first, self.passage.words
        return (
            first > 0
            and words[first - 1].is_capital
            and self.passage.gap(first - 1) in {" ", "-"}
        )

    @property
    def is_after_the(self):
        """Whether the text gives it an article with a capital, as titles have."""
        before = self.run.first - 1
        return self.before.endswith("The ") and not self.passage.begins_sentence(before)

    @property
    def capital_after(self):
        last, words = self.run.last, self.passage.words
        return (
            last + 1 < len(words)
            and words[last + 1].is_capital
            and self.passage.gap(last) in {" ", "-"}
        )

    @property
    def words(self):
        return self.passage.words[self.run.first : self.run.last + 1]

    @property
    def is_numbered_line(self):
        """Whether it is the head of an entry in a list: “2. Moving”."""
        number = self.passage.text[self.passage.begins : self.run.start]
        return bool(NUMBER.fullmatch(number)) and not self.passage.text[self.run.end :].strip()

    @property
    def is_shouted(self):
        """Whether a text that is not all in capitals writes it so, as some do titles."""
        if not self.text.isupper() or len(self.run.key) < 5:
            return False
        if len(self.words) == 1 and self.begins_sentence:
            return False
        return any(not word.is_capital and not word.is_solid for word in self.passage.words)

    @property
    def is_in_marks(self):
        opening, closing = self.before[-1:], self.after[:1]
        return (
            opening in "「『〈《<‘'“\"【"
            and closing in "」』〉》>’'”\"】"
            and bool(opening and closing)
        )

    @property
    def is_part_of_a_run(self):
        """Whether more capitals stand beside it than begin a sentence."""
        if self.capital_after:
            return True
        before = self.run.first - 1
        return (
            self.capital_before
            and self.passage.words[before].key not in SMALL
            and not self.passage.begins_sentence(before)
        )

    @property
    def all_capitals(self):
        return all(word.is_capital or self.is_joined(word) for word in self.words)

    @property
    def common_here(self):
        """Whether the text uses the word as a common one as well."""
        return self.words[0].key in self.passage.common

    def is_joined(self, word):
        """Whether it is joined to the word before it: the joo of Hyo-joo."""
        return (
            self.passage.text[word.start - 1 : word.start] in {"-", "‐", "‑", "'", "’"}
            and word.start > self.run.start
        )

    def stands_alone(self, but_for=PARTICLES):
        """Whether in Hangul it is all of its word, but for what clings to a noun."""
        rest = self.passage.text[self.run.end : self.words[-1].end]
        return not HANGUL.match(rest) or not PARTICLES.sub("", but_for.sub("", rest))


def around(passage, run):
    text = passage.text
    return Around(
        passage, run, text[max(0, run.start - 80) : run.start], text[run.end : run.end + 60]
    )
