"""The rows that a merge changes: changed all at once, kept as JSON, and changed back."""

import hashlib
import json
from collections import defaultdict

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder

from .models import OldAddress

# SQLite may take no more than some thousands of values in one query.
BATCH = 2000


def carry_out(plan) -> dict:
    """Change what ``plan`` says, in bulk; returns it in a form that ``take_back`` reads."""
    drop(plan.dropped)
    for (model, column), pks in plan.moved.items():
        for batch in batched(sorted(pks)):
            rows = model._base_manager.filter(pk__in=batch)
            rows.update(**{column: plan.survivor.pk})
    altered = alter(plan.altered.values())
    for model, rows in by_model(plan.added).items():
        model._base_manager.bulk_create(rows)
    return {
        "moved": [
            [label(model), column, sorted(pks)] for (model, column), pks in plan.moved.items()
        ],
        "altered": altered,
        "dropped": [[label(model), values_of(r)] for (model, _), r in plan.dropped.items()],
        "added": [[label(type(row)), row.pk, mark_of(row)] for row in plan.added],
    }


def drop(rows):
    ids = defaultdict(list)
    for model, pk in rows:
        ids[model].append(pk)
    for model, pks in ids.items():
        for batch in batched(pks):
            # What hangs on these rows has been moved, or is dropped as well.
            found = model._base_manager.filter(pk__in=batch)
            found._raw_delete(found.db)


def alter(changes) -> list:
    """Write the new values of some rows; returns, for each, its old values and marks."""
    kept, writes = [], defaultdict(list)
    for row, new in changes:
        old = {name: [getattr(row, name), mark(value)] for name, value in new.items()}
        kept.append([label(type(row)), row.pk, old])
        for name, value in new.items():
            setattr(row, name, value)
        writes[type(row), tuple(sorted(new))].append(row)
    write(writes)
    return kept


def write(writes):
    for (model, columns), rows in writes.items():
        names = [column_of(model, column).name for column in columns]
        model._base_manager.bulk_update(rows, names)


def take_back(merge) -> tuple[list[str], dict]:
    """Undo what ``carry_out`` did, where it stands so still.

    Returns what could not be undone, in words, and the ids of the rows that could.
    """
    left, touched = [], defaultdict(set)
    changes = merge.changes
    remove_added(changes["added"], left)
    bring_back(changes["dropped"], merge, left, touched)
    move_back(changes["moved"], merge, left, touched)
    restore(changes["altered"], left, touched)
    if changes["made"]:
        remove_made(*changes["made"], left)
    return left, touched


def remove_added(entries, left):
    found = rows_of(entries)
    for model_label, pk, made in entries:
        row = found.get((model_label, pk))
        if row is None:
            continue
        # An address is given back whatever it has come to lead to.
        if isinstance(row, OldAddress) or mark_of(row) == made:
            drop([(type(row), pk)])
        else:
            left.append(f"{called(type(row))} “{row}” has been changed since, and stays.")


def bring_back(entries, merge, left, touched):
    """Put dropped rows back, the record itself among them; that one must come back."""
    groups = [(apps.get_model(name), values) for name, values in by_label(entries).items()]
    # Records before the rows that name them.
    groups.sort(key=lambda group: not hasattr(group[0], "address_kind"))
    for model, values in groups:
        rows = [revived(model, row) for row in values]
        rows = without_orphans(model, rows, left)
        model._base_manager.bulk_create(rows, ignore_conflicts=True)
        there = set(pks_among(model, [row.pk for row in rows]))
        touched[model] |= there
        for row in rows:
            if row.pk not in there:
                refuse_without(row, merge)
                left.append(f"{called(model)} “{row}” could not be brought back.")


def refuse_without(row, merge):
    is_it = getattr(row, "address_kind", None) == merge.kind and row.pk == merge.loser_id
    if is_it:
        raise ValidationError(
            f"“{row}” cannot come back: another record has its name or its address by now."
        )


