"""What a public page costs, and which tables it may read, on the seeds and on ten times as much."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.publishing import publish

LABELS = "countries tags companies people productions photos authors articles"
MOST = 8
# The public side reads these alone of the stories' tables.
PUBLIC_TABLES = {
    "articles_author",
    "articles_edition",
    "articles_frontpagepick",
    "articles_listing",
    "articles_oldpath",
    "articles_publishedfact",
    "articles_searchindex",
    "articles_searchtext",
}
QUERIES = {
    "/": 4,
    "/feed.rss": 2,
    "/feed.atom": 2,
    "/feed.json": 2,
    "/stories/": 6,
    "/stories/?show=romantics-anonymous&country=japan&year=2025": 7,
    "/stories/feed.rss?show=romantics-anonymous": 3,
    "/stories/korean-movies-love-to-tell-cross-border-romance-stories/": 8,
    "/shows/": 1,
    "/shows/feed.rss": 2,
    "/shows/romantics-anonymous/": 8,
    "/shows/romantics-anonymous/feed.rss": 3,
    "/people/": 1,
    "/people/shun-oguri/": 7,
    "/actors/": 1,
    "/actors/feed.rss": 2,
    "/companies/": 1,
    "/companies/netflix/": 7,
    "/countries/": 3,
    "/countries/south-korea/": 5,
    "/countries/south-korea/?mentions=1&via=people": 5,
    "/tags/": 1,
    "/tags/asia/": 4,
    "/authors/": 1,
    "/authors/an-nhien/": 4,
    "/search/?q=Oguri+Shun": 8,
    "/search/?q=netflix": 8,
    "/search/?q=Ogori+Shun": 5,
    "/sitemap.xml": 8,
    "/sitemap-pages-0.xml": 0,
    "/sitemap-stories-0.xml": 1,
    "/sitemap-person-pages-0.xml": 1,
    "/news-sitemap.xml": 1,
    "/releases.ics": 1,
    "/shows/romantics-anonymous/releases.ics": 2,
    "/robots.txt": 0,
    "/healthz": 0,
    "/nowhere/": 3,
    "/stories/nowhere/": 5,
    "/people/nobody/": 7,
}


@pytest.fixture
def seeds(db):
    call_command("loaddata", *LABELS.split(), verbosity=0)


def multiply(times):
    """Publish each of the seeds ``times`` again, with its links, under another address."""
    for article in list(Article.objects.all()):
        parts = {
            part: list(getattr(article, part).values())
            for part in ["productions", "people", "companies", "countries", "tagged"]
        }
        facts = list(article.facts.values())
        for number in range(times):
            copy = Article.objects.create(
                slug=f"{article.slug[:150]}-{number}",
                headline=article.headline,
                body=article.body,
                outlet=article.outlet,
                source_id=f"{article.source_id}-{number}",
                source_date=article.source_date,
            )
            for part, rows in parts.items():
                owner = "content_object" if part == "tagged" else "article"
                model = getattr(copy, part).model
                model.objects.bulk_create(
                    model(**{**row, "id": None, f"{owner}_id": copy.pk}) for row in rows
                )
            copy.facts.bulk_create(
                copy.facts.model(**{**row, "id": None, "article_id": copy.pk}) for row in facts
            )
            publish(copy)


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(address)
    return [query["sql"] for query in captured]


def counts(client):
    return {address: len(queries(client, address)) for address in QUERIES}


def test_every_page_costs_what_is_written_here_and_no_more_than_eight(client, seeds):
    assert max(QUERIES.values()) <= MOST
    assert counts(client) == QUERIES


def test_ten_times_the_stories_cost_the_same(client, seeds):
    multiply(9)
    assert Article.objects.count() == 40
    assert counts(client) == QUERIES


def test_the_public_side_never_reads_a_desk_table(client, seeds):
    for address in QUERIES:
        for sql in queries(client, address):
            tables = set(re.findall(r'"?\b(articles_\w+)"?', sql))
            columns = set(re.findall(r'"(articles_\w+)"\."', sql))
            assert tables - columns <= PUBLIC_TABLES, (address, sql)
            assert columns <= PUBLIC_TABLES, (address, sql)


def test_no_public_page_sets_a_cookie_or_reads_a_session(client, seeds):
    for address in QUERIES:
        response = client.get(address)
        assert not response.cookies, address
        assert "Cookie" not in response.get("Vary", ""), address
