"""Pages kept ready to send, asked for as a server asks: through WSGI."""

import gzip
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import DatabaseError, close_old_connections, connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from articles.models import FrontPagePick
from articles.publishing import publish, schedule, withdraw
from newsroom import versions
from newsroom.page_cache import PageCache
from tests.factories import make_article, make_person, make_photo, make_story, make_user
from tests.transactions import in_another_transaction

pytestmark = pytest.mark.django_db
ROOM = 10_000_000


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers = int(status.split()[0]), dict(headers)
        self.content = body
        zipped = self.headers.get("Content-Encoding") == "gzip"
        self.text = (gzip.decompress(body) if zipped else body).decode()


class Site:
    """A worker: its page cache, a clock that stands still, and how often Django was asked."""

    def __init__(self, room=ROOM):
        self.now, self.asked = timezone.now().timestamp(), 0
        self.django = WSGIHandler()
        self.cache = PageCache(self.answer, room, clock=lambda: self.now)

    def answer(self, environ, start_response):
        self.asked += 1
        return self.django(environ, start_response)

    def get(self, address="/", method="GET", **headers):
        environ = RequestFactory().generic(method, address, **headers).environ
        started = []
        body = b"".join(self.cache(environ, lambda *answer: started.extend(answer)))
        return Answer(*started[:2], body)

    def later(self, seconds=0.5):
        self.now += seconds
        return in_another_transaction()


@pytest.fixture(autouse=True)
def one_connection(monkeypatch):
    """The test's transaction must outlive a request, as with Django's own test client."""
    monkeypatch.setattr("newsroom.page_cache.close_old_connections", lambda: None)
    for signal in [request_started, request_finished]:
        signal.disconnect(close_old_connections)
    yield
    for signal in [request_started, request_finished]:
        signal.connect(close_old_connections)


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def story():
    return make_story("Romance by chocolate", people=[make_person("Han Hyo-joo")])


def test_a_page_is_made_once(site, story):
    first, again = site.get("/stories/"), site.get("/stories/")
    assert site.asked == 1
    assert first.text == again.text
    assert "Romance by chocolate" in again.text
    assert first.headers == again.headers


@pytest.mark.parametrize(
    "other",
    [
        {"address": "/stories/?page=1"},
        {"address": "/shows/"},
        {"headers": {"host": "localhost"}},
        {"secure": True},
    ],
)
def test_what_a_page_depends_on_makes_another(site, story, other):
    site.get("/stories/")
    site.get(**{"address": "/stories/"} | other)
    assert site.asked == 2


