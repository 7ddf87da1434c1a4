"""The answers of the API. It reads what readers may read, and nothing else."""

from datetime import datetime

from django.http import Http404, HttpResponsePermanentRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control

from articles.cards import give_subjects, with_bodies, with_names
from articles.elsewhere import place_now, query_now, records_at
from articles.filters import BANDS
from articles.models.public import UNDATED, Edition
from articles.search import best_first, older_than
from articles.subjects import INDEX_OF, MODELS, resolve
from articles.views.search import subjects_named
from articles.views.stories import named_in

from . import ninjs as ninjs_format, shapes
from .changes import changes as changes_after
from .endpoints import endpoint
from .parameters import (
    LIMIT,
    NUMBER,
    Parameter,
    Problem,
    bad,
    cursor_at,
    paged,
    place_of,
    slug as slug_parameter,
)

KINDS = {place: kind for kind, place in INDEX_OF.items()}

FILTERS = (
    *(
        slug_parameter(kind, f"Stories listed under the {kind} with this slug.")
        for kind in MODELS
    ),
    Parameter(
        "language",
        "Stories in this language, by its code.",
        {"type": "string", "maxLength": 20, "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"},
    ),
    Parameter(
        "year",
        "Stories of this year.",
        {"type": "integer", "minimum": 1901, "maximum": 2200},
    ),
)
QUERY = Parameter(
    "q",
    "Words, or a name in any spelling.",
    {"type": "string", "minLength": 1, "maxLength": 200},
    required=True,
)
SINCE = Parameter(
    "since",
    "Changes of this moment and after it; leave it out to begin at the beginning.",
    {"type": "string", "format": "date-time", "maxLength": 40},
)


def reply(data):
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


def site(request):
    return f"{request.scheme}://{request.get_host()}"


def page_after(request, cursor):
    """The address of this list from ``cursor`` on."""
    query = request.GET.copy()
    query.pop("since", None)
    query["cursor"] = cursor
    return f"{site(request)}{request.path}?{query.urlencode()}"


def size_of(given):
    return given.get("limit", LIMIT.schema["default"])


def first_page(rows, given, place):
    """As many ``rows`` as were asked for, and the cursor for those after them, if any."""
    size = size_of(given)
    rows = list(rows[: size + 1])
    return rows[:size], cursor_at(*place(rows[size - 1])) if len(rows) > size else None


@endpoint()
def index(request, given):
    """Where everything is."""
    lists = ["stories", *KINDS, "search", "changes"]
    root = site(request) + request.path
    return reply({name: root + name for name in lists} | {"description": f"{root}openapi.json"})


@endpoint(*FILTERS, *paged(NUMBER, NUMBER))
def stories(request, given):
    """Stories, newest first."""
    editions = Edition.objects.live().for_cards().newest_first()
    for kind in MODELS.keys() & given.keys():
        record = records_at(kind, given[kind]).first()
        if record is None:
            return stories_elsewhere(request, kind)
        editions = editions.listed_under(kind, record.pk, BANDS[kind])
    if "language" in given:
        editions = editions.filter(language=given["language"])
    if "year" in given:
        editions = editions.filter(published_at__year=given["year"])
    if "cursor" in given:
        editions = editions.filter(older_than(*place_of(given["cursor"], datetime, int)))
    rows, after = first_page(editions, given, lambda e: (e.published_at, e.article_id))
    return story_page(request, rows, after)


def story_page(request, rows, after, **more):
    told = [shapes.story(edition, site(request)) for edition in with_names(rows)]
    following = after and page_after(request, after)
    return reply({**more, "stories": told, "next": following})


def stories_elsewhere(request, kind):
    """Where the list is if the record has moved under which stories are asked for."""
    if query := query_now(request.GET):
        return HttpResponsePermanentRedirect(f"{request.path}?{query.urlencode()}")
    raise bad(kind, f"There is no {kind} “{request.GET[kind]}”.", 404)


@endpoint()
def story(request, given, slug):
    """A story, whole."""
    return whole_story(request, slug, "api:story", shapes.story_in_full)


