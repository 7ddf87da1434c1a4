"""What is likely recorded twice, and why: a queue that is read in the order of the keys.

However many records there are, a page of it reads a bounded stretch of one index.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby, pairwise

from .models import NotDuplicate, Tag
from .text import fold

PAGE = 25
STRETCH = 1000
MOST_STRETCHES = 10
# By how much the key of one tag may be longer than that of another: a plural, an ending.
ENDING = 3


@dataclass(frozen=True)
class Pair:
    """Two ids, the lower first, the key where they were found, and why."""

    first: int
    second: int
    key: str
    why: str


def pair(one, other, key, why):
    return Pair(min(one, other), max(one, other), key, why)


# By kind, what is looked through, the surest first: rows that begin with an id, a key and a
# name, in the order of the keys, and what finds the pairs in a stretch of them.
FINDERS = defaultdict(list)


def finder(kind, rows):
    def register(find):
        FINDERS[kind].append((rows, find))
        return find

    return register


def queue(kind, after="") -> tuple[list[Pair], str]:
    """Some pairs that come after the place ``after``, and where to go on, or nothing."""
    number, key = finder_and_key(kind, after)
    found = {}
    for _ in range(MOST_STRETCHES):
        rows_after, find = FINDERS[kind][number]
        rows = list(rows_after(key)[: STRETCH + 1])
        is_last = len(rows) <= STRETCH
        stretch = rows if is_last else whole_groups(rows)
        for each in undecided(kind, find(stretch)):
            found.setdefault((each.first, each.second), each)
        number, key = (number + 1, "") if is_last else (number, stretch[-1][1])
        if number == len(FINDERS[kind]):
            return list(found.values()), ""
        if len(found) >= PAGE:
            break
    return list(found.values()), f"{number}{key}"


def finder_and_key(kind, place):
    """What ``queue`` has given to go on from; anything else is the beginning."""
    numbers = [str(number) for number in range(len(FINDERS[kind]))]
    return (int(place[0]), place[1:]) if place[:1] in numbers else (0, "")


def whole_groups(rows):
    """``rows`` without those of the last key, of which more may follow."""
    whole = [row for row in rows if row[1] != rows[-1][1]]
    return whole or rows


def undecided(kind, pairs):
    pairs = list(pairs)
    known = NotDuplicate.objects.filter(kind=kind, first__in={each.first for each in pairs})
    said = set(known.values_list("first", "second"))
    return [each for each in pairs if (each.first, each.second) not in said]


def by_key(rows):
    """Each key with its rows."""
    return [(key, list(group)) for key, group in groupby(rows, key=lambda row: row[1])]


def tags_after(key):
    tags = Tag.objects.filter(key__gt=key, synonym_of__isnull=True).order_by("key")
    return tags.values_list("pk", "key", "name")


@finder("tag", tags_after)
def alike_tags(rows):
    """One is the other with an ending, or has its words in another order."""
    for (one, key, name), (other, longer, full) in pairwise(rows):
        if longer.startswith(key) and len(longer) - len(key) <= ENDING:
            yield pair(one, other, key, f"“{full}” is “{name}” with an ending")
    for words, group in groupby(sorted(rows, key=words_of), key=words_of):
        same = list(group)
        for (one, key, _), (other, _, _) in pairwise(same):
            yield pair(one, other, key, f"the same words: {words}")


def words_of(row):
    return " ".join(sorted(fold(row[2]).split()))
