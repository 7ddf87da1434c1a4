"""Two records that are one: the first becomes part of the second, until it is undone.

A plan holds every row that would change. The preview shows it, merging carries it out, and
a ``Merge`` remembers it, so that to undo a merge is to carry out its plan backwards.
"""

from collections import defaultdict

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import Truncator, capfirst

from .journal import carry_out, columns_to, label, mark_of, take_back
from .models import Merge, OldAddress, Tag
from .signals import locking, merged, planning

# What is a record's own, and is never taken from another.
OWN = {"id", "slug", "name", "title", "sort_name", "disambiguation", "key", "synonym_of"}
BATCH = 2000


class NotMergeable(ValidationError):
    """Says, in words for editors, why it cannot be done or undone."""


class Plan:
    """What becomes of every row that names ``loser`` when it goes into ``survivor``."""

    def __init__(self, survivor, loser):
        self.survivor, self.loser = survivor, loser
        # Tags that go the way of the tag that they are synonyms of.
        self.synonyms = []
        self.moved = defaultdict(list)
        self.altered = {}
        self.dropped = {}
        self.added = []
        self.told = []

    @property
    def kind(self):
        return self.loser.address_kind

    @property
    def into_kind(self):
        return self.survivor.address_kind

    def move(self, model, column, pks):
        """These rows of ``model`` have the loser's id in ``column``, and get the survivor's."""
        self.moved[model, column] += pks

    def alter(self, row, **values):
        """Set ``values``, by column, where ``row`` has others."""
        new = {name: v for name, v in values.items() if getattr(row, name) != v}
        if new:
            self.altered.setdefault((type(row), row.pk), (row, {}))[1].update(new)

    def drop(self, row):
        for (model, _column), pks in self.moved.items():
            if model is type(row) and row.pk in pks:
                pks.remove(row.pk)
        self.dropped[type(row), row.pk] = row

    def add(self, row):
        self.added.append(row)

    def tell(self, line):
        self.told.append(line)

    def touched(self):
        """The ids of all these rows, by model."""
        found = defaultdict(set)
        for (model, _column), pks in self.moved.items():
            found[model].update(pks)
        for model, pk in [*self.altered, *self.dropped]:
            found[model].add(pk)
        return found

    def summary(self):
        """What happens to how many rows of which kind: label, what, and how many."""
        counts = defaultdict(int)
        for (model, _column), pks in self.moved.items():
            counts[model, "moved"] += len(pks)
        for model, pk in self.altered:
            if pk != self.survivor.pk or model is not type(self.survivor):
                counts[model, "changed"] += 1
        for model, pk in self.dropped:
            if pk != self.loser.pk or model is not type(self.loser):
                counts[model, "there already, kept once"] += 1
        for row in self.added:
            counts[type(row), "added"] += 1
        return [
            (capfirst(label_of(model)), what, number)
            for (model, what), number in counts.items()
            if number
        ]


def label_of(model):
    if through := model._meta.auto_created:
        fields = [f for f in through._meta.many_to_many if f.remote_field.through is model]
        return f"{through._meta.verbose_name}: {fields[0].verbose_name}"
    return str(model._meta.verbose_name_plural)


def plan_for(survivor, loser) -> Plan:
    """Raises NotMergeable where it makes no sense."""
    refuse_nonsense(survivor, loser)
    plan = Plan(survivor, loser)
    for field in columns_to(type(loser)):
        plan_column(plan, field)
    plan_fields(plan)
    if isinstance(loser, Tag):
        # Its name goes on to be understood.
        plan.alter(loser, synonym_of_id=survivor.pk)
        plan_addresses(plan, loser.slug)
    else:
        plan.drop(loser)
        plan_addresses(plan, loser.slug, leaves=True)
    planning.send(type(loser), plan=plan)
    return plan


def refuse_nonsense(survivor, loser):
    if type(survivor) is not type(loser):
        raise NotMergeable("Only records of one kind can be merged.")
    if survivor.pk == loser.pk:
        raise NotMergeable("This is the same record: choose another.")
    other = getattr(survivor, "synonym_of", None)
    if other and other.pk != loser.pk:
        raise NotMergeable(f"“{survivor}” is only a synonym: merge it into “{other}”.")


