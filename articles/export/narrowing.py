"""Which stories are exported: asked for by the parameters of the public list."""

import django_filters as filters
from django.db.models import Q
from django.http import QueryDict

from articles.elsewhere import query_now
from articles.filters import StoryFilter, SubjectFilter
from articles.models import Article, Edition
from articles.subjects import MODELS

# How the desk's copy of a story names a record, by kind.
NAMED_BY = {
    "show": ["productions__production"],
    "person": ["people__person"],
    "company": ["companies__company", "outlet"],
    "country": ["countries__country", "productions__production__countries"],
    "tag": ["tagged__tag"],
    "author": ["bylines"],
}


class Unanswerable(Exception):
    """What was asked for cannot be; says why."""


class NamingFilter(SubjectFilter):
    """Stories whose desk's copy names the record."""

    def filter(self, stories, slug):
        if not slug:
            return stories
        pk, _name = self.parent.records[self.kind]
        named = Q.create([(path, pk) for path in NAMED_BY[self.kind]], Q.OR)
        return stories.filter(pk__in=Article.objects.filter(named).values("pk"))


def since():
    return filters.DateFilter(label="Since", field_name="published_at", lookup_expr="date__gte")


class ReadersStories(StoryFilter):
    since = since()


class DesksStories(StoryFilter):
    """The same words, asked of every story of the desk."""

    show, person = NamingFilter("show"), NamingFilter("person")
    country, company = NamingFilter("country"), NamingFilter("company")
    tag, author = NamingFilter("tag"), NamingFilter("author")
    since = since()
    state = filters.ChoiceFilter(label="State", choices=Article.State.choices)

    class Meta:
        model = Article
        fields = []

    def search(self, stories, name, value):
        texts = ["headline", "standfirst", "body", "source_id"]
        return stories.filter(Q.create([(f"{text}__icontains", value) for text in texts], Q.OR))


def asked_for(drafts, **asked):
    """The ids of the stories, newest first, and those of all if nothing is ``asked``.

    Raises Unanswerable.
    """
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in asked.items() if value})
    query = query_now(query) or query
    narrowing = DesksStories if drafts else ReadersStories
    rows = Article.objects.all() if drafts else Edition.objects.live()
    found = narrowing(query, rows)
    for kind in MODELS.keys() & found.chosen.keys() - found.records.keys():
        raise Unanswerable(f"There is no {kind} “{asked[kind]}”.")
    if not found.form.is_valid():
        raise Unanswerable(
            " ".join(f"--{name}: {' '.join(e)}" for name, e in found.form.errors.items())
        )
    pk = "pk" if drafts else "article_id"
    return found.qs.order_by("-published_at", f"-{pk}").values_list(pk, flat=True)
