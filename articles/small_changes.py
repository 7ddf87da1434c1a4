"""What is changed of a story without its form: whose it is, when it is due, its tags.

Every function takes the story's row lock first, as publishing does.
"""

from django.db import transaction
from django.utils import timezone

from .models import Event
from .publishing import NotPublishable, lock, record
from .revisions import save_revision


@transaction.atomic
def assign(article, *, value, user=None):
    article = lock(article)
    article.assignee = value
    touch(article, "assignee")
    record_assignment(article, save_revision(article, user=user), user)


@transaction.atomic
def set_due(article, *, value, user=None):
    article = lock(article)
    article.due_at = value
    touch(article, "due_at")
    record_due(article, save_revision(article, user=user), user)


@transaction.atomic
def add_tag(article, *, value, user=None):
    article = lock(article)
    _, is_new = article.tagged.get_or_create(tag=value)
    if not is_new:
        raise NotPublishable(f"It is tagged {value} already.")
    touch(article)
    save_revision(article, user=user)


@transaction.atomic
def remove_tag(article, *, value, user=None):
    article = lock(article)
    deleted, _ = article.tagged.filter(tag=value).delete()
    if not deleted:
        raise NotPublishable(f"It is not tagged {value}.")
    touch(article)
    save_revision(article, user=user)


def touch(article, *fields):
    article.updated_at = timezone.now()
    article.save(update_fields=[*fields, "updated_at"])


def record_assignment(article, revision, user):
    whose = str(article.assignee or "nobody")
    record(article, Event.Kind.ASSIGN, revision, user, timezone.now(), comment=whose)


def record_due(article, revision, user):
    record(article, Event.Kind.DUE, revision, user, timezone.now(), due_at=article.due_at)
