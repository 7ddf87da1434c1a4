"""Every address asked for as nobody should: injection, traversal, hosts, forgery, methods."""

from urllib.parse import quote, urlsplit

from .target import PASSWORD
from .visitor import HOST, Visitor

EVIL = "evil.test"
HOSTS = [
    EVIL,
    f"{HOST}@{EVIL}",
    f"{HOST}.{EVIL}",
    f"{HOST}:80@{EVIL}",
    "",
    "127.0.0.1/x",
    "a b",
]
NEXT = [
    f"https://{EVIL}",
    f"//{EVIL}",
    f"/\\{EVIL}",
    f"\\\\{EVIL}",
    f"https:{EVIL}",
    f"///{EVIL}",
]
NEXT += ["javascript:alert(1)", f"https://{HOST}@{EVIL}/", f"http://{HOST}/", f"\t//{EVIL}"]
NEXT += [f"/admin/\r\nLocation: https://{EVIL}", f"%2F%2F{EVIL}", f"https://{EVIL}%00.{HOST}"]
WAYS_UP = ["../", "..%2f", "%2e%2e/", "%252e%252e%252f", "....//", "..\\", "..%5c", "..%c0%af"]
PLACES = [
    "/static/",
    "/static/newsroom/",
    "/media/",
    "/media/r/1/",
    "/stories/",
    "/preview/",
    "/",
]
FILES = ["etc/passwd", "var/secret_key", "newsroom/settings.py", "secret_key", "site.sqlite3"]
LOOT = ["root:x:", "SQLite format", "import sys", "SECRET_KEY ="]
INJECTED = [
    "' OR 1=1 --",
    "1' AND SLEEP(3)--",
    '" UNION SELECT 1--',
    "1;SELECT pg_sleep(3)",
    "*",
]
INJECTED += [
    "a* NEAR(b c)",
    "{}[]",
    "$(id)",
    "`id`",
    "|id",
    "%00",
    "9" * 400,
    "(" * 999,
    "\\",
    "%ff",
]
METHODS = ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "CONNECT", "PROPFIND", "FOO"]
TYPES = {
    "application/json": b'{"login": {"$ne": 1}}',
    "multipart/form-data": b"no boundary",
    "multipart/form-data; boundary=x": b"--x\r\nContent-Disposition: form-data; name=a",
    "text/xml": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    "application/x-www-form-urlencoded; charset=utf-7": b"login=+ADw-&password=%ff",
}


def attack(port):
    addresses = [*known_addresses()]
    reader, chief = Visitor(port), Visitor(port)
    chief.log_in("chief", PASSWORD)
    yield report("hosts of others", hosts(port))
    yield report("redirects elsewhere", redirects(port))
    yield report("ways up to files", traversal(reader))
    yield report("injection into parameters", injection(reader))
    yield report("the desk without an account", outside(reader, addresses))
    yield report("every form without its token", forgery(chief, addresses))
    yield report("other methods", methods(reader, addresses))
    yield report("other types of content", types(reader))
    yield report("read-only fields that are sent", read_only(chief))


def report(what, tries):
    tries = list(tries)
    wrong = [words for is_well, words in tries if not is_well]
    return not wrong, what, f"{len(tries)} tries" + "".join(f"\n     {w}" for w in wrong[:8])


def known_addresses():
    """Each pattern of the site, with something in the place of what varies."""
    from django.urls import get_resolver  # noqa: PLC0415 - after django.setup()

    def walk(patterns, before=""):
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns, route)
            else:
                yield route

    for route in walk(get_resolver().url_patterns):
        filled = "".join(
            "1" if part.startswith("<") else part
            for part in route.replace("<", "\0<").replace(">", ">\0").split("\0")
        )
        if not set("^$[(\\") & set(filled):
            yield f"/{filled}"


def hosts(port):
    for host in HOSTS:
        answer = Visitor(port).get("/", Host=host)
        # What follows the name, nginx leaves out itself.
        is_well = answer.status == 400 or EVIL not in answer.text + str(answer.headers)
        yield is_well, f"{host!r}: {answer.status}"
    for name in ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL"]:
        answer = Visitor(port).get("/admin/login/", **{name: EVIL})
        yield EVIL not in answer.text + str(answer.headers), name


