"""What is likely recorded twice, and why: a queue that is read in the order of the keys.

However many records there are, a page of it reads a bounded stretch of one index.
"""

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


# By kind: what gives the pairs of a stretch of rows of (id, key, name), and those rows.
FINDERS = {}


def finder(kind, rows):
    def register(find):
        FINDERS[kind] = (rows, find)
        return find

    return register


def queue(kind, after="") -> tuple[list[Pair], str]:
    """Some pairs whose keys come after ``after``, and where to go on, or nothing."""
    rows_after, find = FINDERS[kind]
    found = {}
    for _ in range(MOST_STRETCHES):
        rows = list(rows_after(after)[: STRETCH + 1])
        is_last = len(rows) <= STRETCH
        stretch = rows if is_last else whole_groups(rows)
        for each in undecided(kind, find(stretch)):
            found.setdefault((each.first, each.second), each)
        after = stretch[-1][1] if stretch else after
        if is_last:
            return list(found.values()), ""
        if len(found) >= PAGE:
            break
    return list(found.values()), after


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
