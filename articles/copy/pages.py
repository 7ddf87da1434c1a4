"""HTML as blocks, each with what the page around it says it is."""

import re
from dataclasses import replace
from html import escape, unescape
from html.parser import HTMLParser

import nh3

from .blocks import Block, count_words, seen
from .received import Told, Unreadable

BLOCKS = {
    *("p", "div", "section", "article", "main", "header", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("li", "ul", "ol", "dl", "dt", "dd", "blockquote", "figure", "figcaption", "pre", "table"),
    *("tr", "td", "th", "nav", "aside", "footer", "form", "button", "address", "body", "html"),
    *("center", "tbody", "thead", "caption", "details", "summary", "label"),
}
INLINE = {"a", "em", "i", "strong", "b", "br", "hr", "time", "iframe", "span"}
UNSEEN = {
    *("script", "style", "template", "noscript", "svg", "title", "select", "textarea"),
    *("object", "canvas", "audio", "video", "math"),
}
KINDS = {
    "h1": "title",
    **dict.fromkeys(["h2", "h3", "h4", "h5", "h6", "dt"], "heading"),
    **dict.fromkeys(["li", "dd"], "item"),
    "blockquote": "quote",
    **dict.fromkeys(["figcaption", "caption"], "caption"),
}
MARKS = {"em": "em", "i": "em", "strong": "strong", "b": "strong"}
ASIDES = {
    "nav": "navigation",
    "footer": "foot of the page",
    "aside": "beside the story",
    "form": "a form",
    "button": "a button",
}
ROLES = {
    "navigation": "navigation",
    "contentinfo": "foot of the page",
    "complementary": "beside the story",
    "search": "a form",
}
# Words in the names that pages give to their parts.
NAMED = {
    "share buttons": "share sharing social socials sns",
    "related stories": "related recommended recommend recommendations recirc popular trending "
    "teaser teasers outbrain taboola readmore",
    "newsletter": "newsletter subscribe subscription signup",
    "navigation": "nav navbar navigation menu breadcrumb breadcrumbs pagination skip",
    "comments": "comment comments disqus",
    "advertisement": "ad ads advert advertisement sponsored promo",
    "cookie notice": "cookie cookies consent gdpr",
    "foot of the page": "footer copyright",
    "tags": "tags taglist",
}
REASONS = {word: reason for reason, words in NAMED.items() for word in words.split()}
YOUTUBE = re.compile(r"(?:youtube(?:-nocookie)?\.com/embed/|youtu\.be/)([-\w]{11})")
VIMEO = re.compile(r"player\.vimeo\.com/video/(\d{5,12})")
# Elements that must be closed; what cleans the page takes ever longer the deeper they lie.
TAG = re.compile(
    r"<(/?)(?:div|span|section|article|blockquote|[uo]l|table|font|[bi]|em|strong|a|main|nav|aside|figure)\b",
    re.IGNORECASE,
)
DEEPEST = 2000
META = re.compile(r"<meta\b[^>]{0,2000}>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
TELLS = {
    "headline": ["og:title", "twitter:title"],
    "byline": ["author", "article:author", "byl"],
    "date": ["article:published_time", "datepublished", "pubdate", "date"],
    "outlet": ["og:site_name"],
    "address": ["og:url"],
}
HEAD = 100_000
# As much of the running text as a page's names for its parts may set aside.
MOST_ASIDE = 0.6


def blocks_of(html: str) -> list[Block]:
    reader = Reader()
    reader.feed(well_formed(html))
    reader.close()
    reader.flush()
    blocks = reader.blocks
    running = [block for block in blocks if block.is_paragraph]
    words = sum(block.words for block in running)
    aside = sum(block.words for block in running if block.aside)
    if words and aside > MOST_ASIDE * words:
        # The story itself lies in it: the names say something else here.
        wrong = {block.aside for block in running}
        return [replace(b, aside="") if b.aside in wrong else b for b in blocks]
    return blocks


def well_formed(html):
    """The same page with what no reader sees left out, and every element closed."""
    depth = 0
    for tag in TAG.finditer(html):
        depth += -1 if tag[1] else 1
        if depth > DEEPEST:
            raise Unreadable(f"Its elements lie more than {DEEPEST} deep in each other.")
    return nh3.clean(
        html,
        tags=BLOCKS | INLINE,
        clean_content_tags=UNSEEN,
        attributes={
            "*": {"class", "id", "role", "hidden"},
            "a": {"href"},
            "iframe": {"src"},
            "time": {"datetime"},
        },
        link_rel=None,
    )


class Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.blocks = []
        # Each open element with the kind of block and the reason that it gives what is in it.
        self.open = [("", "paragraph", "")]
        self.start()

    def start(self):
        self.text, self.html, self.marks, self.links, self.in_link = [], [], [], 0, False

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in BLOCKS:
            self.flush()
            self.enter(tag, attrs)
        elif tag == "br":
            self.text.append("\n")
            self.html.append("\n")
        elif tag == "iframe":
            self.video(attrs.get("src") or "")
        elif tag in MARKS:
            self.mark(MARKS[tag], f"<{MARKS[tag]}>")
        elif tag == "a":
            self.in_link = True
            href = attrs.get("href") or ""
            if href.startswith(("http://", "https://")):
                self.mark("a", f'<a href="{escape(href)}">')

    def enter(self, tag, attrs):
        _, kind, aside = self.open[-1]
        kind = KINDS.get(tag, kind)
        self.open.append((tag, kind, aside or reason_of(tag, attrs)))

    def mark(self, tag, opening):
        self.marks.append(tag)
        self.html.append(opening)

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.flush()
            if self.open[-1][0] == tag:
                self.open.pop()
        elif tag == "a" or tag in MARKS:
            self.in_link = self.in_link and tag != "a"
            if self.marks and self.marks[-1] == MARKS.get(tag, tag):
                self.html.append(f"</{self.marks.pop()}>")

    def handle_data(self, data):
        self.text.append(data.replace("\n", " "))
        self.html.append(escape(data.replace("\n", " "), quote=False))
        if self.in_link:
            self.links += len(data.strip())

    def video(self, source):
        found = [
            f"{name}:{m[1]}"
            for name, p in [("youtube", YOUTUBE), ("vimeo", VIMEO)]
            if (m := p.search(source))
        ]
        if found:
            self.flush()
            self.blocks.append(Block(found[0], "video"))

    def flush(self):
        _, kind, aside = self.open[-1]
        html = "".join(self.html) + "".join(f"</{tag}>" for tag in reversed(self.marks))
        text, links = "".join(self.text), self.links
        self.start()
        if "\n\n" in re.sub(r"\n[ \u00a0]*(?=\n)", "\n", text) and "<" not in html:
            pieces = re.split(r"\n[ \u00a0]*\n[\n \u00a0]*", text)
            self.blocks += [
                made(piece, "", kind, aside, 0) for piece in pieces if piece.strip()
            ]
        elif text.strip():
            self.blocks.append(made(text, html, kind, aside, links))


def made(text, html, kind, aside, links):
    text = " ".join(seen(text).split(" ")).replace("\n", " ")
    text = re.sub(r"[ ]{2,}", " ", text).strip()
    html = re.sub(r"\s*\n\s*", " ", seen(html)).strip() if "<" in html else ""
    return Block(
        text,
        kind,
        re.sub(r"[ ]{2,}", " ", html),
        aside,
        True,
        min(1.0, links / max(1, len(text))),
    )


def reason_of(tag, attrs):
    if reason := ASIDES.get(tag) or ROLES.get((attrs.get("role") or "").lower()):
        return reason
    names = f"{attrs.get('class') or ''} {attrs.get('id') or ''}".lower()
    words = re.split(r"[^a-z]+", names)
    return next((REASONS[word] for word in words if word in REASONS), "")


def told(html: str) -> Told:
    """What the head of a page says of its story."""
    head, found = html[:HEAD], {}
    for element in META.findall(head):
        attributes = {
            m[1].lower(): m[2] if m[2] is not None else m[3] or ""
            for m in ATTRIBUTE.finditer(element)
        }
        name = (
            attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        )
        found.setdefault(
            (name or "").lower(), seen(unescape(attributes.get("content", ""))).strip()
        )
    values = {
        field: next((found[name] for name in names if found.get(name)), "")
        for field, names in TELLS.items()
    }
    if values["byline"].startswith("http") or count_words(values["byline"]) > 8:
        values["byline"] = ""
    return Told(**values)
