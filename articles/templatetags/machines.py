"""What the head of a page tells machines: feeds, structured data, cards and translations."""

from urllib.parse import urljoin

from django import template
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.text import Truncator

from articles import structured_data as schema
from articles.body import plain_text
from articles.calendars import RELEASED
from articles.feeds import FORMATS
from articles.filters import asked_for
from articles.subjects import INDEXES
from newsroom import renditions

register = template.Library()


@register.simple_tag(takes_context=True)
def structured_data(context):
    graph = schema.graph(context.flatten()) if context.get("request") else []
    return schema.as_script(graph) if graph else ""


@register.inclusion_tag("components/feed_links.html", takes_context=True)
def feed_links(context):
    """The feeds of the list that the page shows, or else those of the site."""
    match = context.request.resolver_match
    name, slug = (match.url_name, match.kwargs.get("slug")) if match else ("", None)
    of_list = {"slug": slug} if slug else {}
    query = query_of_list(name, context.request.GET)
    found = [(type_, address + query) for type_, address in addresses(f"{name}-feed", of_list)]
    list_name = context.get("subject") or context.get("heading")
    list_name = list_name or INDEXES.get(name)
    return {
        "title": f"{settings.SITE_NAME}: {list_name}" if list_name else settings.SITE_NAME,
        "feeds": found or addresses("front-page-feed", {}),
        "calendar": calendar(name, of_list),
    }


def query_of_list(name, query):
    """What of the query makes the list another one."""
    if name == "stories":
        query = query.copy()
        query.pop("page", None)
        kept = query.urlencode()
    else:
        kept = urlencode({parameter: value for parameter, value, *_ in asked_for(name, query)})
    return f"?{kept}" if kept else ""


def addresses(name, kwargs):
    """The type and the address of a feed in each format; nothing if there is no such feed."""
    try:
        rss = reverse(name, kwargs=kwargs)
    except NoReverseMatch:
        return
    for format_ in FORMATS:
        type_ = format_.content_type.split(";")[0]
        yield type_, rss.removesuffix("rss") + format_.extension


def calendar(name, kwargs):
    if name == "front-page":
        return reverse("releases")
    return reverse(f"{name}-releases", kwargs=kwargs) if name in RELEASED else None


@register.inclusion_tag("components/card_tags.html", takes_context=True)
def card_tags(context):
    """Open Graph, for what shows a card of the page where somebody shares it."""
    page = context.request.build_absolute_uri(context.request.path)
    story, subject = context.get("story"), context.get("subject")
    shown = story or subject
    photo = story.lead_photo if story else schema.portrait(subject)
    photo = renditions.offered(photo, "16x9") if photo and photo.is_shown else None
    return {
        "type": card_type(story, subject),
        "url": page,
        "site_name": settings.SITE_NAME,
        "title": str(shown) if shown else f"{settings.SITE_NAME}: {settings.SITE_TAGLINE}",
        "description": Truncator(card_text(story, subject)).words(40),
        "image": photo and urljoin(page, photo["src"]),
        "story": story,
        "published": story and schema.date_published(story),
        "modified": story and schema.date_modified(story),
        "authors": [urljoin(page, author.url) for author in context.get("authors", ())]
        if story
        else [],
    }


def card_type(story, subject):
    if story:
        return "article"
    return (
        "profile" if getattr(subject, "address_kind", "") in {"person", "author"} else "website"
    )


def card_text(story, subject):
    if story:
        return story.standfirst or plain_text(story.body)
    return schema.description_of(subject) or settings.SITE_TAGLINE


@register.inclusion_tag("components/translations.html", takes_context=True)
def translations(context):
    """Where the story is told in other languages; nothing where it is told in one."""
    page = context.request.build_absolute_uri(context.request.path)
    found = {}
    for edition in context["story"].in_every_language:
        found.setdefault(edition.language, urljoin(page, edition.get_absolute_url()))
    return {"found": found, "first": next(iter(found.values()), "")}
