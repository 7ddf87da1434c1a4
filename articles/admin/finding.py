"""What the editor of a body finds as one types: records to link to, photos to show."""

from itertools import islice

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import JsonResponse
from django.urls import path, reverse

from articles.models import Article, Edition
from articles.models.ownership import EDIT_ALL
from articles.search import headed
from newsroom.desk_admin import ids_among
from newsroom.models import Photo, Tag
from newsroom.photo_admin import found_photo
from newsroom.text import fold
from talent.models import Company, Country, Person, Production
from talent.models.names import matching, meant

from .hints import Hints

EACH = 6
# Of headlines, the newest: the words of any that is out are in the index of search besides.
LOOKED_THROUGH = 2000
PHOTOS = 24
LONGEST = 100


# What the words are looked for in, in this order.
MODELS = [Person, Production, Company, Country, Tag]


def found(kind, record, hints, pk=None):
    return {
        "ref": f"{kind}:{pk or record.pk}",
        "kind": kind,
        "name": getattr(record, "name", None) or getattr(record, "title", None) or str(record),
        "label": str(record),
        "hint": hints.on(record),
    }


def photos_with(words):
    wanted = Q()
    for word in words.split():
        holds = [
            Q(**{f"{name}__icontains": word})
            for name in ["slug", "alt", "caption", "original_caption", "credit"]
        ]
        wanted &= Q.create(holds, Q.OR)
    return Photo.objects.filter(wanted)


def records_with(words, request, site):
    """The kind and the record of what the words name, in any spelling, as far as one may look.

    A bounded number of each kind, in as many queries however many there are.
    """
    seen = [model for model in MODELS if words and may_see(request, model, site)]
    found = [record for model in seen for record in matching(model.objects.all(), words)[:EACH]]
    if not found:
        found = [r for model in seen for r in meant(model.objects.all(), words)[:EACH]]
    yield from ((record.address_kind, record) for record in found)
    if words and may_see(request, Article, site):
        stories = site.get_model_admin(Article).get_queryset(request).select_related(None)
        known = headed(Edition.objects.live(), words).newest_first().values("article")[:EACH]
        at_hand = begun_so(stories.order_by("-updated_at", "-pk"), words)
        ids = {*at_hand, *known.values_list("article", flat=True)}
        stories = stories.filter(pk__in=ids).defer("body", "raw_text")
        yield from (("story", story) for story in stories[:EACH])


def begun_so(rows, words):
    """The ids of the first of ``rows`` with all of ``words`` in their headline: half words too,
    as they are typed, in any case and with any accents. No more than some are looked through.
    """
    wanted = fold(words).split()
    headlines = rows.values_list("pk", "headline")[:LOOKED_THROUGH] if wanted else []
    found = (pk for pk, headline in headlines if holds(fold(headline), wanted))
    return list(islice(found, EACH))


def holds(text, words):
    return all(word in text for word in words)


def may_see(request, model, site):
    """Whoever may not list a kind of record finds none of it."""
    return site.get_model_admin(model).has_view_permission(request)


class FindingAdmin(admin.ModelAdmin):
    """Answers the editor of a body, to those who write stories and as far as each may look."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path(
                "find-records/", view(self.find_records), name="articles_article_find_records"
            ),
            path("find-photos/", view(self.find_photos), name="articles_article_find_photos"),
            *super().get_urls(),
        ]

    def find_records(self, request):
        words = self.words_of(request)
        records = list(records_with(words, request, self.admin_site))
        hints = Hints(record for _, record in records)
        results = [found(*each, hints) for each in records]
        if words and not request.user.has_perm(EDIT_ALL):
            results += self.others_with(request, words, hints)
        return JsonResponse({"results": results})

    def others_with(self, request, words, hints):
        """Others' stories as far as readers see them, by what readers see of them."""
        live = Edition.objects.live()
        theirs = live.exclude(article__in=self.get_queryset(request).values("pk"))
        known = headed(theirs, words).newest_first().values_list("pk", flat=True)[:EACH]
        ids = {*known, *begun_so(theirs.newest_first(), words)}
        others = Edition.objects.filter(pk__in=ids).newest_first()
        return [
            found("story", edition, hints, edition.article_id)
            for edition in others.defer("body", "links", "corrections")[:EACH]
        ]

    def find_photos(self, request):
        words = self.words_of(request)
        if not may_see(request, Photo, self.admin_site):
            raise PermissionDenied
        photos = photos_with(words)
        if "id" in request.GET:
            photos = photos.filter(pk__in=ids_among([request.GET["id"]]))
        if "before" in request.GET:
            photos = photos.filter(pk__lt=next(iter(ids_among([request.GET["before"]])), 0))
        found = list(photos[: PHOTOS + 1])
        shown = found[:PHOTOS]
        answer = {"results": [found_photo(photo) for photo in shown]}
        if len(found) > PHOTOS:
            answer["before"] = shown[-1].pk
        if self.admin_site.get_model_admin(Photo).has_add_permission(request):
            answer["upload"] = reverse("admin:newsroom_photo_upload_one")
        return JsonResponse(answer)

    def words_of(self, request):
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        return request.GET.get("q", "").strip()[:LONGEST]
