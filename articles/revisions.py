"""A story's history: what is saved of it, and how it is brought back."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator

from .body import clean
from .models import Article, Revision, TaggedArticle
from .moves import as_now, same_today
from .references import KINDS, ids_of, slugs_by_id, with_ids, with_slugs

# Where a story stands in its working day, and what never changes: not its content.
NOT_CONTENT = {
    "uid",
    "state",
    "version",
    "updated_at",
    "published_at",
    "publish_at",
    "created_by",
    "assignee",
    "due_at",
    "planned_for",
    "raw_text",
    # Else to bring back an older version would be to lift it.
    "embargo_until",
}
# Content that readers never see: a change to it leaves nothing to publish.
NOT_PUBLIC = {"internal_note"}
PARTS = [
    *("byline_set", "productions", "people", "companies", "countries"),
    *("facts", "corrections"),
]


def snapshot(article) -> dict:
    """All that ``article`` says, in its rows as they are in the database.

    One query for each of its parts, its tags and each kind of record its text links to.
    """
    return snapshots([article.pk])[article.pk]


def snapshots(ids) -> dict[int, dict]:
    """The same of many stories, by id, in as many queries."""
    articles = dict(plain_rows(Article.objects.filter(pk__in=ids), "pk", NOT_CONTENT))
    slugs = slugs_by_id(*(fields["body"] for fields in articles.values()))
    data = {}
    for pk, fields in articles.items():
        fields["body"] = with_slugs(fields["body"], slugs)
        data[pk] = {"fields": fields} | {part: [] for part in [*PARTS, "tags"]}
    for part in PARTS:
        rows = Article._meta.get_field(part).related_model.objects.filter(article__in=ids)
        for pk, fields in plain_rows(rows, "article", {"article"}):
            data[pk][part].append(fields)
    tagged = TaggedArticle.objects.filter(content_object__in=ids)
    for pk, slug in tagged.values_list("content_object", "tag__slug"):
        data[pk]["tags"].append(slug)
    return data


def plain_rows(rows, owner, leave_out):
    """What ``rows`` hold as JSON has it, related records by natural key: each row with its
    ``owner``. One query.
    """
    fields = [f for f in rows.model._meta.local_fields if f.serialize]
    kept = [field for field in fields if field.name not in leave_out]
    columns = [f"{f.name}__slug" if f.is_relation else f.name for f in kept]
    values = list(rows.values_list(owner, *columns))
    for pk, *row in json.loads(json.dumps(values, cls=DjangoJSONEncoder)):
        yield (
            pk,
            {
                field.name: [value] if field.is_relation and value is not None else value
                for field, value in zip(kept, row, strict=True)
            },
        )


def public_part(data) -> dict:
    fields = {name: v for name, v in data["fields"].items() if name not in NOT_PUBLIC}
    return {**data, "fields": fields}


@transaction.atomic
def save_revision(
    article, *, user=None, kind=Revision.Kind.SAVE, comment="", always=False
) -> Revision:
    """Keep ``article`` as it is now. If nothing changed since the last revision, that one
    is returned, unless a new one is to be made ``always``.

    Call it in the transaction that wrote the story, when all its parts are written.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    data = snapshot(article)
    mark_if_ahead(article, data)
    last = article.revisions.order_by("-number").first()
    if last and last.data == data and not always:
        return last
    if kind == Revision.Kind.SAVE and corrects(data, last):
        kind = Revision.Kind.CORRECT
    revision = article.revisions.create(
        number=last.number + 1 if last else 1, kind=kind, user=user, comment=comment, data=data
    )
    Article.objects.filter(pk=article.pk).update(version=revision.number)
    return revision


def newest_edition(article):
    return article.editions.order_by("visible_from").select_related("revision").last()


def is_ahead(article, data) -> bool:
    """Whether ``data`` says something else than readers see, or will see."""
    newest = newest_edition(article)
    if newest is None or newest.withdrawn_at:
        return False
    return not same_today(public_part(data), public_part(newest.revision.data))


