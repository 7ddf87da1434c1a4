"""The API's own description, in OpenAPI 3.1. Parameters are taken from the views."""

from django.conf import settings
from django.urls import reverse

from articles.subjects import INDEX_OF

from . import views
from .endpoints import endpoint

TEXT = {"type": "string"}
ADDRESS = {"type": "string", "format": "uri"}
MOMENT = {"type": "string", "format": "date-time"}
TRUTH = {"type": "boolean"}
KIND = {"enum": list(INDEX_OF)}
SLUG = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$", "maxLength": 200, "minLength": 1}


def maybe(schema):
    return {"anyOf": [schema, {"type": "null"}]}


def many(schema):
    return {"type": "array", "items": schema}


def of(name):
    return {"$ref": f"#/components/schemas/{name}"}


def thing(**properties):
    """An object that has all of ``properties`` and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


REF = {"kind": KIND, "name": TEXT, "url": ADDRESS, "api": ADDRESS}
STORY = {
    "id": {"type": "string", "format": "uri", "description": "Its name for good."},
    "url": ADDRESS,
    "api": ADDRESS,
    "headline": TEXT,
    "standfirst": TEXT,
    "kicker": TEXT,
    "language": TEXT,
    "published_at": maybe(MOMENT),
    "updated_at": maybe(MOMENT),
    "source_date": maybe(of("PartialDate")),
    "authors": many(of("Ref")),
    "shows": many(of("Ref")),
    "picture": maybe(of("Picture")),
}
RECORD = {
    **REF,
    "disambiguation": TEXT,
    "native_name": TEXT,
    "native_language": TEXT,
    "other_names": many(thing(name=TEXT, kind=TEXT, language=TEXT)),
}
PARTICULARS = {
    "show": {
        "form": TEXT,
        "year": maybe({"type": "integer"}),
        "countries": many(of("Ref")),
        "genres": many(of("Ref")),
        "description": TEXT,
        "picture": maybe(of("Picture")),
    },
    "person": {
        "nationalities": many(of("Ref")),
        "born": maybe(of("PartialDate")),
        "description": TEXT,
        "picture": maybe(of("Picture")),
    },
    "company": {
        "form": TEXT,
        "country": maybe(of("Ref")),
        "owner": maybe(of("Ref")),
        "description": TEXT,
    },
    "country": {"code": {"type": "string", "pattern": "^[A-Z]{2}$"}},
    "tag": {"group": TEXT, "description": TEXT},
    "author": {"description": TEXT, "picture": maybe(of("Picture"))},
}
SCHEMAS = {
    "Ref": thing(**REF),
    "Picture": thing(url=ADDRESS, alt=TEXT, caption=TEXT, credit=TEXT, licence=TEXT),
    "PartialDate": {
        **thing(
            date={"type": "string", "pattern": "^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"},
            words=TEXT,
            certainty={"enum": ["", "stated", "inferred", "planned"]},
        ),
        "description": "As exact as the source: a year, a month or a day.",
    },
    "Story": thing(**STORY),
    "StoryInFull": thing(
        **STORY,
        body_html=TEXT,
        body_text=TEXT,
        source=thing(outlet=maybe(of("Ref")), url=TEXT),
        names=many(
            thing(
                **REF,
                native_name=TEXT,
                prominence={"enum": ["main", "featured", "mentioned"]},
                printed=TEXT,
                quoted=TRUTH,
            )
        ),
        tags=many(of("Ref")),
        corrections=many(thing(made_at=MOMENT, text=TEXT)),
        facts=many(of("Fact")),
        translations=many(thing(language=TEXT, url=ADDRESS, api=ADDRESS)),
    ),
    "Fact": thing(
        label=TEXT,
        kind=TEXT,
        value=maybe({"type": "string", "pattern": "^-?[0-9]+([.][0-9]+)?$"}),
        unit=TEXT,
        chart=TEXT,
        approximate=TRUTH,
        consecutive=TRUTH,
        date=maybe(of("PartialDate")),
        quote=TEXT,
        about=many(of("Ref")),
        platform=maybe(of("Ref")),
    ),
    "Stories": thing(stories=many(of("Story")), next=maybe(ADDRESS)),
    "Found": thing(
        names=many(thing(**REF, matched=TEXT, is_guess=TRUTH)),
        stories=many(of("Story")),
        next=maybe(ADDRESS),
    ),
    "Change": thing(
        kind={"enum": ["published", "withdrawn", "expired"]},
        at=MOMENT,
        id=ADDRESS,
        url=ADDRESS,
        api=ADDRESS,
        story=maybe(of("Story")),
    ),
    "Changes": thing(changes=many(of("Change")), more=TRUTH, next=ADDRESS),
    "Problem": {
        "type": "object",
        "required": ["type", "title", "status"],
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": {"type": "integer"},
            "detail": TEXT,
            "parameter": TEXT,
        },
    },
    **{
        kind: thing(**{**RECORD, "kind": {"const": kind}}, **PARTICULARS[kind])
        for kind in INDEX_OF
    },
    **{
        place: thing(**{place: many(of(kind)), "next": maybe(ADDRESS)})
        for kind, place in INDEX_OF.items()
    },
}
ANYTHING = {"type": "object"}
MOVED = {"301": {"description": "It has another address now."}}
GONE = {"410": {"$ref": "#/components/responses/Problem"}}
UNKNOWN = {"404": {"$ref": "#/components/responses/Problem"}}


def operation(view, schema, summary="", responses=(), slug=False):
    parameters = [described(parameter) for parameter in view.parameters]
    if slug:
        parameters.append({"name": "slug", "in": "path", "required": True, "schema": SLUG})
    problem = {"$ref": "#/components/responses/Problem"}
    content = {"application/json": {"schema": schema}}
    answers = {
        "200": {"description": "What was asked for.", "content": content},
        "304": {"description": "What you know, by its ETag, is as it was."},
        "400": problem,
        **(UNKNOWN if slug else {}),
        **dict(responses),
    }
    summary = summary or view.__doc__
    return {"get": {"summary": summary, "parameters": parameters, "responses": answers}}


def described(parameter):
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.description,
        "schema": parameter.schema,
    }


def paths():
    yield "", operation(views.index, ANYTHING)
    yield "openapi.json", operation(description, ANYTHING)
    yield "stories", operation(views.stories, of("Stories"), "", UNKNOWN)
    found = MOVED | GONE
    yield "stories/{slug}", operation(views.story, of("StoryInFull"), "", found, slug=True)
    yield "stories/{slug}.ninjs", operation(views.ninjs, ANYTHING, "", found, slug=True)
    for kind, place in INDEX_OF.items():
        summary = f"All {place}, in the order of their entry."
        yield place, operation(views.records, of(place), summary)
        yield (
            f"{place}/{{slug}}",
            operation(views.record, of(kind), f"One of the {place}.", MOVED, slug=True),
        )
    yield "search", operation(views.search, of("Found"))
    yield "changes", operation(views.changes, of("Changes"))


@endpoint()
def description(request, given):
    """This description."""
    root = reverse("api:index")
    problem = {"application/problem+json": {"schema": of("Problem")}}
    return views.reply(
        {
            "openapi": "3.1.0",
            "info": {
                "title": f"{settings.SITE_NAME} API",
                "version": "1",
                "description": "Read-only; open to all. Every address in it is whole.",
            },
            "servers": [{"url": views.site(request)}],
            "paths": {root + path: operation for path, operation in paths()},
            "components": {
                "schemas": SCHEMAS,
                "responses": {"Problem": {"description": "What is wrong.", "content": problem}},
            },
        }
    )
