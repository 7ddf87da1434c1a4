"""IPTC's News in JSON, of version 1 to 3: an array, one item to a line, or a single item."""

from datetime import UTC, datetime
from json import dumps

import ijson
from django.utils.html import linebreaks

from .posts import Broken, Passed, Picture, Post, Unreadable, why

# What an item names, by version 1's words and by version 3's.
NAMED = [
    *("person", "people", "organisation", "organisations", "place", "places"),
    *("object", "objects", "event", "events", "subject", "subjects"),
]
NOT_OUT = {"withheld", "canceled", "cancelled"}


def read(path):
    """Every item of the file at ``path``, in its order, as what it comes to."""
    for number, item in enumerate(items(path), start=1):
        where = f"item {number}"
        try:
            where = f"item {number} (“{headline(item)[:60]}”)"
            yield as_post(item, where)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
            yield Broken(where, why(error))


def items(path):
    try:
        with open(path, "rb") as file:
            is_array = file.read(200).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")
            file.seek(0)
            place = "item" if is_array else ""
            yield from ijson.items(file, place, multiple_values=True, use_float=True)
    except ijson.JSONError as error:
        raise Unreadable(f"this is no whole JSON: {error}") from error


def as_post(item, where):
    kind = item.get("type", "text")
    if kind not in {"text", "composite"}:
        return Passed(where, f"of type “{kind}”")
    status = item.get("pubStatus") or item.get("pubstatus") or "usable"
    return Post(
        where=where,
        source_id=item["uri"][:200],
        headline=headline(item),
        body=body(item),
        raw=dumps(item, ensure_ascii=False),
        slug=item.get("slugline") or item.get("slug") or "",
        standfirst=words(item, "descriptions", "description_text", "description_html"),
        language=item.get("language") or "",
        authors=authors(item),
        tags=tags(item),
        publish_at=None if status in NOT_OUT else moment(item),
        lead=lead(item),
        source_url=next(iter(addresses(item)), ""),
        old_addresses=tuple(addresses(item)[1:]),
    )


def addresses(item):
    return [row["value"] for row in item.get("altIds", ()) if row.get("role") == "url"]


def headline(item):
    return words(item, "headlines", "headline") or item.get("title") or ""


def words(item, texts, *names):
    """Those of the first of ``texts``, version 3's array, or else of version 1's fields."""
    for text in item.get(texts, ()):
        return text["value"]
    return next((item[name] for name in names if item.get(name)), "")


def body(item):
    """As HTML; a text without it has its lines for paragraphs."""
    texts = {row.get("contentType"): row["value"] for row in reversed(item.get("bodies", ()))}
    formed = texts.get("text/html") or texts.get("application/xhtml+xml")
    formed = formed or item.get("body_xhtml") or item.get("body_html")
    plain = texts.get("text/plain") or item.get("body_text") or ""
    return formed or linebreaks(plain, autoescape=True)


def authors(item):
    by = item.get("by") or item.get("byline") or ""
    return tuple(
        ("", name.strip()) for name in by.removeprefix("By ").split(",") if name.strip()
    )


def tags(item):
    names = [row["name"] for group in NAMED for row in item.get(group, ()) if row.get("name")]
    return tuple(dict.fromkeys([*names, *item.get("keywords", ())]))


def lead(item):
    """The first picture, of version 3's list or of version 1's dictionary of associations."""
    found = item.get("associations") or ()
    for row in found.values() if isinstance(found, dict) else found:
        renditions = row.get("renditions") or ()
        places = renditions.values() if isinstance(renditions, dict) else renditions
        if row.get("type") == "picture" and (address := first_address(places)):
            return Picture(
                address,
                alt=headline(row) if "headline" in row or "headlines" in row else "",
                caption=words(row, "descriptions", "description_text"),
                credit=row.get("by") or row.get("byline") or row.get("copyrightHolder") or "",
            )
    return None


def first_address(renditions):
    return next((row["href"] for row in renditions if row.get("href")), "")


def moment(item):
    """When it was put out, or its embargo ends."""
    names = ["firstCreated", "firstcreated", "versionCreated", "versioncreated"]
    written = next((item[name] for name in names if item.get(name)), None)
    if written is None:
        raise ValueError("it is usable, and has no date")
    return max(in_utc(at) for at in [written, item.get("embargoed")] if at)


def in_utc(written):
    found = datetime.fromisoformat(written)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
