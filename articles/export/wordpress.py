"""WordPress's export (WXR), as WordPress itself and ``import_wxr`` read it."""

from datetime import UTC
from io import StringIO
from xml.sax.saxutils import XMLGenerator, escape

from django.conf import settings
from django.utils import timezone

from articles.api import shapes
from articles.body import absolute
from articles.models.public import Prominence
from newsroom.text import without_controls

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>{name}</title><link>{site}</link>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>{site}</wp:base_site_url><wp:base_blog_url>{site}</wp:base_blog_url>
"""
TAIL = "</channel>\n</rss>\n"


def wxr(stories):
    """Posts, each after those of its authors and pictures that have not come yet.

    A picture's number is odd and a post's even: in WordPress both are posts.
    """
    yield HEAD.format(name=escape(settings.SITE_NAME), site=escape(settings.SITE_URL))
    known = set()
    for told in stories:
        edition, photo = told.edition, told.edition.lead_photo
        for author in edition.authors:
            if author.slug not in known:
                known.add(author.slug)
                yield author_element(author)
        shown = shapes.picture(photo, settings.SITE_URL)
        if shown and photo.pk not in known:
            known.add(photo.pk)
            yield attachment(photo, shown)
        yield post(told, 2 * photo.pk + 1 if shown else None)
    yield TAIL


def element(name, text, **attributes):
    """One element in XML; ``name`` may have a prefix."""
    out = StringIO()
    xml = XMLGenerator(out, short_empty_elements=True)
    xml.startElement(name, attributes)
    xml.characters(without_controls(str(text)))
    xml.endElement(name)
    return out.getvalue()


def item(*elements):
    return "<item>" + "\n".join(elements) + "</item>\n"


def meta(key, value):
    row = element("wp:meta_key", key) + element("wp:meta_value", value)
    return f"<wp:postmeta>{row}</wp:postmeta>"


def author_element(author):
    login = element("wp:author_login", author.slug)
    name = element("wp:author_display_name", author.name)
    return f"<wp:author>{login}{name}</wp:author>\n"


def attachment(photo, shown):
    return item(
        element("title", photo.slug),
        element("excerpt:encoded", shown["caption"]),
        element("wp:post_id", 2 * photo.pk + 1),
        element("wp:post_type", "attachment"),
        element("wp:status", "inherit"),
        element("wp:attachment_url", shown["url"]),
        meta("_wp_attachment_image_alt", shown["alt"]),
        meta("_media_credit", shown["credit"]),
    )


def post(told, thumbnail):
    edition = told.edition
    page = settings.SITE_URL + edition.get_absolute_url()
    login = edition.authors[0].slug if edition.authors else ""
    return item(
        element("title", edition.headline),
        element("link", page),
        element("guid", edition.uid.urn, isPermaLink="false"),
        element("dc:creator", login),
        element("content:encoded", content(absolute(edition.html, page))),
        element("excerpt:encoded", edition.standfirst),
        element("wp:post_id", 2 * edition.article_id),
        element("wp:post_date_gmt", moment(edition.published_at)),
        element("wp:post_modified_gmt", moment(edition.updated_at or edition.visible_from)),
        element("wp:post_name", edition.slug),
        element("wp:status", told.status),
        element("wp:post_type", "post"),
        *terms(told),
        *metas(told, thumbnail),
    )


def content(html):
    """As the block of a text that was written whole; a bracket begins no shortcode."""
    return f"<!-- wp:freeform -->{html.replace('[', '&#91;')}<!-- /wp:freeform -->"


def moment(at):
    return timezone.localtime(at, UTC).strftime("%Y-%m-%d %H:%M:%S")


def terms(told):
    """Its tags, what it is about as categories, and its authors as Co-Authors Plus has them."""
    edition = told.edition
    about = [
        told.subjects.get((link["kind"], link["id"]))
        for link in edition.links
        if link["prominence"] < Prominence.MENTIONED
    ]
    for domain, subjects, prefix in [
        ("post_tag", edition.tags, ""),
        ("category", filter(None, about), ""),
        ("author", edition.authors, "cap-"),
    ]:
        for subject in subjects:
            nicename = f"{prefix}{subject.slug}"
            yield element("category", subject.name, domain=domain, nicename=nicename)


def metas(told, thumbnail):
    if thumbnail:
        yield meta("_thumbnail_id", thumbnail)
    stories = told.edition.get_absolute_url().removesuffix(f"{told.edition.slug}/")
    for address in told.old_addresses:
        path = address.removeprefix(settings.SITE_URL)
        if path.startswith(stories):
            yield meta("_wp_old_slug", path.removeprefix(stories).strip("/"))
        else:
            yield meta("_old_address", address)
    yield meta("_language", told.edition.language)
    if not told.edition.is_dated:
        yield meta("_undated", told.edition.source_date)
