"""Public pages kept ready to send, in front of Django: a look-up and a reply.

A worker keeps the pages of one version of the site (see ``versions``), and asks for that
version at the beginning of every half second, so that none sends a page which has changed
half a second ago, nor one past the moment at which it changes by itself. Whether a proxy
in front keeps pages too, it hears until when it may: the end of the second of that asking.
"""

import gzip
import hashlib
import logging
import re
import time
from collections import OrderedDict
from functools import lru_cache
from threading import Event, Lock

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from . import versions
from .metrics import KEPT_PAGES
from .middleware import maintenance_is_on
from .replica import health, public_reads

logger = logging.getLogger(__name__)

CHECKS_A_SECOND = 2
# The most that one page may take of the room for all.
LARGEST = 1 / 8
# About what a page takes beside its bodies.
OVERHEAD = 3000
# An address longer than this is no page's.
LONGEST = 1000
# How long to wait for a page that another reader is having made.
PATIENCE = 10
MADE = Event()
MADE.set()
KEPT_STATUS = {200, 301, 410}
ASKED_OF_CACHES = "public, max-age=0, must-revalidate"
NOT_KEPT = re.compile(r"no-store|no-cache|private")
NO_GZIP = re.compile(r"gzip\s*;\s*q=0(\.0*)?\s*(,|$)")
OWN_HEADERS = {
    *("cache-control", "content-encoding", "content-length", "etag", "vary", "x-request-id"),
}


class Page:
    """An answer, plain and compressed, with the headers of each."""

    def __init__(self, status, headers, body):
        self.status, self.body = status, body
        self.zipped = gzip.compress(body, 6, mtime=0)
        if len(self.zipped) >= len(body):
            self.zipped = None
        digest = hashlib.blake2b(body, digest_size=12).hexdigest()
        # A match means that the reader has this page, of whichever form.
        self.digest = digest if status.startswith("200") else None
        common = [(n, v) for n, v in headers if n.lower() not in OWN_HEADERS]
        common += [("Cache-Control", ASKED_OF_CACHES), ("Vary", "Accept-Encoding")]
        self.headers = [*common, *self.form(f'"{digest}"', body)]
        self.size = len(body) + OVERHEAD
        if self.zipped:
            form = [*self.form(f'"{digest}-gzip"', self.zipped), ("Content-Encoding", "gzip")]
            self.zipped_headers = [*common, *form]
            self.size += len(self.zipped)

    def form(self, etag, body):
        return [("ETag", etag), ("Content-Length", str(len(body)))]

    def send(self, environ, start_response, expires):
        if self.zipped and reads_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
            headers, body = self.zipped_headers, self.zipped
        else:
            headers, body = self.headers, self.body
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and self.digest and self.digest in known:
            return not_modified(start_response, [expires, *headers])
        start_response(self.status, [expires, *headers])
        return [body] if environ["REQUEST_METHOD"] == "GET" else []


@lru_cache(100)
def reads_gzip(accepted):
    return "gzip" in accepted and not NO_GZIP.search(accepted)


def not_modified(start_response, headers):
    of_body = {"Content-Length", "Content-Type", "Content-Encoding"}
    start_response("304 Not Modified", [(n, v) for n, v in headers if n not in of_body])
    return []


class Shelf:
    """The pages of one version, the longest unread dropped first; each made once."""

    def __init__(self, version, room):
        self.version, self.room = version, room
        # First of the headers, since nginx heeds the first that says how long.
        self.expires = None
        self.pages, self.size = OrderedDict(), 0
        self.being_made = {}
        self.lock = Lock()

    def find(self, key):
        with self.lock:
            page = self.pages.get(key)
            if page:
                self.pages.move_to_end(key)
            return page

    def claim(self, key):
        """An event to wait for if another makes the page; None if the caller is to make it."""
        with self.lock:
            if key in self.pages:
                return MADE
            if key in self.being_made:
                return self.being_made[key]
            self.being_made[key] = Event()
            return None

    def end(self, key, page):
        with self.lock:
            if page and page.size <= self.room * LARGEST:
                self.pages[key] = page
                self.size += page.size
            while self.size > self.room:
                self.size -= self.pages.popitem(last=False)[1].size
            self.being_made.pop(key).set()


