"""What follows from what was loaded: search keys, links by id, what is out, and listings."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone

from articles.body import DATA_REF
from articles.freezing import freeze
from articles.listing import relist
from articles.models import Article, Author, Edition, Revision
from articles.moves import same_today
from articles.publishing import (
    NotPublishable,
    publish,
    publish_new,
    schedule,
    source_instant,
    withdraw,
)
from articles.references import MODELS, ids_in, record_figures, record_links, slugs_in, with_ids
from articles.revisions import (
    mark_if_ahead,
    newest_edition,
    public_part,
    save_revision,
    snapshots,
)
from newsroom.models import Tag
from talent.keys import rebuild_keys, rebuild_tag_keys
from talent.models import (
    Company,
    CompanyName,
    Country,
    Credit,
    Person,
    PersonName,
    Production,
    ProductionTitle,
)

from .places import in_batches

NAMED = [Person, Production, Company, Country]
NAMES = [PersonName, ProductionTitle, CompanyName]
# What making an edition from a revision raises that is no snapshot of a story.
UNLIKE_A_STORY = (
    *(AttributeError, LookupError, TypeError, ValueError),
    *(DatabaseError, OverflowError, ValidationError),
)
LISTED = [*NAMED, Tag, Author]
# SQLite may take no more than some thousands of values in one query.
BATCH = 500
HELD_BACK = "loaded, but not published: the desk has changes to it that are not out"


def finish(loader, progress):
    """Bring all that is derived from what ``loader`` has written up to date.

    Returns, a line for each, what was not published for the desk's sake.
    """
    moved = rebuild_all_keys(loader.changed)
    resting = resting_on(moved)
    refreeze(loader)
    held_back = settle_all(loader, progress)
    for batch in in_batches(sorted(resting), BATCH):
        relist(Edition.objects.filter(pk__in=batch))
    return held_back


def settle_all(loader, progress):
    stories = sorted({*loader.changed[Article], *loader.parts})
    return [
        line
        for ids in in_batches(progress(stories, len(stories)), BATCH)
        for line in settle_some(loader, ids)
    ]


def settle_some(loader, ids):
    """Those that have a history are settled one by one."""
    articles = list(Article.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    records = {article.pk: record_of(loader, article) for article in articles}
    link_by_id(articles, records, loader.carried[Revision])
    # Publishing would only name again what is wrong with the others.
    sound = [article for article in articles if not records[article.pk].problems]
    old = {pk for m in [Revision, Edition] for pk in stories_with(m, ids)}
    now = timezone.now()
    new = {a.pk: a for a in sound if a.pk not in old and not is_for_later(a, now)}
    for pk, problems in begin(new.values(), now).items():
        refuse(records[pk], problems)
    data = snapshots([a.pk for a in sound if a.pk in loader.carried[Revision]])
    for article in sound:
        if article.pk not in new:
            yield from settle_one(article, data, records[article.pk], loader.carried)
    loader.refused += [record for record in records.values() if record.problems]


def stories_with(model, ids):
    return model.objects.filter(article__in=ids).values_list("article_id", flat=True)


def is_for_later(article, now):
    return bool(article.publish_at and article.publish_at > now)


def begin(articles, now):
    """Save the first versions of new stories, and put out those that are published.

    Returns what forbids it, by their ids.
    """
    data = snapshots([article.pk for article in articles])
    kind = Revision.Kind.LOAD
    revisions = Revision.objects.bulk_create(
        Revision(article=article, number=1, kind=kind, data=data[article.pk])
        for article in articles
    )
    Article.objects.filter(pk__in=data).update(version=1)
    to_publish = [
        article
        for article in articles
        if article.state == Article.State.PUBLISHED and not has_expired(article, now)
    ]
    return publish_new(to_publish, {r.article_id: r for r in revisions}, now)


def has_expired(article, now):
    return bool(article.expires_at and article.expires_at <= now)


def settle_one(article, data, record, carried):
    """A line, if it is held back."""
    try:
        if not settle(article, data, record, carried):
            yield record.line("", HELD_BACK)
    except NotPublishable as error:
        refuse(record, error.messages)


def refuse(record, messages):
    for message in messages:
        record.refuse("state", f"cannot be published: {message}")


def record_of(loader, article):
    """Whom to blame for a story."""
    if article.pk in loader.changed[Article]:
        return loader.record_at(loader.changed[Article].get(article.pk), article)
    return loader.parts[article.pk]


def rebuild_all_keys(changed):
    """Returns the ids of the records whose names or credits moved, by model."""
    moved = defaultdict(set, {model: set(changed[model]) for model in LISTED})
    for model in NAMES:
        owner = model._meta.get_field(model.owner)
        moved[owner.related_model] |= values(model, owner.attname, changed)
    for model in NAMED:
        for ids in batches(moved[model]):
            rebuild_keys(model, ids)
    for ids in batches(moved[Tag]):
        rebuild_tag_keys(Tag.objects.filter(pk__in=ids))
    moved[Production] |= values(Credit, "production_id", changed)
    return moved


def values(model, column, changed):
    """What ``column`` holds in the rows of ``model`` that were written."""
    return {
        value
        for ids in batches(changed[model])
        for value in model.objects.filter(pk__in=ids).values_list(column, flat=True)
    }


def batches(ids):
    return in_batches(sorted(ids), BATCH)


def refreeze(loader):
    """Make loaded editions whole again from their revisions; name those that cannot be."""
    for ids in in_batches(loader.changed[Edition], BATCH):
        found = Edition.objects.filter(pk__in=ids).select_related("revision", "article")
        editions = found.order_by("pk")
        if why_not_whole(*editions):
            for edition in editions:
                if reason := why_not_whole(edition):
                    place = loader.changed[Edition].get(edition.pk)
                    record = loader.record_at(place, edition)
                    record.refuse("revision", reason)
                    loader.refused.append(record)


def why_not_whole(*editions):
    """Freeze them again, or say why that cannot be."""
    if any(edition.revision.article_id != edition.article_id for edition in editions):
        return "is one of another story"
    try:
        with transaction.atomic():
            for edition in editions:
                edition.is_dated = is_dated(edition)
            freeze(*editions)
    except UNLIKE_A_STORY as error:
        return f"its data is not that of a story: {error!r}"
    return ""


def is_dated(edition):
    """Whether the story was given its date, or has only the instant of its source's."""
    article = edition.article
    if not article.is_imported or edition.published_at == article.published_at:
        return True
    return edition.published_at != source_instant(
        edition.revision.data["fields"]["source_date"]
    )


