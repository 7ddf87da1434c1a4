from articles.cards import with_names
from articles.filters import StoryFilter
from articles.models.public import Edition
from articles.passages import with_passages
from articles.subjects import resolve
from newsroom.models import Tag
from newsroom.text import fold
from talent.models import NameKey
from talent.names import query_keys

from .pages import UncountedListView

MOST_SUBJECTS = 12
# Of a common word's stories, the newest this many are put in order.
MOST_RANKED = 1000


class Search(UncountedListView):
    """People, shows, companies, countries and tags first, then stories."""

    template_name = "articles/search.html"

    def get_queryset(self):
        """The newest that match, the best first. Two queries."""
        self.query = self.request.GET.get("q", "").strip()[:200]
        live = Edition.objects.live()
        self.filterset = StoryFilter(self.request.GET, queryset=live)
        found = self.filterset.qs if self.filterset.is_valid() else live.none()
        newest = found.order_by("-published_at", "-article_id").values_list("pk", flat=True)
        self.ids = list(newest[: MOST_RANKED + 1]) if self.query else []
        ranked = Edition.objects.live().filter(pk__in=self.ids[:MOST_RANKED])
        return ranked.for_cards().matching(self.query)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            query=self.query,
            found=len(self.ids),
            most=MOST_RANKED,
            filter=self.filterset,
            **kwargs,
        )
        with_passages(with_names(context["object_list"]), self.query)
        if context["page_obj"].number == 1:
            context["matches"] = subjects_named(self.query)
        return context


def subjects_named(text):
    """The records that ``text`` names, each with the name that matched. Four queries.

    First those called exactly so, then those named within it, then those with a name
    that begins with it.
    """
    if not fold(text):
        return []
    keys = query_keys(text)
    whole = NameKey.objects.within(text)[:200]
    partial = NameKey.objects.beginning(text)[:200]
    rows = [(row.kind, row.subject_id, row.key, row.name) for row in [*whole, *partial]]
    rows += [("tag", tag.synonym_of_id or tag.pk, tag.key, tag.name) for tag in tags(keys)]
    rows.sort(key=lambda row: row[2] not in keys)
    names = {}
    for kind, pk, _key, name in rows:
        names.setdefault((kind, pk), name)
    chosen = dict(list(names.items())[:MOST_SUBJECTS])
    subjects = resolve(chosen)
    return [
        (subjects[pair], name if fold(name) != fold(subjects[pair].name) else "")
        for pair, name in chosen.items()
        if pair in subjects
    ]


def tags(keys):
    return Tag.objects.filter(key__in=keys)[:MOST_SUBJECTS]
