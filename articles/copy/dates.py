"""Dates as copy prints them, as exact as they are printed."""

import re
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from newsroom.partial_dates import first_day

MONTHS = {
    name: number
    for number, names in enumerate(
        [
            *("january jan", "february feb", "march mar", "april apr", "may", "june jun"),
            *("july jul", "august aug", "september sept sep", "october oct", "november nov"),
            "december dec",
        ],
        start=1,
    )
    for name in names.split()
}
MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
YEAR, DAY = r"(?P<year>(?:19|20)\d\d)", r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
FORMS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in [
        rf"\b{YEAR}\s?[-./]\s?(?P<month>[01]?\d)\s?[-./]\s?(?P<day>[0-3]?\d)(?!\d)",
        rf"{YEAR}\s?[年년]\s?(?P<month>[01]?\d)\s?[月월](?:\s?(?P<day>[0-3]?\d)\s?[日일])?",
        rf"\b{MONTH} {DAY},? {YEAR}\b",
        rf"\b{DAY} (?:of )?{MONTH},? {YEAR}\b",
        rf"\b{MONTH},? (?:of )?{YEAR}\b",
        rf"\b(?P<first>[0-3]?\d)[./-](?P<second>[0-3]?\d)[./-]{YEAR}\b",
    ]
]
HAS_YEAR = re.compile(YEAR)
LONGEST_LINE = 300
ADDRESS = re.compile(r"https?://\S+")
ABOUT_A_DATE = re.compile(
    r"\b(?:published|posted|updated|last|modified|on|at|date[d]?|created|first|edited|time|by|"
    r"(?:mon|tues?|wednes|wed|thurs?|fri|satur|sat|sun)(?:day)?|am|pm|a\.m\.|p\.m\.|"
    r"[a-z]{2,4}t|gmt|utc|kst|jst|ist|pdt|edt|et|pt|local|ngày|thứ|lúc)\b|"
    r"입력|수정|등록|승인|기사|송고|시간|오전|오후|公開|更新|配信|[月火水木金土日]曜日?|\d{1,2}[:.시時]\d{2}(?:[:분分]\d{2})?|"
    r"\b[ap]\.m\.|[\s|,./()+:–—·•[\]-]|[+-]\d{2,4}",
    re.IGNORECASE,
)


class Printed(NamedTuple):
    """A date, the words that give it, and where they stand."""

    value: str
    words: str
    start: int


def printed_date(text: str) -> Printed | None:
    """The first date in ``text`` that has a year."""
    found = [m for form in FORMS if (m := form.search(text))] if HAS_YEAR.search(text) else []
    for match in sorted(found, key=lambda m: (m.start(), -m.end())):
        if value := value_of(match.groupdict()):
            return Printed(value, match[0], match.start())
    return None


def value_of(parts):
    year, month, day = parts["year"], parts.get("month"), parts.get("day")
    if "first" in parts:
        # 3/4/2025 is one day here and another there.
        first, second = int(parts["first"]), int(parts["second"])
        if min(first, second) <= 12 < max(first, second) or first == second:
            month, day = min(first, second), max(first, second)
    elif month and not month.isdigit():
        month = MONTHS[month.lower().rstrip(".")]
    value = "-".join([year, *(f"{int(each):02}" for each in [month, day] if each)])
    return value if is_date(value) else ""


def is_date(value):
    try:
        return bool(first_day(value))
    except ValueError:
        return False


def is_date_line(text: str) -> bool:
    """Whether ``text`` says when it was published, and nothing else."""
    found = printed_date(text)
    if not found or len(text) > LONGEST_LINE:
        return False
    text = ADDRESS.sub("", text)
    return not ABOUT_A_DATE.sub("", rest_of(text)).strip()


def rest_of(text):
    while found := printed_date(text):
        text = text[: found.start] + " " + text[found.start + len(found.words) :]
    return text


def date_told(words: str) -> Printed | None:
    """The date in a header or the head of a page."""
    if found := printed_date(words):
        return found
    try:
        return Printed(parsedate_to_datetime(words).date().isoformat(), words, 0)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