@endpoint()
def ninjs(request, given, slug):
    """A story as IPTC ninjs 3.0."""
    return whole_story(request, slug, "api:ninjs", ninjs_format.item)


def whole_story(request, slug, name, shape):
    edition = Edition.objects.live().filter(slug=slug).select_related("lead_photo").first()
    if edition is None:
        return story_elsewhere(request, slug, name)
    with_bodies([edition])
    edition.told_facts = edition.facts.select_related(*shapes.FACTS_NAME)
    subjects = resolve(named_in(edition))
    give_subjects(edition, subjects)
    return reply(shape(edition, subjects, site(request)))


def story_elsewhere(request, slug, name):
    moved_to, ended = Edition.objects.elsewhere(slug)
    if moved_to:
        return HttpResponsePermanentRedirect(reverse(name, args=[moved_to.slug]))
    if ended:
        raise Problem(410, "This story was taken down.")
    raise Http404


@endpoint(*paged(NUMBER))
def records(request, given, place):
    """Shows, people, companies, countries, tags or authors, in the order of their entry."""
    rows = shapes.records(KINDS[place]).order_by("pk")
    if "cursor" in given:
        rows = rows.filter(pk__gt=place_of(given["cursor"], int)[0])
    rows, after = first_page(rows, given, lambda row: (row.pk,))
    told = [shapes.record(row, site(request)) for row in rows]
    return reply({place: told, "next": after and page_after(request, after)})


@endpoint()
def record(request, given, place, slug):
    """A show, a person, a company, a country, a tag or an author."""
    kind = KINDS[place]
    if row := shapes.records(kind).filter(slug=slug).first():
        return reply(shapes.record(row, site(request)))
    if (now := place_now(kind, slug)) is None:
        raise Http404
    kind, slug = now
    return HttpResponsePermanentRedirect(reverse("api:record", args=[INDEX_OF[kind], slug]))


@endpoint(QUERY, *paged("[0-3]", NUMBER, NUMBER))
def search(request, given):
    """Stories that hold the words, the best first; on the first page, records named so."""
    text, live = given["q"], Edition.objects.live()
    after = "cursor" in given and place_of(given["cursor"], int, datetime, int)
    found = best_first(live.matching(text), text, size_of(given) + 1, after)
    rows, following = first_page(found, given, lambda place: place[:3])
    stories = live.for_cards().in_bulk([place.pk for place in rows])
    told = [stories[place.pk] for place in rows if place.pk in stories]
    names = [] if after else names_like(text, site(request))
    return story_page(request, told, following, names=names)


def names_like(text, site):
    """The records that ``text`` names, then those that it may have meant."""
    found = subjects_named(text)
    return [
        {**shapes.ref(subject, site), "matched": name or subject.name, "is_guess": is_guess}
        for is_guess, rows in [(False, found["matches"]), (True, found["guesses"])]
        for subject, name, _language in rows
    ]


@endpoint(SINCE, *paged(NUMBER, NUMBER))
@cache_control(no_cache=True)  # what is told changes with the time alone
def changes(request, given):
    """What came out and what went, oldest first; next is there even when nothing is left."""
    after = [given.get("since", UNDATED), 0]
    if "cursor" in given:
        after = max(after, place_of(given["cursor"], datetime, int))
    size = size_of(given)
    rows = changes_after(after, size + 1)
    more, rows = len(rows) > size, rows[:size]
    with_names([edition for *_, kind, edition in rows if kind == "published"])
    after = rows[-1][:2] if rows else after
    told = [change(*row, site(request)) for row in rows]
    return reply(
        {"changes": told, "more": more, "next": page_after(request, cursor_at(*after))}
    )


def change(at, pk, kind, edition, site):
    told = {"kind": kind, "at": at, "id": edition.uid.urn}
    told |= shapes.places("story", edition.slug, site)
    return told | {"story": shapes.story(edition, site) if kind == "published" else None}


@endpoint()
def nothing(request, given, **kwargs):
    raise Http404
