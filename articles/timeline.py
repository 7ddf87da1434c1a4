"""When things happened to a record, laid out for a drawing: facts by kind, and its stories."""

import math
from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from .models.public import PublishedFact

Kind = PublishedFact.Kind
LANES = {
    "releases": {Kind.RELEASE, Kind.FILMING},
    "charts": {Kind.CHART_RANK, Kind.CHART_RUN},
    "figures": {Kind.VIEWING_HOURS, Kind.SHARE, Kind.ADMISSIONS, Kind.SUBSCRIBERS, Kind.OTHER},
    "stories": set(),
}
NAMES = {
    "releases": _("Releases"),
    "charts": _("Charts"),
    "figures": _("Figures"),
    "stories": _("Stories"),
}
LANE_HEIGHT = 46
MOST_YEARS = 6


class Mark(NamedTuple):
    at: float
    words: str


def timeline(facts, stories):
    """The lanes with their marks and the years below, at percentages of the width; None
    where there are not two moments to tell apart.
    """
    events = [*moments_of_facts(facts), *moments_of_stories(stories)]
    if len({at for _, at, _ in events}) < 2:
        return None
    years = [timezone.localtime(at).year for _, at, _ in events]
    first, last = min(years), max(years) + 1
    lanes = [
        (
            name,
            [Mark(place(at, first, last), words) for lane, at, words in events if lane == name],
        )
        for name in LANES
    ]
    lanes = [(name, marks) for name, marks in lanes if marks]
    step = math.ceil((last - first) / MOST_YEARS)
    return {
        "lanes": [
            (name, NAMES[name], marks, number * LANE_HEIGHT + 16, number * LANE_HEIGHT + 30)
            for number, (name, marks) in enumerate(lanes)
        ],
        "years": [
            (year, place_of_year(year, first, last)) for year in range(first, last, step)
        ],
        "bottom": len(lanes) * LANE_HEIGHT + 4,
        "height": len(lanes) * LANE_HEIGHT + 28,
        "words": in_words(lanes, first, last - 1),
    }


def moments_of_facts(facts):
    for fact in facts:
        if fact.date:
            lane = next(name for name, kinds in LANES.items() if fact.kind in kinds)
            yield lane, fact.happened_at, fact.label


def moments_of_stories(stories):
    for story in stories:
        if story.is_dated or story.source_date:
            yield "stories", story.published_at, story.headline


def place(at, first, last):
    """From 2 to 98 per cent of the width, between the beginnings of two years."""
    start, end = (timezone.datetime(y, 1, 1, tzinfo=at.tzinfo) for y in (first, last))
    share = (at - start) / max(end - start, timedelta(days=1))
    return round(2 + 96 * min(max(share, 0), 1), 2)


def place_of_year(year, first, last):
    return round(2 + 96 * (year - first) / (last - first), 2)


def in_words(lanes, first, last):
    counts = ", ".join(f"{NAMES[name]}: {len(marks)}" for name, marks in lanes)
    return gettext(
        "From {first} to {last}; {counts}. All of them are listed on this page."
    ).format(first=first, last=last, counts=counts)
