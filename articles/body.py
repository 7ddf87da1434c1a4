"""The text of a story: the HTML that it may hold, and its links to records.

A link is kept as ``data-ref="person:12"``, by id, so that it survives a change of name
or address. Fixtures and revisions write it by slug, ``data-ref="person/han-hyo-joo"``.
"""

import html
import re
from collections import defaultdict
from urllib.parse import urljoin

import nh3
from django.db import models
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

KINDS = "person|show|company|country|tag|story|photo"
REFERENCE = re.compile(rf"({KINDS})(?::(\d+)|/([-\w]+))")
# A link to a record, by its id or else by its slug.
BY = r'<(?P<element>a|figure) data-ref="(\w+){}">(?P<inner>.*?)</(?P=element)>'
LINK = re.compile(BY.format(r":(\d+)"), re.DOTALL)
LINK_BY_SLUG = re.compile(BY.format(r"/[-\w]+"), re.DOTALL)
# nh3 escapes ">" in attributes, so a tag ends at its first one. From attribute to attribute:
# the value of one may look like the next.
LINK_TO_RECORD = re.compile(r'<a (?:(?!data-ref)[-\w]+="[^"]*" )*(data-ref="[^"]*")[^>]*>')
EMBED = re.compile(r'<div data-embed="(\w+):([-\w]+)" data-title="([^"]*)"></div>')
DIV = re.compile(r"</?div[^>]*>")
VIDEO = re.compile(r"youtube:[-\w]{11}|vimeo:\d{5,12}")
DATA_EMBED = re.compile(r'data-embed="([^"]*)"')
DATA_TITLE = re.compile(r'data-title="([^"]*)"')
# Every ">" in an attribute is escaped, by nh3 and by templates.
ELEMENT = re.compile(r"<[a-z][^>]*>")
TAG = re.compile(r"</?[a-z][^>]*>")
ADDRESS = re.compile(r'(?<= )(href|src|srcset)="([^"]*)"')
# A tag that parts the words around it; these others stand within a sentence, or a word.
PARTING = re.compile(r"<(?!/?(?:a|em|span|strong|sub|sup)\b)")
DATA_REF = re.compile(rf'data-ref="(?P<kind>{KINDS})(?P<by>[:/])(?P<key>[-\w]+)"')

# Where a video is watched, by readers without a script, and the player of those with one.
ADDRESSES = {
    "youtube": (
        "https://www.youtube.com/watch?v=",
        "https://www.youtube-nocookie.com/embed/{}?autoplay=1",
    ),
    "vimeo": ("https://vimeo.com/", "https://player.vimeo.com/video/{}?autoplay=1&dnt=1"),
}
SITES = {"youtube": "YouTube", "vimeo": "Vimeo"}

TAGS = {
    *("p", "h2", "h3", "ul", "ol", "li", "blockquote", "strong", "em", "a", "br", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "aside", "cite"),
    *("span", "sub", "sup", "div"),
}
ATTRIBUTES = {
    "a": {"href", "data-ref"},
    "figure": {"data-ref"},
    "div": {"data-embed", "data-title"},
    "span": {"lang"},
    "p": {"lang"},
    "blockquote": {"lang"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}


def filter_attribute(tag, attribute, value):
    if attribute == "data-ref":
        return value if refers(tag, value) else None
    if attribute == "data-embed":
        return value if VIDEO.fullmatch(value) else None
    if attribute == "lang":
        return value if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", value) else None
    return value


def refers(tag, value):
    """A figure shows a photo; a link leads to anything else."""
    found = REFERENCE.fullmatch(value)
    return found and (found[1] == "photo") == (tag == "figure")


def keep_embeds_alone(match):
    """A div is there for a video: any other goes, and so does what a div wraps its text in."""
    video, title = DATA_EMBED.search(match[0]), DATA_TITLE.search(match[0])
    if video is None:
        return ""
    return f'<div {video[0]} data-title="{title[1] if title else ""}"></div>'


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
    cleaned = LINK_TO_RECORD.sub(r"<a \1>", cleaned.replace("&nbsp;", "\u00a0"))
    return DIV.sub(keep_embeds_alone, cleaned)


class BodyField(models.TextField):
    """Cleaned whenever it is written, by a form, a fixture, a bulk write or an update."""

    def to_python(self, value):
        value = super().to_python(value)
        return clean(value) if isinstance(value, str) else value

    def get_db_prep_save(self, value, connection):
        # An expression, as a bulk update makes, cleans the values that it holds by this field.
        value = value if hasattr(value, "as_sql") else self.to_python(value)
        return super().get_db_prep_save(value, connection)

    def value_to_string(self, instance):
        """By slug, since a fixture may be loaded where ids are others."""
        from .references import with_slugs  # noqa: PLC0415 - it needs the models that need this

        return with_slugs(self.value_from_object(instance) or "")


def plain_text(body: str) -> str:
    return " ".join(html.unescape(TAG.sub("", PARTING.sub(" <", body))).split())


def unlinked(match) -> str:
    """What is left of a link when its record is gone."""
    return match["inner"] if match["element"] == "a" else ""


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

    return mark_safe(EMBED.sub(embed, LINK.sub(link, body)))  # noqa: S308 - cleaned on its way in


def figure(photo, caption):
    if photo is None:
        return ""
    return render_to_string("components/figure.html", {"photo": photo, "caption": caption})


def embed(match):
    provider, video, title = match.groups()
    page, player = ADDRESSES[provider]
    context = {
        "title": html.unescape(title),
        "site": SITES[provider],
        "page": page + video,
        "player": player.format(video),
    }
    return render_to_string("components/embed.html", context)


def absolute(rendered: str, page: str) -> str:
    """``rendered`` with whole addresses, for readers who are not on its ``page``."""
    return ELEMENT.sub(
        lambda element: ADDRESS.sub(lambda found: whole(found, page), element[0]), rendered
    )


def whole(found, page):
    name, value = found.groups()
    places = value.split(", ") if name == "srcset" else [value]
    return f'{name}="{", ".join(whole_address(place, page) for place in places)}"'


def whole_address(address, page):
    try:
        return urljoin(page, address)
    except ValueError:
        # No address at all: brackets that are not those of an IPv6 host, say.
        return address
