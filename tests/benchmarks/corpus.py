"""A corpus of any size: published stories, the same on every machine, written in bulk.

Who and what they are about is as unequal as in life: half of all stories on the few that
everybody writes of. What can be is derived by the application's own functions.
"""

import datetime
import json
from random import Random
from uuid import UUID

from django.core import serializers
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils.text import slugify

from articles.listing import Records, listings, search_text
from articles.models import (
    Article,
    ArticleCompany,
    ArticleCountry,
    ArticlePerson,
    ArticleProduction,
    Author,
    Byline,
    Edition,
    Event,
    Fact,
    Listing,
    PublishedFact,
    Revision,
    SearchText,
    TaggedArticle,
)
from articles.models.public import FOREVER
from articles.revisions import NOT_CONTENT
from newsroom.models import Tag
from talent.models import Company, Country, Credit, Person, Production

from .copies import copy_rows, unindexed
from .records import Counts, make_records
from .words import RARE, TITLES, VERBS, is_rare, paragraphs, person_names, show_title, zipf

BATCH = 2000
# So many are written one by one; those beyond are copies of them.
WRITTEN = 10_000
NEWEST = datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)
BETWEEN = datetime.timedelta(minutes=20)
LINKS = {
    "show": (ArticleProduction, "production_id", "productions"),
    "person": (ArticlePerson, "person_id", "people"),
    "company": (ArticleCompany, "company_id", "companies"),
    "country": (ArticleCountry, "country_id", "countries"),
}
TABLES = [
    *(Article, Revision, Event, Edition, ArticleProduction, ArticlePerson, ArticleCompany),
    *(ArticleCountry, Byline, TaggedArticle, Fact, PublishedFact, Listing, SearchText),
]


