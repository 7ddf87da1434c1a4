"""Stories and records as the API tells them. ``site`` is the beginning of every address."""

from django.urls import reverse

from articles.body import absolute, plain_text
from articles.subjects import INDEX_OF, MODELS
from newsroom import renditions

# What is loaded with the facts of a story.
FACTS_NAME = ["production", "person", "company", "country", "platform"]


def places(kind, slug, site):
    """Where a record is for readers, and where for programs."""
    if kind == "story":
        api = reverse("api:story", args=[slug])
    else:
        api = reverse("api:record", args=[INDEX_OF[kind], slug])
    return {"url": site + reverse(kind, args=[slug]), "api": site + api}


def ref(subject, site):
    """A record, named: a Subject, or a row of its own table."""
    kind = getattr(subject, "address_kind", None) or subject.kind
    return {"kind": kind, "name": str(subject), **places(kind, subject.slug, site)}


def refs(subjects, site):
    return [ref(subject, site) for subject in subjects]


def picture(photo, site):
    if not (photo and photo.is_shown):
        return None
    offered = renditions.offered(photo, "free")
    return {
        "url": site + offered["src"],
        "alt": photo.alt,
        "caption": photo.caption,
        "credit": photo.credit or photo.original_credit,
        "licence": photo.licence,
    }


def story(edition, site):
    """What lists tell of a story that ``with_names`` has made ready."""
    return {
        "id": edition.uid.urn,
        **places("story", edition.slug, site),
        "headline": edition.headline,
        "standfirst": edition.standfirst,
        "kicker": edition.kicker,
        "language": edition.language,
        "published_at": edition.published_at if edition.is_dated else None,
        "updated_at": edition.updated_at,
        "source_date": date(edition, "source_date"),
        "authors": refs(edition.authors, site),
        "shows": refs(edition.shows, site),
        "picture": picture(edition.lead_photo, site),
    }


def story_in_full(edition, subjects, site):
    """A story with its ``html``, ``told_facts``, ``authors``, ``shows`` and ``tags``, and all
    that it names.
    """
    outlet = subjects.get(("company", edition.outlet_id))
    page = site + edition.get_absolute_url()
    return {
        **story(edition, site),
        "body_html": absolute(edition.html, page),
        "body_text": plain_text(edition.html),
        "source": {"outlet": outlet and ref(outlet, site), "url": edition.source_url},
        "names": [
            {**ref(subject, site), "native_name": subject.native_name, **as_printed(link)}
            for link in edition.links
            if (subject := subjects.get((link["kind"], link["id"])))
        ],
        "tags": refs(edition.tags, site),
        "corrections": edition.corrections,
        "facts": [fact(row, site) for row in edition.told_facts],
        "translations": [
            {"language": other.language, **places("story", other.slug, site)}
            for other in edition.in_every_language
            if other.article_id != edition.article_id
        ],
    }


def as_printed(link):
    prominence = {1: "main", 2: "featured", 3: "mentioned"}[link["prominence"]]
    return {"prominence": prominence, "printed": link["printed"], "quoted": link["quoted"]}


def date(row, name):
    """A date as exact as its source, with the source's words and how sure it is."""
    value, words = getattr(row, name), getattr(row, f"{name}_words")
    if not value and not words:
        return None
    return {"date": value, "words": words, "certainty": getattr(row, f"{name}_certainty")}


def fact(row, site):
    about = [row.production, row.person, row.company, row.country]
    return {
        "label": row.label,
        "kind": row.kind,
        "value": None if row.value is None else f"{row.value.normalize():f}",
        "unit": row.unit,
        "chart": row.chart,
        "approximate": row.approximate,
        "consecutive": row.consecutive,
        "date": date(row, "date"),
        "quote": row.quote,
        "about": refs(filter(None, about), site),
        "platform": row.platform and ref(row.platform, site),
    }


def record(row, site):
    """A record of any kind, with what ``RELATED`` has loaded of it."""
    kind = row.address_kind
    native = {"show": "original_title"}.get(kind, "native_name")
    language = {"show": "original_language"}.get(kind, "native_language")
    return {
        "kind": kind,
        **places(kind, row.slug, site),
        "name": getattr(row, "title", None) or row.name,
        "disambiguation": getattr(row, "disambiguation", ""),
        "native_name": getattr(row, native, ""),
        "native_language": getattr(row, language, ""),
        "other_names": [
            {"name": other.name, "kind": other.kind, "language": other.language}
            for attribute in (() if kind == "tag" else getattr(row, "other_names_are_in", ()))
            for other in getattr(row, attribute).all()
        ],
        **PARTICULARS[kind](row, site),
    }


def show(row, site):
    return {
        "form": row.kind,
        "year": row.year,
        "countries": refs(row.countries.all(), site),
        "genres": refs(row.genres.all(), site),
        "description": row.synopsis,
        "picture": picture(row.poster, site),
    }


def person(row, site):
    return {
        "nationalities": refs(row.nationalities.all(), site),
        "born": date(row, "birth"),
        "description": row.bio,
        "picture": picture(row.photo, site),
    }


def company(row, site):
    return {
        "form": row.kind,
        "country": row.country and ref(row.country, site),
        "owner": row.parent and ref(row.parent, site),
        "description": row.description,
    }


def country(row, site):
    return {"code": row.code}


def tag(row, site):
    return {"group": row.group, "description": row.description}


def author(row, site):
    return {"description": row.bio, "picture": picture(row.photo, site)}


PARTICULARS = {
    "show": show,
    "person": person,
    "company": company,
    "country": country,
    "tag": tag,
    "author": author,
}
# By kind: what is loaded with its records, in the same query and in others.
RELATED = {
    "show": (["poster"], ["titles", "countries", "genres"]),
    "person": (["photo"], ["names", "nationalities"]),
    "company": (["country", "parent"], ["names"]),
    "country": ([], []),
    "tag": ([], []),
    "author": (["photo"], []),
}


def records(kind):
    """The records of ``kind`` with all that is told of them. At most four queries."""
    related, prefetched = RELATED[kind]
    found = MODELS[kind].objects.prefetch_related(*prefetched)
    found = found.select_related(*related) if related else found
    return found.filter(synonym_of__isnull=True) if kind == "tag" else found
