"""Copy as it comes in: pasted, or a file of text, HTML, Word or mail. Nothing is trusted."""

import re
from dataclasses import dataclass, field

MOST_BYTES = 10_000_000
MOST_TEXT = 2_000_000
MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|article|section|div|p|h[1-6]|ul|ol|br|blockquote|figure|table)"
    r"\b[^<>]*>",
    re.IGNORECASE,
)


class Unreadable(ValueError):
    """Says, in words for editors, why nothing can be made of what came."""


@dataclass(frozen=True)
class Told:
    """What the file says of its text beside the text: a mail's headers, a page's head."""

    headline: str = ""
    byline: str = ""
    date: str = ""
    outlet: str = ""
    address: str = ""
    language: str = ""


@dataclass(frozen=True)
class Received:
    text: str
    is_html: bool = False
    # As it is kept: the text itself, unless only a program could read that.
    raw: str = ""
    told: Told = field(default_factory=Told)


def pasted(text: str) -> Received:
    """What somebody pasted. A form sends every line break as two characters."""
    text = checked(text.replace("\r\n", "\n"))
    return Received(text, is_html=bool(MARKUP.match(text.strip())), raw=text)


def file_received(name: str, data: bytes) -> Received:
    """What a file holds, told by its name and its first bytes. Raises Unreadable."""
    from .mail import read_mail  # noqa: PLC0415 - they need what this module has
    from .word import read_word  # noqa: PLC0415

    if len(data) > MOST_BYTES:
        raise Unreadable(f"It is larger than {MOST_BYTES // 1_000_000} MB.")
    if not data.strip():
        raise Unreadable("The file is empty.")
    ending = name.lower().rpartition(".")[2] if "." in name else ""
    if ending == "docx":
        return read_word(data)
    if ending == "eml":
        return read_mail(data)
    if ending in {"html", "htm"}:
        text = decoded(data)
        return Received(text, is_html=True, raw=text)
    if ending == "txt":
        text = decoded(data)
        return Received(text, is_html=bool(MARKUP.match(text.strip())), raw=text)
    raise Unreadable("Only .txt, .html, .docx and .eml files can be read.")


def decoded(data: bytes) -> str:
    encoding = "utf-8"
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encoding = "utf-16"
    try:
        return checked(data.decode(encoding))
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"It is not text in UTF-8 (byte {error.start + 1}): save it as UTF-8."
        ) from error


def checked(text: str) -> str:
    if "\0" in text:
        raise Unreadable(f"Character {text.index(chr(0)) + 1} is a NUL: this is no text.")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        message = f"Character {error.start + 1} is half a character: this is no text."
        raise Unreadable(message) from error
    if len(text) > MOST_TEXT:
        raise Unreadable(f"It has more than {MOST_TEXT:,} characters: too many for one story.")
    if not text.strip("\ufeff \t\r\n\u00a0\u200b"):
        raise Unreadable("There is no text in it.")
    return text
