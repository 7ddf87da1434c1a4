"""Stories and facts as lists show them. Most lists show what others have shown already."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from hashlib import blake2b
from uuid import UUID

from django import template
from django.template.loader import get_template
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

register = template.Library()

# A card takes about three kilobytes.
MOST_KEPT = 3000
PLAIN = (str, int, float, bool, Decimal, datetime, date, UUID, type(None))


@register.simple_tag
def story_card(story, listing=None, subject=None, **shown):
    context = {"story": story, "listing": listing, "subject": subject, **shown}
    photo = story.lead_photo
    says = (
        sorted(shown.items()),
        columns(story),
        photo and photo.is_shown and columns(photo),
        [getattr(story, name, None) for name in ("authors", "shows", "cover")],
        listing and (listing.band, listing.prominence, listing.through),
        subject and (subject.address_kind, columns(subject)),
    )
    return made(Card("components/story_card.html", says, context))


@register.simple_tag
def statement(facts, heading, sourced):
    """What the same words of a story state, for the page of what is called ``heading``."""
    story = facts[0].edition
    says = (
        (heading, sourced, story.slug, story.headline, story.language),
        getattr(story, "native_names", None),
        [
            [columns(part) for part in (fact, fact.platform, fact.country) if part]
            for fact in facts
        ],
    )
    context = {"facts": facts, "heading": heading, "sourced": sourced}
    return made(Card("components/statement.html", says, context))


@register.simple_tag
def part(template_name, **shown):
    """A part of many pages that says the same on all of them."""
    return made(Card(template_name, sorted(shown.items()), shown))


def columns(record):
    """What was read of a record, as far as it is plain: the rest is told of by other names."""
    return [value for value in record.__dict__.values() if isinstance(value, PLAIN)]


class Card:
    """Made from its template once for all that it says: whatever differs makes another."""

    def __init__(self, template, says, context):
        said = repr((template, get_language(), says))
        self.digest = blake2b(said.encode(), digest_size=16).digest()
        self.template, self.context = template, context

    def __hash__(self):
        return hash(self.digest)

    def __eq__(self, other):
        return self.digest == other.digest


@lru_cache(MOST_KEPT)
def made(card):
    context, card.context = card.context, None
    html = get_template(card.template).template.render(template.Context(context))
    return mark_safe(html)  # noqa: S308 - of a template, which has escaped what is in it
