"""What a list of stories can be narrowed by, how many stories that leaves, and what is chosen."""

from collections import Counter, defaultdict
from typing import NamedTuple

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value as Constant,
)
from django.db.models.functions import ExtractYear
from django.utils.translation import get_language_info, gettext, gettext_lazy as _

from .filters import BANDS
from .models.public import Edition, Listing
from .subjects import MODELS, resolve

# Counts are exact up to here.
MOST_COUNTED = 1000
MOST_VALUES = 8
LABELS = {
    "show": _("Shows"),
    "person": _("People"),
    "country": _("Countries"),
    "company": _("Companies"),
    "tag": _("Tags"),
    "author": _("Authors"),
    "language": _("Languages"),
    "year": _("Years"),
}


class Value(NamedTuple):
    """One value of a facet: its name, its query, and how many stories it leaves ``at_least``."""

    name: str
    query: str
    count: int
    at_least: bool = False

    @property
    def is_more(self):
        return self.count > MOST_COUNTED


class CountUpTo(Subquery):
    """How many stories a sliced queryset has ``found``."""

    template = "(SELECT COUNT(DISTINCT found) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def facets(stories, query):
    """The facets that are not chosen yet, as labels and values. Four queries, or five.

    Of more stories than are counted, the newest tell which values there are. All are counted
    under each if nothing is chosen; else each leaves at least as many as of the newest.
    """
    newest = stories.order_by("-published_at", "-article_id").values_list("pk", flat=True)
    ids = list(newest[: MOST_COUNTED + 1])
    counted = {
        kind: values.most_common(MOST_VALUES)
        for kind, values in counts_in(ids).items()
        if not query.get(kind)
    }
    is_more = len(ids) > MOST_COUNTED
    is_narrowed = any(query.get(name) for name in [*LABELS, "q"])
    if is_more and not is_narrowed:
        counted = counted_in_all(stories, ids[0], counted)
    subjects = resolve((kind, pk) for kind in MODELS for pk, _ in counted.get(kind, []))
    named = [
        (label, list(values_of(kind, counted.get(kind, []), subjects, query)))
        for kind, label in LABELS.items()
    ]
    return [
        (label, [value._replace(at_least=is_more and is_narrowed) for value in values])
        for label, values in named
        if values
    ]


def counts_in(ids):
    """How many of these editions each record, language and year has. Two queries."""
    counts = defaultdict(Counter)
    bands = Q.create([Q(kind=k, band__in=bands) for k, bands in BANDS.items()], Q.OR)
    listed = Listing.objects.filter(bands, edition__in=ids).order_by()
    rows = listed.values_list("kind", "subject_id")
    for kind, pk, count in rows.annotate(Count("edition", distinct=True)):
        counts[kind][pk] = count
    editions = Edition.objects.filter(pk__in=ids).order_by()
    rows = editions.values_list("language", ExtractYear("published_at"))
    for language, year, count in rows.annotate(Count("pk")):
        counts["language"][language] += count
        if year > 1900:
            counts["year"][year] += count
    return counts


def counted_in_all(stories, any_id, counted):
    """The values of ``counted``, counted anew in every story there is. One query."""
    found = {kind: [value for value, _ in values] for kind, values in counted.items()}
    rows = []
    for kind, values in found.items():
        if kind in MODELS:
            rows.append(rows_of_records(kind, values))
        else:
            rows += rows_of_columns(kind, values, stories, any_id)
    counts = {kind: [] for kind in counted}
    for kind, place, count in rows[0].union(*rows[1:], all=True):
        value = place if kind in MODELS else found[kind][place]
        counts[kind].append((value, min(count, MOST_COUNTED + 1)))
    return {kind: sorted(v, key=lambda pair: -pair[1]) for kind, v in counts.items()}


def rows_of_records(kind, ids):
    """A query of a kind, an id, and a count for each. Listings tell all, by their index alone."""
    listings = Listing.objects.filter(kind=kind, band__in=BANDS[kind]).order_by()
    rows = listings.filter(subject_id=OuterRef("pk")).live().values(found=F("article_id"))
    # A story may be under a company twice.
    some = rows[: 2 * MOST_COUNTED + 2]
    records = MODELS[kind].objects.filter(pk__in=ids).order_by()
    return records.values_list(name_of(kind), "pk", CountUpTo(some))


def rows_of_columns(kind, values, stories, any_id):
    """For each of ``values`` a query of a kind, its place, and a count."""
    column = {"language": "language", "year": "published_at__year"}[kind]
    for place, value in enumerate(values):
        some = stories.newest_first().filter(**{column: value}).values(found=F("article_id"))
        number = Constant(place, output_field=BigIntegerField())
        one = Edition.objects.filter(pk=any_id).order_by()
        yield one.values_list(name_of(kind), number, CountUpTo(some[: MOST_COUNTED + 1]))


def name_of(kind):
    return Constant(kind, output_field=CharField())


def values_of(kind, counted, subjects, query):
    if kind == "year":
        counted = sorted(counted, reverse=True)
    for value, count in counted:
        subject = subjects.get((kind, value))
        if subject or kind not in MODELS:
            name = str(subject) if subject else language_name(value, kind)
            yield Value(
                name, with_choice(query, kind, subject.slug if subject else value), count
            )


def language_name(value, kind="language"):
    """The name of a language by its code; a code of none, and a year, as they are."""
    if kind == "language":
        try:
            return get_language_info(value)["name_translated"]
        except KeyError:
            return value
    return str(value)


def with_choice(query, kind, value):
    query = query.copy()
    query.pop("page", None)
    query[kind] = value
    return query.urlencode()


class Chip(NamedTuple):
    """One thing that is chosen, in words. ``value`` is what it is called."""

    parameter: str
    label: str
    value: str


def chips(filterset):
    """What is chosen, in words."""
    names = {kind: name for kind, (_pk, name) in filterset.records.items()}
    return [
        Chip(name, filterset.filters[name].label, names.get(name) or language_name(value, name))
        for name, value in filterset.chosen.items()
    ]


# How a heading says what is chosen, around what it says already.
SAID = {
    "about": _("{stories} about {choice}"),
    "country": _("{stories} from {choice}"),
    "tag": _("{stories} tagged {choice}"),
    "author": _("{stories} by {choice}"),
    "language": _("{stories} in {choice}"),
    "q": _("{stories} with “{choice}”"),
    "year": _("{stories}, {choice}"),
}


def heading(chips):
    """Stories about Moving and Han Hyo-joo from South Korea, 2025."""
    chosen = {chip.parameter: chip.value for chip in chips}
    about = [chosen[kind] for kind in ["show", "person", "company"] if kind in chosen]
    if about:
        chosen["about"] = gettext(" and ").join(about)
    said = gettext("Stories")
    for name, words in SAID.items():
        if name in chosen:
            said = words.format(stories=said, choice=chosen[name])
    return said