def test_a_page_is_sent_compressed_to_who_can_read_it(site, story):
    site.get("/stories/")
    zipped = site.get("/stories/", headers={"accept-encoding": "br, gzip"})
    plain = site.get("/stories/", headers={"accept-encoding": "br, gzip;q=0"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert zipped.text == plain.text
    for answer in [zipped, plain]:
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert int(answer.headers["Content-Length"]) == len(answer.content)
    assert zipped.headers["ETag"] != plain.headers["ETag"]
    assert site.asked == 1


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_who_has_a_page_hears_only_that_it_is_the_same(site, story, encoding):
    headers = {"accept-encoding": encoding}
    etag = site.get("/stories/", headers=headers).headers["ETag"]
    headers["if-none-match"] = f'"other", {etag}'
    again = site.get("/stories/", headers=headers)
    assert (again.status, again.content, again.headers["ETag"]) == (304, b"", etag)
    with site.later():
        publish(make_article("Another story"))
    assert site.get("/stories/", headers=headers).status == 200


def test_the_first_to_ask_may_have_the_page_too(site, story):
    etag = site.get("/feed.rss").headers["ETag"]
    other = Site()
    assert other.get("/feed.rss", headers={"if-none-match": etag}).status == 304
    assert other.get("/feed.rss").status == 200
    assert other.asked == 1


def test_a_head_is_the_page_without_its_body(site, story):
    head, page = site.get("/stories/", method="HEAD"), site.get("/stories/")
    assert (head.status, head.content, head.headers) == (200, b"", page.headers)
    assert site.asked == 1


def test_what_is_published_and_withdrawn_is_seen_half_a_second_later(site, story):
    assert "Romance by chocolate" in site.get("/").text
    with site.later():
        withdraw(story)
    assert site.get(f"/stories/{story.slug}/").status == 410
    assert "Romance by chocolate" not in site.get("/").text
    with site.later():
        publish(story)
    assert site.get(f"/stories/{story.slug}/").status == 200


def test_within_half_a_second_the_database_is_not_asked(site, story, django_assert_num_queries):
    site.get("/")
    with django_assert_num_queries(0):
        site.get("/")
    site.now += 0.5
    with django_assert_num_queries(1):
        site.get("/")


def test_a_new_name_is_seen(site, story):
    site.get("/people/han-hyo-joo/")
    person = story.people.get().person
    with site.later():
        person.name = "Han Hyo Joo"
        person.save()
    assert "Han Hyo Joo" in site.get("/people/han-hyo-joo/").text


def test_no_page_is_sent_past_a_moment_that_was_set(site, story, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime.fromtimestamp(site.now, UTC))
    # The database's clock, which nobody can set, would hold back what is due by this one.
    monkeypatch.setitem(versions.CLOCKS, connection.vendor, "NULL")
    due = timezone.now() + timedelta(seconds=1)
    with in_another_transaction():
        schedule(make_article("Out on the minute"), at=due)
        FrontPagePick.objects.create(article=story, visible_until=due + timedelta(seconds=1))
        make_photo(expires_at=due + timedelta(seconds=2))
    assert "Out on the minute" not in site.get("/").text
    for number in range(3):
        moment = due + timedelta(seconds=number)
        site.now = moment.timestamp() - 0.001
        site.get("/")
        asked = site.asked
        site.now = moment.timestamp()
        assert "Out on the minute" in site.get("/").text
        assert site.asked == asked + 1


def test_a_proxy_hears_until_when_it_may_keep_a_page(site, story):
    site.now = 1_800_000_000.2
    assert site.get("/").headers["X-Accel-Expires"] == "@1800000000"
    site.now += 0.5
    assert site.get("/").headers["X-Accel-Expires"] == "@1800000000"
    site.now += 0.5
    page = site.get("/")
    assert page.headers["X-Accel-Expires"] == "@1800000001"
    assert page.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_a_network_of_caches_hears_what_a_page_is_of(site, story):
    names = {page: site.get(page).headers["Surrogate-Key"] for page in ["/", "/feed.rss"]}
    assert names == {"/": "site front-page", "/feed.rss": "site front-page-feed"}
    page = site.get("/people/han-hyo-joo/")
    assert page.headers["Surrogate-Key"] == "site person person/han-hyo-joo"
    assert "Surrogate-Key" not in site.get("/admin/login/").headers


def test_a_proxy_keeps_no_page_for_a_second_in_which_it_changes(site, story):
    with in_another_transaction():
        schedule(make_article(), at=timezone.now() + timedelta(hours=1))
    site.now = float(int(versions.current().until)) - 1
    site.cache.shelf, due = None, versions.current().until
    assert site.get("/").headers["X-Accel-Expires"] == f"@{int(due) - 1}"
    site.now = due - 0.001
    assert site.get("/").headers["X-Accel-Expires"] == f"@{int(site.now) - 1}"


@pytest.mark.parametrize(
    "headers",
    [{"cookie": "theme=dark; sessionid=x"}, {"authorization": "Basic x"}],
)
def test_one_who_is_logged_in_neither_gets_nor_leaves_a_kept_page(site, story, headers):
    for _ in range(2):
        answer = site.get("/", headers=headers)
    assert site.asked == 2
    assert "X-Accel-Expires" not in answer.headers
    site.get("/")
    site.get("/")
    assert site.asked == 3


def test_an_editor_sees_what_readers_do_not(site, story, client):
    user = make_user(is_superuser=True)
    client.force_login(user)
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    assert site.get("/admin/").status == 302
    assert site.get("/admin/", headers={"cookie": cookie}).status == 200
    assert site.get("/admin/").status == 302


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nowhere/", 404),
        ("/healthz", 200),
        ("/admin/login/", 200),
        ("/api/v1/changes", 200),
        ("/news-sitemap.xml", 200),
        ("/favicon.ico", 302),
        (f"/search/?q={'a' * 2000}", 200),
    ],
)
def test_other_answers_are_not_kept(site, address, status):
    answers = [site.get(address), site.get(address)]
    assert [answer.status for answer in answers] == [status, status]
    assert "X-Accel-Expires" not in answers[0].headers
    assert site.asked == 2