def plan_column(plan, field):
    """Move the rows that name the loser; of two that would say the same, keep one."""
    model, column = field.model, field.attname
    rows = model._base_manager.filter(**{column: plan.loser.pk}).order_by("pk")
    rules = unique_with(field)
    if not rules and model is not type(plan.loser):
        plan.move(model, column, list(rows.values_list("pk", flat=True)))
        return
    rows = list(rows)
    twins = twins_of(rows, field, rules, plan)
    for row in rows:
        if row == plan.survivor:
            above = getattr(plan.loser, column)
            plan.alter(row, **{column: above if above != row.pk else None})
        elif names_both(row, field, plan):
            plan.drop(row)
        elif twin := twins.get(row.pk):
            if absorb := getattr(twin, "absorb", None):
                plan.alter(twin, **absorb(row))
            plan.drop(row)
        else:
            plan.move(model, column, [row.pk])


def unique_with(field):
    """The other columns of each rule by which a row with ``field`` is the only one, and of
    which rows the rule is.
    """
    meta = field.model._meta
    rules = [
        (rule.fields, rule.condition or models.Q())
        for rule in meta.constraints
        if isinstance(rule, models.UniqueConstraint)
    ]
    return [
        (tuple(meta.get_field(name).attname for name in names if name != field.name), condition)
        for names, condition in [
            *rules,
            *((names, models.Q()) for names in meta.unique_together),
        ]
        if field.name in names
    ]


def twins_of(rows, field, rules, plan):
    """By the id of each of the loser's ``rows``: the survivor's that says the same, if one does.
    A query for each rule, and one more where it is not of all rows.
    """
    found = {}
    for key, condition in rules:
        under = field.model._base_manager.filter(condition)
        held = under.filter(**{field.attname: plan.loser.pk}) if condition else rows
        theirs = {}
        # No two rows that name nothing are the same.
        for batch in batches({getattr(row, key[0]) for row in held} - {None}):
            known = under.filter(**{field.attname: plan.survivor.pk, f"{key[0]}__in": batch})
            theirs |= {same(row, key): row for row in known}
        for row in held:
            if twin := theirs.get(same(row, key)):
                found.setdefault(row.pk, twin)
    return found


def same(row, key):
    return tuple(getattr(row, name) for name in key)


def batches(values):
    values = sorted(values)
    return [values[start : start + BATCH] for start in range(0, len(values), BATCH)]


def names_both(row, field, plan):
    """Whether a row would come to say that the survivor is, say, based on itself."""
    both = {plan.survivor.pk, plan.loser.pk}
    return bool(row._meta.auto_created) and any(
        other.related_model is field.related_model and getattr(row, other.attname) in both
        for other in row._meta.concrete_fields
        if other is not field
    )


def plan_fields(plan):
    """Fill what is blank on the survivor. Of fields that belong together, all or none."""
    together = getattr(plan.survivor, "fields_that_belong_together", [])
    grouped = {name for group in together for name in group}
    alone = [(f.name,) for f in plan.survivor._meta.concrete_fields if f.name not in grouped]
    for group in [*together, *alone]:
        fields = [plan.survivor._meta.get_field(name) for name in group if name not in OWN]
        mine = [getattr(plan.survivor, field.attname) for field in fields]
        theirs = [getattr(plan.loser, field.attname) for field in fields]
        if all(value in (None, "") for value in mine):
            values = {f.attname: v for f, v in zip(fields, theirs, strict=True)}
            plan.alter(plan.survivor, **without_itself(values, fields, plan))
        else:
            for field, kept, other in zip(fields, mine, theirs, strict=True):
                if kept != other and other not in (None, ""):
                    plan.tell(f"{capfirst(field.verbose_name)}: {differ(plan, field)}")


def without_itself(values, fields, plan):
    """Nobody is their own owner."""
    selves = {f.attname for f in fields if f.related_model is type(plan.survivor)}
    return {
        name: value
        for name, value in values.items()
        if not (name in selves and value == plan.survivor.pk)
    }


