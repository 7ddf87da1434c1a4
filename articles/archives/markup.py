"""An archive's HTML as a story's body: every word is kept, and little of what it was set in."""

import re
from collections.abc import Callable
from html import escape
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup, NavigableString
from bs4.element import PreformattedString

from .posts import Picture

# What is shown of each element, where it is not the same.
HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
RENAMED = {**HEADINGS, "b": "strong", "i": "em"}
WHOLE = {"ul", "ol", "table"}
INLINE = {
    *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn"),
    *("em", "font", "i", "ins", "kbd", "label", "mark", "nobr", "output", "q", "rp", "rt"),
    *("ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt"),
    *("u", "var", "wbr"),
}
NO_WORDS = {"head", "link", "meta", "script", "style", "svg", "template"}
# What Ghost shows of a page that it links to: its icon, and a picture of it.
OF_OTHER_PAGES = ".kg-bookmark-icon, .kg-bookmark-thumbnail"
PLAYERS = {"audio", "embed", "iframe", "object", "video"}

# As WordPress writes: shortcodes, and paragraphs that are lines with a blank one between.
CAPTION = re.compile(
    r"\[(?P<tag>caption|wp_caption)\b(?P<given>[^\]]*)\](?P<inner>.*?)\[/(?P=tag)\]", re.DOTALL
)
# Before its version 3.4 it wrote the caption so.
CAPTION_GIVEN = re.compile(r"\bcaption=(?P<mark>[\"'])(?P<words>.*?)(?P=mark)", re.DOTALL)
CAPTIONED = re.compile(r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)?(.*)", re.DOTALL)
EMBEDDED = re.compile(
    r"\[(?P<kind>embed|video|audio|youtube)\b[^\]]*\](?P<address>[^\[]*)\[/(?P=kind)\]"
)
GALLERY = re.compile(r"\[gallery\b(?P<given>[^\]]*)\]")
GALLERY_IDS = re.compile(r"\b(?:ids|include)=[\"']?(?P<ids>[\d,\s]+)")
LAYOUT = re.compile(r"\[/?(?:vc_\w+|et_pb_\w+|row|column)\b[^\]]*\]")
BLOCK = (
    r"(?:p|h[1-6]|ul|ol|li|blockquote|table|caption|thead|tbody|tr|t[dh]|figure|figcaption|hr"
    r"|div|section|article|aside|dl|dt|dd|form|iframe|address)\b[^>]*>"
)
BEGINS, ENDS = (re.compile(f"({tag}{BLOCK})", re.IGNORECASE) for tag in ["<", "</"])
KEEPS_ITS_LINES = re.compile(r"(<(?:pre|script|style)\b.*?</(?:pre|script|style)>)", re.DOTALL)
ADDRESS = re.compile(r"https?://\S+")
ADDRESS_ALONE = re.compile(r"^[ \t]*(https?://\S+)[ \t]*$", re.MULTILINE)


def paragraphs(text: str) -> str:
    """What WordPress shows of a text that was typed without tags for its paragraphs."""
    # What keeps its lines stands at the odd places.
    pieces = KEEPS_ITS_LINES.split(text.replace("\r\n", "\n"))
    return "\n".join(
        piece if place % 2 else flowing(piece) for place, piece in enumerate(pieces)
    )


def flowing(text):
    text = ENDS.sub(r"\1\n\n", BEGINS.sub(r"\n\n\1", ADDRESS_ALONE.sub(r"\n\n\1\n\n", text)))
    return "\n".join(
        chunk if starts_block(chunk) else f"<p>{chunk.replace(chr(10), '<br>')}</p>"
        for chunk in map(str.strip, re.split(r"\n\s*\n", text))
        if chunk
    )


def starts_block(chunk):
    return BEGINS.match(chunk) or ENDS.match(chunk)


def without_shortcodes(text: str, pictures_of: Callable[[list[str]], list[Picture]]) -> str:
    """Captions, galleries, embeds become HTML; what only lays out goes; any other stays as it is.

    ``pictures_of`` gives those of a gallery by their ids; of none, those of the post itself.
    """
    text = CAPTION.sub(caption, text)
    text = GALLERY.sub(lambda found: gallery(found["given"], pictures_of), text)
    text = EMBEDDED.sub(lambda found: f"\n\n{found['address'].strip()}\n\n", text)
    return LAYOUT.sub("", text)


def caption(found):
    picture, words = CAPTIONED.fullmatch(found["inner"]).groups()
    given = CAPTION_GIVEN.search(found["given"])
    words = " ".join(filter(None, [given and given["words"], words.strip()]))
    return f"<figure>{picture or ''}<figcaption>{words}</figcaption></figure>"


def gallery(given, pictures_of):
    named = GALLERY_IDS.search(given)
    pictures = pictures_of(re.findall(r"\d+", named["ids"]) if named else [])
    return "\n\n".join(["", *map(figure_of, pictures), ""])


def figure_of(picture):
    image = f'<img src="{escape(picture.url)}" alt="{escape(picture.alt)}">'
    return f"<figure>{image}<figcaption>{picture.caption}</figcaption></figure>"


def body_of(markup: str, photo_of: Callable[[Picture], str | None]) -> str:
    """``markup`` as the body of a story, still to be cleaned by the allow-list.

    ``photo_of`` gives the slug of the photo that a picture has become; where it gives
    none, the picture's caption stays as a paragraph.
    """
    page = BeautifulSoup(markup, "html.parser")
    for reading in page.select("ruby:not(:has(rp)) rt"):
        # As those show it who cannot set it above the word.
        reading.insert(0, "(")
        reading.append(")")
    for other in page.select(OF_OTHER_PAGES):
        other.decompose()
    flow = Flow(photo_of)
    flow.take(page)
    flow.end_paragraph()
    return "".join(flow.blocks)


