"""Putting a story out, and taking it down: what readers see changes here alone.

Every function takes the story's row lock first, so that two who publish at once
come one after the other.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from newsroom.models import OldAddress
from newsroom.partial_dates import earliest_instant

from .checklist import BLOCKING, found, found_in_all
from .freezing import freeze
from .models import Article, Edition, Event, Revision, SearchText
from .models.public import FOREVER, UNDATED
from .revisions import is_ahead, newest_edition, save_revision, snapshot

# What publishing writes of the desk's copy: where it stands, never what it says.
WORKFLOW = ["state", "published_at", "publish_at", "is_ahead"]


class NotPublishable(ValidationError):
    """Says, in words for editors, why a story cannot be put out or taken down."""


@transaction.atomic
def publish(article, *, user=None, now=None) -> Edition:
    """Put the story out as it stands. Replaces what is live and what is scheduled."""
    article, now = lock(article), now or timezone.now()
    call_off(article, now)
    refuse_unless_publishable(article, at=now)
    revision = save_revision(article, user=user, kind=Revision.Kind.PUBLISH)
    article.publish_at = None
    editions = list(article.editions.all())
    for edition in editions:
        drop(edition, successor=revision.data["fields"]["slug"])
    record(article, Event.Kind.PUBLISH, revision, user, now)
    return new_edition(article, revision, at=now, updated_at=now if editions else None)


@transaction.atomic
def publish_new(articles, revisions, now) -> dict[int, list[str]]:
    """Put out stories that never were, each in its first revision: ``publish`` for many.

    Those of which anything forbids it stay as they are. Returns what, by the ids of all.
    """
    problems = found_in_all(BLOCKING, articles, now)
    ready = [article for article in articles if not problems[article.pk]]
    Event.objects.bulk_create(
        Event(
            article=article,
            number=1,
            kind=Event.Kind.PUBLISH,
            revision=revisions[article.pk],
            happened_at=now,
        )
        for article in ready
    )
    editions = [edition_of(a, revisions[a.pk], at=now, updated_at=None) for a in ready]
    freeze(*editions)
    out = Article.objects.filter(pk__in=[article.pk for article in ready])
    out.update(state=Article.State.PUBLISHED, publish_at=None, is_ahead=False)
    dated = [edition.article_id for edition in editions if edition.is_dated]
    out.filter(pk__in=dated, published_at=None).update(published_at=now)
    return problems


@transaction.atomic
def schedule(article, *, at, user=None, now=None) -> Edition:
    """Put the story out as it stands at the moment ``at``, which must be to come.

    The revision is pinned: later work on the story does not change what goes out.
    What is live until then ends at that same moment.
    """
    article, now = lock(article), now or timezone.now()
    if at <= now:
        raise NotPublishable("Choose a time to come, or publish now.")
    call_off(article, now)
    refuse_unless_publishable(article, at=at)
    present = newest_edition(article)
    # A withdrawn edition keeps its revision, and each revision has one edition.
    again = bool(present and present.withdrawn_at)
    revision = save_revision(article, user=user, kind=Revision.Kind.SCHEDULE, always=again)
    if present:
        if present.revision_id == revision.pk:
            raise NotPublishable("Nothing has changed since the version that is out.")
        for older in article.editions.exclude(pk=present.pk):
            drop(older, successor=present.slug)
        show_until(present, at, now)
    article.publish_at = at
    record(article, Event.Kind.SCHEDULE, revision, user, now, due_at=at)
    return new_edition(article, revision, at=at, updated_at=at if present else None)


@transaction.atomic
def unschedule(article, *, user=None, now=None):
    """Call off what is scheduled; what is live stays as long as it would have."""
    article, now = lock(article), now or timezone.now()
    scheduled = call_off(article, now)
    if scheduled is None:
        raise NotPublishable("Nothing is scheduled.")
    due_at, revision = scheduled.visible_from, scheduled.revision
    record(article, Event.Kind.UNSCHEDULE, revision, user, now, due_at=due_at)
    if present := newest_edition(article):
        show_until(present, FOREVER, now)
        article.is_ahead = has_unpublished_changes(article)
    else:
        article.is_ahead = False
        article.state = Article.State.READY
    article.save(update_fields=WORKFLOW)


@transaction.atomic
def withdraw(article, *, user=None, now=None):
    """Take the story down, and call off what is scheduled. Its address answers 410."""
    article, now = lock(article), now or timezone.now()
    scheduled = call_off(article, now)
    present = newest_edition(article)
    if present is None or (present.withdrawn_at and not scheduled):
        raise NotPublishable("This story is not published.")
    present.withdrawn_at = present.withdrawn_at or now
    present.visible_until = min(present.visible_until, now)
    present.save(update_fields=["withdrawn_at", "visible_until"])
    present.listings.all().delete()
    present.facts.all().delete()
    SearchText.objects.filter(edition=present).delete()
    article.preview_links.revoke(now)
    save_revision(article, user=user)
    record(article, Event.Kind.WITHDRAW, present.revision, user, now)
    article.state, article.is_ahead = Article.State.WITHDRAWN, False
    article.save(update_fields=WORKFLOW)


def call_off(article, now) -> Edition | None:
    """Drop what is scheduled, and the date of publication that it gave. Returns it."""
    scheduled = article.editions.filter(visible_from__gt=now).first()
    if scheduled is None:
        return None
    forget_schedule(article, scheduled)
    scheduled.delete()
    return scheduled


def forget_schedule(article, scheduled):
    if article.published_at == scheduled.visible_from:
        article.published_at = None
    article.publish_at = None


def record(article, kind, revision, user, now, *, due_at=None, comment=""):
    """Add to the story's trail. The row lock keeps its numbers apart."""
    last = article.events.order_by("number").values_list("number", flat=True).last()
    article.events.create(
        number=(last or 0) + 1,
        kind=kind,
        revision=revision,
        user=user,
        happened_at=now,
        due_at=due_at,
        comment=comment,
    )


