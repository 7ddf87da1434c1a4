"""A story as lists show it. Most lists show stories that others have shown already."""

from datetime import date, datetime
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
PLAIN = (str, int, float, bool, datetime, date, UUID, type(None))


@register.simple_tag
def story_card(story, listing=None, subject=None, **shown):
    """Made from the template once for all that it says: whatever differs makes another."""
    context = {"story": story, "listing": listing, "subject": subject, **shown}
    photo = story.lead_photo
    says = (
        get_language(),
        sorted(shown.items()),
        columns(story),
        photo and photo.is_shown and columns(photo),
        [getattr(story, name, None) for name in ("authors", "shows", "cover")],
        listing and (listing.band, listing.prominence, listing.through),
        subject and (subject.address_kind, columns(subject)),
    )
    return made(Card(says, context))


def columns(record):
    """What was read of a record, as far as it is plain: the rest is told of by other names."""
    return [value for value in record.__dict__.values() if isinstance(value, PLAIN)]


class Card:
    """Equal to another that says the same."""

    def __init__(self, says, context):
        self.digest = blake2b(repr(says).encode(), digest_size=16).digest()
        self.context = context

    def __hash__(self):
        return hash(self.digest)

    def __eq__(self, other):
        return self.digest == other.digest


@lru_cache(MOST_KEPT)
def made(card):
    context, card.context = card.context, None
    html = get_template("components/story_card.html").template.render(template.Context(context))
    return mark_safe(html)  # noqa: S308 - of a template, which has escaped what is in it
