"""The text of a story: the HTML that it may hold, and its links to records.

A link is kept as ``data-ref="person:12"``, by id, so that it survives a change of name
or address. Fixtures and revisions write it by slug, ``data-ref="person/han-hyo-joo"``.
"""

import html
import re
from collections import defaultdict

import nh3
from django.db import models
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe

KINDS = "person|show|company|country|tag|story|photo"
REFERENCE = re.compile(rf"({KINDS})(?::(\d+)|/([-\w]+))")
LINK = re.compile(r'<(a|figure) data-ref="(\w+):(\d+)">(.*?)</\1>', re.DOTALL)
# nh3 escapes ">" in attributes, so a tag ends at its first one.
LINK_TO_RECORD = re.compile(r'<a [^>]*?(data-ref="[^"]*")[^>]*>')
DATA_REF = re.compile(rf'data-ref="(?P<kind>{KINDS})(?P<by>[:/])(?P<key>[-\w]+)"')

TAGS = {
    *("p", "h2", "h3", "ul", "ol", "li", "blockquote", "strong", "em", "a", "br", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "aside", "cite"),
    *("span", "sub", "sup"),
}
ATTRIBUTES = {
    "a": {"href", "data-ref"},
    "figure": {"data-ref"},
    "span": {"lang"},
    "p": {"lang"},
    "blockquote": {"lang"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}


def filter_attribute(tag, attribute, value):
    if attribute == "data-ref":
        return value if REFERENCE.fullmatch(value) else None
    if attribute == "lang":
        return value if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", value) else None
    return value


def clean(body: str) -> str:
    """The one allow-list for bodies, on every way in."""
    cleaned = nh3.clean(
        body,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=filter_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    # The same character, kept as the source wrote it.
    return LINK_TO_RECORD.sub(r"<a \1>", cleaned.replace("&nbsp;", "\u00a0"))


class BodyField(models.TextField):
    """Cleaned whenever it is written, by a form, a fixture, a bulk write or an update."""

    def to_python(self, value):
        value = super().to_python(value)
        return clean(value) if isinstance(value, str) else value

    def get_db_prep_save(self, value, connection):
        return super().get_db_prep_save(self.to_python(value), connection)

    def value_to_string(self, instance):
        """By slug, since a fixture may be loaded where ids are others."""
        from .references import with_slugs  # noqa: PLC0415 - it needs the models that need this

        return with_slugs(self.value_from_object(instance) or "")


def plain_text(body: str) -> str:
    return " ".join(html.unescape(strip_tags(body.replace("<", " <"))).split())


def references(body: str) -> dict[str, set[int]]:
    """The ids that ``body`` links to, by kind."""
    found = defaultdict(set)
    for match in DATA_REF.finditer(body):
        if match["by"] == ":":
            found[match["kind"]].add(int(match["key"]))
    return found


def render(body: str, subjects: dict, photos: dict) -> str:
    """``body`` as readers see it: links lead to where their records are now.

    ``subjects`` holds what is linked to by (kind, id), ``photos`` by id; what is
    in neither is gone, and its link becomes plain text.
    """

    def link(match):
        element, kind, pk, inner = match[1], match[2], int(match[3]), match[4]
        if element == "figure":
            return figure(photos.get(pk), LINK.sub(link, inner))
        subject = subjects.get((kind, pk))
        return f'<a href="{subject.url}">{inner}</a>' if subject else inner

    return mark_safe(LINK.sub(link, body))  # noqa: S308 - cleaned on its way in


def figure(photo, caption):
    if photo is None:
        return ""
    return render_to_string("components/figure.html", {"photo": photo, "caption": caption})
