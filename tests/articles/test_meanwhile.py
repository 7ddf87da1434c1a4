"""The desk goes on working while a page is made: whatever it does between two of the page's
queries, the page comes out, or says in order that what it was about has gone.
"""

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from articles.models import Article, FrontPagePick
from articles.publishing import publish, withdraw
from newsroom.merging import merge, undo
from talent.models import Person, Production
from tests.factories import make_person, make_production, make_user
from tests.transactions import Before

from .test_public_queries import LABELS

ANSWERS = {200, 301, 302, 404, 410}
STORY, SHOW, PERSON = (
    "with-k-romantics-anonymous-tops-netflix-chart-in-japan",
    "romantics-anonymous",
    "shun-oguri",
)
ADDRESSES = [
    *("/", "/feed.rss", "/stories/", f"/stories/?show={SHOW}&country=japan&year=2025"),
    *(
        f"/stories/{STORY}/",
        f"/shows/{SHOW}/",
        f"/shows/{SHOW}/feed.json",
        f"/people/{PERSON}/",
    ),
    *("/people/nobody-1/", "/companies/netflix/", "/countries/", "/countries/japan/"),
    *("/tags/asia/", "/authors/an-nhien/", "/search/?q=Oguri+Shun", "/search/?q=netflix"),
    *("/sitemap.xml", "/news-sitemap.xml", f"/people/{PERSON}/releases.ics"),
    *("/api/v1/stories", f"/api/v1/stories/{STORY}", f"/api/v1/stories/{STORY}.ninjs"),
    *("/api/v1/changes?since=2020-01-01T00:00:00Z", f"/api/v1/people/{PERSON}"),
]


@pytest.fixture
def acts(db):
    call_command("loaddata", *LABELS.split(), verbosity=0)
    story, person, user = (
        Article.objects.get(slug=STORY),
        Person.objects.get(slug=PERSON),
        make_user(),
    )
    done = merge(person, make_person(slug="nobody-1"), user=user)
    FrontPagePick.objects.get_or_create(article=story)

    def merge_into_others():
        for other, model, slug in [
            (make_person("Else"), Person, PERSON),
            (make_production("Else"), Production, SHOW),
        ]:
            merge(other, model.objects.get(slug=slug), user=user)

    def move():
        Article.objects.filter(pk=story.pk).update(slug="moved")
        publish(story)

    return {
        "publish": lambda: publish(story),
        "withdraw": lambda: withdraw(story),
        "move": move,
        "merge": merge_into_others,
        "undo": lambda: undo(done, user=user),
    }


def answers(client, address, act):
    """The status of a page with ``act`` before its second query, before its third, and so on."""
    number, count = 1, 2
    while number < count:
        number += 1
        before = Before(number, act)
        with transaction.atomic(), connection.execute_wrapper(before):
            yield client.get(address).status_code
            transaction.set_rollback(True)
        count = before.count


@pytest.mark.parametrize("what", ["publish", "withdraw", "move", "merge", "undo"])
def test_every_page_comes_out(client, acts, what):
    client.raise_request_exception = False
    given = {address: set(answers(client, address, acts[what])) for address in ADDRESSES}
    assert {
        address: found - ANSWERS for address, found in given.items() if found - ANSWERS
    } == {}
