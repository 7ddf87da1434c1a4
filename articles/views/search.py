from articles.cards import with_names
from articles.filters import StoryFilter
from articles.models.public import Edition
from articles.passages import with_passages
from articles.search import best_first
from articles.subjects import resolve
from newsroom.paging import UncountedPaginator
from newsroom.text import fold, script_of
from talent.models import NameKey
from talent.models.names import MOST_FOUND
from talent.names import key_of, query_keys

from .pages import FilteredListView

MOST_SUBJECTS = 12
# More that match are not counted, nor listed.
MOST_FOUND_STORIES = 1000


class Search(FilteredListView):
    """People, shows, companies, countries and tags first, then stories."""

    paginator_class = UncountedPaginator
    template_name = "articles/search.html"

    def get_queryset(self):
        """The ids of those that match, the best first. Two queries."""
        self.query = self.request.GET.get("q", "").strip()[:200]
        live = Edition.objects.live()
        self.filterset = StoryFilter(self.request.GET, queryset=live)
        found = self.filterset.qs if self.filterset.is_valid() else live.none()
        places = best_first(found, self.query, MOST_FOUND_STORIES + 1) if self.query else []
        self.ids = [place.pk for place in places]
        return self.ids[:MOST_FOUND_STORIES]

    def paginate_queryset(self, ids, page_size):
        paginator, page, ids, is_paginated = super().paginate_queryset(ids, page_size)
        stories = Edition.objects.live().for_cards().in_bulk(ids)
        page.object_list = [stories[pk] for pk in ids if pk in stories]
        return paginator, page, page.object_list, is_paginated

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            query=self.query,
            found=len(self.ids),
            most=MOST_FOUND_STORIES,
            filter=self.filterset,
            **kwargs,
        )
        with_passages(with_names(context["object_list"]), self.query)
        if context["page_obj"].number == 1:
            context |= subjects_named(self.query)
        return context


def subjects_named(text):
    """The records that ``text`` names, each with the name that matched. At most four queries.

    First those called exactly so, by their own name and then by another; then those named
    within it; then those with a name that begins with it. If none is called so, those
    that it may have meant.
    """
    keys = query_keys(text)
    names = [*NameKey.objects.within(text)[:MOST_FOUND]]
    names += NameKey.objects.beginning(text)[:MOST_FOUND]
    # Sorting keeps those that are equal in their order.
    names.sort(key=lambda name: (name.key not in keys, name.key != key_of(text), name.place))
    matches = chosen(names)
    guesses = {}
    if not any(name.key in keys for name in names):
        alike = NameKey.objects.sounding_like(text).order_by("place")[:MOST_FOUND]
        guesses = chosen(name for name in alike if subject_of(name) not in matches)
    subjects = resolve([*matches, *guesses])
    return {
        "matches": with_matched(matches, subjects),
        "guesses": with_matched(guesses, subjects),
    }


def subject_of(name):
    return name.kind, name.subject_id


def chosen(names):
    """The first subjects of ``names``, each with its first name."""
    found = {}
    for name in names:
        found.setdefault(subject_of(name), name.name)
    return dict(list(found.items())[:MOST_SUBJECTS])


def with_matched(found, subjects):
    """Each subject that is there, with the name by which it was found if not its own."""
    return [
        (subject, *named_otherwise(subject, name))
        for pair, name in found.items()
        if (subject := subjects.get(pair))
    ]


def named_otherwise(subject, name):
    """``name`` and its language, or nothing if it is the subject's own."""
    if fold(name) == fold(subject.name):
        return "", ""
    is_native = script_of(name) == script_of(subject.native_name)
    return name, subject.native_language if is_native else ""
