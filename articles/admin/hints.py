"""What tells two records of one name apart, wherever one is chosen."""

from collections import Counter, defaultdict

from django.db.models import Count, Q, prefetch_related_objects

from articles.models import Article, Edition, Listing
from newsroom.models import Tag
from newsroom.text import fold
from talent.models import Company, Country, Credit, Person, Production

Band = Listing.Band
MOST_CREDITS = 300
RELATIONS = {Person: "nationalities", Production: "countries", Company: "country"}


class Hints:
    """For some records of any kinds, a line on each. Five queries, however many there are."""

    def __init__(self, records):
        self.records = list(records)
        for model, relation in RELATIONS.items():
            prefetch_related_objects([r for r in self.records if type(r) is model], relation)
        self.credits = self.credits_of_people()
        works = {credit.production for found in self.credits.values() for credit in found}
        self.stories = stories_on([*self.records, *works])

    def credits_of_people(self):
        credits = defaultdict(list)
        if people := [record.pk for record in self.records if type(record) is Person]:
            rows = Credit.objects.filter(person__in=people).select_related("production")
            for credit in rows.order_by("-production__year", "billing", "pk")[:MOST_CREDITS]:
                credits[credit.person_id].append(credit)
        return credits

    def on(self, record):
        about = ABOUT.get(type(record), nothing)
        hints = [*otherwise_called(record), *about(self, record)]
        if number := self.stories[getattr(record, "address_kind", ""), record.pk]:
            hints.append(f"{number} {'story' if number == 1 else 'stories'}")
        return " · ".join(dict.fromkeys(str(hint) for hint in hints if hint))

    def about_person(self, person):
        yield from [person.native_name, person.birth and f"born {person.birth}"]
        yield from person.nationalities.all()
        if credits := self.credits[person.pk]:
            best = max(credits, key=lambda credit: self.stories["show", credit.production_id])
            yield from [best.get_role_display(), best.production]

    def about_show(self, show):
        yield from [show.original_title, show.get_kind_display(), show.year]
        yield from show.countries.all()

    def about_company(self, company):
        yield from [company.native_name, company.get_kind_display(), company.country]


def nothing(hints, record):
    return []


ABOUT = {
    Person: Hints.about_person,
    Production: Hints.about_show,
    Company: Hints.about_company,
    Country: lambda hints, country: [country.code],
    Tag: lambda hints, tag: [tag.get_group_display()],
    Article: lambda hints, story: [story.get_state_display(), f"{story.updated_at:%-d %B %Y}"],
    Edition: lambda hints, story: ["published", f"{story.visible_from:%-d %B %Y}"],
}


def otherwise_called(record):
    """The name by which it was found, if that is not the one that is shown."""
    matched = getattr(record, "matched", None)
    if matched and getattr(record, "is_guess", False):
        yield f"did you mean {matched}?"
    elif matched and fold(matched) not in fold(str(record)):
        yield f"matched {matched}"


def stories_on(records):
    """How many live stories name each record, by its kind and id. One query."""
    ids = defaultdict(set)
    for record in records:
        if kind := getattr(record, "address_kind", ""):
            ids[kind].add(record.pk)
    if not ids:
        return Counter()
    either = Q.create([Q(kind=kind, subject_id__in=pks) for kind, pks in ids.items()], Q.OR)
    rows = Listing.objects.filter(either, band__in=[Band.ABOUT, Band.MENTION]).live()
    counted = rows.order_by().values_list("kind", "subject_id").annotate(Count("pk"))
    return Counter({(kind, pk): number for kind, pk, number in counted})