def without_orphans(model, rows, left):
    """Those of ``rows`` whose owners are still there."""
    for field in model._meta.concrete_fields:
        if not field.is_relation or field.related_model is model:
            continue
        named = {getattr(row, field.attname) for row in rows} - {None}
        there = set(pks_among(field.related_model, named))
        kept = [row for row in rows if getattr(row, field.attname) in {None, *there}]
        if len(kept) < len(rows):
            owner = field.related_model._meta.verbose_name
            lost = len(rows) - len(kept)
            left.append(f"{called(model)}: {lost} not brought back, the {owner} is gone.")
        rows = kept
    return rows


def move_back(entries, merge, left, touched):
    for model_label, column, pks in entries:
        model = apps.get_model(model_label)
        done = 0
        for batch in batched(pks):
            rows = model._base_manager.filter(pk__in=batch, **{column: merge.survivor_id})
            touched[model].update(rows.values_list("pk", flat=True))
            done += rows.update(**{column: merge.loser_id})
        if done < len(pks):
            some = f"{len(pks) - done} of {len(pks)}"
            left.append(f"{called(model)}: {some} gone or changed since, and left so.")


def restore(entries, left, touched):
    """Give altered rows their old values, those that have not been changed again."""
    found, writes = rows_of(entries), defaultdict(list)
    gone, changed = defaultdict(int), defaultdict(int)
    for model_label, pk, old in entries:
        row = found.get((model_label, pk))
        if row is None:
            gone[model_label] += 1
            continue
        names = [n for n, (_, new) in old.items() if is_as_left(row, n, new)]
        for name in names:
            setattr(row, name, to_python(type(row), name, old[name][0]))
        for name in old.keys() - set(names):
            changed[model_label, name] += 1
        if names:
            writes[type(row), tuple(sorted(names))].append(row)
            touched[type(row)].add(pk)
    write(writes)
    left += [
        f"{called(apps.get_model(model))}: {number} gone or published again since."
        for model, number in gone.items()
    ]
    left += [tell_changed(*place, number) for place, number in changed.items()]


def tell_changed(model_label, column, number):
    model = apps.get_model(model_label)
    return (
        f"{called(model)}: “{column_of(model, column).verbose_name}” of {number} "
        "has been changed since, and is left so."
    )


def is_as_left(row, name, new):
    return isinstance(row, OldAddress) or mark(getattr(row, name)) == new


def remove_made(model_label, pk, made, left):
    """Remove the record that was made for it, if nothing else has come to use it."""
    row = rows_of([(model_label, pk, made)]).get((model_label, pk))
    if row is None:
        return
    is_used = any(
        field.model._base_manager.filter(**{field.attname: pk}).exists()
        for field in columns_to(type(row))
    )
    if is_used or mark_of(row) != made:
        left.append(f"“{row}” has been changed or used since, and stays.")
    else:
        drop([(type(row), pk)])


def columns_to(model):
    """Every foreign key that leads to ``model``, those of hidden tables among them."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and not relation.many_to_many:
            yield relation.field


def rows_of(entries):
    """The rows that some entries name, by model and id. A query for each model and batch."""
    ids = defaultdict(list)
    for model_label, pk, _ in entries:
        ids[model_label].append(pk)
    return {
        (model_label, row.pk): row
        for model_label, pks in ids.items()
        for batch in batched(pks)
        for row in apps.get_model(model_label)._base_manager.filter(pk__in=batch)
    }


def pks_among(model, pks):
    for batch in batched(sorted(pks)):
        yield from model._base_manager.filter(pk__in=batch).values_list("pk", flat=True)


def batched(values):
    return [values[start : start + BATCH] for start in range(0, len(values), BATCH)]


def by_model(rows):
    found = defaultdict(list)
    for row in rows:
        found[type(row)].append(row)
    return found


def by_label(entries):
    found = defaultdict(list)
    for model_label, values in entries:
        found[model_label].append(values)
    return found


def label(model):
    return model._meta.label_lower


def called(model):
    return str(model._meta.verbose_name_plural).capitalize()


def column_of(model, column):
    return next(f for f in model._meta.concrete_fields if f.attname == column)


def values_of(row):
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}


def revived(model, values):
    return model(**{name: to_python(model, name, value) for name, value in values.items()})


def to_python(model, column, value):
    field = column_of(model, column)
    return value if field.is_relation else field.to_python(value)


def mark(value) -> str:
    """Tells whether a value is still what it was."""
    text = json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def mark_of(row):
    return mark(values_of(row))