class Corpus:
    """Writes ``size`` stories into a migrated database that has none yet."""

    def __init__(self, size, counts=None):
        self.size, self.counts = size, counts or Counts()
        self.paragraphs = list(paragraphs())

    def load(self):
        """Yields a line for each step."""
        assert not Article.objects.exists(), "The database has stories already."
        if not Person.objects.exists():
            yield from make_records(self.counts)
        self.slugs = {
            "country": dict(Country.objects.order_by("pk").values_list("pk", "slug")),
        }
        self.countries = list(self.slugs["country"])
        written = min(self.size, WRITTEN)
        for start in range(0, written, BATCH):
            with transaction.atomic():
                self.write(range(start, min(start + BATCH, written)))
            yield min(start + BATCH, written)
        if self.size > written:
            with unindexed(TABLES):
                for model in TABLES:
                    copy_rows(model, written, self.size, int(BETWEEN.total_seconds()))
                    yield f"{self.size} stories: {model._meta.verbose_name_plural}"
            yield "indexes"
        self.set_sequences()

    def write(self, numbers):
        stories = [self.story(number) for number in numbers]
        rows = {model: [] for model in TABLES}
        editions = [edition for _, edition, _ in stories]
        records = Records(editions)
        for article, edition, data in stories:
            for row in self.rows(article, edition, data):
                rows[type(row)].append(row)
            rows[Listing] += listings(edition, records)
            rows[SearchText].append(search_text(edition, records))
        for model, made in rows.items():
            insert(model, made)

    def story(self, number):
        """An article, its edition, and what it is about by kind."""
        random, pk = Random(number), number + 1
        at = NEWEST - BETWEEN * (self.size - number)
        about = self.about(random)
        show, person = about["show"][0], about["person"][0]
        headline = (
            f"{person_names(person - 1)[0]} {VERBS[number % 8]} {show_title(show - 1)}, "
            f"{TITLES[number % 16].lower()} {number}"
        )
        texts = random.choices(self.paragraphs, k=4)
        if is_rare(number):
            texts[1] += f" A {RARE}."
        shared = {
            "slug": f"{slugify(headline)}",
            "headline": headline,
            "standfirst": texts[0][:160],
            "body": "".join(f"<p>{text}</p>" for text in texts),
            "language": "ko" if number % 11 == 0 else "en",
            "published_at": at,
            "uid": UUID(int=pk),
        }
        article = Article(
            pk=pk, state=Article.State.PUBLISHED, version=1, updated_at=at, **shared
        )
        edition = Edition(
            pk=pk,
            article_id=pk,
            revision_id=pk,
            visible_from=at,
            visible_until=FOREVER,
            original_id=pk,
            author_ids=about["author"],
            tag_ids=about["tag"],
            links=[link(kind, *found) for kind in LINKS for found in enumerate(about[kind])],
            **shared,
        )
        return article, edition, about

    def about(self, random):
        """Ids by kind, the main ones first; each once."""

        def some(most, count):
            found = (zipf(random, most) + 1 for _ in range(count))
            return list(dict.fromkeys(found))

        counts = self.counts
        places = (self.countries[zipf(random, len(self.countries))] for _ in range(2))
        return {
            "show": some(counts.shows, 1 + random.randrange(3)),
            "person": some(counts.people, 1 + random.randrange(5)),
            "company": some(counts.companies, 1),
            "country": list(dict.fromkeys(places))[: random.randrange(3)],
            "tag": some(counts.tags, 2),
            "author": some(counts.authors, 1),
        }

    def rows(self, article, edition, about):
        pk, at = article.pk, article.published_at
        yield article
        yield Revision(
            pk=pk,
            article_id=pk,
            number=1,
            kind=Revision.Kind.PUBLISH,
            created_at=at,
            data=self.snapshot(article, edition, about),
        )
        yield Event(
            article_id=pk, number=1, kind=Event.Kind.PUBLISH, revision_id=pk, happened_at=at
        )
        yield edition
        for kind, (model, column, _) in LINKS.items():
            for position, subject in enumerate(about[kind]):
                yield model(
                    article_id=pk,
                    prominence=prominence(position),
                    position=position,
                    **{column: subject},
                )
        yield Byline(article_id=pk, author_id=about["author"][0])
        yield from (TaggedArticle(content_object_id=pk, tag_id=tag) for tag in about["tag"])
        if pk % 5 == 0:
            yield Fact(article_id=pk, production_id=about["show"][0], **fact(at))
            yield PublishedFact(
                edition_id=pk, production_id=about["show"][0], happened_at=at, **fact(at)
            )

    def snapshot(self, article, edition, about):
        """As ``revisions.snapshot`` has it, without its queries."""
        if not hasattr(self, "template"):
            (row,) = json.loads(serializers.serialize("json", [article]))
            self.template = {n: v for n, v in row["fields"].items() if n not in NOT_CONTENT}
        own = ["slug", "headline", "standfirst", "body", "language"]
        data = {"fields": self.template | {name: getattr(article, name) for name in own}}
        for kind, (model, _, part) in LINKS.items():
            data[part] = [
                {
                    model.target: [self.slug(kind, subject)],
                    "prominence": prominence(position),
                    "printed": "",
                    "quoted": False,
                    "position": position,
                }
                for position, subject in enumerate(about[kind])
            ]
        author = self.slug("author", about["author"][0])
        data["byline_set"] = [{"author": [author], "position": 0}]
        data |= {"facts": [], "corrections": []}
        data["tags"] = [self.slug("tag", tag) for tag in about["tag"]]
        return data

    def slug(self, kind, pk):
        names = {"person": "person", "show": "show", "company": "studio"}
        names |= {"author": "reporter", "tag": "subject"}
        return self.slugs["country"][pk] if kind == "country" else f"{names[kind]}-{pk - 1}"

    def set_sequences(self):
        """The ids were given; the next row must get another."""
        models = [*TABLES, Author, Person, Production, Company, Tag, Credit]
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)
            if connection.vendor == "postgresql":
                # As it does by itself, in its time.
                cursor.execute("VACUUM ANALYZE")


def link(kind, position, pk):
    return {
        "kind": kind,
        "id": pk,
        "prominence": prominence(position),
        "printed": "",
        "quoted": False,
    }


def prominence(position):
    return min(position + 1, 3)


def fact(at):
    return {
        "label": "premiere",
        "kind": Fact.Kind.RELEASE,
        "date": at.date().isoformat(),
        "date_words": "on the day",
        "date_certainty": "stated",
        "quote": "It premiered on the day.",
    }


def insert(model, rows):
    if rows and connection.vendor == "postgresql":
        copy(model, rows)
    else:
        model.objects.bulk_create(rows, batch_size=BATCH)


def copy(model, rows):
    """PostgreSQL's own way to write many rows, with the values that the ORM would send."""
    fields = [f for f in model._meta.concrete_fields if getattr(rows[0], f.attname) is not None]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        statement = f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN'
        with cursor.copy(statement) as destination:
            for row in rows:
                destination.write_row([value(field, row) for field in fields])


def value(field, row):
    return field.get_db_prep_save(field.pre_save(row, add=True), connection)
