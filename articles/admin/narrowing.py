"""How the list of stories is narrowed; no filter reads a table to know its choices."""

from datetime import date

from django.contrib import admin
from django.utils.formats import date_format
from django.utils.timezone import localdate

from articles.planning import KINDS, due_soon

# Which years an address may name.
YEARS = range(2000, 2101)


def day_in(text) -> date | None:
    """The day that an address names, if it is one that the desk can mean."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if day.year in YEARS else None


class AssignedFilter(admin.SimpleListFilter):
    title = "assignee"
    parameter_name = "assigned"

    def lookups(self, request, model_admin):
        return [("me", "Me"), ("mine", "Me, or begun by me; unfinished"), ("nobody", "Nobody")]

    def queryset(self, request, stories):
        match self.value():
            case "me":
                return stories.filter(assignee=request.user)
            case "mine":
                return stories.work_of(request.user)
            case "nobody":
                return stories.filter(assignee=None)
        return stories


class ReadersFilter(admin.SimpleListFilter):
    title = "what readers see"
    parameter_name = "readers"

    def lookups(self, request, model_admin):
        return [
            ("live", "Live"),
            ("ahead", "Live, with unpublished changes"),
            ("scheduled", "Scheduled"),
        ]

    def queryset(self, request, stories):
        match self.value():
            case "live":
                return stories.live()
            case "ahead":
                return stories.live_and_ahead()
            case "scheduled":
                return stories.scheduled()
        return stories


class DayFilter(admin.SimpleListFilter):
    """``?due=2026-11-24``, as the calendar asks: offered when it is asked for."""

    offered = ()

    def lookups(self, request, model_admin):
        day = day_in(self.value())
        chosen = [(self.value(), date_format(day, "D j M Y"))] if day else []
        return [*self.offered, *chosen]

    def queryset(self, request, stories):
        day = day_in(self.value())
        return KINDS[self.parameter_name].stories(stories, day, day) if day else stories


def day_filter(name):
    attrs = {"title": KINDS[name].label.lower(), "parameter_name": name}
    return type(f"{name.title()}Filter", (DayFilter,), attrs)


class DueFilter(DayFilter):
    title, parameter_name = "due", "due"
    offered = [("soon", "Overdue, or in the next days"), ("today", "Today")]

    def queryset(self, request, stories):
        match self.value():
            case "soon":
                return due_soon(stories)
            case "today":
                return KINDS["due"].stories(stories, localdate(), localdate())
        return super().queryset(request, stories)


NARROWING = [
    "state",
    AssignedFilter,
    ReadersFilter,
    DueFilter,
    *(day_filter(name) for name in KINDS if name != "due"),
]
