"""Two people at the same story at the same moment: both are served, one after the other."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from articles.models import Edition, Listing
from articles.publishing import publish, withdraw
from articles.revisions import save_revision
from tests.factories import make_article, make_production

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor == 'sqlite'", reason="the test database is in memory, for one only"
    ),
]


def at_once(*actions):
    """Run ``actions`` in threads that start together; returns what each returned or raised."""
    barrier = Barrier(len(actions))

    def run(action):
        try:
            barrier.wait(timeout=5)
            return action()
        except Exception as error:  # noqa: BLE001 - the caller looks at it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as threads:
        return list(threads.map(run, actions))


def test_two_who_publish_make_one_edition():
    show = make_production()
    article = make_article(shows=[show])
    results = at_once(*[lambda: publish(article)] * 4)
    assert all(isinstance(result, Edition) for result in results), results
    assert article.editions.count() == 1
    assert article.revisions.count() == 1
    assert Listing.objects.filter(kind="show", subject_id=show.pk).count() == 1


def test_publishing_and_withdrawing_leave_a_whole_story_or_none():
    article = make_article(shows=[make_production()])
    publish(article)
    at_once(lambda: publish(article), lambda: withdraw(article))
    edition = article.editions.get()
    article.refresh_from_db()
    assert (article.state == "withdrawn") == bool(edition.withdrawn_at)
    assert bool(edition.withdrawn_at) != edition.listings.exists()


def test_two_revisions_at_once_are_numbered_apart():
    article = make_article()

    def save(headline):
        article.__class__.objects.filter(pk=article.pk).update(headline=headline)
        return save_revision(article)

    at_once(*[lambda headline=f"Headline {n}": save(headline) for n in range(4)])
    numbers = [revision.number for revision in article.revisions.order_by("number")]
    assert numbers == list(range(1, len(numbers) + 1))
