"""WordPress's export (WXR), of any size: read twice, entry by entry."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from xml.etree.ElementTree import ParseError, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from .markup import paragraphs, without_shortcodes
from .posts import Broken, Passed, Picture, Post, Unreadable, why

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
# What cannot stand in XML, and stands in many an export all the same.
CONTROLS = bytes(set(range(32)) - {9, 10, 13})
PUT_OUT = {"publish", "future"}
# Below “rss” and “channel” stand the entries, and what the site is.
IN_CHANNEL = 2
SHOWN_AS = {
    "auto-draft": "an empty draft that WordPress made itself",
    "trash": "in the bin",
    "inherit": "a part of another entry",
}


@dataclass
class Site:
    """What a first reading of an export finds out about all of it."""

    address: str = ""
    # By login.
    authors: dict[str, str] = field(default_factory=dict)
    # Its library by id, and the ids of those that were uploaded with an entry, by the entry's.
    pictures: dict[str, Picture] = field(default_factory=dict)
    attached: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def gallery(self, ids):
        return [self.pictures[number] for number in ids if number in self.pictures]


class WithoutControls:
    """A file without the bytes at which a reader of XML would stop."""

    def __init__(self, file):
        self.file = file

    def read(self, size=-1):
        while chunk := self.file.read(size):
            if chunk := chunk.translate(None, CONTROLS):
                return chunk
        return b""


def read(path):
    """Every entry of the export at ``path``, in its order, as what it comes to."""
    site = first_reading(path)
    for number, item in enumerate(items(path), start=1):
        entry = Entry(item)
        where = f"item {number} (“{entry.text('title')[:60]}”)"
        try:
            yield entry.as_post(where, site)
        except (ValueError, TypeError, OverflowError) as error:
            yield Broken(where, why(error))


def first_reading(path):
    site = Site()
    for element in elements(path, {"item", "author", "base_site_url", "base_blog_url"}):
        entry, name = Entry(element), local(element)
        if name == "author":
            login = entry.text("author_login")
            site.authors[login] = entry.text("author_display_name") or login
        elif name != "item":
            site.address = (element.text or "").strip() or site.address
        elif entry.text("post_type") == "attachment":
            site.pictures[entry.text("post_id")] = entry.as_picture()
            site.attached[entry.text("post_parent")].append(entry.text("post_id"))
    return site


def items(path):
    return elements(path, {"item"})


def elements(path, names):
    """Those of ``names``, one after the other; what has been gone through is let go."""
    try:
        with open(path, "rb") as file:
            steps = iterparse(WithoutControls(file), events=["start", "end"])
            above = []
            for event, element in steps:
                if event == "start":
                    above.append(element)
                    continue
                above.pop()
                if local(element) in names:
                    yield element
                if len(above) == IN_CHANNEL:
                    above[-1].remove(element)
    except ParseError as error:
        line, column = error.position
        message = f"line {line}, column {column}: this is no well-formed XML from here on"
        raise Unreadable(message) from error
    except DefusedXmlException as error:
        raise Unreadable(
            f"it declares entities of its own, which is refused ({error})"
        ) from error


def local(element):
    return element.tag.rpartition("}")[2]


class Entry:
    """An ``item``, whose elements are found by name alone: every version has its own namespace."""

    def __init__(self, element):
        self.element = element
        self.children = defaultdict(list)
        for child in element:
            self.children[local(child)].append(child)

    def text(self, name):
        return (self.children[name][0].text or "").strip() if self.children[name] else ""

    def metas(self, key):
        rows = map(Entry, self.children["postmeta"])
        return [row.text("meta_value") for row in rows if row.text("meta_key") == key]

    def meta(self, key):
        return next(iter(self.metas(key)), "")

    @property
    def content(self):
        element = self.element.find(CONTENT)
        return (element is not None and element.text) or ""

    @property
    def excerpt(self):
        for element in self.children["encoded"]:
            if element.tag != CONTENT:
                return (element.text or "").strip()
        return ""

    def as_picture(self):
        return Picture(
            self.text("attachment_url") or self.text("guid"),
            alt=self.meta("_wp_attachment_image_alt"),
            caption=self.excerpt,
            credit=self.meta("_media_credit"),
        )

    def as_post(self, where, site):
        kind, status = self.text("post_type"), self.text("status")
        if kind != "post":
            return Passed(where, f"of type “{kind}”")
        if status in SHOWN_AS:
            return Passed(where, SHOWN_AS[status])
        if not self.text("post_id"):
            raise ValueError("it has no post_id")
        return Post(
            where=where,
            source_id=f"wordpress:{site.address}:{self.text('post_id')}",
            headline=self.text("title"),
            body=self.body(site),
            raw=tostring(self.element, encoding="unicode"),
            slug=self.text("post_name"),
            standfirst=self.excerpt,
            language=self.meta("_language"),
            authors=self.authors(site.authors),
            tags=self.tags(),
            publish_at=self.moment() if status in PUT_OUT and not self.is_locked else None,
            lead=site.pictures.get(self.meta("_thumbnail_id")),
            source_url=self.text("link"),
            old_addresses=tuple(self.old_addresses()),
            source_date=next(iter(self.metas("_undated")), None),
        )

    @property
    def is_locked(self):
        return bool(self.text("post_password"))

    def body(self, site):
        """Texts of the block editor carry their paragraphs; others are typed without."""
        own = site.attached.get(self.text("post_id"), [])
        text = without_shortcodes(self.content, lambda ids: site.gallery(ids or own))
        return text if "<!-- wp:" in text else paragraphs(text)

    def authors(self, names):
        """Those that Co-Authors Plus gives it, or else the one of WordPress."""
        terms = [term for term in self.children["category"] if term.get("domain") == "author"]
        if terms:
            logins = [term.get("nicename", "").removeprefix("cap-") for term in terms]
            return tuple(
                (login, (term.text or "").strip())
                for login, term in zip(logins, terms, strict=True)
            )
        login = self.text("creator")
        return ((login, names.get(login, login)),) if login else ()

    def old_addresses(self):
        """WordPress leads from an old slug to the post, as it does from the slug of now."""
        yield from self.metas("_old_address")
        for slug in self.metas("_wp_old_slug"):
            yield f"{self.text('link').rstrip('/').rpartition('/')[0]}/{slug}/"

    def tags(self):
        """By the names of its categories and tags; “Uncategorized” says nothing."""
        terms = [
            (term.text or "").strip()
            for term in self.children["category"]
            if term.get("domain") in {"category", "post_tag"}
            and term.get("nicename") != "uncategorized"
        ]
        return tuple(dict.fromkeys(filter(None, terms)))

    def moment(self):
        """When it was or is to be put out: in UTC, or, of an old export, as the site wrote it."""
        for name in ["post_date_gmt", "post_date"]:
            written = self.text(name)
            if written and not written.startswith("0000"):
                return datetime.strptime(written, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
        raise ValueError("it is put out, and has no date")
