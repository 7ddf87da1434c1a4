from collections import defaultdict

from django.http import Http404
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from django_filters.views import FilterMixin

from articles.around import Around
from articles.body import plain_text, references, render as render_body
from articles.cards import found, give_names, named_on_cards, native_names, with_names
from articles.facets import chips, facets, heading
from articles.filters import StoryFilter
from articles.languages import in_story
from articles.models.public import Edition, FrontPagePick, Listing
from articles.subjects import resolve
from newsroom.models import Photo
from newsroom.text import minutes_to_read

from .pages import FilteredListView, moved

# The lead and the picks beside it, the latest below them, and those that countries are told by.
TOP, LATEST, NEWEST = 4, 16, 60
MOST_COUNTRIES, MOST_OF_COUNTRY = 6, 4


class FrontPage(TemplateView):
    template_name = "articles/front_page.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**front_page(), **kwargs)


def front_page(at=None):
    """What the front page shows at the moment ``at``, or now. At most five queries."""
    stories = picked_and_newest(at)
    cards = stories[: TOP + LATEST]
    countries = stories_by_country(stories, shown=cards)
    subjects = resolve([*named_on_cards(cards), *(("country", pk) for pk in countries)])
    give_names(cards, subjects)
    return {
        "lead": cards[0] if cards else None,
        "featured": cards[1:TOP],
        "stories": cards[TOP:],
        "shows": list(dict.fromkeys(show for story in cards for show in story.shows))[:12],
        "countries": [(subjects["country", pk], found) for pk, found in countries.items()],
    }


def picked_and_newest(at):
    """The desk's picks in their order, then the newest."""
    picks = list(FrontPagePick.objects.live(at).values_list("article_id", flat=True)[:NEWEST])
    live = Edition.objects.live(at).for_cards()
    picked = {story.article_id: story for story in live.filter(article_id__in=picks)}
    newest = live.newest_first().exclude(article_id__in=picks)[:NEWEST]
    return [picked[pk] for pk in dict.fromkeys(picks) if pk in picked] + list(newest)


def stories_by_country(stories, shown):
    """Of ``stories``, those about each of the countries that most are about: what is not
    ``shown`` comes first. One query.
    """
    under = Listing.objects.filter(kind="country", band=Listing.Band.ABOUT)
    rows = under.filter(edition__in=stories).values_list("edition_id", "subject_id")
    listed = defaultdict(list)
    for edition, country in rows.order_by("subject_id"):
        listed[edition].append(country)
    found = defaultdict(list)
    is_shown = {story.pk for story in shown}
    for story in sorted(stories, key=lambda story: story.pk in is_shown):
        for country in listed[story.pk]:
            found[country].append(story)
    most = sorted(found, key=lambda country: -len(found[country]))[:MOST_COUNTRIES]
    return {country: found[country][:MOST_OF_COUNTRY] for country in most}


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
    edition.native_names = native_names(subjects.values())
    return {
        "story": edition,
        "body": render_body(in_story(mark_safe(edition.body), edition), subjects, photos),  # noqa: S308 - cleaned on its way in
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
    if moved_to and moved_to.slug == slug:
        # It went out since it was looked for.
        return story(request, slug)
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
        if context["object_list"] and context["page_obj"].number == 1:
            context["facets"] = facets(self.filterset.qs, self.request.GET)
        return context
