"""What a page is about, in the words of schema.org, from what its view has loaded already."""

import json
import re
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import mark_safe

from newsroom import renditions
from newsroom.partial_dates import Certainty
from talent.models import Credit, NameKey

from . import share
from .models.public import Prominence
from .subjects import INDEX_OF, INDEXES

SCHEMA = "https://schema.org"
FORMS = {"film": "Movie", "series": "TVSeries", "show": "TVSeries", "novel": "Book"}
TYPES = {"person": "Person", "company": "Organization", "country": "Country"}
# A name that says more than another spelling in Latin letters would.
OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u2e80-\ud7ff\uf900-\ufaff]")
# JSON in HTML: what could end the element, or begin another, is written as JSON can.
IN_SCRIPT = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
MOST_LISTED = 30


def as_script(graph):
    """A data block, which is never run: the policy against inline scripts lets it be."""
    data = json.dumps({"@context": SCHEMA, "@graph": graph}, ensure_ascii=False, default=str)
    script = f'<script type="application/ld+json">{data.translate(IN_SCRIPT)}</script>'
    return mark_safe(script)  # noqa: S308 - nothing that means anything in HTML is left in it


def graph(context):
    """The things that the page with this ``context`` is or tells of."""
    request = context["request"]
    page = request.build_absolute_uri(request.path)
    site = {"@type": "Organization", "@id": urljoin(page, "/#publisher"), **named(page, "/")}
    if story := context.get("story"):
        return [news_article(story, context, page, site), trail(page, "stories", story)]
    if subject := context.get("subject"):
        parts = [
            subject_page(subject, context, page),
            trail(page, INDEX_OF[kind_of(subject)], subject),
        ]
    elif page == urljoin(page, "/"):
        parts = [web_site(page), site]
    else:
        parts = []
    return [*parts, *item_list(context, page)]


def kind_of(record):
    return getattr(record, "address_kind", None) or record.kind


def named(page, path):
    return {"name": settings.SITE_NAME, "url": urljoin(page, path)}


