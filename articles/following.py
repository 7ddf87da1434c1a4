"""Stories follow when two records become one: links, texts, listings and words at once."""

from django.db.models import Exists, OuterRef, Q
from django.dispatch import receiver

from newsroom.signals import locking, merged, planning

from .body import DATA_REF
from .combining import combined_links
from .listing import relist
from .models import (
    Article,
    ArticleCompany,
    ArticlePerson,
    ArticleProduction,
    Edition,
    Listing,
    TaggedArticle,
)
from .models.desk import LinkInBody

# By kind: the rows by which a story's desk copy names such a record, and their columns.
NAMING = {
    "person": (ArticlePerson, "person", "article"),
    "show": (ArticleProduction, "production", "article"),
    "company": (ArticleCompany, "company", "article"),
    "tag": (TaggedArticle, "tag", "content_object"),
}
Band = Listing.Band
BATCH = 2000


def stories_naming(kind, ids):
    """The ids of stories that name one of these records anywhere, as a condition."""
    model, target, story = NAMING[kind]
    linked = model.objects.filter(**{f"{target}__in": ids}).values(story)
    in_body = LinkInBody.objects.filter(kind=kind, subject_id__in=ids).values("article")
    listed = Listing.objects.filter(kind=kind, subject_id__in=ids).values("article")
    return Q(pk__in=linked) | Q(pk__in=in_body) | Q(pk__in=listed)


@receiver(locking)
def hold_stories(kind, ids, **kwargs):
    """Stories before records, as everybody who saves or publishes one does."""
    rows = Article.objects.filter(stories_naming(kind, ids)).order_by("pk")
    list(rows.select_for_update().values_list("pk", flat=True))


@receiver(planning)
def plan_stories(plan, **kwargs):
    """What stands in JSON and in texts, where no foreign key leads."""
    losers = [plan.loser, *plan.synonyms] if plan.kind != plan.into_kind else [plan.loser]
    place = (plan.into_kind, plan.survivor.pk)
    swap = {(plan.kind, loser.pk): place for loser in losers}
    ids = [loser.pk for loser in losers]
    stories = Article.objects.filter(stories_naming(plan.kind, ids))
    for edition in Edition.objects.filter(article__in=stories.values("pk")).only(
        "body", "links", "tag_ids", "outlet_id"
    ):
        plan.alter(edition, **swapped(edition, swap))
    linking = LinkInBody.objects.filter(kind=plan.kind, subject_id__in=ids)
    if rows := list(linking):
        for article in Article.objects.filter(pk__in=linking.values("article")).only("body"):
            plan.alter(article, body=relinked(article.body, swap))
        plan_links_in_body(plan, rows, place)


def swapped(edition, swap):
    """The columns of ``edition`` that name records, with others in their places."""
    tags = [swap.get(("tag", pk), ("tag", pk)) for pk in edition.tag_ids]
    became = [place for place in tags if place[0] != "tag"]
    outlet = swap.get(("company", edition.outlet_id), (None, edition.outlet_id))[1]
    return {
        "body": relinked(edition.body, swap),
        "links": combined_links(edition.links, swap, became),
        "tag_ids": list(dict.fromkeys(pk for kind, pk in tags if kind == "tag")),
        "outlet_id": outlet,
    }


def relinked(body, swap):
    def by_new_id(match):
        if match["by"] != ":":
            return match[0]
        kind, pk = match["kind"], int(match["key"])
        return 'data-ref="{}:{}"'.format(*swap.get((kind, pk), (kind, pk)))

    return DATA_REF.sub(by_new_id, body)


def plan_links_in_body(plan, rows, place):
    kind, pk = place
    there = LinkInBody.objects.filter(kind=kind, subject_id=pk)
    known = set(there.values_list("article", flat=True))
    for row in rows:
        if row.article_id in known:
            plan.drop(row)
        else:
            known.add(row.article_id)
            plan.alter(row, kind=kind, subject_id=pk)


@receiver(merged)
def list_anew(places, touched, **kwargs):
    """In bulk: first the listings that only change hands, then whatever else differs."""
    (kind, survivor), (loser_kind, loser) = places
    if kind == loser_kind:
        hand_over(kind, loser, survivor)
    listed = Q(pk__in=touched.get(Edition, ()))
    for subject_kind, pk in places:
        found = Listing.objects.filter(kind=subject_kind, subject_id=pk)
        listed |= Q(pk__in=found.values("edition"))
    ids = sorted(Edition.objects.filter(listed).values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        relist(Edition.objects.filter(pk__in=ids[start : start + BATCH]))


# In which bands it is the ids of such records that are the reason.
REASONS = {"person": [Band.PEOPLE], "show": [Band.ABOUT, Band.SHOWS]}


def hand_over(kind, loser, survivor):
    there = Listing.objects.filter(
        kind=kind, subject_id=survivor, edition=OuterRef("edition"), band=OuterRef("band")
    )
    rows = Listing.objects.filter(~Exists(there), kind=kind, subject_id=loser)
    rows.update(subject_id=survivor)
    through = Listing.objects.filter(kind=kind, subject_id=survivor).values("edition")
    derived = Listing.objects.filter(edition__in=through, band__in=REASONS.get(kind, []))
    derived.filter(reason=[loser]).update(reason=[survivor])
