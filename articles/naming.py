"""Who and what a text names, by the keys under which records are found."""

import re
from functools import cached_property
from itertools import islice

from newsroom.text import CJK_RUN, POSSESSIVE, fold
from talent.models import NameKey, Person
from talent.names import keys

# A name has no more words than this, and one in Hangul, kana or kanji no more characters.
LONGEST_NAME = 6
SHORTEST_RUN, LONGEST_RUN = 3, 7
# A text is read no further.
MOST_WORDS = 3000
BATCH = 3000


class Words:
    """The words of a text, folded: every run of them that could be a name, as its key."""

    def __init__(self, text):
        self.text = text
        self.solid = "".join(fold(POSSESSIVE.sub("", text)).split())
        pieces = islice(re.finditer(r"\w+(?:['’]\w+)*", text), MOST_WORDS)
        bare = [(POSSESSIVE.sub("", piece[0]), piece.start()) for piece in pieces]
        # Each with the place of what it is written as.
        self.words = [
            (word, piece[0].isupper(), slice(start, start + len(piece)))
            for piece, start in bare
            for word in fold(piece).split()
        ]

    def runs(self, shortest=1):
        """The key of each run of words, whether it begins with a capital, and its place."""
        for start, (_, is_capital, first) in enumerate(self.words):
            for end in range(start + shortest, min(start + LONGEST_NAME, len(self.words)) + 1):
                key = "".join(word for word, *_ in self.words[start:end])
                yield key, is_capital, slice(first.start, self.words[end - 1][2].stop)

    @cached_property
    def first_places(self):
        """By its key, where each run of words that may be a name stands first in one line."""
        places = {}
        for key, _, place in self.runs():
            written = self.text[place]
            if key not in places and "\n" not in written and not written[0].islower():
                places[key] = place
        return places

    def first_mention(self, spellings) -> str:
        """As the text writes it, the first of these ``spellings`` of a name that it has."""
        wanted = {key for spelling in spellings if spelling for key in keys(spelling)}
        places = [self.first_places[key] for key in wanted & self.first_places.keys()]
        if places:
            return self.text[min(places, key=lambda place: (place.start, -place.stop))]
        solid = [spelling for spelling in spellings if CJK_RUN.fullmatch(spelling)]
        return next((spelling for spelling in solid if spelling in self.text), "")

    def name(self, spellings) -> bool:
        """Whether the text has one of these ``spellings`` of a name, or its plural."""
        if not hasattr(self, "all_runs"):
            self.all_runs = {key for key, *_ in self.runs()}
        wanted = {key for spelling in spellings if spelling for key in keys(spelling)}
        if wanted & self.all_runs or {f"{key}s" for key in wanted} & self.all_runs:
            return True
        # Particles cling to names in Hangul, and nothing parts kana and kanji.
        return any(CJK_RUN.fullmatch(key) and key in self.solid for key in wanted)

    def possible_names(self) -> set[str]:
        """The keys of what may be somebody's full name."""
        written = {key for key, is_capital, _ in self.runs(shortest=2) if is_capital}
        for run in CJK_RUN.findall(self.solid[:MOST_WORDS]):
            for length in range(SHORTEST_RUN, LONGEST_RUN + 1):
                written |= {run[i : i + length] for i in range(len(run) - length + 1)}
        return written


def unlinked_people(words, linked):
    """The people whom the text names, none of those of that name being ``linked``."""
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
    return Person.objects.filter(pk__in=named)


def is_full(name):
    """Whether it has more than one part: a single word is rarely somebody's name alone."""
    return len(fold(name).split()) > 1 or bool(CJK_RUN.fullmatch(name))
