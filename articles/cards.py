"""Stories and listings made ready to be shown: the records that they name, all at once."""

from newsroom.models import Photo

from .body import references, render
from .subjects import resolve


def with_names(editions):
    """Give each of ``editions`` its ``authors`` and ``shows`` as subjects. One query."""
    give_names(editions, resolve(named_on_cards(editions)))
    return editions


def give_names(editions, subjects, of_page=None):
    """``of_page`` is the record whose page lists them."""
    for edition in editions:
        give_subjects(edition, subjects)
        edition.native_names = native_names(edition.shows)
    give_covers(editions, of_page)


def give_subjects(edition, subjects):
    """Its ``authors``, ``shows`` and ``tags``, as far as they are among ``subjects``."""
    edition.authors = found(subjects, "author", edition.author_ids)
    edition.shows = found(subjects, "show", shows_of(edition))
    edition.tags = found(subjects, "tag", edition.tag_ids)


def native_names(subjects):
    """The language of each native name, by which Han in a text is told."""
    return {s.native_name: s.native_language for s in subjects if s.native_name}


def give_covers(editions, of_page=None):
    """Give each of ``editions`` a ``cover``: a show that no card above it has, or None.

    So two stories about one show are told apart where neither has a picture.
    """
    used = {of_page.pk} if getattr(of_page, "address_kind", "") == "show" else set()
    for edition in editions:
        edition.cover = next((show for show in edition.shows if show.id not in used), None)
        if edition.cover:
            used.add(edition.cover.id)


def with_bodies(editions):
    """Give each of ``editions`` its text as ``html``, as readers see it. Two queries."""
    named = [references(edition.body) for edition in editions]
    photos = Photo.objects.in_bulk({pk for found in named for pk in found.pop("photo", ())})
    subjects = resolve(
        (kind, pk) for found in named for kind, ids in found.items() for pk in ids
    )
    for edition in editions:
        edition.html = render(edition.body, subjects, photos)
    return editions


def with_reasons(listings, subject):
    """Give each of ``listings`` under ``subject`` the records through which it is listed.
    One query. Its edition is made ready as by ``with_names``.
    """
    editions = [row.edition for row in listings]
    pairs = {(kind_of_reason(row), pk) for row in listings for pk in row.reason}
    subjects = resolve(pairs.union(named_on_cards(editions)))
    for row in listings:
        row.through = found(subjects, kind_of_reason(row), row.reason)
    give_names(editions, subjects, subject)
    return listings


def kind_of_reason(listing):
    return "person" if listing.band == listing.Band.PEOPLE else "show"


def shows_of(edition):
    """The ids of the shows that it is about, the main ones first."""
    return [
        link["id"]
        for link in edition.links
        if link["kind"] == "show" and link["prominence"] < 3
    ]


def named_on_cards(editions):
    for edition in editions:
        yield from (("author", pk) for pk in edition.author_ids)
        yield from (("show", pk) for pk in shows_of(edition))


def found(subjects, kind, ids):
    return [subjects[kind, pk] for pk in ids if (kind, pk) in subjects]
