"""The runs of a text that are in another language, marked as such for browsers and their voices."""

import re

from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from newsroom.text import runs as runs_of

# Every ">" in an attribute is escaped.
TAG = re.compile(r"(<[^>]*>)")


def runs(text, language=None):
    """``text``, or safe HTML, that is in ``language`` or else in that of the page."""
    return marked(text, language or get_language(), {})


def in_story(text, story):
    """``text`` of ``story``: the names in it tell in which language their Han is read."""
    return marked(text, story.language, getattr(story, "native_names", {}))


def marked(text, language, names):
    pieces = TAG.split(conditional_escape(text))
    # What stands between the tags.
    pieces[::2] = [
        "".join(span(*run) for run in runs_of(piece, language, names)) for piece in pieces[::2]
    ]
    return mark_safe("".join(pieces))  # noqa: S308 - escaped above, or safe before


def span(text, language):
    return f'<span lang="{language}">{text}</span>' if language else text
