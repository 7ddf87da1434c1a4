"""What a page names: shows, people and the rest, found by kind and id in one query."""

from dataclasses import dataclass
from functools import cache

from django.db import connections, router
from django.db.models import CharField, F, Value
from django.utils.translation import gettext_lazy as _, pgettext

from newsroom.addresses import address
from newsroom.models import Tag
from talent.models import Company, Country, Person, Production

from .models.public import Author, Edition

MODELS = {
    "show": Production,
    "person": Person,
    "company": Company,
    "country": Country,
    "tag": Tag,
    "author": Author,
}
# What the indexes are called, by the names of their addresses.
INDEXES = {
    "stories": _("Stories"),
    "shows": _("Shows"),
    "people": _("People"),
    "actors": _("Actors"),
    "companies": _("Companies"),
    "countries": _("Countries"),
    "tags": _("Tags"),
    "authors": _("Authors"),
}
# By kind: the index of its records, and the list of the API that holds them.
INDEX_OF = {
    "show": "shows",
    "person": "people",
    "company": "companies",
    "country": "countries",
    "tag": "tags",
    "author": "authors",
}
NOTHING = Value("", output_field=CharField())
# By kind: the columns that hold the name, what tells it apart, its native form and
# language, and what sort of work or company it is.
COLUMNS = {
    "show": ("title", "disambiguation", "original_title", "original_language", "kind"),
    "person": ("name", "disambiguation", "native_name", "native_language", None),
    "company": ("name", "disambiguation", "native_name", "native_language", "kind"),
    "country": ("name", None, None, None, None),
    "tag": ("name", None, None, None, None),
    "author": ("name", None, None, None, None),
}


@dataclass(frozen=True, slots=True)
class Subject:
    kind: str
    id: int
    slug: str
    name: str
    disambiguation: str = ""
    native_name: str = ""
    native_language: str = ""
    form: str = ""

    @property
    def url(self):
        return address(self.kind, self.slug)

    def __str__(self):
        if self.kind == "country":
            return pgettext("country", self.name)
        return f"{self.name} ({self.disambiguation})" if self.disambiguation else self.name


def resolve(pairs) -> dict[tuple[str, int], Subject]:
    """The subjects with these kinds and ids, those that are gone left out. One query.

    Kind "story" takes a story's id, and finds it while it is live.
    """
    ids = {}
    for kind, pk in pairs:
        ids.setdefault(kind, set()).add(pk)
    if not ids:
        return {}
    connection = connections[router.db_for_read(Tag)]
    statements = [statement(kind, found, connection) for kind, found in sorted(ids.items())]
    union = " UNION ALL ".join(sql for sql, _ in statements)
    with connection.cursor() as cursor:
        cursor.execute(union, [value for _, values in statements for value in values])
        return {(row[0], row[1]): Subject(*row) for row in cursor}


def statement(kind, ids, connection):
    """The SQL of what has these ids, and its values."""
    if kind == "story":
        return rows_of(kind, ids).query.get_compiler(connection=connection).as_sql()
    sql, values = statement_for_one(kind, connection.alias)
    marks = ", ".join(["%s"] * len(ids))
    return sql.replace("(%s)", f"({marks})"), [*values, *ids]


@cache
def statement_for_one(kind, using):
    """Compiled once: most of what a page asks is this, and a compiler takes longer than the rest."""
    sql, values = rows_of(kind, [0]).query.get_compiler(using).as_sql()
    return sql, values[:-1]


def grouped(**querysets) -> dict[str, list[Subject]]:
    """The subjects in each of some querysets of records, by name. One query for all."""
    rows = [
        columns(found, kind := found.model.address_kind, "pk", COLUMNS[kind]).annotate(
            group=Value(group, output_field=CharField())
        )
        for group, found in querysets.items()
    ]
    groups = {group: [] for group in querysets}
    for *row, group in rows[0].union(*rows[1:], all=True):
        groups[group].append(Subject(*row))
    return {group: sorted(found, key=lambda s: s.name) for group, found in groups.items()}


def rows_of(kind, ids):
    if kind == "story":
        stories = Edition.objects.live().filter(article_id__in=ids)
        return columns(stories, kind, "article_id", ("headline", None, None, None, None))
    return columns(MODELS[kind].objects.filter(pk__in=ids), kind, "pk", COLUMNS[kind])


def columns(queryset, kind, id_column, names):
    return queryset.order_by().values_list(
        Value(kind, output_field=CharField()),
        F(id_column),
        F("slug"),
        *(F(name) if name else NOTHING for name in names),
    )
