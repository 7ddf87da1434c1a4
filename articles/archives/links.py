"""Links from one post of an archive to another become links to its story."""

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs, urlsplit

from django.db.models import Exists, OuterRef

from articles.models import Article, Edition, OldPath

from .posts import path_of

LINK = re.compile(r'<a (?P<rest>[^>]*?)href="(?P<address>[^"]+)"[^>]*>')


def has_own_links(body: str, home: str) -> bool:
    """Whether ``body`` links to a page of the site that the address ``home`` is on."""
    return any(is_own(unescape(found["address"]), home) for found in LINK.finditer(body))


def is_own(address, home):
    try:
        parts, host = urlsplit(address), urlsplit(home).hostname or ""
    except ValueError:
        return False
    if parts.scheme not in {"", "http", "https"} or parts.hostname not in {None, host}:
        return False
    return bool(parts.hostname or address.startswith("/"))


def linked_up(body: str, home: str, source_id: Callable[[str], str]) -> str:
    """``body`` with its links to stories that are out made links to these, by id.

    ``source_id`` gives that of a post which is known to the old site by a number alone.
    """

    def link(found):
        address = unescape(found["address"])
        story = story_at(address, source_id) if is_own(address, home) else None
        return f'<a data-ref="story:{story}">' if story else found[0]

    return LINK.sub(link, body)


def story_at(address, source_id):
    is_out = Exists(Edition.objects.live().filter(article=OuterRef("pk")))
    stories = Article.objects.filter(is_out)
    number = parse_qs(urlsplit(address).query).get("p", [""])[0]
    if path := path_of(address):
        stories = stories.filter(pk__in=OldPath.objects.filter(path=path).values("article"))
    elif number.isdigit():
        stories = stories.filter(source_id=source_id(number))
    else:
        return None
    return stories.values_list("pk", flat=True).first()
