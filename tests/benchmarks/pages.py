"""What each kind of page costs: the processor's time, ours and the database's, and queries."""

import time
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, reset_queries
from django.db.models import Count
from django.test import Client, RequestFactory
from django.urls import reverse

from articles.models import Article, Listing
from articles.subjects import MODELS

from .words import COMMON, RARE, TITLES

Band = Listing.Band


class Cost(NamedTuple):
    """Milliseconds of the processor, here and in the database; queries; bytes."""

    here: float
    database: float
    queries: int
    size: int

    @property
    def total(self):
        return self.here + self.database


def addresses():
    """By name, a page of each kind in the corpus that is loaded."""
    common, rare = most_and_least("country")
    tag, _ = most_and_least("tag")
    show, _ = most_and_least("show")
    person, _ = most_and_least("person")
    stories = Listing.objects.filter(kind="country", subject_id=common.pk, band=Band.ABOUT)
    newest = stories.order_by("-published_at").select_related("edition")[0].edition
    page = common.get_absolute_url()
    two = f"country={common.slug}&tag={tag.slug}"
    return {
        # What Django takes for any page, without a query.
        "robots.txt": "/robots.txt",
        "front page": "/",
        "story": newest.get_absolute_url(),
        "show": show.get_absolute_url(),
        "person": person.get_absolute_url(),
        "country, rare": rare.get_absolute_url(),
        "country, common": page,
        "country, next page": f"{page}?page=2",
        "country, last page": f"{page}?page=last",
        "tag": tag.get_absolute_url(),
        "stories": "/stories/",
        "stories, last page": "/stories/?page=last",
        "stories, two filters": f"/stories/?{two}",
        "feed": "/feed.rss",
        "sitemap part": "/sitemap-stories-0.xml",
        "API page": "/api/v1/stories",
        "API page, two filters": f"/api/v1/stories?{two}",
        "API search, common": f"/api/v1/search?q={COMMON}",
        "search, rare": f"/search/?q={RARE}",
        "search, common": f"/search/?q={COMMON}",
        "search, phrase": "/search/?q=%22moon+and+letters%22",
        "search, native name": f"/search/?q={person.native_name}",
    }


def most_and_least(kind):
    """The records of a kind with the most stories and with the fewest, but some."""
    rows = Listing.objects.filter(kind=kind, band=Band.ABOUT).values("subject_id").order_by()
    counted = rows.annotate(stories=Count("pk"))
    most, least = (counted.order_by(by, "subject_id").first() for by in ["-stories", "stories"])
    return [MODELS[kind].objects.get(pk=found["subject_id"]) for found in [most, least]]


def desk_addresses():
    """The same of the desk's pages."""
    story = Article.objects.order_by("-updated_at").first()
    stories, choices = (
        reverse("admin:articles_article_changelist"),
        reverse("admin:autocomplete"),
    )
    find = reverse("admin:find")
    word, rare = TITLES[0].lower(), story.headline.rsplit(maxsplit=1)[1]
    return {
        "desk, overview": reverse("admin:index"),
        "desk, stories": stories,
        "desk, stories by headline": f"{stories}?o=1",
        "desk, stories by state": f"{stories}?o=2",
        "desk, stories by due": f"{stories}?o=-5",
        "desk, further page": f"{stories}?p=10",
        "desk, live": f"{stories}?readers=live",
        "desk, published": f"{stories}?state__exact=published&o=1",
        "desk, search, common": f"{stories}?q={word}",
        "desk, search, rare": f"{stories}?q={rare}",
        "desk, search, nothing": f"{stories}?q={RARE}",
        "desk, find, common": f"{find}?q={word}",
        "desk, find, rare": f"{find}?q={rare}",
        "desk, choose a person": f"{choices}?{chosen('articleperson', 'person')}&term=kim",
        "desk, choose a story": f"{choices}?{chosen('article', 'translation_of')}&term={word}",
        "desk, people": reverse("admin:talent_person_changelist"),
        "desk, people, search": reverse("admin:talent_person_changelist") + "?q=kim",
        "desk, story": reverse("admin:articles_article_change", args=[story.pk]),
    }


def chosen(model, field):
    return f"app_label=articles&model_name={model}&field_name={field}"


def at_the_desk():
    """What the requests of an editor who may do everything have with them."""
    user, _ = get_user_model().objects.get_or_create(
        username="bench", is_staff=True, is_superuser=True
    )
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"HTTP_COOKIE": f"{name}={client.cookies[name].value}"}


def measure(address, times=30, **environ):
    """The least of what it costs, of some runs: the rest is what others do on the machine."""
    handler = WSGIHandler()
    queries, size = counted(handler, address, environ)
    costs = []
    with kept_connection():
        for _ in range(times):
            here, database = time.process_time(), database_time()
            get(handler, address, environ)
            costs.append((time.process_time() - here, database_time() - database))
    here = min(cost for cost, _ in costs)
    database = min(cost for _, cost in costs)
    return Cost(here * 1000, database * 1000, queries, size)


def counted(handler, address, environ):
    with kept_connection():
        connection.force_debug_cursor = True
        try:
            reset_queries()
            size = len(get(handler, address, environ))
            return len(connection.queries_log), size
        finally:
            connection.force_debug_cursor = False


def get(handler, address, environ):
    started = []
    environ = RequestFactory(headers={"host": "localhost"}).get(address).environ | environ
    body = b"".join(handler(environ, lambda status, headers: started.append(status)))
    assert started == ["200 OK"], f"{address}: {started}"
    return body


@contextmanager
def kept_connection():
    """As a worker's, which lasts from one request to the next."""
    for signal in [request_started, request_finished]:
        signal.disconnect(close_old_connections)
    yield
    for signal in [request_started, request_finished]:
        signal.connect(close_old_connections)


def database_time():
    """What the server's process for this connection has had of the processor, in seconds."""
    if connection.vendor != "postgresql":
        return 0
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
