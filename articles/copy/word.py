"""Word documents, as HTML: only their paragraphs are read, with limits; macros never are."""

import zipfile
import zlib
from html import escape
from io import BytesIO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from .received import Received, Unreadable, checked

MOST_ENTRIES = 5000
# Unpacked. A story of ten thousand words is about a fifth of it.
MOST_XML = 12_000_000
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
ELEMENTS = {
    "title": "h1",
    "heading1": "h1",
    "heading2": "h2",
    "heading3": "h3",
    "subtitle": "h2",
    "caption": "figcaption",
    "quote": "blockquote",
    "listparagraph": "li",
}


def read_word(data: bytes) -> Received:
    try:
        with zipfile.ZipFile(BytesIO(data)) as file:
            if len(file.infolist()) > MOST_ENTRIES:
                raise Unreadable("The document has too many parts.")
            document = part(file, "word/document.xml")
            relations = part(file, "word/_rels/document.xml.rels", optional=True)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
        raise Unreadable(f"It is not a Word document: {error}.") from error
    except (RuntimeError, OSError) as error:
        raise Unreadable(f"The document cannot be opened: {error}.") from error
    targets = {each.get("Id"): each.get("Target", "") for each in relations or []}
    paragraphs = list(paragraphs_of(document, targets))
    raw = checked("\n".join(text for _, text, _ in paragraphs))
    html = "".join(f"<{tag}>{inner}</{tag}>" for tag, _, inner in paragraphs)
    return Received(html, is_html=True, raw=raw)


def part(file, name, optional=False):
    """The parsed part of the package. What its sizes claim is not believed."""
    if name not in file.namelist():
        if optional:
            return None
        raise Unreadable("It is not a Word document: it has no text part.")
    with file.open(name) as stream:
        xml = stream.read(MOST_XML + 1)
    if len(xml) > MOST_XML:
        raise Unreadable("Unpacked, the document is too large for one story.")
    try:
        return fromstring(xml, forbid_dtd=True)
    except (DefusedXmlException, ParseError, ValueError, LookupError) as error:
        raise Unreadable(f"The text of the document is not sound: {error}.") from error


def paragraphs_of(document, targets):
    """For each paragraph its element of HTML, its text and its inner HTML."""
    for paragraph in walk(document, W + "p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = style.get(f"{W}val", "").lower() if style is not None else ""
        runs = list(runs_of(paragraph, targets))
        text = "".join(text for text, _ in runs)
        if text.strip():
            yield ELEMENTS.get(name, "p"), text, "".join(html for _, html in runs)


def walk(element, tag):
    """The elements ``tag`` in their order, without recursion and without what repeats them."""
    stack = [element]
    while stack:
        each = stack.pop()
        if each.tag == FALLBACK:
            continue
        if each.tag == tag:
            yield each
        stack.extend(reversed(each))


def runs_of(paragraph, targets):
    """The text and the HTML of each run, but of those of a paragraph within: a text box."""
    stack = [(child, "") for child in reversed(paragraph)]
    while stack:
        element, address = stack.pop()
        if element.tag in {W + "p", W + "del", FALLBACK}:
            continue
        if element.tag == W + "hyperlink":
            address = targets.get(element.get(R + "id"), "")
        if element.tag == W + "r":
            yield from run(element, address)
        # A run may hold a text box: that is met as a paragraph of its own.
        else:
            stack.extend((child, address) for child in reversed(element))


def run(element, address):
    text = "".join(map(text_of, element))
    if not text:
        return
    html, marks = escape(text).replace("\n", "<br>"), element.find(f"{W}rPr")
    if marks is not None and is_on(marks.find(f"{W}i")):
        html = f"<em>{html}</em>"
    if marks is not None and is_on(marks.find(f"{W}b")):
        html = f"<strong>{html}</strong>"
    if address.startswith(("http://", "https://", "mailto:")):
        html = f'<a href="{escape(address)}">{html}</a>'
    yield text, html


def is_on(mark):
    return mark is not None and mark.get(f"{W}val", "true") not in {"0", "false", "none"}


def text_of(element):
    if element.tag == W + "t":
        return element.text or ""
    return {W + "br": "\n", W + "cr": "\n", W + "tab": " "}.get(element.tag, "")
