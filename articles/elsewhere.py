"""Where a record is whose address is an old one: for pages, feeds, calendars, filters, the API."""

import re

from newsroom.models import OldAddress, Tag
from talent.models import Country

from .subjects import MODELS

SLUG = re.compile("[-a-zA-Z0-9_]{1,200}")


def records_at(kind, slug):
    """The record with this address, as a queryset; a synonym's is that of another tag."""
    records = MODELS[kind].objects.filter(slug=slug)
    return records.filter(synonym_of=None) if kind == "tag" else records


def place_now(kind, slug):
    """The kind and the slug of what had this address, or None. At most two queries.

    A synonym leads to its tag, and a country's code to the country.
    """
    if not SLUG.fullmatch(slug):
        return None
    place = OldAddress.objects.place_of(kind, slug)
    kind_now, slug_now = place or (kind, slug)
    if kind_now == "tag":
        tags = Tag.objects.filter(synonyms__slug=slug_now)
    elif kind_now == "country" and len(slug) == 2:
        tags = Country.objects.filter(code=slug.upper())
    else:
        return place
    found = tags.values_list("slug", flat=True).first()
    return (kind_now, found) if found else place


def query_now(query):
    """``query`` with every record that it names by an old address by that of now.

    None if it names none so. A tag that has become a person is asked for as one.
    """
    now = query.copy()
    for kind in MODELS.keys() & query.keys():
        place = place_now(kind, query[kind])
        if place and (place[0] == kind or place[0] not in query):
            del now[kind]
            now[place[0]] = place[1]
    return None if now == query else now
