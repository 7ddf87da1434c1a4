"""What search engines may find. No archive is counted: a part holds a range of ids."""

from datetime import timedelta

from django.db.models import Exists, F, Max, OuterRef, Subquery
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from newsroom import renditions
from newsroom.moments import for_readers

from .models.public import Edition, Listing
from .subjects import MODELS

PART = 1000
# Beyond any archive, and within what a database takes for a number.
LAST_PART = 10**9
MOST_NEWS = 1_000
NEWS_LASTS = timedelta(days=2)
INDEXES = [
    *("front-page", "stories", "shows", "people", "actors", "companies", "countries"),
    *("tags", "authors"),
]
XML = "application/xml; charset=utf-8"
# Google's news sitemaps tell these two apart, and no others.
CHINESE = {"zh-cn": "zh-cn", "zh-hans": "zh-cn", "zh-tw": "zh-tw", "zh-hant": "zh-tw"}


@require_safe
def index(request):
    changed = SECTIONS["stories"].changed()
    parts = [
        (f"{section}-{number}", changed.get(number) if section == "stories" else None)
        for section in SECTIONS
        for number in parts_of(section)
    ]
    return render(request, "sitemaps/index.xml", {"parts": parts}, content_type=XML)


def parts_of(section):
    """One query, which costs the same however many there are."""
    last = SECTIONS[section].last_id()
    return range(last // PART + 1) if last is not None else []


@require_safe
def part(request, section, number):
    if section not in SECTIONS or number > LAST_PART:
        raise Http404
    first = number * PART
    entries = list(SECTIONS[section].entries(range(first, first + PART)))
    # One that the index names may be empty: its stories are gone, or were never made.
    if not entries and number not in parts_of(section):
        raise Http404
    return render(request, "sitemaps/part.xml", {"entries": entries}, content_type=XML)


@require_safe
@cache_control(no_cache=True)  # what is news changes with the time alone
def news(request):
    """The stories of the last two days, those alone that have a date of their own."""
    now = for_readers.now()
    stories = Edition.objects.live(now).filter(
        is_dated=True, published_at__gt=now - NEWS_LASTS, published_at__lte=now
    )
    newest = stories.newest_first().only(
        "slug", "headline", "language", "published_at", "article_id"
    )[:MOST_NEWS]
    context = {"stories": [(story, news_language(story.language)) for story in newest]}
    return render(request, "sitemaps/news.xml", context, content_type=XML)


def news_language(code):
    return CHINESE.get("-".join(code.lower().split("-")[:2]), code.split("-")[0])


class Pages:
    """The front page and the indexes."""

    def last_id(self):
        return 0

    def entries(self, ids):
        if 0 in ids:
            yield from ({"path": reverse(name)} for name in INDEXES)


class Stories:
    def last_id(self):
        newest = Edition.objects.live().order_by("-article_id")
        return newest.values_list("article_id", flat=True).first()

    def changed(self):
        """When the last of each part came out or changed, by its number. One query, which
        goes through an index of all stories.
        """
        parts = Edition.objects.live().order_by().values(part=F("article_id") / PART)
        changed = parts.annotate(changed=Max("visible_from"))
        # To the second: a dump keeps less of a moment than a database does.
        return {
            part: moment.replace(microsecond=0)
            for part, moment in changed.values_list("part", "changed")
        }

    def entries(self, ids):
        stories = Edition.objects.live().filter(
            article_id__gte=ids.start, article_id__lt=ids.stop
        )
        for story in stories.for_cards().order_by("article_id").iterator(1000):
            photo = story.lead_photo
            yield {
                "path": story.get_absolute_url(),
                "changed": story.updated_at or story.visible_from,
                "image": photo and photo.is_shown and renditions.offered(photo, "16x9")["src"],
            }


class Subjects:
    """The records of one kind that have a story."""

    def __init__(self, kind):
        self.kind = kind

    def listed(self):
        return Listing.objects.live().filter(kind=self.kind, subject_id=OuterRef("pk"))

    def last_id(self):
        records = MODELS[self.kind].objects.filter(Exists(self.listed())).order_by("-pk")
        return records.values_list("pk", flat=True).first()

    def entries(self, ids):
        newest = self.listed().order_by("band", "-published_at").values("visible_from")[:1]
        records = MODELS[self.kind].objects.filter(pk__gte=ids.start, pk__lt=ids.stop)
        rows = records.annotate(changed=Subquery(newest)).filter(changed__isnull=False)
        for slug, changed in rows.order_by("pk").values_list("slug", "changed").iterator():
            yield {"path": reverse(self.kind, args=[slug]), "changed": changed}


SECTIONS = {
    "pages": Pages(),
    "stories": Stories(),
    **{f"{kind}-pages": Subjects(kind) for kind in MODELS},
}
