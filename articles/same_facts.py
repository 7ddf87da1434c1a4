"""Where live stories state the same fact, and whether they agree on it."""

from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from .models.public import FactFields, PublishedFact

MOST_FACTS, MOST_FOUND = 50, 100
# What a fact is about. Only those of one kind about the same are compared.
SUBJECT = ["production_id", "person_id", "company_id", "country_id"]
ABOUT = ["kind", *SUBJECT]
# How far figures may lie apart where one of them is approximate.
TOLERANCE = Decimal("0.05")


class Same(NamedTuple):
    """A fact, as a live story states it beside what is stated in another."""

    ours: FactFields
    theirs: PublishedFact
    agrees: bool


def stated_elsewhere(article) -> list[Same]:
    """The facts of ``article`` as it is saved, each with every live story's own. Two queries."""
    return also_stated(article.facts.all()[:MOST_FACTS], except_by=article.pk)


def also_stated(facts, *, except_by=None) -> list[Same]:
    """``facts``, saved or not, each with every live story's own. One query."""
    facts = [fact for fact in facts if is_about_something(fact)]
    if not facts:
        return []
    found = live_facts(Q(*map(about, facts), _connector=Q.OR), but_of=except_by)
    return [
        Same(ours, theirs, agree(ours, theirs))
        for ours in facts
        for theirs in found
        if is_same(ours, theirs)
    ]


def stated_by_several(**subject) -> list[Same]:
    """The facts about a record that several live stories state, each beside the newest. One query.

    ``stated_by_several(production=show)``
    """
    found = {}
    for fact in live_facts(Q(**subject)):
        newest = next((newest for newest in found if is_same(newest, fact)), fact)
        found.setdefault(newest, [])
        if newest.edition_id != fact.edition_id:
            found[newest].append(Same(newest, fact, agree(newest, fact)))
    return [same for rows in found.values() for same in rows]


def live_facts(wanted, *, but_of=None):
    found = PublishedFact.objects.live().filter(wanted).exclude(edition__article=but_of)
    return list(
        found.select_related("edition").defer("edition__body").order_by("-pk")[:MOST_FOUND]
    )


def is_about_something(fact):
    return any(getattr(fact, name) for name in SUBJECT)


def about(fact):
    return Q(**{name: getattr(fact, name) for name in ABOUT})


def is_same(ours, theirs):
    return (
        about(ours) == about(theirs)
        and (
            not ours.platform_id or not theirs.platform_id or same(ours, theirs, "platform_id")
        )
        and same(ours, theirs, "chart")
        and same(ours, theirs, "unit")
        and (ours.kind != ours.Kind.OTHER or same(ours, theirs, "label"))
        # A figure of another week or year is another figure.
        and (ours.value is None or theirs.value is None or dates_agree(ours, theirs))
    )


def same(ours, theirs, name):
    return str(getattr(ours, name)).casefold() == str(getattr(theirs, name)).casefold()


def agree(ours, theirs):
    return dates_agree(ours, theirs) and values_agree(ours, theirs)


def dates_agree(ours, theirs):
    """A day of 2025 is what “2025” says less exactly, as a plan does that is later confirmed."""
    return ours.date.startswith(theirs.date) or theirs.date.startswith(ours.date)


def values_agree(ours, theirs):
    if ours.value is None or theirs.value is None:
        return True
    apart = abs(ours.value - theirs.value)
    if ours.approximate or theirs.approximate:
        return apart <= TOLERANCE * max(abs(ours.value), abs(theirs.value))
    return apart == 0
