"""An edition made from its revision: its own columns, its facts, where it is listed."""

from collections import defaultdict

from newsroom.partial_dates import earliest_instant

from .body import clean
from .listing import relist
from .models import Article, Edition, Fact, PublishedFact
from .models.public import FactFields
from .moves import all_as_now
from .references import ids_of, linked, record_links, slugs_in
from .revisions import referenced_slugs, revived

LINKS = {
    "productions": "show",
    "people": "person",
    "companies": "company",
    "countries": "country",
}
TARGETS = {"show": "production", "person": "person", "company": "company", "country": "country"}
COPIED = [
    "slug",
    "headline",
    "standfirst",
    "kicker",
    "language",
    "source_url",
    "source_date",
    "source_date_words",
    "source_date_certainty",
]
FACT_COLUMNS = [field.name for field in FactFields._meta.fields]
FACT_SUBJECTS = ["production_id", "person_id", "company_id", "country_id", "platform_id"]


def freeze(*editions):
    """Fill editions from their revisions, save them, and list them. About 30 queries for all
    that are new, and one more for each that is not.
    """
    facts = fill_all(editions)
    old = [edition for edition in editions if not edition._state.adding]
    for edition in old:
        edition.save()
    PublishedFact.objects.filter(edition__in=old).delete()
    Edition.objects.bulk_create(edition for edition in editions if edition._state.adding)
    record_links(*(edition.article for edition in editions))
    PublishedFact.objects.bulk_create(fact for fact in facts if not fact.edition.withdrawn_at)
    relist(editions)


def fill(edition) -> list[PublishedFact]:
    """Give ``edition`` what its revision says, and return its facts. Writes nothing."""
    return fill_all([edition])


def fill_all(editions) -> list[PublishedFact]:
    """The same for many, in no more queries but for what is a translation."""
    revisions = all_as_now([edition.revision.data for edition in editions])
    ids = ids_named_by(revisions)
    return [
        fact
        for edition, data in zip(editions, revisions, strict=True)
        for fact in filled(edition, data, ids)
    ]


def ids_named_by(revisions):
    """The id of every record that they name or link to, by kind and slug."""
    slugs = defaultdict(set)
    for data in revisions:
        slugs["tag"].update(data["tags"])
        for found in [referenced_slugs(data), slugs_in(data["fields"]["body"])]:
            for kind, named in found.items():
                slugs[kind] |= named
    return {kind: ids_of(kind, named) for kind, named in slugs.items()}


def filled(edition, data, ids):
    for name in COPIED:
        setattr(edition, name, data["fields"][name])
    edition.uid = edition.article.uid
    # Cleaned when it is saved, and here for what never is.
    edition.body = clean(linked(data["fields"]["body"], ids))
    edition.lead_photo_id = known(ids, "photo", data["fields"]["lead_photo"])
    edition.outlet_id = known(ids, "company", data["fields"]["outlet"])
    edition.author_ids = [
        pk for row in data["byline_set"] if (pk := known(ids, "author", row["author"]))
    ]
    edition.tag_ids = [ids["tag"][slug] for slug in data["tags"] if slug in ids["tag"]]
    edition.links = list(frozen_links(data, ids))
    edition.corrections = data["corrections"]
    translates = known(ids, "story", data["fields"]["translation_of"])
    edition.original_id = original(edition.article_id, translates)
    return [published_fact(edition, revived(Fact, row, ids)) for row in data["facts"]]


def known(ids, kind, natural_key):
    return ids[kind].get(natural_key[0]) if natural_key else None


def original(article_id, translates):
    """The id of the story at the end of the chain of translations that leads from this one."""
    chain, found = [article_id], [translates]
    while found := set(found) - {None, *chain}:
        chain += found
        found = Article.objects.filter(pk__in=found).values_list("translation_of", flat=True)
    return chain[-1]


def frozen_links(data, ids):
    for part, kind in LINKS.items():
        for row in data[part]:
            if pk := known(ids, kind, row[TARGETS[kind]]):
                yield {
                    "kind": kind,
                    "id": pk,
                    "prominence": row["prominence"],
                    "printed": row["printed"],
                    "quoted": row["quoted"],
                }


def published_fact(edition, values):
    date = values["date"]
    return PublishedFact(
        edition=edition,
        happened_at=earliest_instant(date) if date else edition.published_at,
        **{name: values[name] for name in [*FACT_COLUMNS, *FACT_SUBJECTS]},
    )
