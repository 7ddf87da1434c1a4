"""A revision read today: every record under its address of now, and named once.

A revision names records by slug, as they stood. Since then one may have been renamed, have
gone into another, or, where it was a tag, have become a person, a show or a company.
"""

import json
from collections import defaultdict
from functools import cache

from django.db.models import Q

from newsroom.models import OldAddress, Tag

from .body import DATA_REF
from .combining import FEATURED, combined
from .models import Article
from .references import KINDS

# The parts that link a story to records: their column, by the kind of the record.
PARTS_OF_KINDS = {
    "show": ("productions", "production"),
    "person": ("people", "person"),
    "company": ("companies", "company"),
    "country": ("countries", "country"),
}


def same_today(one, other) -> bool:
    """Whether two revisions say the same, under whichever addresses. At most two queries."""
    if one == other:
        return True
    moves = moves_among([*places_in(one), *places_in(other)])
    return in_any_order(moved(one, moves)) == in_any_order(moved(other, moves))


def in_any_order(data):
    """Rows that have a position of their own may stand in any order."""
    unordered = ["tags", *(part for part, _ in PARTS_OF_KINDS.values())]
    rows = {part: sorted(data.get(part, []), key=as_text) for part in unordered}
    return {**data, **rows}


def as_text(row):
    return json.dumps(row, sort_keys=True)


def as_now(data) -> dict:
    """``data`` with every record by its slug of today. Two queries."""
    return all_as_now([data])[0]


def all_as_now(revisions) -> list[dict]:
    """The same for the data of many revisions. Two queries."""
    moves = moves_among({place for data in revisions for place in places_in(data)})
    return [moved(data, moves) for data in revisions]


def moved(data, moves) -> dict:
    if not moves:
        return data
    now = {**data, "fields": fields_now(data["fields"], moves)}
    for name, part in data.items():
        if name not in {"fields", "tags"}:
            now[name] = [row_now(row, columns_of(name), moves) for row in part]
    tags = [moves.get(("tag", slug), ("tag", slug)) for slug in data["tags"]]
    now["tags"] = list(dict.fromkeys(slug for kind, slug in tags if kind == "tag"))
    for kind, (part, column) in PARTS_OF_KINDS.items():
        became = [slug for tag_kind, slug in tags if tag_kind == kind]
        rows = [*now.get(part, []), *(new_link(column, slug) for slug in became)]
        olds = [*(row[column][0] for row in data.get(part, [])), *([None] * len(became))]
        now[part] = each_once(zip(olds, rows, strict=True), column)
    return now


def new_link(column, slug):
    blank = {"printed": "", "quoted": False, "position": 0}
    return {column: [slug], "prominence": FEATURED, **blank}


def each_once(rows, column):
    """Of rows that name one record, the one that always did so, with the other's strength."""
    found = {}
    for old, row in rows:
        slug = row[column][0]
        if slug not in found:
            found[slug] = row
        elif old == slug:
            found[slug] = combined(row, found[slug])
        else:
            found[slug] = combined(found[slug], row)
    return list(found.values())


@cache
def columns_of(part):
    """By column, the kinds of the records that the rows of a part of a story name."""
    model = Article if part == "fields" else Article._meta.get_field(part).related_model
    return {
        f.name: KINDS[f.related_model]
        for f in model._meta.concrete_fields
        if f.related_model in KINDS
    }


def places_in(data):
    """Every (kind, slug) that a revision names."""
    for name, part in data.items():
        if name == "tags":
            yield from (("tag", slug) for slug in part)
            continue
        columns = columns_of(name)
        for row in [part] if name == "fields" else part:
            yield from ((kind, row[c][0]) for c, kind in columns.items() if row.get(c))
    for match in DATA_REF.finditer(data["fields"]["body"]):
        if match["by"] == "/":
            yield match["kind"], match["key"]


def moves_among(places):
    """What those of ``places`` have become that are not what they were. Two queries."""
    slugs = defaultdict(set)
    for kind, slug in places:
        slugs[kind].add(slug)
    if not slugs:
        return {}
    conditions = [Q(kind=kind, slug__in=found) for kind, found in slugs.items()]
    rows = OldAddress.objects.filter(Q.create(conditions, Q.OR))
    moves = {(old.kind, old.slug): (old.target_kind, old.target) for old in rows}
    if slugs["tag"]:
        synonyms = Tag.objects.filter(slug__in=slugs["tag"], synonym_of__isnull=False)
        for slug, target in synonyms.values_list("slug", "synonym_of__slug"):
            moves["tag", slug] = ("tag", target)
    return moves


def fields_now(fields, moves):
    now = row_now(fields, columns_of("fields"), moves)

    def by_new_slug(match):
        kind, slug = match["kind"], match["key"]
        place = moves.get((kind, slug)) if match["by"] == "/" else None
        return 'data-ref="{}/{}"'.format(*place) if place else match[0]

    return {**now, "body": DATA_REF.sub(by_new_slug, fields["body"])}


def row_now(row, columns, moves):
    """``row`` with its records by their slugs of today, so long as they are of their kind."""
    new = {}
    for column, kind in columns.items():
        if row.get(column):
            place = moves.get((kind, row[column][0]))
            if place and place[0] == kind:
                new[column] = [place[1]]
    return {**row, **new}
