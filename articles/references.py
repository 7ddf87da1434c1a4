"""Records by slug and by id: fixtures and revisions name them by slug, tables by id."""

from collections import defaultdict

from django.db.models import Q

from newsroom.merges import Kind
from newsroom.models import Merge, OldAddress, Photo, Tag
from talent.models import Company, Country, Person, Production

from .body import DATA_REF, LINK, LINK_BY_SLUG, references, unlinked
from .models import Article, Author, Edition
from .models.desk import LinkInBody, PhotoInBody

MODELS = {
    "show": Production,
    "person": Person,
    "company": Company,
    "country": Country,
    "tag": Tag,
    "author": Author,
    "story": Article,
    "photo": Photo,
}
KINDS = {model: kind for kind, model in MODELS.items()}


def slugs_of(kind, ids) -> dict[int, str]:
    """One query."""
    return dict(MODELS[kind].objects.filter(pk__in=ids).values_list("pk", "slug"))


def ids_of(kind, slugs) -> dict[str, int]:
    """What each slug means now: a record that has moved is found by its old address.

    One query, or three if some have moved. A slug that means nothing is left out.
    """
    slugs = set(slugs)
    found = dict(MODELS[kind].objects.filter(slug__in=slugs).values_list("slug", "pk"))
    if missing := slugs - found.keys():
        moves = dict(
            OldAddress.objects.filter(
                kind=kind, target_kind=kind, slug__in=missing
            ).values_list("slug", "target")
        )
        if moves:
            moved = MODELS[kind].objects.filter(slug__in=moves.values())
            ids = dict(moved.values_list("slug", "pk"))
            found |= {old: ids[new] for old, new in moves.items() if new in ids}
    return found


def record_figures(*articles):
    """Keep ``body_photos`` true to the bodies, which must link by id. At most 4 queries."""
    wanted = {(a.pk, pk) for a in articles for pk in references(a.body)["photo"] if pk < 2**63}
    photos = Photo.objects.filter(pk__in={pk for _, pk in wanted}).values_list("pk", flat=True)
    there = set(photos)
    rows = PhotoInBody.objects.filter(article__in=articles)
    replace(rows, ["article_id", "photo_id"], {row for row in wanted if row[1] in there})


def record_links(*articles):
    """Keep what the stories' texts link to, the desk's and the public ones. At most 4 queries."""
    public = Edition.objects.filter(article__in=articles).values_list("article_id", "body")
    wanted = {
        (article, kind, pk)
        for article, body in [*((a.pk, a.body) for a in articles), *public]
        for kind, ids in references(body).items()
        for pk in ids
        if kind != "photo" and pk < 2**63
    }
    rows = LinkInBody.objects.filter(article__in=articles)
    replace(rows, ["article_id", "kind", "subject_id"], wanted)


def replace(rows, columns, wanted):
    """Let ``rows`` be those with the values ``wanted`` in ``columns``, each once."""
    there = {tuple(values): pk for *values, pk in rows.values_list(*columns, "pk")}
    if gone := [pk for values, pk in there.items() if values not in wanted]:
        rows.filter(pk__in=gone).delete()
    rows.bulk_create(
        rows.model(**dict(zip(columns, values, strict=True)))
        for values in sorted(wanted - there.keys())
    )


def slugs_by_id(*bodies) -> dict[str, dict[int, str]]:
    """The slugs of what ``bodies`` link to by id, by kind. One query for each kind."""
    found = defaultdict(set)
    for body in bodies:
        for kind, ids in references(body).items():
            found[kind] |= ids
    return {kind: slugs_of(kind, ids) for kind, ids in found.items()}


def with_slugs(body: str, slugs=None) -> str:
    """``body`` with every link by slug, and without links to records that are gone.

    Their ids may be those of others where the fixture is loaded. ``slugs`` are what
    ``slugs_by_id`` says of it, if that has been asked already.
    """
    slugs = slugs_by_id(body) if slugs is None else slugs

    def by_slug(match):
        if match["by"] == "/" or int(match["key"]) not in slugs[match["kind"]]:
            return match[0]
        slug = slugs[match["kind"]][int(match["key"])]
        return f'data-ref="{match["kind"]}/{slug}"'

    return LINK.sub(unlinked, DATA_REF.sub(by_slug, body))


def slugs_in(*bodies) -> dict[str, set[str]]:
    """What ``bodies`` link to by slug, by kind."""
    found = defaultdict(set)
    for body in bodies:
        for match in DATA_REF.finditer(body):
            if match["by"] == "/":
                found[match["kind"]].add(match["key"])
    return found


def ids_in(*bodies) -> dict[str, dict[str, int]]:
    """What the slugs in ``bodies`` mean now, by kind. At most three queries for each kind."""
    return {kind: ids_of(kind, slugs) for kind, slugs in slugs_in(*bodies).items()}


def with_ids(body: str, ids=None) -> str:
    """``body`` with every link by id. A link to a slug that nothing has stays as it is.

    ``ids`` are what ``ids_in`` says of it, if that has been asked already.
    """
    ids = ids_in(body) if ids is None else ids

    def by_id(match):
        if match["by"] == ":" or match["key"] not in ids.get(match["kind"], {}):
            return match[0]
        return f'data-ref="{match["kind"]}:{ids[match["kind"]][match["key"]]}"'

    return DATA_REF.sub(by_id, body)


def followed(body: str) -> str:
    """``body`` with links to what records that were merged since went into.

    One query, and one more or two for each such record.
    """
    moves = {place: Merge.objects.place_of(*place) for place in gone_by_merging(body)}

    def by_new_id(match):
        found = match["by"] == ":" and moves.get((match["kind"], int(match["key"])))
        return f'data-ref="{found[0]}:{found[1]}"' if found else match[0]

    return DATA_REF.sub(by_new_id, body) if moves else body


def gone_by_merging(body):
    """The kind and the id of what ``body`` links to and is no more; a synonym is still there."""
    linked_to = [
        Q(kind=kind, loser_id__in=[pk for pk in ids if pk < 2**63])
        for kind, ids in references(body).items()
        if kind in Kind.values
    ]
    if not linked_to:
        return []
    merges = Merge.objects.standing().filter(Q.create(linked_to, Q.OR))
    return merges.exclude(kind="tag", into_kind="tag").values_list("kind", "loser_id")


def linked(body: str, ids=None) -> str:
    """``body`` with links by id alone: one to a slug that nothing has is plain text."""
    return LINK_BY_SLUG.sub(unlinked, with_ids(body, ids))
