"""What the public pages need beyond Django's own tags: words, links and addresses."""

import re
from itertools import groupby

from django import template
from django.conf import settings
from django.utils import formats, numberformat
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext as _, pgettext

from articles import share
from articles.body import plain_text
from articles.languages import in_story, runs
from newsroom import renditions
from newsroom.partial_dates import in_words
from newsroom.text import cover_of, language_of, without_controls

register = template.Library()
register.filter(in_story)
register.filter(in_words)
register.filter(plain_text)
register.filter(runs)
register.filter(without_controls)
register.filter("renditions", renditions.offered)
register.filter("share_image", share.address)

FIGCAPTION = re.compile(r"</?figcaption>")
WITH_ARTICLE = re.compile(
    r"^(United|Bahamas|Comoros|DR|Gambia|Isle|Maldives|Philippines|Republic|Seychelles|U\.S)\b"
    r"|(Islands|Netherlands|Republic|Territory|Territories)$"
)


@register.filter
def tone(slug):
    """The classes of a colour of the house and a pattern: always the same two."""
    colour, pattern, *_ = cover_of(slug)
    return f"tone-{colour + 1} art-{pattern + 1}"


@register.filter
def cover(slug):
    """The classes of a panel of type: its colour, its pattern and how that lies."""
    *_, angle, size = cover_of(slug)
    return f"{tone(slug)} turn-{angle + 1} size-{size + 1}"


@register.filter
def direction(language):
    """Which way ``language`` is written."""
    return "rtl" if language.split("-")[0] in settings.LANGUAGES_BIDI else "ltr"


@register.filter
def initial(text):
    """The first letter or digit of ``text``, as a capital."""
    return next((char for char in str(text) if char.isalnum()), "").upper()


@register.filter
def in_language(text, language):
    """``text`` marked with its language: the one given, or else the one its script tells."""
    language = language or language_of(text)
    return format_html('<span lang="{}">{}</span>', language, text) if language else text


@register.filter
def in_prose(country):
    """The name of a country as an English sentence has it: the Philippines, South Korea."""
    takes_article = get_language().startswith("en") and WITH_ARTICLE.search(str(country))
    return f"the {country}" if takes_article else str(country)


@register.filter
def linked(records):
    """Links to ``records`` as a sentence of the page's language has them: A, B and C."""
    links = [
        format_html(
            '<a href="{}">{}</a>', getattr(r, "url", None) or r.get_absolute_url(), runs(str(r))
        )
        for r in records
    ]
    if len(links) < 2:
        return links[0] if links else ""
    most = format_html_join(
        pgettext("between names", ", "), "{}", ((link,) for link in links[:-1])
    )
    return format_html(pgettext("the last of some names", "{} and {}"), most, links[-1])


@register.filter
def quantity(fact):
    """The figure of a fact: about 7,700,000,000 hours, 15 days in a row, No. 1."""
    if fact.value is None:
        return ""
    figure = grouped(fact.value)
    if fact.kind == fact.Kind.CHART_RANK and not fact.unit:
        figure = _("No. {figure}").format(figure=figure)
    elif fact.unit:
        figure = pgettext("figure and unit", "{figure} {unit}").format(
            figure=figure, unit=fact.unit
        )
    if fact.approximate:
        figure = _("about {figure}").format(figure=figure)
    return _("{figure} in a row").format(figure=figure) if fact.consecutive else figure


def grouped(number):
    """``number`` with its thousands parted as the page's language does it."""
    return numberformat.format(
        number.normalize(),
        formats.get_format("DECIMAL_SEPARATOR"),
        grouping=3,
        thousand_sep=formats.get_format("THOUSAND_SEPARATOR"),
        force_grouping=True,
    )


@register.filter
def under(label, heading):
    """``label`` as it stands under ``heading``, without saying it again."""
    return capfirst(label.removeprefix(f"{heading}: "))


@register.filter
def by_statement(facts):
    """``facts`` in lists of those that the same words of the same story state."""
    together = groupby(facts, key=lambda fact: (fact.edition_id, fact.quote))
    return [list(stated) for _statement, stated in together]


@register.filter
def releases_of(facts, show):
    """Those of ``facts`` that say when ``show`` came out."""
    return [f for f in facts if f.kind == f.Kind.RELEASE and f.production_id == show.pk]


@register.filter
def moment(text):
    """The moment that an ISO text such as a correction's ``made_at`` gives."""
    return parse_datetime(text)


@register.filter
def caption(contents):
    """What a figure of a body holds, for the figcaption of the page."""
    return mark_safe(FIGCAPTION.sub("", contents).strip())  # noqa: S308 - cleaned on its way in


@register.simple_tag(takes_context=True)
def here_without(context, *parameters):
    """The address of this page without some of the parameters of its query."""
    query = context.request.GET.copy()
    for parameter in parameters:
        query.pop(parameter, None)
    path = context.request.path
    return f"{path}?{query.urlencode()}" if query else path
