"""What stands around a story: its show, other stories on the same, the one before and after."""

from collections import defaultdict

from django.db import connections, router

from newsroom.moments import for_readers
from talent.models import Production

from .cards import found, give_covers, give_names, named_on_cards
from .models.public import MOST_LANGUAGES, Edition, Prominence, original_first

MOST_RELATED = 4
# Of each show and person, the newest this many are looked at for what they share.
NEWEST = 20
MOST_SUBJECTS = 12
MOST_CAST = 6
WEIGHTS = {"show": 3, "person": 1}
# The parts of one query, each bounded: a role, an id and a weight or a place. In SQL, since to
# build and compile twenty querysets takes longer than all else that a page does.
LIVE = "visible_from <= %(now)s AND visible_until > %(now)s"
OTHERS = f"{LIVE} AND article_id <> %(article)s"
NEWEST_FIRST = "ORDER BY published_at DESC, article_id DESC"
ABOUT = "FROM articles_listing WHERE kind = '{kind}' AND subject_id = {pk} AND band = 1"
PLACE = "(published_at, article_id) {} (%(at)s, %(article)s)"
OF_ANY = [
    f"'newest', id, 0 FROM articles_edition WHERE {OTHERS} {NEWEST_FIRST} LIMIT {NEWEST}",
    f"'translation', id, 0 FROM articles_edition WHERE {LIVE} AND original_id = %(original)s"
    f" LIMIT {MOST_LANGUAGES}",
]
RELATED = (
    f"'related', edition_id, {{weight}} {ABOUT} AND {OTHERS} {NEWEST_FIRST} LIMIT {NEWEST}"
)
OF_SHOW = [
    f"'earlier', edition_id, 0 {ABOUT} AND {LIVE} AND {PLACE.format('<')} {NEWEST_FIRST} LIMIT 1",
    f"'later', edition_id, 0 {ABOUT} AND {LIVE} AND {PLACE.format('>')}"
    " ORDER BY published_at, article_id LIMIT 1",
    "'person', person_id, billing FROM talent_credit WHERE production_id = {pk}"
    f" AND role = 'actor' AND person_id IS NOT NULL ORDER BY billing, id LIMIT {MOST_CAST}",
    "'country', country_id, 0 FROM talent_production_countries WHERE production_id = {pk}",
    "'company', company_id, 0 FROM talent_companycredit WHERE production_id = {pk}"
    f" AND role IN ('platform', 'broadcaster') ORDER BY role, id LIMIT {MOST_CAST}",
]


class Around:
    """Three queries, whatever the story and however many there are; none for what it lacks.

    The records that it names are known when ``named`` has been resolved with those
    of the story's own page, and handed back to ``show``.
    """

    def __init__(self, edition):
        self.edition = edition
        self.show_id = next(iter(linked(edition, "show", Prominence.FEATURED)), None)
        self.ids = defaultdict(list)
        for role, pk, weight in sorted(rows(edition, self.show_id), key=lambda row: row[2]):
            self.ids[role].append((pk, weight))
        neighbours, same = self.of_role("earlier", "later"), self.of_role("translation")
        self.related_ids = self.by_what_they_share(neighbours | same)
        wanted = neighbours | same | set(self.related_ids)
        self.stories = Edition.objects.for_cards().in_bulk(wanted)
        # Else it would ask for them by itself. One may have been put out anew by now.
        edition.in_every_language = original_first(self.of(same))

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


def parts(edition, show_id):
    yield from OF_ANY
    for kind, weight in WEIGHTS.items():
        for pk in linked(edition, kind, Prominence.FEATURED)[:MOST_SUBJECTS]:
            yield RELATED.format(kind=kind, pk=int(pk), weight=weight)
    if show_id is not None:
        yield from (part.format(kind="show", pk=int(show_id)) for part in OF_SHOW)


def rows(edition, show_id):
    connection = connections[router.db_for_read(Edition)]
    moment = connection.ops.adapt_datetimefield_value
    # A part of a union may be bounded on every database if it stands in brackets of its own.
    union = " UNION ALL ".join(
        f"SELECT * FROM (SELECT {part}) part{number}"  # noqa: S608 - parts are constants and numbers
        for number, part in enumerate(parts(edition, show_id))
    )
    values = {
        "now": moment(for_readers.now()),
        "at": moment(edition.published_at),
        "article": edition.article_id,
        "original": edition.original_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(union, values)
        return cursor.fetchall()