def test_an_answer_that_is_not_kept_may_be_known_to_who_asks(site, story):
    etag = site.get("/api/v1/changes").headers["ETag"]
    known = site.get("/api/v1/changes", headers={"if-none-match": etag})
    assert (known.status, known.content) == (304, b"")
    assert site.get("/api/v1/changes", method="HEAD").content == b""


def test_a_post_is_not_for_the_cache(site):
    site.get("/")
    assert site.get("/", method="POST").status in {403, 405}


def test_what_is_gone_and_what_has_moved_are_kept(site, story):
    withdraw(story)
    for _ in range(2):
        assert site.get(f"/stories/{story.slug}/").status == 410
        assert site.get("/actors/han-hyo-joo/?a=b").headers["Location"].endswith("?a=b")
    assert site.asked == 2


def test_room_is_made_for_new_pages_by_the_longest_unread(story):
    page = Site()
    page.get("/")
    size = page.cache.shelf.size
    site = Site(room=size * 10)
    addresses = [f"/?{number}" for number in range(30)]
    for address in addresses:
        site.get("/?kept")
        site.get(address)
    assert site.cache.shelf.size <= site.cache.room
    asked = site.asked
    for address in ["/?kept", addresses[-1]]:
        site.get(address)
    assert site.asked == asked
    site.get(addresses[0])
    assert site.asked == asked + 1


def test_while_the_version_is_unknown_django_answers(site, story, monkeypatch, caplog):
    site.get("/")

    def fail(known=None):
        raise DatabaseError("gone")

    site.now += 0.5
    with monkeypatch.context() as failing:
        failing.setattr(versions, "current", fail)
        answers = [site.get("/"), site.get("/")]
    assert [answer.status for answer in answers] == [200, 200]
    assert site.asked == 3
    assert "version is unknown" in caplog.text
    site.now += 0.5
    site.get("/")
    site.get("/")
    assert site.asked == 4


def test_while_the_site_is_worked_on_nothing_is_kept(site, story, settings):
    site.get("/")
    settings.MAINTENANCE = True
    site.now += 0.5
    assert site.get("/").status == 503
    settings.MAINTENANCE = False
    site.now += 0.5
    assert site.get("/").status == 200


def test_a_broken_page_is_made_anew(site, story, monkeypatch):
    with monkeypatch.context() as broken, pytest.raises(ZeroDivisionError):
        broken.setattr(site, "django", lambda *_: 1 / 0)
        site.get("/")
    assert site.get("/").status == 200


def test_a_crowd_has_a_page_made_once(site, story, monkeypatch):
    """The crowd reads no database: the version is told to it, and the page is made before."""
    page = site.get("/")
    version = versions.current()
    monkeypatch.setattr(versions, "current", lambda known=None: version)
    begun, finished, site.cache.tick, site.cache.shelf = Event(), Event(), None, None

    def slowly(environ, start_response):
        begun.set()
        finished.wait(10)
        return prepared(environ, start_response)

    prepared = answering(page)
    monkeypatch.setattr(site, "django", slowly)
    site.asked, answers = 0, []
    crowd = [Thread(target=lambda: answers.append(site.get("/"))) for _ in range(5)]
    for reader in crowd:
        reader.start()
    begun.wait(10)
    finished.set()
    for reader in crowd:
        reader.join(10)
    assert [answer.text for answer in answers] == [page.text] * 5
    assert site.asked == 1


def answering(page):
    """A Django that says always the same, without a database."""

    def answer(environ, start_response):
        response = HttpResponse(page.text)
        start_response("200 OK", list(response.items()))
        return response

    return answer
