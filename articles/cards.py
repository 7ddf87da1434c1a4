"""Stories and listings made ready to be shown: the records that they name, all at once."""

from newsroom.models import Photo

from .body import references, render
from .subjects import resolve


def with_names(editions):
    """Give each of ``editions`` its ``authors`` and ``shows`` as subjects. One query."""
    subjects = resolve(pair for edition in editions for pair in named_on_card(edition))
    for edition in editions:
        edition.authors = found(subjects, "author", edition.author_ids)
        edition.shows = found(subjects, "show", shows_of(edition))
    return editions


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


def with_reasons(listings):
    """Give each of ``listings`` the subjects through which it is listed. One query.

    Its edition is made ready as by ``with_names``.
    """
    pairs = {pair for row in listings for pair in named_on_card(row.edition)}
    pairs |= {(kind_of_reason(row), pk) for row in listings for pk in row.reason}
    subjects = resolve(pairs)
    for row in listings:
        row.through = found(subjects, kind_of_reason(row), row.reason)
        row.edition.authors = found(subjects, "author", row.edition.author_ids)
        row.edition.shows = found(subjects, "show", shows_of(row.edition))
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


def named_on_card(edition):
    yield from (("author", pk) for pk in edition.author_ids)
    yield from (("show", pk) for pk in shows_of(edition))


def found(subjects, kind, ids):
    return [subjects[kind, pk] for pk in ids if (kind, pk) in subjects]