def redirects(port):
    for place in NEXT:
        visitor = Visitor(port, "198.51.100.9")
        visitor.get("/admin/login/")
        answers = [
            visitor.get(f"/admin/login/?next={quote(place)}"),
            visitor.log_in("chief", PASSWORD, next=place),
            visitor.get(f"/admin/login/?next={quote(place)}"),
            visitor.get(f"/admin/account/again/?next={quote(place)}"),
            visitor.post("/admin/account/logout/", {"next": place}),
        ]
        for number, answer in enumerate(answers):
            goes = urlsplit(answer.headers.get("Location", "")).netloc
            yield goes in {"", HOST}, f"{place!r}, {number}: {answer.headers.get('Location')}"
    for path in ["//evil.test/", "//evil.test", "/%5cevil.test/", "/stories//evil.test"]:
        goes = urlsplit(Visitor(port).get(path).headers.get("Location", "")).netloc
        yield goes in {"", HOST}, path


def traversal(reader):
    for place in PLACES:
        for way in WAYS_UP:
            for file in FILES:
                answer = reader.get(f"{place}{way * 6}{file}")
                is_well = answer.status < 500 and not any(loot in answer.text for loot in LOOT)
                yield is_well, f"{place}{way}…{file}: {answer.status}"


def injection(reader):
    from tests.articles.test_fuzz import ADDRESSES, PARAMETERS  # noqa: PLC0415 - after setup

    for address in ADDRESSES:
        for value in INJECTED:
            for name in PARAMETERS:
                answer = reader.get(f"{address}?{name}={quote(value)}")
                is_well = answer.status < 500 and answer.seconds < 2
                yield is_well, f"{address} {name}={value[:20]}: {answer.status}"


def outside(reader, addresses):
    for path in addresses:
        if path.startswith("/admin/"):
            answer = reader.get(path)
            is_open = answer.status == 200 and not is_for_all(path)
            yield answer.status < 500 and not is_open, f"{path}: {answer.status}"


def is_for_all(path):
    return path.startswith(("/admin/login/", "/admin/account/", "/admin/jsi18n/"))


def forgery(chief, addresses):
    forms = [path for path in addresses if path.startswith("/admin/")]
    for path in forms:
        for headers in [{}, {"Origin": f"https://{EVIL}"}, {"Referer": f"https://{EVIL}/"}]:
            sent = {"csrfmiddlewaretoken": "x" * 64} if not headers else {}
            answer = chief.post(path, sent, **headers)
            yield answer.status in {403, 404, 405}, f"{path} {headers}: {answer.status}"


def methods(reader, addresses):
    for path in addresses:
        for method in METHODS:
            answer = reader.send(method, path)
            yield answer.status < 500, f"{method} {path}: {answer.status}"


def types(reader):
    reader.get("/admin/login/")
    token = {"X-CSRFToken": reader.cookies["csrftoken"]}
    for path in [
        "/admin/login/",
        "/admin/account/password/reset/",
        "/policy-reports",
        "/search/",
    ]:
        for kind, body in TYPES.items():
            answer = reader.send("POST", path, body, **{"Content-Type": kind} | token)
            yield answer.status < 500 and "root:x" not in answer.text, f"{path} {kind}"


def read_only(chief):
    """What a story's form shows and does not let anybody write."""
    from articles.models import Article  # noqa: PLC0415 - after django.setup()
    from tests.admin.pages import FormFields  # noqa: PLC0415

    story = Article.objects.get(slug="noted")
    names = ["state", "published_at", "is_ahead", "version", "created_at", "id", "raw_text"]
    before = Article.objects.filter(pk=story.pk).values().get()
    path = f"/admin/articles/article/{story.pk}/change/"
    form = FormFields("article_form")
    form.feed(chief.get(path).text)
    forged = {"state": "draft", "published_at": "2001-01-01", "id": "999", "version": "77"}
    answer = chief.post(
        path, form.sent | dict.fromkeys(names, "1") | forged | {"_continue": "1"}
    )
    after = Article.objects.filter(pk=story.pk).values().get()
    yield answer.status == 302, f"saved: {answer.status}"
    for name in before.keys() & {"id", "published_at", "is_ahead", "created_at", "raw_text"}:
        yield before[name] == after[name], f"{name}: {before[name]} {after[name]}"
