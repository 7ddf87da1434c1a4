"""What happens to stories on which day: what the calendar shows and its lists lead to."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Count, DateTimeField, Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber, TruncDate
from django.utils.timezone import get_current_timezone, localdate

from .models import Article, Edition

DUE_SOON = timedelta(days=7)
UNFINISHED = Q(state__in=Article.UNFINISHED)


class Kind(NamedTuple):
    label: str
    # The field of Article, or of Edition where ``at_readers``, that says when.
    field: str
    only: Q
    at_readers: bool = False

    @property
    def has_time(self):
        model = Edition if self.at_readers else Article
        return isinstance(model._meta.get_field(self.field), DateTimeField)

    @property
    def day(self):
        return TruncDate(self.field) if self.has_time else F(self.field)

    def between(self, first, last):
        """Which rows fall on the days from ``first`` to ``last``, in the desk's zone."""
        if not self.has_time:
            return self.only & Q(**{f"{self.field}__range": (first, last)})
        start, end = midnight(first), midnight(last + timedelta(days=1))
        return self.only & Q(**{f"{self.field}__gte": start, f"{self.field}__lt": end})

    def stories(self, stories, first, last):
        """Those of ``stories`` to which it happens then."""
        if not self.at_readers:
            return stories.filter(self.between(first, last))
        editions = Edition.objects.filter(self.between(first, last))
        return stories.filter(pk__in=editions.values("article"))

    def days(self, first, last) -> set[date]:
        """The days from ``first`` to ``last`` on which it happens to any story."""
        rows = (Edition if self.at_readers else Article).objects.filter(
            self.between(first, last)
        )
        return set(rows.order_by().values_list(self.day, flat=True).distinct())

    def entries(self, stories, first, last, most):
        """Up to ``most`` rows for each day, with how many there are on it. One query."""
        rows = stories
        if self.at_readers:
            rows = Edition.objects.filter(Exists(stories.filter(pk=OuterRef("article"))))
        rows = rows.filter(self.between(first, last))
        order = [self.field, "pk"]
        return (
            rows.annotate(
                place=Window(RowNumber(), partition_by=self.day, order_by=order),
                in_all=Window(Count("pk"), partition_by=self.day),
            )
            .filter(place__lte=most)
            .order_by(*order)
            .values(
                "headline",
                "in_all",
                at=F(self.field),
                story=F("article_id" if self.at_readers else "pk"),
            )
        )

    def day_of(self, at) -> date:
        return localdate(at) if self.has_time else at


KINDS = {
    "planned": Kind("Planned", "planned_for", UNFINISHED),
    "out": Kind("Goes out", "visible_from", Q(withdrawn_at=None), at_readers=True),
    "due": Kind("Due", "due_at", UNFINISHED),
    "embargo": Kind("Embargo ends", "embargo_until", ~Q(state="withdrawn")),
    "expires": Kind("Expires", "expires_at", ~Q(state="withdrawn")),
}


def midnight(day):
    return datetime.combine(day, time.min, tzinfo=get_current_timezone())


def due_soon(stories):
    """The overdue first, then what is due in the next days."""
    end = midnight(localdate() + DUE_SOON + timedelta(days=1))
    return stories.unfinished().filter(due_at__lt=end).order_by("due_at", "pk")


def days(first, number) -> list[date]:
    return [first + timedelta(days=step) for step in range(number)]
