"""What came out and what went, in the order in which it did, without a gap."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from articles.models.public import Edition
from newsroom.moments import for_readers

# A change is told when whoever made it has surely finished, so that none comes before
# another that has been told already.
SETTLED = timedelta(seconds=10)


def changes(after, size, now=None):
    """At most ``size`` changes after the moment and id of ``after``: moment, kind, edition.

    A story that came out and has gone again is told as gone alone. Two queries, each on
    its own index.
    """
    now = now or for_readers.now()
    until = now - SETTLED
    begun = Edition.objects.live(now).for_cards()
    later = Edition.objects.filter(
        article=OuterRef("article"),
        visible_from__gt=OuterRef("visible_from"),
        visible_from__lte=now,
    )
    ended = Edition.objects.filter(visible_until__lte=now).exclude(Exists(later))
    rows = [
        *(
            (e.visible_from, e.pk, "published", e)
            for e in next_by("visible_from", begun, after, until)[:size]
        ),
        *(
            (e.visible_until, e.pk, gone(e), e)
            for e in next_by(
                "visible_until",
                ended.only("uid", "slug", "visible_until", "withdrawn_at"),
                after,
                until,
            )[:size]
        ),
    ]
    return sorted(rows, key=lambda row: row[:2])[:size]


def next_by(column, editions, after, until):
    moment, pk = after
    past = Q(**{f"{column}__gt": moment}) | Q(**{column: moment, "pk__gt": pk})
    within = {f"{column}__gte": moment, f"{column}__lte": until}
    return editions.filter(past, **within).order_by(column, "pk")


def gone(edition):
    return "withdrawn" if edition.withdrawn_at else "expired"