def differ(plan, field):
    kept, other = (
        Truncator(str(getattr(record, field.name) or "nothing")).chars(80)
        for record in [plan.survivor, plan.loser]
    )
    return f"“{kept}” stays, “{other}” goes."


def plan_addresses(plan, slug, leaves=False):
    """Whatever led to the loser leads to the survivor, in one hop."""
    kind, target = plan.into_kind, plan.survivor.slug
    for old in OldAddress.objects.filter(target_kind=plan.kind, target=slug):
        if (old.kind, old.slug) == (kind, target):
            plan.drop(old)
        else:
            plan.alter(old, target=target, target_kind=kind)
    if leaves:
        plan.add(OldAddress(kind=plan.kind, slug=slug, target=target, target_kind=kind))


@transaction.atomic
def merge(survivor, loser, *, user) -> Merge:
    """Make ``loser`` a part of ``survivor``."""
    survivor, loser = held(survivor, loser)
    return finish(plan_for(survivor, loser), user)


def held(survivor, loser):
    """Both as they are now, held until the transaction ends; always in the same order."""
    names = [str(survivor), str(loser)]
    kind, ids = loser.address_kind, sorted([survivor.pk, loser.pk])
    locking.send(type(loser), kind=kind, ids=ids)
    rows = type(loser)._base_manager.select_for_update().filter(pk__in=ids).order_by("pk")
    found = {row.pk: row for row in rows}
    for record, name in zip([survivor, loser], names, strict=True):
        if record.pk not in found:
            raise NotMergeable(f"“{name}” is gone: {whereabouts(kind, record.pk)}.")
    return found[survivor.pk], found[loser.pk]


def whereabouts(kind, pk):
    last = Merge.objects.standing().filter(kind=kind, loser_id=pk).first()
    return f"it was merged into “{last.survivor_name}”" if last else "somebody deleted it"


def finish(plan, user, made=None) -> Merge:
    """Carry ``plan`` out, and remember it; and that the survivor was ``made`` for it."""
    Merge.objects.forget_old()
    summary = plan.summary()
    changes = carry_out(plan)
    changes["made"] = made and [label(type(made)), made.pk, mark_of(made)]
    done = Merge.objects.create(
        kind=plan.kind,
        loser_id=plan.loser.pk,
        loser_name=str(plan.loser),
        into_kind=plan.into_kind,
        survivor_id=plan.survivor.pk,
        survivor_name=str(plan.survivor),
        summary=[*summary, *plan.told],
        changes=changes,
        user=user,
    )
    merged.send(Merge, places=places_of(done), touched=plan.touched())
    return done


def places_of(merge):
    return [(merge.into_kind, merge.survivor_id), (merge.kind, merge.loser_id)]


@transaction.atomic
def undo(merge, *, user) -> Merge:
    """Set the two apart again. What could not be is said in its ``left``."""
    kinds = model_of(merge.into_kind)
    locking.send(kinds, kind=merge.into_kind, ids=[merge.survivor_id])
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    refuse_undoing(merge)
    kinds._base_manager.select_for_update().filter(pk=merge.survivor_id).first()
    # Before anything changes: where stories are listed under the one record by now.
    merge.left, touched = take_back(merge)
    merge.undone_at, merge.undone_by, merge.changes = timezone.now(), user, None
    merge.save()
    merged.send(Merge, places=places_of(merge), touched=touched)
    return merge


def refuse_undoing(merge):
    if merge.undone_at:
        raise NotMergeable("This has been undone already.")
    if not merge.can_be_undone:
        raise NotMergeable("This can be undone no more: it is longer ago than 30 days.")
    places = models.Q(kind=merge.into_kind, loser_id=merge.survivor_id)
    places |= models.Q(into_kind=merge.into_kind, survivor_id=merge.survivor_id)
    later = Merge.objects.standing().filter(places, pk__gt=merge.pk).first()
    if later:
        raise NotMergeable(f"Undo the later one first: {later}.")
    if not model_of(merge.into_kind)._base_manager.filter(pk=merge.survivor_id).exists():
        raise NotMergeable(f"“{merge.survivor_name}” has been deleted since.")


def model_of(kind):
    """The model of the records of this kind."""
    return next(m for m in apps.get_models() if getattr(m, "address_kind", "") == kind)
