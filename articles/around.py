"""What stands around a story: its show, other stories on the same, the one before and after."""

from collections import defaultdict

from django.db.models import BigIntegerField, CharField, F, Q, Value
from django.db.models.functions import Cast

from talent.models import CompanyCredit, Credit, Production

from .cards import found, give_covers, give_names, named_on_cards
from .models.public import MOST_LANGUAGES, Edition, Listing, Prominence, original_first

MOST_RELATED = 4
# Of each show and person, the newest this many are looked at for what they share.
NEWEST = 20
MOST_SUBJECTS = 12
MOST_CAST = 6
WEIGHTS = {"show": 3, "person": 1}
SUPPLIERS = [CompanyCredit.Role.PLATFORM, CompanyCredit.Role.BROADCASTER]


class Around:
    """Three queries, whatever the story and however many there are; none for what it lacks.

    The records that it names are known when ``named`` has been resolved with those
    of the story's own page, and handed back to ``show``.
    """

    def __init__(self, edition):
        self.edition = edition
        self.show_id = next(iter(linked(edition, "show", Prominence.FEATURED)), None)
        self.ids = defaultdict(list)
        first, *others = arms(edition, self.show_id)
        rows = first.union(*others, all=True) if others else first
        for role, pk, weight in sorted(rows, key=lambda row: row[2]):
            self.ids[role].append((pk, weight))
        neighbours, same = self.of_role("earlier", "later"), self.of_role("translation")
        self.related_ids = self.by_what_they_share(neighbours | same)
        wanted = neighbours | same | set(self.related_ids)
        self.stories = Edition.objects.for_cards().in_bulk(wanted)
        # Else it would ask for them by itself.
        edition.in_every_language = original_first(self.stories[pk] for pk in same)

    def of_role(self, *roles):
        return {pk for role in roles for pk, _ in self.ids[role]}

    def by_what_they_share(self, others):
        """The stories that share most with this one, newest first; then the newest of all."""
        shared = defaultdict(int)
        for pk, weight in [*self.ids["related"], *self.ids["newest"]]:
            shared[pk] += weight
        ranked = sorted(shared, key=lambda pk: (-shared[pk], -pk))
        return [pk for pk in ranked if pk not in others][:MOST_RELATED]

    @property
    def named(self):
        yield from named_on_cards(self.stories.values())
        for role in ["person", "country", "company"]:
            yield from ((role, pk) for pk, _ in self.ids[role])

    def context(self, subjects):
        give_names(self.stories.values(), subjects)
        related = self.of(self.related_ids)
        give_covers(related)
        return {
            "related": related,
            "earlier": self.only("earlier"),
            "later": self.only("later"),
            "show": self.show(subjects),
        }

    def of(self, ids):
        return [self.stories[pk] for pk in ids if pk in self.stories]

    def only(self, role):
        return next(iter(self.of(pk for pk, _ in self.ids[role])), None)

    def show(self, subjects):
        """The story's first show, with its cast, countries and platforms."""
        record = Production.objects.filter(pk=self.show_id).select_related("poster").first()
        if record is None:
            return None
        parts = {"cast": "person", "places": "country", "platforms": "company"}
        for name, kind in parts.items():
            ids = dict.fromkeys(pk for pk, _ in self.ids[kind])
            setattr(record, name, found(subjects, kind, ids))
        return record


def linked(edition, kind, least):
    """The ids of the records of a kind that are at least so prominent in ``edition``."""
    return [
        link["id"]
        for link in edition.links
        if link["kind"] == kind and link["prominence"] <= least
    ]


def arms(edition, show_id):
    """The parts of one query, each bounded: a role, an id and a weight or a place."""
    live = Edition.objects.live()
    yield row("newest", newest(live.newest_first(), edition), "pk", 0)
    translations = live.filter(original_id=edition.original_id)
    yield row("translation", bounded(translations, MOST_LANGUAGES), "pk", 0)
    for kind, weight in WEIGHTS.items():
        for pk in linked(edition, kind, Prominence.FEATURED)[:MOST_SUBJECTS]:
            listed = Listing.objects.under(kind, pk, [Listing.Band.ABOUT]).live()
            yield row("related", newest(listed, edition), "edition_id", weight)
    if show_id is not None:
        yield from arms_of_show(edition, show_id)


def arms_of_show(edition, show_id):
    listed = Listing.objects.under("show", show_id, [Listing.Band.ABOUT]).live()
    at, article = edition.published_at, edition.article_id
    same = Q(published_at=at)
    before = Q(published_at__lt=at) | same & Q(article_id__lt=article)
    after = Q(published_at__gt=at) | same & Q(article_id__gt=article)
    yield row("earlier", bounded(listed.filter(before), 1), "edition_id", 0)
    listed = listed.filter(after).order_by("published_at", "article_id")
    yield row("later", bounded(listed, 1), "edition_id", 0)
    cast = Credit.objects.acting().filter(production=show_id, person__isnull=False)
    yield row("person", bounded(cast, MOST_CAST), "person_id", "billing")
    countries = Production.countries.through.objects.filter(production=show_id)
    yield row("country", countries, "country_id", 0)
    suppliers = CompanyCredit.objects.filter(production=show_id, role__in=SUPPLIERS)
    yield row("company", bounded(suppliers, MOST_CAST), "company_id", 0)


def newest(listed, edition):
    return bounded(listed.exclude(article_id=edition.article_id), NEWEST)


def bounded(queryset, most):
    """The first of ``queryset``, as a part of a union may have them on every database."""
    return queryset.model.objects.filter(pk__in=queryset.values("pk")[:most])


def row(role, queryset, column, weight):
    """``weight`` is a number, or the name of the column that has it."""
    weight = F(weight) if isinstance(weight, str) else Value(weight)
    return queryset.order_by().values_list(
        Value(role, output_field=CharField()), F(column), Cast(weight, BigIntegerField())
    )