def mark_if_ahead(article, data):
    """What publishing changes beside, it marks itself."""
    ahead = is_ahead(article, data)
    if ahead != article.is_ahead:
        Article.objects.filter(pk=article.pk).update(is_ahead=ahead)


@transaction.atomic
def set_aside(article, texts, *, user=None, comment="") -> Revision:
    """Keep ``texts``, by field, that gave way to what is saved, as a version of their own.

    The desk's copy is not touched. Save a version of it next, so that it is the newest.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    data = snapshot(article)
    for name in texts.keys() & data["fields"].keys():
        text = texts[name]
        data["fields"][name] = with_slugs(clean(text)) if name == "body" else text
    last = article.revisions.order_by("number").values_list("number", flat=True).last()
    return article.revisions.create(
        number=(last or 0) + 1,
        kind=Revision.Kind.SET_ASIDE,
        user=user,
        comment=Truncator(comment).chars(300),
        data=data,
    )


def corrects(data, last) -> bool:
    """Whether ``data`` holds a correction that the version before it did not."""
    known = last.data["corrections"] if last else []
    return any(correction not in known for correction in data["corrections"])


@transaction.atomic
def restore(article, revision, *, user=None) -> Revision:
    """Bring ``revision`` back as the desk's copy. What readers see does not change.

    A record that has been renamed since is found under its new name; one that is
    gone is left out.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    save_revision(article, user=user)
    data = as_now(revision.data)
    ids = referenced_ids(data)
    for name, value in revived(Article, data["fields"], ids).items():
        setattr(article, name, value)
    article.body = with_ids(article.body)
    article.updated_at = timezone.now()
    article.full_clean(exclude=["state"])
    article.save()
    for part in PARTS:
        restore_part(article, part, data.get(part, []), ids)
    tags = ids_of("tag", data["tags"])
    article.tagged.all().delete()
    for slug in dict.fromkeys(data["tags"]):
        if slug in tags:
            article.tagged.create(tag_id=tags[slug])
    comment = f"Version {revision.number} restored"
    return save_revision(article, user=user, kind=Revision.Kind.RESTORE, comment=comment)


def restore_part(article, part, rows, ids):
    manager = getattr(article, part)
    manager.all().delete()
    model = manager.model
    required = [f.attname for f in model._meta.fields if f.is_relation and not f.null]
    for row in rows:
        values = revived(model, row, ids) | {"article_id": article.pk}
        if all(values.get(name) for name in required):
            model.objects.create(**values)


def relations(model):
    return {f.name: f for f in model._meta.concrete_fields if f.is_relation}


def referenced_ids(data) -> dict:
    """The id of every record that a revision names, by kind and slug."""
    return {kind: ids_of(kind, found) for kind, found in referenced_slugs(data).items()}


def referenced_slugs(data) -> dict[str, set]:
    """The records that a revision's fields and parts name, by kind."""
    slugs = {}
    for model, row in rows_with_models(data):
        for name, field in relations(model).items():
            if row.get(name):
                slugs.setdefault(KINDS[field.related_model], set()).add(row[name][0])
    return slugs


def rows_with_models(data):
    yield Article, data["fields"]
    for part in PARTS:
        model = Article._meta.get_field(part).related_model
        for row in data.get(part, []):
            yield model, row


def revived(model, row, ids) -> dict:
    """``row`` as values for a new ``model``: by column, with ids and Python's own types.

    A column that is no longer part of the model is passed over.
    """
    values = {}
    for field in model._meta.concrete_fields:
        if field.name not in row:
            continue
        value = row[field.name]
        if field.is_relation:
            kind = KINDS[field.related_model]
            values[field.attname] = ids[kind].get(value[0]) if value else None
        else:
            values[field.name] = field.to_python(value)
    return values
