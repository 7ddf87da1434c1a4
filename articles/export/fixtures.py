"""Chosen stories as a fixture, with every record that they rest on, by natural keys.

It names no account: who wrote, began or changed something stays where the accounts are.
"""

from collections import defaultdict
from itertools import chain

from django.contrib.auth import get_user_model
from django.core.serializers.python import Serializer

from articles.body import references
from articles.export.formats import as_line
from articles.loading.places import PlacesByModel, in_batches
from articles.models import (
    Article,
    ArticleCompany,
    ArticleCountry,
    ArticlePerson,
    ArticleProduction,
    Author,
    Byline,
    Correction,
    Edition,
    Event,
    Fact,
    Note,
    OldPath,
    Revision,
    TaggedArticle,
)
from articles.models.public import PublishedFact
from articles.references import KINDS, MODELS
from newsroom.models import OldAddress, Photo, Tag
from talent.models import (
    Company,
    CompanyCredit,
    CompanyName,
    Country,
    Credit,
    Person,
    PersonName,
    Production,
    ProductionTitle,
)

from .telling import WINDOW

# What a story rests on, what others rest on first.
RECORDS = [Country, Photo, Tag, Company, Person, Production, Author]
# What comes with a record or a story, by the column that leads to it.
WITH_RECORD = {
    Person: {PersonName: "person"},
    Company: {CompanyName: "company"},
    Production: {
        ProductionTitle: "production",
        Credit: "production",
        CompanyCredit: "production",
    },
}
LINKS = [ArticleProduction, ArticlePerson, ArticleCompany, ArticleCountry]
WITH_STORY = dict.fromkeys([*LINKS, Byline, Fact, Correction, Revision], "article") | {
    TaggedArticle: "content_object"
}
AFTER_STORY = dict.fromkeys([Edition, Event, Note, OldPath], "article")


def fixture(ids):
    """The stories of these ids, an object to a line (``jsonl``).

    A story that another translates comes with it.
    """
    seen = PlacesByModel()
    for window in in_batches(ids.iterator(chunk_size=WINDOW), WINDOW):
        stories = new_of(Article, with_originals(window), seen)
        yield from as_lines(resting_on(stories, seen))
        yield from as_lines(rows(Article, "pk", stories))
        for model, column in (WITH_STORY | AFTER_STORY).items():
            yield from as_lines(rows(model, column, stories))
        slugs = Article.objects.filter(pk__in=stories).values("slug")
        yield from as_lines(
            OldAddress.objects.filter(kind="story", target_kind="story", target__in=slugs)
        )


def new_of(model, ids, seen):
    """Those of ``ids`` that have not come yet, and now have."""
    new = [pk for pk in dict.fromkeys(ids) if pk not in seen[model]]
    for pk in new:
        seen[model][pk] = 1
    return new


def with_originals(ids):
    while ids:
        yield from ids
        translated = Article.objects.filter(translations__in=ids).exclude(pk__in=ids)
        ids = list(translated.values_list("pk", flat=True))


def rows(model, column, ids):
    """With all that natural keys are made of, in one query and one for each list of records."""
    meta = model._meta
    named = [f for f in meta.concrete_fields if f.is_relation and is_kept(f)]
    keys = [path for f in named for path in [f.name, *(f"{f.name}__{p}" for p in beneath(f))]]
    found = model.objects.filter(**{f"{column}__in": ids}).order_by("pk")
    found = found.select_related(*keys) if keys else found
    return found.prefetch_related(*(f.name for f in meta.local_many_to_many if is_own(f)))


def beneath(field):
    lookups = getattr(field.related_model, "key_lookups", [])
    return [lookup.rpartition("__")[0] for lookup in lookups if "__" in lookup]


def is_kept(field):
    return field.serialize and field.related_model is not get_user_model()


def is_own(field):
    return field.remote_field.through._meta.auto_created


class Serialized(Serializer):
    def handle_fk_field(self, obj, field):
        if is_kept(field):
            super().handle_fk_field(obj, field)


def as_lines(found):
    objects = Serialized().serialize(
        found, use_natural_foreign_keys=True, use_natural_primary_keys=True
    )
    return map(as_line, objects)


def resting_on(stories, seen):
    """The records that ``stories`` rest on and those that these rest on, if not ``seen``."""
    waiting = named_by_stories(stories)
    found = defaultdict(list)
    while any(waiting.values()):
        model = next(model for model, ids in waiting.items() if ids)
        new = new_of(model, waiting.pop(model), seen)
        for row in chain(rows(model, "pk", new), *belonging(model, new)):
            found[type(row)].append(row)
            add_all(waiting, named_by(row))
    order = [*RECORDS, *chain(*WITH_RECORD.values())]
    for model in order:
        yield from found[model]
        if model in KINDS:
            slugs, kind = [row.slug for row in found[model]], KINDS[model]
            moved = OldAddress.objects.filter(kind=kind, target_kind=kind, target__in=slugs)
            yield from moved if kind != "photo" else ()


def belonging(model, ids):
    return [rows(other, column, ids) for other, column in WITH_RECORD.get(model, {}).items()]


def named_by(row):
    """The records that ``row`` names, as models and ids."""
    for field in row._meta.concrete_fields:
        if field.related_model in RECORDS and (pk := getattr(row, field.attname)):
            yield field.related_model, pk
    for field in row._meta.local_many_to_many:
        if field.related_model in RECORDS and is_own(field):
            yield from ((field.related_model, r.pk) for r in getattr(row, field.name).all())


def named_by_stories(stories):
    named = defaultdict(set)
    for model in [*LINKS, Byline, Fact, TaggedArticle]:
        for row in model.objects.filter(**{f"{WITH_STORY[model]}__in": stories}):
            add_all(named, named_by(row))
    for row in Article.objects.filter(pk__in=stories).defer("raw_text"):
        add_all(named, [*named_by(row), *in_text(row.body)])
    for edition in Edition.objects.filter(article__in=stories):
        add_all(named, named_by_edition(edition))
    for fact in PublishedFact.objects.filter(edition__article__in=stories):
        add_all(named, named_by(fact))
    return named


def add_all(named, pairs):
    for model, pk in pairs:
        named[model].add(pk)


def named_by_edition(edition):
    yield from [*named_by(edition), *in_text(edition.body)]
    yield from ((Author, pk) for pk in edition.author_ids)
    yield from ((Tag, pk) for pk in edition.tag_ids)
    yield from ((MODELS[link["kind"]], link["id"]) for link in edition.links)
    if edition.outlet_id:
        yield Company, edition.outlet_id


def in_text(body):
    """What a text links to, but for other stories."""
    for kind, ids in references(body).items():
        if kind != "story":
            yield from ((MODELS[kind], pk) for pk in ids)
