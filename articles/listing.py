"""Where an edition is listed, and by which words it is found, as its records stand now."""

from collections import defaultdict
from functools import lru_cache

from django.db import transaction

from newsroom.bulk import insert
from newsroom.models import Photo, Tag
from newsroom.text import indexed_words
from talent.models import Company, Country, Credit, Person, Production
from talent.names import keys

from .body import plain_text, references
from .models import Author, Edition, Listing, SearchText
from .models.public import Prominence

Kind, Band = Listing.Kind, Listing.Band
NAMED = {"show": Production, "person": Person, "company": Company, "country": Country}
LISTING_COLUMNS = [
    *("edition_id", "article_id", "kind", "subject_id", "band", "prominence"),
    *("published_at", "visible_from", "visible_until"),
]
SEARCH_COLUMNS = ["title", "names", "words"]
BATCH = 2000
# PostgreSQL refuses a text vector of more than a megabyte.
MOST_INDEXED = 200_000


@transaction.atomic
def relist(editions):
    """Bring the listings and search words of ``editions`` up to date. About 15 queries."""
    editions = [edition for edition in editions if not edition.withdrawn_at]
    records = Records(editions)
    write_listings(editions, records)
    write_search_texts(editions, records)


def write_listings(editions, records):
    there = {identity(row): row.pk for row in Listing.objects.filter(edition__in=editions)}
    fresh = [
        row
        for edition in editions
        for row in listings(edition, records)
        if not (there and there.pop(identity(row), None))
    ]
    outdated = list(there.values())
    for start in range(0, len(outdated), BATCH):
        batch = Listing.objects.filter(pk__in=outdated[start : start + BATCH])
        batch.delete()
    insert(Listing, fresh)


def identity(row):
    """All that a listing says, so that one that says it already stands."""
    columns = [getattr(row, name) for name in LISTING_COLUMNS]
    return (*columns, *row.reason)


def write_search_texts(editions, records):
    there = SearchText.objects.in_bulk([edition.pk for edition in editions])
    fresh = [search_text(edition, records) for edition in editions]
    SearchText.objects.bulk_create(text for text in fresh if text.pk not in there)
    for name in SEARCH_COLUMNS:
        changed = [
            text
            for text in fresh
            if text.pk in there and getattr(text, name) != getattr(there[text.pk], name)
        ]
        SearchText.objects.bulk_update(changed, [name])


class Records:
    """What the listings of some editions rest on, loaded together."""

    def __init__(self, editions):
        linked = defaultdict(set)
        self.photo_ids = set()
        for edition in editions:
            for link in edition.links:
                linked[link["kind"]].add(link["id"])
            self.photo_ids |= references(edition.body)["photo"]
            self.photo_ids.add(edition.lead_photo_id)
        self.countries_of_shows = pairs(
            Production.countries.through, "production", linked["show"]
        )
        self.countries_of_people = pairs(
            Person.nationalities.through, "person", linked["person"]
        )
        self.people_of_shows = defaultdict(set)
        credits = Credit.objects.filter(production__in=linked["show"], person__isnull=False)
        for show, person in credits.values_list("production_id", "person_id"):
            self.people_of_shows[show].add(person)
        self.names = {
            kind: {
                record.pk: record.recorded_names()
                for record in model.objects.filter(pk__in=linked[kind]).with_names()
            }
            for kind, model in NAMED.items()
        }
        tag_ids = {pk for edition in editions for pk in edition.tag_ids}
        self.tags = Tag.objects.select_related("synonym_of").in_bulk(tag_ids)
        author_ids = {pk for edition in editions for pk in edition.author_ids}
        self.authors = Author.objects.in_bulk(author_ids)
        self.photos = Photo.objects.in_bulk(self.photo_ids - {None})


def pairs(through, owner, ids):
    found = defaultdict(set)
    rows = through.objects.filter(**{f"{owner}__in": ids})
    for pk, country in rows.values_list(f"{owner}_id", "country_id"):
        found[pk].add(country)
    return found


