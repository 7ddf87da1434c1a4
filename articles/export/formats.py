"""Each format as pieces of text, made as they are asked for."""

import json

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from articles.api import ninjs as ninjs_format, shapes
from articles.body import plain_text
from newsroom.tables import as_csv

COLUMNS = [
    *("id", "state", "url", "headline", "standfirst", "kicker", "language", "published_at"),
    *("updated_at", "source_date", "source_url", "authors", "shows", "people", "companies"),
    *("countries", "tags", "words"),
]
KINDS = {"shows": "show", "people": "person", "companies": "company", "countries": "country"}
STATES = {"publish": "published", "future": "scheduled", "draft": "draft"}


def as_line(data):
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False) + "\n"


def jsonl(stories):
    """A story to a line, as the API tells it."""
    for told in stories:
        yield as_line(
            {
                "state": STATES[told.status],
                **shapes.story_in_full(told.edition, told.subjects, settings.SITE_URL),
                "old_addresses": told.old_addresses,
            }
        )


def ninjs(stories):
    """An item to a line."""
    for told in stories:
        status = "withheld" if told.status == "draft" else "usable"
        item = ninjs_format.item(
            told.edition, told.subjects, settings.SITE_URL, status, told.old_addresses
        )
        yield as_line(item)


def table(stories):
    rows = (map(cells(told).__getitem__, COLUMNS) for told in stories)
    return as_csv(COLUMNS, rows)


def cells(told):
    edition = told.edition
    story = shapes.story(edition, settings.SITE_URL)
    named = [told.subjects.get((link["kind"], link["id"])) for link in edition.links]
    lists = {
        name: [subject for subject in named if subject and subject.kind == kind]
        for name, kind in KINDS.items()
    }
    lists |= {"authors": edition.authors, "tags": edition.tags}
    return {
        **{name: story[name] for name in COLUMNS if name in story},
        "state": STATES[told.status],
        "source_date": edition.source_date,
        "source_url": edition.source_url,
        "words": len(plain_text(edition.html).split()),
        **{name: "; ".join(map(str, subjects)) for name, subjects in lists.items()},
    }