def lock(article):
    return Article.objects.select_for_update().get(pk=article.pk)


def refuse_unless_publishable(article, *, at):
    if problems := found(BLOCKING, article, at):
        raise NotPublishable(problems)


def new_edition(article, revision, *, at, updated_at):
    edition = edition_of(article, revision, at=at, updated_at=updated_at)
    if edition.is_dated:
        article.published_at = edition.published_at
    freeze(edition)
    article.state, article.is_ahead = Article.State.PUBLISHED, False
    article.save(update_fields=WORKFLOW)
    return edition


def edition_of(article, revision, *, at, updated_at) -> Edition:
    """``revision`` as readers see it from the moment ``at``: neither filled nor saved."""
    published_at = article.published_at or (None if article.is_imported else at)
    return Edition(
        article=article,
        revision=revision,
        visible_from=at,
        visible_until=expiry(revision),
        published_at=published_at or source_instant(article.source_date),
        is_dated=published_at is not None,
        updated_at=updated_at,
    )


def source_instant(source_date):
    """Where a text from elsewhere stands in every list; an instant that is never shown."""
    return earliest_instant(source_date) if source_date else UNDATED


def expiry(revision):
    value = revision.data["fields"]["expires_at"]
    return Article._meta.get_field("expires_at").to_python(value) or FOREVER


def show_until(edition, moment, now):
    """Let what is live end at ``moment``, or when it expires; what has ended stays so."""
    if edition.visible_until > now:
        edition.visible_until = min(expiry(edition.revision), moment)
        edition.save(update_fields=["visible_until"])
        edition.listings.update(visible_until=edition.visible_until)


def drop(edition, *, successor):
    """Delete an edition; readers of its address go to its ``successor``, a slug."""
    if edition.slug != successor:
        OldAddress.objects.keep("story", edition.slug, successor)
    edition.delete()


def has_unpublished_changes(article) -> bool:
    """Whether readers see, or will see, something else than the desk's copy."""
    return is_ahead(article, snapshot(article))
