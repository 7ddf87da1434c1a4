"""A story's way across the desk, until it is published: draft, in review, ready.

Every function takes the story's row lock first, as publishing does.
"""

from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from .models import Article, Event, Note
from .notes import sign
from .publishing import NotPublishable, lock, record
from .revisions import save_revision

State = Article.State


class Step(NamedTuple):
    sources: frozenset
    state: State
    event: Event.Kind
    refusal: str


SUBMIT = Step(
    frozenset([State.DRAFT]),
    State.REVIEW,
    Event.Kind.SUBMIT,
    "Only a draft can be submitted for review.",
)
REQUEST_CHANGES = Step(
    frozenset([State.REVIEW, State.READY]),
    State.DRAFT,
    Event.Kind.REQUEST_CHANGES,
    "Changes can be requested of a story that is in review or ready.",
)
READY = Step(
    frozenset([State.DRAFT, State.REVIEW]),
    State.READY,
    Event.Kind.READY,
    "Only a draft or a story in review can be marked as ready.",
)
TAKE_BACK = Step(
    frozenset([State.REVIEW, State.READY]),
    State.DRAFT,
    Event.Kind.TAKE_BACK,
    "Only a story that is in review or ready can go back to draft.",
)


@transaction.atomic
def move(article, step, *, user=None, comment="", now=None):
    article, now = lock(article), now or timezone.now()
    if article.state not in step.sources:
        raise NotPublishable(step.refusal)
    revision = save_revision(article, user=user)
    record(article, step.event, revision, user, now, comment=comment)
    article.state = step.state
    article.save(update_fields=["state"])


def submit(article, *, user=None):
    move(article, SUBMIT, user=user)


def mark_ready(article, *, user=None):
    move(article, READY, user=user)


def take_back(article, *, user=None):
    move(article, TAKE_BACK, user=user)


@transaction.atomic
def request_changes(article, *, comment, user=None):
    """Send the story back to draft; what is to change stands on it as a note."""
    if not comment.strip():
        raise NotPublishable("Say what is to change.")
    move(article, REQUEST_CHANGES, user=user, comment=comment.strip())
    note = Note(article=article, text=comment.strip())
    sign([note], article, user)
    note.save()
