"""A story as IPTC's News in JSON, version 3.0."""

from articles.body import absolute, plain_text
from articles.models.public import FOREVER, Prominence

from .shapes import picture, places

STANDARD = {
    "name": "ninjs",
    "version": "3.0",
    "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json",
}


def item(edition, subjects, site, status="usable", old_addresses=()):
    page = site + edition.get_absolute_url()
    published = edition.published_at.isoformat(timespec="seconds") if edition.is_dated else None
    expires = edition.visible_until
    fields = {
        "uri": edition.uid.urn,
        "standard": STANDARD,
        "type": "text",
        "representationType": "full",
        "pubStatus": status,
        "firstCreated": published,
        "contentCreated": published,
        "versionCreated": (edition.updated_at or edition.visible_from).isoformat(
            timespec="seconds"
        ),
        "expires": None if expires == FOREVER else expires.isoformat(timespec="seconds"),
        "language": edition.language,
        "by": ", ".join(author.name for author in edition.authors),
        "headlines": [text("main", edition.headline)],
        "descriptions": [text("standfirst", edition.standfirst)] if edition.standfirst else [],
        "bodies": bodies(edition, page),
        "altIds": [{"role": "url", "value": place} for place in [page, *old_addresses]],
        "associations": associations(edition, site),
        "infoSources": sources(edition, subjects, site),
        **named(edition, subjects, site),
    }
    return {name: value for name, value in fields.items() if value}


def text(role, value, kind="text/plain", **more):
    return {"role": role, "contentType": kind, "value": value, **more}


def bodies(edition, page):
    plain = plain_text(edition.html)
    counts = {"wordCount": len(plain.split()), "charCount": len(plain)}
    return [
        text("main", absolute(edition.html, page), "text/html", **counts),
        text("plain", plain, **counts),
    ]


def sources(edition, subjects, site):
    outlet = subjects.get(("company", edition.outlet_id))
    if outlet is None:
        return []
    return [{"name": outlet.name, "uri": site + outlet.url, "role": "supplier"}]


def associations(edition, site):
    shown = picture(edition.lead_photo, site)
    if shown is None:
        return []
    fields = {
        "name": "lead picture",
        "uri": shown["url"],
        "type": "picture",
        "by": shown["credit"],
        "usageTerms": shown["licence"],
        "descriptions": [text("caption", shown["caption"])] if shown["caption"] else [],
        "renditions": [{"name": "web", "href": shown["url"], "contentType": "image/jpeg"}],
    }
    return [{name: value for name, value in fields.items() if value}]


def named(edition, subjects, site):
    """The records it names; works and tags are among the subjects."""
    groups = {"people": [], "organisations": [], "places": [], "subjects": []}
    within = {"person": "people", "company": "organisations", "country": "places"}
    for link in edition.links:
        if subject := subjects.get((link["kind"], link["id"])):
            mentioned = link["prominence"] == Prominence.MENTIONED
            rel = "mentions" if mentioned else "about"
            groups[within.get(subject.kind, "subjects")].append(entry(subject, rel, site))
    groups["subjects"] += [entry(tag, "keyword", site) for tag in edition.tags]
    return groups


def entry(subject, rel, site):
    return {
        "name": subject.name,
        "rel": rel,
        "uri": places(subject.kind, subject.slug, site)["url"],
    }
