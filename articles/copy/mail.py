"""Mails: their text, and what their headers say of it."""

import email
import email.policy
from email.utils import parseaddr

from .received import MARKUP, Received, Told, Unreadable, checked

MOST_PARTS = 200
# A mail's plain text is taken where it says most of what its HTML says.
ENOUGH = 0.5


def read_mail(data: bytes) -> Received:
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        texts, headers = texts_of(message), headers_of(message)
    except Unreadable:
        raise
    except Exception as error:
        # The standard library raises almost anything at a broken header.
        raise Unreadable(f"The mail is not sound: {type(error).__name__}.") from error
    text, is_html = chosen(texts)
    told = Told(
        headline=headers.get("Subject", ""),
        byline=parseaddr(headers.get("From", ""))[0],
        date=headers.get("Date", ""),
    )
    shown = [f"{name}: {value}\n" for name, value in headers.items()]
    return Received(
        text, is_html=is_html, raw=checked("".join([*shown, "\n", text])), told=told
    )


def headers_of(message):
    names = ["From", "To", "Subject", "Date"]
    values = {name: str(message[name] or "") for name in names}
    return {name: " ".join(value.split()) for name, value in values.items() if value}


def texts_of(message):
    """The first text of each kind, as it was sent."""
    texts = {}
    for number, part in enumerate(message.walk()):
        if number > MOST_PARTS:
            raise Unreadable(f"The mail has more than {MOST_PARTS} parts.")
        kind = part.get_content_type()
        is_text = kind in {"text/plain", "text/html"} and not part.is_attachment()
        if is_text and kind not in texts:
            texts[kind] = checked_or_none(str(part.get_content()))
    return {kind: text for kind, text in texts.items() if text}


def checked_or_none(text):
    return checked(text) if text.strip() else None


def chosen(texts):
    plain, html = texts.get("text/plain", ""), texts.get("text/html", "")
    if (plain and len(plain) >= ENOUGH * len(MARKUP.sub("", html))) or (plain and not html):
        return plain, False
    if html:
        return html, True
    raise Unreadable("The mail has no text.")
