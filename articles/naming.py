"""Who and what a text names, by the keys under which records are found."""

import re

from newsroom.text import CJK_RUN, POSSESSIVE, fold
from talent.models import NameKey, Person
from talent.names import keys

# A name has no more words than this, and one in Hangul, kana or kanji no more characters.
LONGEST_NAME = 6
SHORTEST_RUN, LONGEST_RUN = 3, 7
# A text is read no further.
MOST_WORDS = 3000
BATCH = 3000
MOST_PEOPLE = 8


class Words:
    """The words of a text, folded: every run of them that could be a name, as its key."""

    def __init__(self, text):
        text = POSSESSIVE.sub("", text)
        self.solid = "".join(fold(text).split())
        self.words = [
            (word, piece[0].isupper())
            for piece in re.findall(r"\w+(?:['’]\w+)*", text)[:MOST_WORDS]
            for word in fold(piece).split()
        ]

    def runs(self, shortest=1):
        """The key of each run of words, and whether it begins with a capital."""
        for start, (_, is_capital) in enumerate(self.words):
            for end in range(start + shortest, min(start + LONGEST_NAME, len(self.words)) + 1):
                yield "".join(word for word, _ in self.words[start:end]), is_capital

    def name(self, spellings) -> bool:
        """Whether the text has one of these ``spellings`` of a name, or its plural."""
        if not hasattr(self, "all_runs"):
            self.all_runs = {key for key, _ in self.runs()}
        wanted = {key for spelling in spellings if spelling for key in keys(spelling)}
        if wanted & self.all_runs or {f"{key}s" for key in wanted} & self.all_runs:
            return True
        # Particles cling to names in Hangul, and nothing parts kana and kanji.
        return any(CJK_RUN.fullmatch(key) and key in self.solid for key in wanted)

    def possible_names(self) -> set[str]:
        """The keys of what may be somebody's full name."""
        written = {key for key, is_capital in self.runs(shortest=2) if is_capital}
        for run in CJK_RUN.findall(self.solid[:MOST_WORDS]):
            for length in range(SHORTEST_RUN, LONGEST_RUN + 1):
                written |= {run[i : i + length] for i in range(len(run) - length + 1)}
        return written


def unlinked_people(words, linked) -> list[str]:
    """The names of people in the text, none of those of that name being ``linked``."""
    possible = sorted(words.possible_names())
    found = {}
    for start in range(0, len(possible), BATCH):
        rows = NameKey.objects.filter(kind="person", key__in=possible[start : start + BATCH])
        for key, pk, name in rows.values_list("key", "subject_id", "name"):
            found.setdefault(key, {})[pk] = name
    named = {
        pk
        for people in found.values()
        if not linked & people.keys()
        for pk, name in people.items()
        if is_full(name)
    }
    names = sorted(map(str, Person.objects.filter(pk__in=named)))
    more = len(names) - MOST_PEOPLE
    return [*names[:MOST_PEOPLE], f"{more} more"] if more > 0 else names


def is_full(name):
    """Whether it has more than one part: a single word is rarely somebody's name alone."""
    return len(fold(name).split()) > 1 or bool(CJK_RUN.fullmatch(name))