class Flow:
    """Goes through a page and sets down its blocks; loose words gather in paragraphs."""

    def __init__(self, photo_of):
        self.photo_of = photo_of
        self.blocks, self.run = [], []

    def take(self, node):
        for child in node.children:
            if isinstance(child, NavigableString):
                # Comments and the like are strings too.
                if not isinstance(child, PreformattedString):
                    self.run.append(escape(child, quote=False))
            elif child.name not in NO_WORDS:
                self.take_element(child)

    def take_element(self, node):
        if node.name == "br":
            self.run.append("<br>")
        elif node.name == "img":
            self.picture(node)
        elif node.name in PLAYERS:
            self.player(node)
        elif node.name in INLINE and is_inline(node):
            self.run.append(serialized(node) if node.get_text() else "")
        elif node.name in INLINE:
            self.take(node)
        else:
            self.block(node)

    def block(self, node):
        self.end_paragraph()
        if node.name == "hr":
            self.blocks.append("<hr>")
        elif node.name in WHOLE:
            self.whole(node)
        elif node.name == "figure":
            self.figure(node)
        elif node.name == "blockquote":
            self.quotation(node)
        else:
            if node.name == "pre":
                break_lines(node)
            self.take(node)
            self.end_paragraph(HEADINGS.get(node.name, "p"), node.get("lang"))

    def end_paragraph(self, element="p", language=None):
        words, self.run = "".join(self.run).strip(), []
        words = re.sub(r"^(?:\s*<br>)+|(?:<br>\s*)+$", "", words)
        if video := video_at(words) if ADDRESS.fullmatch(words) else None:
            self.blocks.append(card(video))
        elif words:
            attribute = f' lang="{escape(language)}"' if language and element == "p" else ""
            self.blocks.append(f"<{element}{attribute}>{words}</{element}>")

    def whole(self, node):
        """A list or a table stays as it is; its pictures follow it."""
        if title := node.find("caption"):
            self.block(title.extract())
        pictures = [picture.extract() for picture in node.find_all("img")]
        if node.get_text(strip=True):
            self.blocks.append(serialized(node))
        for picture in pictures:
            self.picture(picture)

    def quotation(self, node):
        inner = Flow(self.photo_of)
        inner.take(node)
        inner.end_paragraph()
        if inner.blocks:
            self.blocks.append(f"<blockquote>{''.join(inner.blocks)}</blockquote>")

    def figure(self, node):
        """One picture with its caption; of a gallery, or of anything else, all that is in it."""
        pictures, words = node.find_all("img"), node.find("figcaption")
        if len(pictures) == 1 and words is not None:
            words.extract()
            self.picture(pictures[0].extract(), words.decode_contents().strip())
        self.take(node)
        self.end_paragraph()

    def picture(self, node, words=""):
        text = BeautifulSoup(words, "html.parser").get_text(" ", strip=True)
        address = node.get("src") or node.get("data-src") or ""
        found = Picture(address, node.get("alt", "").strip(), text)
        self.end_paragraph()
        if slug := self.photo_of(found) if address else None:
            note = f"<figcaption>{words}</figcaption>" if words else ""
            self.blocks.append(f'<figure data-ref="photo/{slug}">{note}</figure>')
        elif words:
            self.blocks.append(f"<p>{words}</p>")

    def player(self, node):
        """A video becomes a card; anything else a link to what was played."""
        inner = node.find("source")
        address = node.get("src") or node.get("data") or (inner and inner.get("src")) or ""
        words = node.get_text(" ", strip=True) or node.get("title", "")
        if video := video_at(address):
            self.end_paragraph()
            self.blocks.append(card(video, words))
        elif ADDRESS.fullmatch(address):
            self.run.append(f'<a href="{escape(address)}">{escape(words or address)}</a>')
        else:
            self.run.append(escape(words))


def is_inline(node):
    return all(child.name in INLINE or child.name == "br" for child in node.find_all(True))


def serialized(node):
    for inner in [node, *node.find_all(True)]:
        inner.name = RENAMED.get(inner.name, inner.name)
    return str(node)


def break_lines(node):
    for text in node.find_all(string=True):
        lines = escape(text, quote=False).split("\n")
        text.replace_with(BeautifulSoup("<br>".join(lines), "html.parser"))


def card(video, title=""):
    return f'<div data-embed="{video}" data-title="{escape(title)}"></div>'


def video_at(address: str) -> str | None:
    """As a body names a video, if ``address`` is that of one on YouTube or Vimeo."""
    try:
        parts = urlsplit("https:" + address if address.startswith("//") else address)
    except ValueError:
        return None
    host, last = parts.hostname or "", parts.path.rstrip("/").rpartition("/")[2]
    if host.removeprefix("www.") in {"youtu.be", "youtube.com", "youtube-nocookie.com"}:
        name = parse_qs(parts.query).get("v", [last])[0]
        return f"youtube:{name}" if re.fullmatch(r"[-\w]{11}", name) else None
    if host in {"vimeo.com", "www.vimeo.com", "player.vimeo.com"}:
        return f"vimeo:{last}" if re.fullmatch(r"\d{5,12}", last) else None
    return None
