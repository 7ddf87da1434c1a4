"""An edition made from its revision: its own columns, its facts, where it is listed."""

from newsroom.partial_dates import earliest_instant

from .body import clean
from .listing import relist
from .models import Article, Fact, PublishedFact
from .models.public import FactFields
from .moves import as_now
from .references import ids_of, linked, record_links
from .revisions import referenced_ids, revived

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


def freeze(edition):
    """Fill ``edition`` from its revision, save it, and list it. About 30 queries."""
    facts = fill(edition)
    edition.save()
    record_links(edition.article)
    edition.facts.all().delete()
    if not edition.withdrawn_at:
        PublishedFact.objects.bulk_create(facts)
    relist([edition])


def fill(edition) -> list[PublishedFact]:
    """Give ``edition`` what its revision says, and return its facts. Writes nothing."""
    data = as_now(edition.revision.data)
    ids = referenced_ids(data)
    for name in COPIED:
        setattr(edition, name, data["fields"][name])
    edition.uid = edition.article.uid
    # Cleaned when it is saved, and here for what never is.
    edition.body = clean(linked(data["fields"]["body"]))
    edition.lead_photo_id = known(ids, "photo", data["fields"]["lead_photo"])
    edition.outlet_id = known(ids, "company", data["fields"]["outlet"])
    edition.author_ids = [
        pk for row in data["byline_set"] if (pk := known(ids, "author", row["author"]))
    ]
    tags = ids_of("tag", data["tags"])
    edition.tag_ids = [tags[slug] for slug in data["tags"] if slug in tags]
    edition.links = list(frozen_links(data, ids))
    edition.corrections = data["corrections"]
    edition.original_id = original(edition.article_id, data["fields"]["translation_of"])
    return [published_fact(edition, revived(Fact, row, ids)) for row in data["facts"]]


def known(ids, kind, natural_key):
    return ids[kind].get(natural_key[0]) if natural_key else None


def original(article_id, translation_of):
    """The id of the story at the end of the chain of translations that leads from this one."""
    chain = [article_id]
    found = ids_of("story", translation_of or []).values()
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