def listings(edition, records):
    """The listings of ``edition``: one for each page and band, with the reasons joined."""
    rows = {}
    for kind, subject_id, band, prominence, via in places(edition, records):
        if (place := (kind, subject_id, band)) not in rows:
            rows[place] = new_listing(edition, *place)
        row = rows[place]
        row.prominence = row.prominence or prominence
        if via and via not in row.reason:
            row.reason.append(via)
    about = {(kind, subject_id) for kind, subject_id, band in rows if band == Band.ABOUT}
    return [
        row
        for (kind, subject_id, band), row in rows.items()
        if band == Band.ABOUT or (kind, subject_id) not in about
    ]


def new_listing(edition, kind, subject_id, band):
    return Listing(
        edition=edition,
        article_id=edition.article_id,
        kind=kind,
        subject_id=subject_id,
        band=band,
        published_at=edition.published_at,
        visible_from=edition.visible_from,
        visible_until=edition.visible_until,
    )


def places(edition, records):
    """Every reason to list ``edition``: kind, subject, band, prominence, and through what."""
    for link in edition.links:
        yield from places_by_link(edition, link, records)
    for tag in filter(None, map(records.tags.get, edition.tag_ids)):
        yield Kind.TAG, tag.synonym_of_id or tag.pk, Band.ABOUT, None, None
    for author_id in edition.author_ids:
        yield Kind.AUTHOR, author_id, Band.ABOUT, None, None
    if edition.outlet_id:
        yield Kind.COMPANY, edition.outlet_id, Band.SUPPLIED, None, None


def places_by_link(edition, link, records):
    kind, pk, prominence = link["kind"], link["id"], link["prominence"]
    if prominence == Prominence.MENTIONED:
        yield kind, pk, Band.MENTION, prominence, None
        return
    yield kind, pk, Band.ABOUT, prominence, None
    if kind == Kind.SHOW:
        yield from places_through_show(edition, pk, records)
    if kind == Kind.PERSON:
        for country in sorted(records.countries_of_people[pk]):
            yield Kind.COUNTRY, country, Band.PEOPLE, None, pk


def places_through_show(edition, show, records):
    named = {link["id"] for link in edition.links if link["kind"] == Kind.PERSON}
    for country in sorted(records.countries_of_shows[show]):
        yield Kind.COUNTRY, country, Band.ABOUT, None, show
    for person in sorted(records.people_of_shows[show] - named):
        yield Kind.PERSON, person, Band.SHOWS, None, show


def search_text(edition, records):
    return SearchText(
        edition=edition,
        title=indexed_words(edition.headline),
        names=" ".join(searchable_names(edition, records)),
        words=indexed_words(" ".join(searchable_words(edition, records)))[:MOST_INDEXED],
    )


def searchable_names(edition, records):
    """Every recorded and printed name, by its words and by its keys, run together."""
    for link in edition.links:
        for name in [*records.names[link["kind"]].get(link["id"], []), link["printed"]]:
            if name:
                yield searchable(name)


@lru_cache(maxsize=10_000)
def searchable(name):
    return f"{indexed_words(name)} {' '.join(sorted(keys(name)))}"


def searchable_words(edition, records):
    yield from [edition.kicker, edition.standfirst, plain_text(edition.body)]
    yield from [record.name for record in map(records.tags.get, edition.tag_ids) if record]
    yield from [
        record.name for record in map(records.authors.get, edition.author_ids) if record
    ]
    for photo_id in [edition.lead_photo_id, *sorted(references(edition.body)["photo"])]:
        if photo := records.photos.get(photo_id):
            yield from [photo.caption, photo.original_caption, photo.credit]


def relist_in_batches(editions, after=0, size=200):
    """Relist a queryset of editions, a transaction to a batch, in the order of their ids.

    Yields the last id of each batch and how many editions it had, so that whoever is
    stopped can go on ``after`` it.
    """
    ids = editions.order_by("pk").values_list("pk", flat=True)
    while batch := list(ids.filter(pk__gt=after)[:size]):
        relist(Edition.objects.filter(pk__in=batch))
        after = batch[-1]
        yield after, len(batch)
