"""Where a text names a record, and how sure that is."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from .lookup import Named
from .passages import Passage, Run
from .signs import SEASON

IN_BRACKETS = re.compile(r"\s?\(([^()\n]{1,80})\)")


class Weighed(NamedTuple):
    confidence: float
    rests_on: str


@dataclass(frozen=True)
class Mention:
    passage: Passage
    run: Run
    named: Named
    confidence: float
    rests_on: str

    @property
    def ref(self):
        return (self.named.kind, self.named.pk)

    @property
    def printed(self):
        """As the text writes it, with the article and the season that belong to it."""
        start, end = self.span
        return self.passage.text[start:end]

    @property
    def span(self):
        text, start, end = self.passage.text, self.run.start, self.run.end
        if (
            self.named.kind in {"show", "company"}
            and text[max(0, start - 4) : start].lower() == "the "
        ):
            lower_the = text[start - 4] == "t"
            if self.named.name.lower().startswith("the ") or (
                self.named.kind == "show" and not lower_the
            ):
                start -= 4
        if self.named.name[-1:] in ".?!+" and text[end : end + 1] == self.named.name[-1]:
            end += 1
        if (
            self.named.kind == "show"
            and (season := SEASON.match(text[end:]))
            and not season[0].startswith(",")
        ):
            end += season.end()
        return start, end

    @cached_property
    def sentence(self):
        return self.passage.sentence(self.run.start, self.run.end)
