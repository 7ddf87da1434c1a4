"""What follows from what was loaded: search keys, links by id, what is out, and listings."""

from django.db.models import Q
from django.utils import timezone

from articles.freezing import freeze
from articles.listing import relist_in_batches
from articles.models import Article, Edition, Note, Revision
from articles.publishing import NotPublishable, publish, schedule
from articles.references import with_ids
from articles.revisions import save_revision
from talent.keys import rebuild_keys
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

NAMED = [Person, Production, Company, Country]
NAMES = [PersonName, ProductionTitle, CompanyName]


def finish(changed, progress):
    """Bring all that is derived from ``changed``, records by model and id, up to date."""
    moved = rebuild_all_keys(changed)
    stories = changed_stories(changed)
    refrozen = refreeze(changed)
    for article in progress(Article.objects.filter(pk__in=stories).order_by("pk")):
        link_by_id(article)
        revision = save_revision(article, kind=Revision.Kind.LOAD)
        if article.state == Article.State.PUBLISHED and article.pk not in refrozen:
            try:
                put_out(article, revision)
            except NotPublishable as error:
                for message in error.messages:
                    stories[article.pk].refuse("state", f"cannot be published: {message}")
    listed = Q(pk__in=[])
    for model, ids in moved.items():
        listed |= Q(listings__kind=model.address_kind, listings__subject_id__in=ids)
    for _done in relist_in_batches(Edition.objects.filter(listed).distinct()):
        pass


def rebuild_all_keys(changed):
    """Returns the ids of the records whose names or credits moved, by model."""
    moved = {model: set(changed.get(model, ())) for model in NAMED}
    for model in NAMES:
        owner = model._meta.get_field(model.owner)
        names = model.objects.filter(pk__in=changed.get(model, ()))
        moved[owner.related_model] |= set(names.values_list(owner.attname, flat=True))
    for model, ids in moved.items():
        rebuild_keys(model, ids)
    credits = Credit.objects.filter(pk__in=changed.get(Credit, ()))
    moved[Production] |= set(credits.values_list("production_id", flat=True))
    return moved


def changed_stories(changed):
    """The stories that were loaded or had a part loaded, each with a record to blame."""
    stories = dict(changed.get(Article, {}))
    for model, records in changed.items():
        owner = next(
            (
                field
                for field in model._meta.concrete_fields
                if field.name in {"article", "content_object"}
                and field.related_model is Article
                and model not in {Edition, Revision, Note}
            ),
            None,
        )
        if owner:
            rows = model.objects.filter(pk__in=records).values_list("pk", owner.attname)
            for pk, article in rows:
                stories.setdefault(article, records[pk])
    return stories


def refreeze(changed):
    """Make loaded editions whole again from their revisions; the ids of their stories."""
    editions = Edition.objects.filter(pk__in=changed.get(Edition, ())).select_related(
        "revision"
    )
    for edition in editions:
        freeze(edition)
    return {edition.article_id for edition in editions}


def link_by_id(article):
    body = with_ids(article.body)
    if body != article.body:
        Article.objects.filter(pk=article.pk).update(body=body)


def put_out(article, revision):
    """Make the loaded story live, or schedule it; nothing to do if it is out already."""
    now = timezone.now()
    if article.expires_at and article.expires_at <= now:
        return
    newest = article.editions.order_by("visible_from").last()
    if newest and newest.revision_id == revision.pk and not newest.withdrawn_at:
        return
    if article.publish_at and article.publish_at > now:
        schedule(article, at=article.publish_at, now=now)
    else:
        publish(article, now=now)