def link_by_id(articles, records, carried):
    """Links to what stood later in the fixture can now be by id."""
    late = [article for article in articles if slugs_in(article.body)]
    ids = ids_in(*(article.body for article in late))
    for article in late:
        body = with_ids(article.body, ids)
        if body != article.body:
            Article.objects.filter(pk=article.pk).update(body=body)
            article.body = body
        # A story with a history is a copy of one that stood so; else it is a slip of the pen.
        if article.pk not in carried:
            refuse_dangling(body, records[article.pk])
    record_figures(*articles)
    record_links(*articles)


def refuse_dangling(body, record):
    for match in DATA_REF.finditer(body):
        if match["by"] == "/":
            name = MODELS[match["kind"]]._meta.verbose_name
            record.refuse("body", f"there is no {name} “{match['key']}”")


def settle(article, data, record, carried):
    """Save the story's history, and put it out or take it down as its state says.

    A story that comes with its history or its editions is left as those have it.
    Returns whether all that it says could be done.
    """
    pending = article.pk not in carried[Edition] and has_unpublished_work(article)
    if article.pk in carried[Revision]:
        mark_if_ahead(article, data[article.pk])
    else:
        save_revision(article, kind=Revision.Kind.LOAD)
    if article.pk in carried[Edition]:
        return True
    if article.state == Article.State.PUBLISHED:
        if not pending:
            put_out(article)
        return not pending
    if is_out(newest_edition(article)):
        take_down(article, record)
    return True


def is_out(edition):
    """Or will be: whether readers may come to see it."""
    return bool(edition and not edition.withdrawn_at)


def has_unpublished_work(article):
    """Whether the desk had saved more than is out, before this load."""
    newest, last = newest_edition(article), newest_revision(article)
    return is_out(newest) and not same_today(
        public_part(last.data), public_part(newest.revision.data)
    )


def newest_revision(article):
    return article.revisions.order_by("number").last()


def put_out(article):
    """Make the loaded story live, or schedule it; nothing to do if it is out already."""
    now = timezone.now()
    newest = newest_edition(article)
    if has_expired(article, now):
        return
    due = article.publish_at if is_for_later(article, now) else None
    if is_out(newest) and stands_so(article, newest, due, now):
        # As publishing left them, where the fixture does not say.
        published_at = newest.published_at if newest.is_dated else None
        Article.objects.filter(pk=article.pk).update(published_at=published_at, publish_at=due)
    elif due:
        schedule(article, at=due, now=now)
    else:
        publish(article, now=now)


def stands_so(article, newest, due, now):
    """Whether what is out is the story as it stands, in the place that it asks for."""
    waits_for = newest.visible_from if newest.visible_from > now else None
    published_at = article.published_at
    if article.is_imported and not published_at:
        published_at = source_instant(article.source_date)
    return (
        newest_revision(article).pk == newest.revision_id
        and due == waits_for
        and published_at in {None, newest.published_at}
    )


def take_down(article, record):
    if article.state == Article.State.WITHDRAWN:
        withdraw(article)
    else:
        record.refuse("state", "the story is out: it can only be withdrawn")


def resting_on(moved):
    """The ids of the editions that are listed by records which moved."""
    editions = set()
    for model, ids in moved.items():
        for batch in batches(ids):
            rests = Q(listings__kind=model.address_kind, listings__subject_id__in=batch)
            if model is Tag:
                rests |= Q(article__tagged__tag__in=batch)
            editions |= set(Edition.objects.filter(rests).values_list("pk", flat=True))
    return editions
