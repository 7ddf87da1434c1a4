"""Scripts in every field of every record and in every parameter: nothing of them may run."""

import json
from html.parser import HTMLParser
from itertools import product
from urllib.parse import quote, urlsplit

from tests.articles.test_fuzz import PARAMETERS
from tests.every_page import addresses_in

from .payloads import PAYLOADS
from .target import PASSWORD
from .visitor import HOST, Visitor

DATA = {"application/ld+json", "application/json", "importmap"}
ADDRESSES = ["/stories/", "/search/", "/people/", "/shows/payload-1/", "/admin/login/"]
ADDRESSES += ["/api/v1/stories", "/stories/feed.rss"]
ELSEWHERE = {"href", "src", "action", "formaction", "data", "xlink:href", "srcdoc", "poster"}
MOST_PAGES = 1500
# The other is where Django has the words of its scripts.
OURS = ("/static/", "/admin/jsi18n/")
INDEXES = ["articles/article", "talent/person", "talent/production", "talent/company"]
INDEXES += ["articles/author", "newsroom/tag", "newsroom/photo"]


class Executable(HTMLParser):
    """What a browser would run, or send elsewhere, of a page that has nothing inline."""

    def __init__(self, text):
        super().__init__()
        self.found, self.data = [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        source = attrs.get("src") or ""
        self.data = "" if tag == "script" and attrs.get("type") in DATA else None
        if tag == "script" and self.data is None and not source.startswith(OURS):
            self.found.append(f"<script {source}>")
        if tag in {"base", "object", "embed", "applet"}:
            self.found.append(f"<{tag}>")
        self.found += [f"{tag} {n}" for n in attrs if n.startswith("on") or n == "style"]
        # The icon is a data: address, and runs nothing.
        places = set() if attrs.get("rel") == "icon" else ELSEWHERE & attrs.keys()
        for name in places:
            value = "".join(c for c in attrs[name] or "" if c > " ").lower()
            if urlsplit(value).scheme not in {"", "http", "https", "mailto"}:
                self.found.append(f"{tag} {name}={value[:40]}")

    def handle_data(self, data):
        if self.data is not None:
            self.data += data

    def handle_endtag(self, tag):
        if tag == "script" and self.data is not None:
            json.loads(self.data)
            self.data = None


def attack(port):
    yield len(PAYLOADS) >= 200, "payloads", str(len(PAYLOADS))
    reader, chief = Visitor(port), Visitor(port)
    chief.log_in("chief", PASSWORD)
    yield verdict("in every parameter", answers(reader, with_parameters()))
    yield verdict("in every field, on public pages", public_pages(reader))
    yield verdict("in every field, in the admin", answers(chief, admin_pages()))


def verdict(what, answered):
    count, wrong = 0, []
    for path, page in answered:
        count += 1
        is_page = page.headers.get("Content-Type", "").startswith("text/html")
        found = Executable(page.text).found if is_page else []
        if page.status >= 500 or found:
            wrong.append(f"{path[:150]}: {page.status} {found[:3]}")
    return not wrong, what, f"{count} pages" + "".join(f"\n     {w}" for w in wrong[:10])


def answers(visitor, paths):
    return ((path, visitor.get(path)) for path in paths)


def with_parameters():
    for address, payload in product(ADDRESSES, PAYLOADS):
        sent = quote(payload)
        yield f"{address}?" + "&".join(f"{name}={sent}" for name in PARAMETERS)
        yield f"{address}?q={sent}&next={sent}"


def public_pages(reader):
    """All that can be reached by following links, and no more than a site of this size has."""
    seen, waiting = set(), ["/", "/sitemap.xml"]
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop()
        if path in seen or path.startswith("/media/") or ("?" in path and "payload" in path):
            continue
        seen.add(path)
        page = reader.get(path)
        yield path, page
        waiting += addresses_in(page.text.replace(f"https://{HOST}", "http://testserver"))


def admin_pages():
    from django.apps import apps  # noqa: PLC0415 - after django.setup()

    for place in INDEXES:
        yield f"/admin/{place}/"
        yield f"/admin/{place}/?q=%3Csvg+onload%3Dalert(1)%3E"
        model = apps.get_model(*place.split("/"))
        for pk in model.objects.filter(slug__startswith="payload-").values_list(
            "pk", flat=True
        )[::9]:
            yield from [
                f"/admin/{place}/{pk}/{page}/" for page in ["change", "history", "delete"]
            ]
    yield from ["/admin/", "/admin/articles/article/calendar/"]
