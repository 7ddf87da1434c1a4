from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from django_filters.views import FilterMixin

from articles.around import Around
from articles.body import plain_text, references, render as render_body
from articles.cards import found, with_names
from articles.facets import chips, facets, heading
from articles.filters import StoryFilter
from articles.models.public import Edition, FrontPagePick
from articles.subjects import resolve
from newsroom.models import Photo
from newsroom.text import minutes_to_read

from .pages import FilteredListView, moved

LATEST = 24


class FrontPage(TemplateView):
    template_name = "articles/front_page.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**front_page(), **kwargs)


def front_page(at=None):
    """What the front page shows at the moment ``at``, or now. At most four queries."""
    stories = with_names(picked_and_newest(at))
    return {
        "lead": stories[0] if stories else None,
        "featured": stories[1:4],
        "stories": stories[4:],
        "shows": list(dict.fromkeys(show for story in stories for show in story.shows))[:12],
    }


def picked_and_newest(at):
    """The desk's picks in their order, then the newest."""
    picks = list(FrontPagePick.objects.live(at).values_list("article_id", flat=True)[:LATEST])
    live = Edition.objects.live(at).for_cards()
    picked = {story.article_id: story for story in live.filter(article_id__in=picks)}
    newest = live.newest_first().exclude(article_id__in=picks)[:LATEST]
    return [picked[pk] for pk in dict.fromkeys(picks) if pk in picked] + list(newest)


@require_safe
def story(request, slug):
    edition = Edition.objects.live().filter(slug=slug).select_related("lead_photo").first()
    if edition is None:
        return story_elsewhere(request, slug)
    facts = edition.facts.select_related("platform", "country")
    return render(request, "articles/story.html", story_page(edition, facts))


def story_page(edition, facts):
    """What the page of ``edition`` shows. Five queries."""
    photos = Photo.objects.in_bulk(references(edition.body)["photo"])
    around = Around(edition)
    subjects = resolve([*named_in(edition), *around.named])
    names = {
        kind: [
            subjects[kind, link["id"]]
            for link in edition.links
            if link["kind"] == kind and (kind, link["id"]) in subjects
        ]
        for kind in ("show", "person", "company", "country")
    }
    return {
        "story": edition,
        "body": render_body(edition.body, subjects, photos),
        "minutes": minutes_to_read(plain_text(edition.body)),
        "facts": facts,
        "authors": found(subjects, "author", edition.author_ids),
        "tags": found(subjects, "tag", edition.tag_ids),
        "outlet": subjects.get(("company", edition.outlet_id)),
        "names": names,
        **around.context(subjects),
    }


def named_in(edition):
    """Every record that the page of ``edition`` names, by kind and id."""
    yield from ((link["kind"], link["id"]) for link in edition.links)
    yield from (("author", pk) for pk in edition.author_ids)
    yield from (("tag", pk) for pk in edition.tag_ids)
    for kind, ids in references(edition.body).items():
        if kind != "photo":
            yield from ((kind, pk) for pk in ids)
    if edition.outlet_id:
        yield ("company", edition.outlet_id)


def story_elsewhere(request, slug):
    """What an address answers where no story is live: it moved, it is gone, it never was."""
    moved_to, ended = Edition.objects.elsewhere(slug)
    if moved_to:
        return moved(request, moved_to.get_absolute_url())
    if ended:
        return render(request, "410.html", status=410)
    raise Http404


class StoryList(FilterMixin, FilteredListView):
    """Every story, newest first, narrowed by the filters of the query."""

    filterset_class = StoryFilter
    template_name = "articles/story_list.html"

    def get_queryset(self):
        stories = Edition.objects.live().for_cards().newest_first()
        self.filterset = self.filterset_class(self.request.GET, queryset=stories)
        return self.filterset.qs if self.filterset.is_valid() else stories.none()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(filter=self.filterset, **kwargs)
        with_names(context["object_list"])
        context["chips"] = chips(self.filterset)
        context["heading"] = heading(context["chips"])
        if context["object_list"]:
            context["facets"] = facets(self.filterset.qs, self.request.GET)
        return context
