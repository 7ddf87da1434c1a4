"""Pages of a list of any length: nothing is counted, one row more is fetched instead."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

# Further back than any archive, and small enough for every database's OFFSET.
LAST_PAGE = 1_000_000
# Asks for the last page.
LAST = "last"


class UncountedPage(Page):
    def __init__(self, rows, number, paginator):
        super().__init__(rows[: paginator.per_page], number, paginator)
        self.more = len(rows) > paginator.per_page

    def has_next(self):
        return self.more

    def next_page_number(self):
        return self.number + 1

    def previous_page_number(self):
        return self.number - 1


class PageFromEnd(UncountedPage):
    """Of a list too long to be counted the last is page -1, and the one before it page -2."""

    def __init__(self, rows, number, paginator):
        super().__init__(rows, number, paginator)
        self.object_list.reverse()

    def has_next(self):
        return self.number < -1

    def has_previous(self):
        return self.more

    @property
    def from_end(self):
        return -self.number


class UncountedPaginator(Paginator):
    # What is more is not counted, where a number is asked for.
    MOST_COUNTED = 1000

    def get_page(self, number):
        """The page asked for, or the first if the number is no number."""
        number = self.number_of(number)
        start = (abs(number) - 1) * self.per_page
        if number > 0:
            rows = self.rows(start, start + self.per_page + 1)
            return UncountedPage(rows, number, self)
        backwards = type(self)(self.object_list.reverse(), self.per_page)
        rows = backwards.rows(start, start + self.per_page + 1)
        return PageFromEnd(rows, number, self)

    def number_of(self, asked):
        if asked == LAST:
            return self.last_number()
        try:
            number = min(max(-LAST_PAGE, int(asked)), LAST_PAGE)
        except (TypeError, ValueError):
            return 1
        return number if number > 0 or (number < 0 and self.is_uncounted) else 1

    @property
    def is_uncounted(self):
        return isinstance(self.object_list, QuerySet)

    def last_number(self):
        counted = self.count_some() if self.is_uncounted else len(self.object_list)
        return -1 if counted is None else max(1, -(-counted // self.per_page))

    def rows(self, start, stop):
        return list(self.object_list[start:stop])

    def count_from(self, page):
        """How many there are, or None if more than are counted. At most one short query."""
        is_end = page.number > 0 and not page.has_next()
        if is_end and (page.object_list or page.number == 1):
            return self.per_page * (page.number - 1) + len(page.object_list)
        return self.count_some()

    def count_some(self):
        some = self.object_list.order_by().values("pk")[: self.MOST_COUNTED + 1]
        counted = some.count()
        return counted if counted <= self.MOST_COUNTED else None


class DeskPaginator(UncountedPaginator):
    """For lists that are sorted in ways that no index serves, and leafed through to their ends.

    The rows of the page are found first, by their ids alone; only they are read whole.
    """

    def rows(self, start, stop):
        ids = list(self.object_list.values_list("pk", flat=True)[start:stop])
        return list(self.object_list.filter(pk__in=ids))


class ListPaginator(DeskPaginator):
    """For lists that an index serves: their first page takes one query, and what a further
    page passes over is read in that index alone.
    """

    def rows(self, start, stop):
        order = start and order_of(self.object_list)
        if not order:
            return list(self.object_list[start:stop])
        keys = list(self.object_list.values_list(*order)[start:stop])
        if not keys:
            return []
        values = zip(order, zip(*keys, strict=True), strict=True)
        rows = self.object_list.filter(**{f"{name}__in": {*found} for name, found in values})
        by_key = {tuple(getattr(row, name) for name in order): row for row in rows.order_by()}
        return [by_key[key] for key in keys if key in by_key]


def order_of(rows):
    """The columns by which a queryset is ordered, if they tell every row from the others."""
    if not isinstance(rows, QuerySet):
        return []
    order = rows.query.order_by or rows.model._meta.ordering
    names = [name.lstrip("-") if isinstance(name, str) else "" for name in order]
    return names if names and names[-1] in {"pk", "article_id"} and all(names) else []


class UncountedPages:
    """For views of lists: none is counted, unless for its last page; junk for a page is page 1."""

    def paginate_queryset(self, queryset, page_size):
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        return paginator, page, page.object_list, page.has_other_pages()
