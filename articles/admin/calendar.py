"""What happens to stories, by week and by month, in the desk's zone."""

from calendar import Calendar
from collections import defaultdict
from datetime import timedelta
from operator import attrgetter
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone_name, localdate, localtime

from articles.models import Article
from articles.planning import KINDS, days

from .finding import may_see
from .narrowing import day_in

# Rows of one kind on one day, before the list is pointed to.
A_DAY = 6
WEEK = timedelta(days=7)


class Entry(NamedTuple):
    kind: str
    label: str
    headline: str
    address: str
    time: str


class Span(NamedTuple):
    """A week, or the whole weeks of a month."""

    view: str
    value: str
    title: str
    weeks: list
    previous: str
    next: str
    month: int | None = None

    @property
    def first(self):
        return self.weeks[0][0]

    @property
    def last(self):
        return self.weeks[-1][-1]


def week_of(day):
    monday = day - timedelta(days=day.weekday())
    sunday = monday + timedelta(days=6)
    title = f"{date_format(monday, 'j F Y')} to {date_format(sunday, 'j F Y')}"
    neighbours = [known(monday - WEEK), known(monday + WEEK)]
    return Span("week", monday.isoformat(), title, [days(monday, 7)], *neighbours)


def month_of(day):
    first = day.replace(day=1)
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    before, after = first - timedelta(days=1), first + timedelta(days=31)
    neighbours = [known(before)[:7], known(after)[:7]]
    title = date_format(first, "F Y")
    return Span("month", f"{first:%Y-%m}", title, weeks, *neighbours, month=first.month)


def known(day):
    """The day as an address has it, or nothing if no address may name it."""
    return day.isoformat() if day_in(day.isoformat()) else ""


def span_in(query, today):
    """What the address asks for; junk asks for this week."""
    if month := day_in(f"{query.get('month', '')}-01"):
        return month_of(month)
    return week_of(day_in(query.get("week")) or today)


def calendar(request, site):
    if not may_see(request, Article, site):
        raise PermissionDenied
    today = localdate()
    span = span_in(request.GET, today)
    entries, more = entries_in(span, Article.objects.visible_to(request.user))
    weeks = [[(day, entries[day], more[day]) for day in week] for week in span.weeks]
    shown = today if span.first <= today <= span.last else span.first
    context = {
        **site.each_context(request),
        "title": "Calendar",
        "span": span,
        "weeks": weeks,
        "today": today,
        "zone": get_current_timezone_name(),
        "views": [("week", shown.isoformat()), ("month", f"{month_shown(span, shown):%Y-%m}")],
    }
    return TemplateResponse(request, "admin/calendar.html", context)


def month_shown(span, day):
    """The month that a change of view leads to: never a neighbour at a month's edge."""
    return day_in(f"{span.value}-01") if span.month else day


def entries_in(span, stories):
    """What happens on each day in order of time, and where the rest is. A query a kind."""
    entries, more = defaultdict(list), defaultdict(dict)
    for name, kind in KINDS.items():
        for row in kind.entries(stories, span.first, span.last, A_DAY):
            day = kind.day_of(row["at"])
            entries[day].append(entry(name, kind, row))
            if row["in_all"] > A_DAY:
                told = f"and {row['in_all'] - A_DAY} more: {kind.label.lower()}"
                more[day][address_of_rest(name, day)] = told
    for of_day in entries.values():
        # What has no time comes first.
        of_day.sort(key=attrgetter("time"))
    return entries, more


def address_of_rest(name, day):
    return f"{reverse('admin:articles_article_changelist')}?{name}={day}"


def entry(name, kind, row):
    is_past = name == "out" and row["at"] <= timezone.now()
    return Entry(
        name,
        "Went out" if is_past else kind.label,
        row["headline"],
        reverse("admin:articles_article_change", args=[row["story"]]),
        localtime(row["at"]).strftime("%H:%M") if kind.has_time else "",
    )