class PageCache:
    """A WSGI application in front of Django's."""

    def __init__(self, application, room, clock=time.time):
        self.application, self.room, self.clock = application, room, clock
        self.shelf, self.tick, self.until = None, None, 0
        self.checking = Lock()
        self.session = settings.SESSION_COOKIE_NAME
        self.not_pages = ("/admin/", settings.STATIC_URL, settings.MEDIA_URL)
        self.scheme = (settings.SECURE_PROXY_SSL_HEADER or ("wsgi.url_scheme",))[0]

    def __call__(self, environ, start_response):
        key = self.key(environ)
        for _ in range(2) if key else ():
            shelf = self.current_shelf()
            if shelf is None:
                break
            if page := shelf.find(key):
                KEPT_PAGES.inc()
                return page.send(environ, start_response, shelf.expires)
            if not self.may_keep(*key[2:]):
                break
            made_by_another = shelf.claim(key)
            if not made_by_another:
                return self.make(shelf, key, environ, start_response)
            made_by_another.wait(PATIENCE)
        return self.application(environ, start_response)

    def key(self, environ):
        """What a page depends on; None if it is for this reader alone."""
        get = environ.get
        if (
            environ["REQUEST_METHOD"] not in {"GET", "HEAD"}
            or self.session in get("HTTP_COOKIE", "")
            or "HTTP_AUTHORIZATION" in environ
        ):
            return None
        return get(self.scheme), get("HTTP_HOST"), get("PATH_INFO", ""), get("QUERY_STRING", "")

    def may_keep(self, path, query):
        return not path.startswith(self.not_pages) and len(path) + len(query) <= LONGEST

    def current_shelf(self):
        """The pages of the version of now; None while that is not known."""
        now = self.clock()
        if int(now * CHECKS_A_SECOND) != self.tick or now >= self.until:
            with self.checking:
                now = self.clock()
                if int(now * CHECKS_A_SECOND) != self.tick or now >= self.until:
                    self.check(now)
        return self.shelf

    def check(self, now):
        known = self.shelf and self.shelf.version
        version = None if maintenance_is_on() else self.current_version(known)
        if version is None:
            self.shelf, self.until = None, float("inf")
        else:
            shelf = self.shelf if version == known else Shelf(version, self.room)
            # A second that is not over before the pages change is none to keep them in.
            second = int(now) if int(now) + 1 <= version.until else int(now) - 1
            # Before others see the shelf, who do not wait for this.
            shelf.expires = ("X-Accel-Expires", f"@{second}")
            self.shelf, self.until = shelf, version.until
        self.tick = int(now * CHECKS_A_SECOND)

    def current_version(self, known):
        """None if no database says it."""
        close_old_connections()
        try:
            with public_reads():
                return versions.current(known)
        except DatabaseError as error:
            if health.note_failure():
                return self.current_version(known)
            logger.warning("Pages are not kept while their version is unknown: %s", error)
            return None

    def make(self, shelf, key, environ, start_response):
        page = None
        try:
            answer, response = self.ask(environ)
            page = page_of(answer, response)
        finally:
            shelf.end(key, page)
        if page:
            return page.send(environ, start_response, shelf.expires)
        return unkept(answer, response, environ, start_response)

    def ask(self, environ):
        """What Django says to anybody: whole, and not only if it has changed."""
        unconditional = {
            name: value for name, value in environ.items() if not name.startswith("HTTP_IF_")
        }
        answer = []
        response = self.application(
            unconditional | {"REQUEST_METHOD": "GET"},
            lambda status, headers, exc_info=None: answer.extend([status, headers]),
        )
        return answer, response


def page_of(answer, response):
    """The page that may be kept, or None. A file that is streamed is none."""
    if getattr(response, "streaming", True):
        return None
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",")}
    if (
        response.status_code not in KEPT_STATUS
        or response.cookies
        or NOT_KEPT.search(response.get("Cache-Control", ""))
        or varies - {"", "accept-encoding"}
    ):
        return None
    response.close()
    return Page(*answer, response.content)


def unkept(answer, response, environ, start_response):
    """Django's own answer to what was asked on a condition, or for its headers alone."""
    etag = dict(answer[1]).get("ETag")
    if etag and etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        response.close()
        return not_modified(start_response, answer[1])
    start_response(*answer)
    if environ["REQUEST_METHOD"] == "HEAD":
        response.close()
        return []
    return response
