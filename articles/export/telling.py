"""Stories with all that is told of them, as readers see them or as the desk has them."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from articles.api import shapes
from articles.cards import give_subjects, with_bodies
from articles.freezing import fill_all
from articles.loading.places import in_batches
from articles.models import Article, Edition, Revision
from articles.models.public import OldPath, PublishedFact, original_first
from articles.publishing import edition_of
from articles.revisions import snapshots
from articles.subjects import resolve
from articles.views.stories import named_in
from newsroom.models import OldAddress

# So many stories are in memory at once.
WINDOW = 100


@dataclass
class Told:
    """A story. ``status`` is “publish”, “future” or “draft”, as WordPress has them."""

    edition: Edition
    subjects: dict
    status: str
    old_addresses: list[str] = field(default_factory=list)


def stories(ids, drafts=False):
    """Each story of these ids, in about 30 queries for every ``WINDOW`` of them."""
    tell = as_the_desk_has_them if drafts else as_readers_see_them
    for window in in_batches(ids.iterator(chunk_size=WINDOW), WINDOW):
        statuses = tell(window)
        editions = [edition for edition, _ in statuses]
        subjects = give_all(editions)
        old = old_addresses(editions)
        for edition, status in statuses:
            yield Told(edition, subjects, status, old[edition.article_id])


def as_readers_see_them(ids):
    facts = PublishedFact.objects.select_related(*shapes.FACTS_NAME)
    editions = Edition.objects.live().filter(article__in=ids).select_related("lead_photo")
    there = {e.article_id: e for e in editions.prefetch_related(Prefetch("facts", facts))}
    for edition in there.values():
        edition.told_facts = edition.facts.all()
    return [(there[pk], "publish") for pk in ids if pk in there]


def as_the_desk_has_them(ids):
    """Each story's copy, as an edition that is not saved."""
    now = timezone.now()
    articles = Article.objects.in_bulk(ids)
    editions = Edition.objects.filter(article__in=ids)
    live = dict(editions.live(now).values_list("article_id", "updated_at"))
    coming = dict(
        editions.filter(visible_from__gt=now).values_list("article_id", "visible_from")
    )
    told = []
    for pk, data in snapshots(list(articles)).items():
        article = articles[pk]
        revision = Revision(article=article, number=article.version, data=data)
        at, updated_at = coming.get(pk, now), live.get(pk)
        edition = edition_of(article, revision, at=at, updated_at=updated_at)
        edition.told_facts = []
        told.append((edition, status_of(pk, live, coming)))
    for fact in fill_all([edition for edition, _ in told]):
        fact.edition.told_facts.append(fact)
    prefetch_related_objects([edition for edition, _ in told], "lead_photo")
    facts = [fact for edition, _ in told for fact in edition.told_facts]
    prefetch_related_objects(facts, *shapes.FACTS_NAME)
    places = {pk: place for place, pk in enumerate(ids)}
    return sorted(told, key=lambda pair: places[pair[0].article_id])


def status_of(pk, live, coming):
    if pk in live:
        return "publish"
    return "future" if pk in coming else "draft"


def give_all(editions):
    """Give each edition what the API tells of it, and return the subjects by kind and id."""
    with_bodies(editions)
    subjects = resolve(pair for edition in editions for pair in named_in(edition))
    translations = defaultdict(list)
    originals = {edition.original_id for edition in editions}
    others = Edition.objects.live().filter(original_id__in=originals)
    for other in others.only("slug", "language", "original_id", "article_id", "headline"):
        translations[other.original_id].append(other)
    for edition in editions:
        give_subjects(edition, subjects)
        edition.in_every_language = original_first(translations[edition.original_id])
    return subjects


def old_addresses(editions):
    """Where each story was before, by its id."""
    old = defaultdict(list)
    stories = {edition.slug: edition.article_id for edition in editions}
    moved = OldAddress.objects.filter(kind="story", target_kind="story", target__in=stories)
    for address in moved.order_by("pk"):
        old[stories[address.target]].append(settings.SITE_URL + address.get_absolute_url())
    for row in OldPath.objects.filter(article__in=stories.values()):
        old[row.article_id].append(f"{settings.SITE_URL}/{row.path}/")
    return old
