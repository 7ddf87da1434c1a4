"""A tag that turns out to be a person, a show or a company, and becomes one."""

from django.db import transaction

from newsroom.merging import NotMergeable, Plan, finish, plan_addresses
from newsroom.models import Merge, Tag
from newsroom.signals import locking, planning
from talent.models import Company, Person, Production

from .combining import FEATURED
from .following import NAMING
from .models import TaggedArticle

KINDS = {model.address_kind: model for model in [Person, Production, Company]}
# By kind: where the name, the description and the picture of a tag go.
COLUMNS = {
    "person": ("name", "bio", "photo_id"),
    "show": ("title", "synopsis", "poster_id"),
    "company": ("name", "description", None),
}


@transaction.atomic
def promote(tag, kind, *, user, record=None) -> Merge:
    """Make ``tag`` the ``record``, or a new one of this ``kind``, wherever it is used.

    Raises ValidationError where it cannot be done.
    """
    locking.send(Tag, kind="tag", ids=[tag.pk])
    tag = Tag.objects.select_for_update().filter(pk=tag.pk).first()
    if tag is None:
        raise NotMergeable("This tag is gone: somebody has merged, promoted or deleted it.")
    made = None if record else new_record(tag, kind)
    if record:
        record = KINDS[kind].objects.select_for_update().get(pk=record.pk)
    return finish(plan_promotion(tag, record or made), user, made)


def new_record(tag, kind):
    refuse_to_promote(tag, [tag, *tag.synonyms.all()])
    name, text, picture = COLUMNS[kind]
    values = {name: tag.name, text: tag.description}
    if picture:
        values[picture] = tag.photo_id
    record = KINDS[kind](slug=tag.slug, **values)
    record.full_clean(exclude=["sort_name"])
    record.save()
    return record


def plan_promotion(tag, record) -> Plan:
    plan = Plan(record, tag)
    plan.synonyms = list(tag.synonyms.order_by("pk"))
    tags = [tag, *plan.synonyms]
    refuse_to_promote(tag, tags)
    link_instead_of_tag(plan, tags)
    for each in tags:
        plan.drop(each)
        plan_addresses(plan, each.slug, leaves=True)
    _name, text, picture = COLUMNS[plan.into_kind]
    plan.alter(record, **{text: getattr(record, text) or tag.description})
    if picture:
        plan.alter(record, **{picture: getattr(record, picture) or tag.photo_id})
    planning.send(Tag, plan=plan)
    return plan


def refuse_to_promote(tag, tags):
    if tag.synonym_of:
        raise NotMergeable(f"This is only a synonym: promote “{tag.synonym_of}”.")
    shows = Production.objects.filter(genres__in=tags).distinct()[:4]
    if shows:
        named = ", ".join(f"“{show}”" for show in shows[:3])
        more = " and others" if len(shows) > 3 else ""
        raise NotMergeable(f"It is a genre of {named}{more}: take it away there first.")


def link_instead_of_tag(plan, tags):
    """Each story that has one of ``tags`` features the record, or more if it does already."""
    model, target, _story = NAMING[plan.into_kind]
    rows = list(TaggedArticle.objects.filter(tag__in=tags))
    stories = sorted({row.content_object_id for row in rows})
    links = model.objects.filter(**{target: plan.survivor, "article__in": stories})
    there = {link.article_id: link for link in links}
    for row in rows:
        plan.drop(row)
    for story in stories:
        if link := there.get(story):
            plan.alter(link, prominence=min(link.prominence, FEATURED))
        else:
            owner = {target: plan.survivor, "article_id": story}
            plan.add(model(prominence=FEATURED, **owner))
