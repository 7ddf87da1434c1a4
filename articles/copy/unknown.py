"""Names that are on no record, by how they are written: for an editor to look at."""

import re
from collections import Counter
from dataclasses import dataclass

from newsroom.text import fold
from talent.house_style import JAPANESE_FAMILIES, KOREAN_FAMILIES

from .mentions import IN_BRACKETS
from .passages import Passage
from .recognising import Recognised
from .signs import BEFORE_WORK, PLAYS, ROLES

MOST = 30
SPEAKS = re.compile(r"^,?\s(?:said|says|told|plays?|stars?|who|will play|added)\b")
COMMON_CAPITALS = {
    *(
        "the",
        "a",
        "an",
        "in",
        "on",
        "at",
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "but",
        "and",
        "for",
        "with",
        "after",
        "as",
    ),
    *(
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
    ),
    *(
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "according",
        "meanwhile",
        "however",
        "season",
        "episode",
    ),
}


@dataclass(frozen=True)
class Unknown:
    name: str
    # person, show or character.
    kind: str
    sentence: str
    count: int = 1


def unknown_names(found: Recognised) -> list[Unknown]:
    """Each once, the most frequent first."""
    names, counts = {}, Counter()
    taken = {}
    for mention in [*found.mentions, *found.family]:
        if mention.confidence >= 0.35:
            taken.setdefault(id(mention.passage), set()).update(
                range(mention.run.first, mention.run.last + 1)
            )
    for passage in found.passages:
        for name, kind, start, end in names_in(passage, taken.get(id(passage), set())):
            key = fold(name)
            counts[key] += 1
            names.setdefault(key, Unknown(name, kind, passage.sentence(start, end)))
    rows = [Unknown(u.name, u.kind, u.sentence, counts[key]) for key, u in names.items()]
    return sorted(rows, key=lambda row: -row.count)[:MOST]


def names_in(passage: Passage, taken):
    words, text, i = passage.words, passage.text, 0
    quoted = dict(passage.titled.values())
    while i < len(words):
        last = quoted.get(i)
        if (
            last is not None
            and not taken & set(range(i, last + 1))
            and is_title(words[i : last + 1])
        ):
            yield (
                text[words[i].start : words[last].end],
                "show",
                words[i].start,
                words[last].end,
            )
            i = last + 1
            continue
        end = run_of_capitals(passage, i, taken)
        if end - i >= 2 and (kind := kind_of(passage, i, end)):
            yield (
                text[words[i].start : words[end - 1].end],
                kind,
                words[i].start,
                words[end - 1].end,
            )
        i = max(end, i + 1)


def is_title(words):
    return (
        words[0].is_capital
        and sum(w.is_capital for w in words) * 2 >= len(words)
        and not (len(words) == 1 and len(words[0].key) < 3)
    )


def run_of_capitals(passage, i, taken):
    """Where the capitals end that begin at ``i``; hyphens join."""
    words, end = passage.words, i
    if passage.is_title_case:
        return i
    while end < len(words) and end not in taken and not words[end].is_solid and end - i < 5:
        joined = end > i and passage.gap(end - 1) == "-"
        if not ((words[end].is_capital and not words[end].key.isdigit()) or joined):
            break
        if end > i and passage.gap(end - 1) not in {" ", "-"}:
            break
        end += 1
    return end


def kind_of(passage, first, end):
    words, text = passage.words, passage.text
    keys = [word.key for word in words[first:end]]
    before, after = (
        text[max(0, words[first].start - 80) : words[first].start],
        text[words[end - 1].end :][:60],
    )
    if keys[0] in COMMON_CAPITALS or any(
        word.end - word.start > 1 and text[word.start : word.end].isupper()
        for word in words[first:end]
    ):
        return ""
    if PLAYS.search(before) or IN_BRACKETS.match(text, words[end - 1].end):
        return "character"
    if BEFORE_WORK.search(before):
        return "show"
    parts = len(text[words[first].start : words[end - 1].end].split())
    family = (
        keys[0] in KOREAN_FAMILIES
        or keys[0] in JAPANESE_FAMILIES
        or keys[-1] in JAPANESE_FAMILIES
    )
    if ROLES.search(before) or SPEAKS.match(after) or (family and 2 <= parts <= 3):
        return "person"
    return ""
