"""Whether readers see of a story what was published, where it is to be seen."""

from django.db import DatabaseError, connection, transaction
from django.db.models import Count, Q

from newsroom.doctor import Finding, check, some

from .freezing import freeze
from .listing import SEARCH_COLUMNS, Records, identity, listings, relist_in_batches, search_text
from .models import Article, Edition, Listing, SearchText

BATCH = 200


@check
def editions():
    """Publishing writes an edition, its listings, words and facts together or not at all."""
    public = Edition.objects.filter(withdrawn_at=None)
    if stale := [edition for batch in batches(public) for edition in misplaced(batch)]:
        yield Finding(
            f"Stories not listed or found as they should be: {some(e.slug for e in stale)}",
            lambda: place(stale),
        )
    counted = public.annotate(count=Count("facts")).select_related("revision")
    if short := [e for batch in batches(counted) for e in batch if lacks_facts(e)]:
        yield Finding(
            f"Stories with other facts than were published: {some(e.slug for e in short)}",
            lambda: [freeze(edition) for edition in short],
        )


@check
def withdrawn():
    gone = Edition.objects.exclude(withdrawn_at=None)
    shown = gone.filter(
        Q(listings__isnull=False) | Q(facts__isnull=False) | Q(search_text__isnull=False)
    ).distinct()
    if slugs := list(shown.values_list("slug", flat=True)):
        yield Finding(f"Withdrawn, and still listed: {some(slugs)}", lambda: take_down(gone))


@check
def states():
    published = Article.objects.filter(state=Article.State.PUBLISHED, editions=None)
    if slugs := list(published.values_list("slug", flat=True)):
        yield Finding(f"Published, with nothing for readers to see: {some(slugs)}")


@check
def search_index():
    if connection.vendor != "sqlite":
        return
    try:
        with transaction.atomic():
            tell_index("integrity-check", 1)
    except DatabaseError:
        yield Finding("The search index differs from its words", lambda: tell_index("rebuild"))


def batches(editions):
    ids = list(editions.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        yield list(editions.filter(pk__in=ids[start : start + BATCH]))


def misplaced(editions):
    records = Records(editions)
    listed = {edition.pk: set() for edition in editions}
    for row in Listing.objects.filter(edition__in=editions):
        listed[row.edition_id].add(identity(row))
    found = SearchText.objects.in_bulk([edition.pk for edition in editions])
    for edition in editions:
        wanted = set(map(identity, listings(edition, records)))
        words = search_text(edition, records)
        if listed[edition.pk] != wanted or told(found.get(edition.pk)) != told(words):
            yield edition


def told(words):
    return words and [getattr(words, name) for name in SEARCH_COLUMNS]


def place(editions):
    for _ in relist_in_batches(Edition.objects.filter(pk__in=[e.pk for e in editions])):
        pass


def lacks_facts(edition):
    return edition.count != len(edition.revision.data["facts"])


def take_down(editions):
    for parts in [Listing.objects, SearchText.objects]:
        parts.filter(edition__in=editions).delete()
    for edition in editions:
        edition.facts.all().delete()


def tell_index(command, rank=0):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO articles_searchindex(articles_searchindex, rank) VALUES (%s, %s)",
            [command, rank],
        )