def present(fields):
    """Without what is not known."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def news_article(story, context, page, site):
    authors = [
        {"@type": "Person", "name": author.name, "url": urljoin(page, author.url)}
        for author in context.get("authors", ())
    ]
    outlet = context.get("outlet")
    supplier = outlet and {
        "@type": "Organization",
        "name": outlet.name,
        "url": urljoin(page, outlet.url),
    }
    about, mentions = things_named(story, context, page)
    return present(
        {
            "@type": "NewsArticle",
            "@id": story.uid.urn,
            "url": page,
            "mainEntityOfPage": page,
            "headline": story.headline,
            "description": story.standfirst,
            "articleSection": story.kicker,
            "inLanguage": story.language,
            "datePublished": date_published(story),
            "dateModified": date_modified(story),
            "author": authors or supplier or site,
            "publisher": site,
            "sourceOrganization": supplier,
            "isBasedOn": story.source_url,
            "image": image(story.lead_photo, page) or drawn(story, page),
            "keywords": [tag.name for tag in context.get("tags", ())],
            "about": about,
            "mentions": mentions,
            "correction": [
                {
                    "@type": "CorrectionComment",
                    "text": correction["text"],
                    "datePublished": correction["made_at"],
                }
                for correction in story.corrections
            ],
            "isAccessibleForFree": True,
            **translations(story, page),
        }
    )


def date_published(story):
    """Our own moment, or the day that the source gave; never a day that nobody gave."""
    if story.is_dated:
        return story.published_at.isoformat(timespec="seconds")
    unsure = story.source_date_certainty in {Certainty.INFERRED, Certainty.PLANNED}
    return story.source_date if len(story.source_date) == 10 and not unsure else None


def date_modified(story):
    return story.updated_at and story.updated_at.isoformat(timespec="seconds")


def translations(story, page):
    """Which story this one translates, or which translate it."""
    others = [
        {
            "@type": "NewsArticle",
            "@id": urljoin(page, other.get_absolute_url()),
            "headline": other.headline,
            "inLanguage": other.language,
            "url": urljoin(page, other.get_absolute_url()),
            "is_original": other.article_id == story.original_id,
        }
        for other in story.in_every_language
        if other.article_id != story.article_id
    ]
    originals = [other for other in others if other.pop("is_original")]
    if originals:
        return {"translationOfWork": originals[0]}
    return {"workTranslation": others if story.article_id == story.original_id else []}


def things_named(story, context, page):
    """What the story is about, and what it only mentions. One query for their names."""
    subjects = [subject for found in context.get("names", {}).values() for subject in found]
    prominence = {(link["kind"], link["id"]): link["prominence"] for link in story.links}
    spellings = names_in_other_scripts(subjects)
    about, mentions = [], []
    for subject in subjects:
        pair = subject.kind, subject.id
        mentioned = prominence.get(pair, Prominence.MENTIONED) == Prominence.MENTIONED
        others = [subject.native_name, *spellings.get(pair, ())]
        (mentions if mentioned else about).append(thing(subject, others, page))
    return about, mentions


def names_in_other_scripts(subjects):
    ids = {}
    for subject in subjects:
        ids.setdefault(subject.kind, []).append(subject.id)
    if not ids:
        return {}
    named = [Q(kind=kind, subject_id__in=pks) for kind, pks in ids.items()]
    rows = NameKey.objects.filter(Q.create(named, Q.OR)).order_by()
    found = {}
    for kind, pk, name in sorted({*rows.values_list("kind", "subject_id", "name")}):
        if OTHER_SCRIPT.search(name):
            found.setdefault((kind, pk), []).append(name)
    return found


def thing(subject, other_names, page):
    names = dict.fromkeys(name for name in other_names if name and name != subject.name)
    return present(
        {
            "@type": type_of(subject.kind, subject.form),
            "@id": urljoin(page, subject.url),
            "name": subject.name,
            "alternateName": list(names),
            "disambiguatingDescription": subject.disambiguation,
            "url": urljoin(page, subject.url),
        }
    )


def type_of(kind, form):
    return FORMS.get(form, "CreativeWork") if kind == "show" else TYPES.get(kind, "Thing")


def image(photo, page):
    if not (photo and photo.is_shown):
        return None
    offered = renditions.offered(photo, "16x9")
    is_address = photo.licence.startswith(("http://", "https://"))
    licence = {"@type": "CreativeWork", "name": photo.licence} if photo.licence else None
    return present(
        {
            "@type": "ImageObject",
            "url": urljoin(page, offered["src"]),
            "contentUrl": urljoin(page, offered["src"]),
            "caption": photo.caption or photo.alt,
            "creditText": photo.credit or photo.original_credit,
            "license": photo.licence if is_address else licence,
        }
    )


def drawn(story, page):
    """The picture that stands for a story which has none."""
    return {"@type": "ImageObject", "url": urljoin(page, share.address(story))}


def subject_page(subject, context, page):
    kind = kind_of(subject)
    describe = {"show": show, "person": person, "company": company}.get(kind, lambda *_: {})
    name = getattr(subject, "title", None) or subject.name
    others = [
        getattr(subject, "original_title", "") or getattr(subject, "native_name", ""),
        *(other.name for other in context.get("titles") or context.get("names") or ()),
    ]
    types = {"tag": "DefinedTerm", "author": "Person"}
    return present(
        {
            "@type": types.get(kind) or type_of(kind, getattr(subject, "kind", "")),
            "@id": page,
            "url": page,
            "mainEntityOfPage": page,
            "name": name,
            "alternateName": list(dict.fromkeys(n for n in others if n and n != name)),
            "disambiguatingDescription": getattr(subject, "disambiguation", ""),
            "description": description_of(subject),
            "image": image(portrait(subject), page),
            **describe(subject, context, page),
        }
    )


def description_of(subject):
    fields = ("synopsis", "bio", "description")
    return next((text for name in fields if (text := getattr(subject, name, ""))), "")


def portrait(subject):
    return getattr(subject, "poster", None) or getattr(subject, "photo", None)


def show(subject, context, page):
    credits = [*context.get("cast", ()), *context.get("crew", ())]
    return {
        "datePublished": subject.year and str(subject.year),
        "inLanguage": subject.original_language,
        "countryOfOrigin": records(context.get("countries"), page, "Country"),
        "genre": [str(genre) for genre in context.get("genres", ())],
        "isBasedOn": [urljoin(page, work.url) for work in context.get("based_on", ())],
        "actor": credited(credits, Credit.Role.ACTOR, page),
        "director": credited(credits, Credit.Role.DIRECTOR, page),
        "author": credited(credits, Credit.Role.AUTHOR, page),
        "productionCompany": [
            record(credit.company, page, "Organization")
            for credit in context.get("companies", ())
            if credit.role == "production"
        ],
    }


def credited(credits, role, page):
    return [record(c.person, page, "Person") for c in credits if c.role == role and c.person]


def person(subject, context, page):
    return {
        "birthDate": subject.birth if subject.birth_certainty != Certainty.INFERRED else None,
        "nationality": records(context.get("nationalities"), page, "Country"),
    }


def company(subject, context, page):
    return {
        "parentOrganization": subject.parent and record(subject.parent, page, "Organization"),
        "subOrganization": records(context.get("subsidiaries"), page, "Organization"),
    }


def records(found, page, type_):
    return [record(one, page, type_) for one in found or ()]


def record(one, page, type_):
    path = getattr(one, "url", None) or one.get_absolute_url()
    return {"@type": type_, "name": str(one), "url": urljoin(page, path)}


def trail(page, index, last):
    """The way to the page: the front page, an index, the page itself."""
    steps = [
        (settings.SITE_NAME, "/"),
        (str(INDEXES[index]), reverse(index)),
        (str(last), page),
    ]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, "item": urljoin(page, path)}
            for n, (name, path) in enumerate(steps, start=1)
        ],
    }


def web_site(page):
    return {
        "@type": "WebSite",
        "@id": urljoin(page, "/#site"),
        **named(page, "/"),
        "description": settings.SITE_TAGLINE,
        "publisher": {"@id": urljoin(page, "/#publisher")},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": urljoin(page, reverse("search")) + "?q={search_term_string}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def item_list(context, page):
    """The list of the page, if it has one: stories, or records."""
    rows = list(context.get("object_list") or front_stories(context))[:MOST_LISTED]
    listed = [getattr(row, "edition", row) for row in rows]
    if listed:
        yield {
            "@type": "ItemList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": position,
                    "name": str(row),
                    "url": urljoin(page, row.get_absolute_url()),
                }
                for position, row in enumerate(listed, start=1)
            ],
        }


def front_stories(context):
    lead = [context["lead"]] if context.get("lead") else []
    return [*lead, *context.get("featured", ()), *context.get("stories", ())]
