"""Dates as a sentence gives them, resolved against the day its story was published."""

import re
from typing import NamedTuple

from .dates import DAY, MONTH, MONTHS, YEAR, is_date

NUMBERED_MONTH = (
    r"(?P<number>1[0-2]|0?[1-9])\s?[월月](?:\s?(?P<numbered_day>[0-3]?\d)\s?[일日])?"
)
NO_YEAR = r"(?!,? (?:19|20)\d\d)(?!\d)"
EXPRESSION = re.compile(
    rf"\b(?:on |by |from |since )?{MONTH} {DAY}(?:,? {YEAR})?\b{NO_YEAR}|"
    rf"\b(?:on )?(?P<day_first>[0-3]?\d)(?:st|nd|rd|th)? (?:of )?{MONTH.replace('month', 'month_after')}(?:,? {YEAR.replace('year', 'year_after')})?\b|"
    rf"(?:{YEAR.replace('year', 'solid_year')}\s?[년年]\s?)?{NUMBERED_MONTH}|"
    rf"\b(?:in |this |next |last |early |late |mid-?)+(?P<only_month>(?-i:{'|'.join(m.title() for m in MONTHS if len(m) > 3 or m == 'may')}))(?: {YEAR.replace('year', 'month_year')})?\b|"
    rf"\b(?:in|a|an|the|early|late|mid-?|by|for|since|until) {YEAR.replace('year', 'only_year')}\b(?!s)|\({YEAR.replace('year', 'bracket_year')}\)|"
    r"\b(?:(?:earlier|later) )?(?P<relative>(?:this|next|last) (?:year|month|week|spring|summer|fall|autumn|winter))\b",
    re.IGNORECASE,
)
TO_COME = re.compile(
    r"\b(?:will|to be|set|slated|scheduled|expected|due|upcoming|plans?|planned|to (?:premiere|air|open|release|debut|launch|hit|roll|star)|"
    r"is (?:coming|releasing|premiering)|forthcoming|for a|ahead of|next (?:year|month|week))\b|예정|오는|予定|決定",
    re.IGNORECASE,
)
PAST = re.compile(
    r"\b(?:\w{3,}ed|was|were|has|had|since|began|hit|rose|came|went)\b|했다|됐다|した",
    re.IGNORECASE,
)
CLAUSES = re.compile(r",\s|;\s|\sand\s|\swhile\s|\sbut\s|、")


class Dated(NamedTuple):
    value: str
    words: str
    certainty: str
    start: int
    end: int


def dates_in(sentence: str, published: str) -> list[Dated]:
    """Every date that the sentence gives; ``published`` is as exact as it is known."""
    return [dated(found, sentence, published) for found in EXPRESSION.finditer(sentence)]


def dated(found, sentence, published):
    parts = found.groupdict()
    year = first_of(
        parts, "year", "year_after", "solid_year", "month_year", "only_year", "bracket_year"
    )
    month, day = month_of(parts), first_of(parts, "day", "day_first", "numbered_day")
    clause = clause_of(sentence, found)
    is_to_come = bool(TO_COME.search(clause))
    if year:
        value, certainty = joined(year, month, day), "stated"
    elif parts["relative"]:
        value, certainty = relative(parts["relative"].lower(), published), "inferred"
    else:
        value, certainty = without_year(month, day, published, is_to_come, clause), "inferred"
    if is_to_come:
        certainty = "planned"
    return Dated(value, found[0].strip("()"), certainty, found.start(), found.end())


def clause_of(sentence, found):
    """The part of the sentence that the date belongs to; all of it where it begins that."""
    first = max((m.end() for m in CLAUSES.finditer(sentence, 0, found.start())), default=0)
    last = next((m.start() for m in CLAUSES.finditer(sentence, found.end())), len(sentence))
    return sentence if found.start() < 4 else sentence[first:last]


def first_of(parts, *names):
    return next((parts[name] for name in names if parts[name]), "")


def month_of(parts):
    written = first_of(parts, "month", "month_after", "only_month").lower().rstrip(".")
    return str(MONTHS[written]) if written else first_of(parts, "number")


def joined(year, month="", day=""):
    value = "-".join(
        [str(year), *(f"{int(each):02}" for each in [month, day if month else ""] if each)]
    )
    return value if is_date(value) else ""


def relative(words, published):
    """“Next year” is the one after that of publication; what is less than a year needs its month."""
    which, unit = words.split()
    step = {"this": 0, "next": 1, "last": -1}[which]
    if not published:
        return ""
    year = int(published[:4])
    if unit == "month" and len(published) >= 7:
        place = year * 12 + int(published[5:7]) - 1 + step
        return joined(place // 12, place % 12 + 1)
    return (
        str(year + step)
        if unit == "year" or (unit not in {"month", "week"} and step == 0)
        else ""
    )


def without_year(month, day, published, is_to_come, clause):
    """A day or month to come is the next after publication, one that is past the last before.

    Where the words tell neither, the nearer of the two.
    """
    if len(published) < 7 or not month:
        return ""
    year, there = int(published[:4]), joined(published[:4], month, day)
    now = published[: len(there)]
    if is_to_come:
        return joined(year + (there[: len(now)] < now), month, day)
    if PAST.search(clause) or there[: len(now)] <= now:
        return joined(year - (there[: len(now)] > now), month, day)
    is_near = int(there[5:7]) - int(now[5:7]) <= 6
    return joined(year if is_near else year - 1, month, day)
