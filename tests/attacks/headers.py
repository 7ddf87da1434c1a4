"""What each type of answer says a browser may do, and Mozilla Observatory's score of it."""

import re

from .target import PASSWORD
from .visitor import Visitor

PAGES = [
    "/",
    "/stories/",
    "/stories/noted/",
    "/people/",
    "/search/?q=x",
    "/nowhere/",
    "/feed.rss",
]
PAGES += ["/stories/once-withdrawn/", "/api/v1/stories", "/api/v1/nothing", "/sitemap.xml"]
PAGES += [
    "/robots.txt",
    "/admin/login/",
    "/admin/account/password/reset/",
    "/healthz",
    "/media/x",
]
DESK = [
    "/admin/",
    "/admin/articles/article/",
    "/admin/articles/article/1/change/",
    "/admin/nowhere/",
]
WANTED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin|cross-origin",
    "Strict-Transport-Security": r"max-age=3\d{7}; includeSubDomains; preload",
    "Permissions-Policy": "accelerometer=.*",
    "Content-Security-Policy": "(?=.*default-src 'none')(?=.*frame-ancestors 'none')(?!.*unsafe).*",
}
COOKIE = re.compile(r"(?=.*; Secure)(?=.*; SameSite=Lax).*", re.IGNORECASE)


def attack(port):
    reader, chief = Visitor(port), Visitor(port)
    chief.log_in("chief", PASSWORD)
    cookies = []
    for visitor, paths in [(reader, PAGES), (chief, DESK)]:
        for path in paths:
            answer = visitor.get(path)
            # One that is taken away has nothing in it to keep.
            set_here = answer.headers.get_all("Set-Cookie") or []
            cookies += [cookie for cookie in set_here if "Max-Age=0" not in cookie]
            lacks = [
                name
                for name, value in WANTED.items()
                if not re.fullmatch(value, answer.headers.get(name, ""))
            ]
            yield not lacks, f"{answer.status} {path}", ", ".join(lacks)
    static = re.search(r'"(/static/[^"]+\.css)"', reader.get("/").text)[1]
    answer = reader.get(static)
    wanted = ["X-Content-Type-Options", "Strict-Transport-Security"]
    lacks = [name for name in wanted if name not in answer.headers]
    yield not lacks, f"{answer.status} {static}", ", ".join(lacks)
    yield all(map(COOKIE.match, cookies)), "cookies are Secure and SameSite", str(len(cookies))
    plain = reader.get("/", X_Forwarded_Proto="http")
    is_led = plain.status == 301 and plain.headers["Location"].startswith("https://")
    yield is_led, "plain HTTP is led to https", plain.headers.get("Location", "")
    score = sum(points for points, _ in scores(reader))
    yield score >= 115, "Observatory’s score (of 115 wanted)", str(score)


def scores(reader):
    """The front page by the table that Mozilla publishes: what gives points, and what takes them."""
    page = reader.get("/")
    said = page.headers
    policy = said["Content-Security-Policy"]
    is_strict = "default-src 'none'" in policy and "unsafe" not in policy
    yield 100, "to begin with"
    yield (10 if is_strict else -25), "policy"
    yield (5 if "frame-ancestors 'none'" in policy else -20), "frames"
    yield (5 if "strict-origin" in said["Referrer-Policy"] else 0), "referrer"
    yield (0 if "max-age=31536000" in said["Strict-Transport-Security"] else -20), "HSTS"
    yield (0 if said["X-Content-Type-Options"] == "nosniff" else -5), "types"
    yield (0 if said["Cross-Origin-Resource-Policy"] == "same-origin" else -20), "resources"
    yield (0 if "Access-Control-Allow-Origin" not in said else -50), "other origins"
    yield (0 if "Set-Cookie" not in said else -20), "cookies"
    yield (0 if not re.search(r'<script[^>]+src="(?!/static/)', page.text) else -50), "scripts"
