"""Records checked and written, each as the admin would, all in the caller's transaction."""

from collections import defaultdict
from copy import copy
from functools import cache

from django.apps import apps
from django.db import DatabaseError, models, transaction

from articles.body import BodyField
from articles.models import Article, Edition, Event, Note, Revision, TaggedArticle
from articles.references import ids_in, with_ids

from .checking import CheckedFields
from .known import Known
from .places import PlacesByModel, in_batches
from .reading import Record
from .rows import (
    can_be_written_together,
    check_picture,
    check_rules,
    create,
    differs,
    ids_by_keys,
    join,
    keep_old_address,
    key_of,
    make,
    natural_key,
    validate,
)

# Made again from the rest by whatever is loaded.
DERIVED = [
    "articles.linkinbody",
    "articles.listing",
    "articles.photoinbody",
    "articles.publishedfact",
    "articles.searchtext",
    "talent.namekey",
]
# So many records are checked and written together.
WINDOW = 2000


class Loader:
    """Writes records; what is wrong with them is noted on them, not raised.

    Records of one model that stand near each other are looked up and written together,
    and then let go, so that a fixture of any size takes little room. One that refers to
    a later one waits for it. One that would change nothing is not written.

    ``seen`` says where the records stand, by model and id; ``changed`` where those do that
    were written. ``parts`` has those that were written of stories the fixture lacks, by the
    ids of these; ``carried`` the stories that come with rows of their own in a model.
    """

    def __init__(self, using, ignore_unknown=False):
        self.using = using
        self.ignore_unknown = ignore_unknown
        self.files = []
        self.seen, self.changed = PlacesByModel(), PlacesByModel()
        self.parts = {}
        self.carried = {Edition: set(), Revision: set()}
        self.refused = []
        self.begun = set()
        self.current = None
        # What is not loaded, so that whatever refers to it is not blamed as well.
        self.unloaded = set()

    def load(self, records):
        try:
            waiting = []
            for window in in_batches(records, WINDOW):
                waiting += self.load_in_turn(window)
            self.blame(self.load_in_turn(waiting))
        except (DatabaseError, OverflowError) as error:
            # What no check foresaw. The transaction has failed: it answers nothing more.
            self.current.refuse("", error)
            self.refused.append(self.current)

    @property
    def problems(self):
        """What is wrong, in the order of the records."""
        records = sorted(set(self.refused), key=self.place_of)
        return [problem for record in records for problem in record.problems]

    def load_in_turn(self, records):
        """Returns those that wait for records which are not there."""
        while True:
            begun = len(self.begun)
            left = [
                r
                for model, group in self.groups(records)
                for r in self.load_group(model, group)
            ]
            if len(left) == len(records) and len(self.begun) == begun:
                return left
            records = left

    def groups(self, records):
        """The records of each model together, those that can be loaded."""
        groups = defaultdict(list)
        for record in records:
            self.current = record
            if model := self.model_of(record):
                groups[model].append(record)
            elif record.problems:
                self.refused.append(record)
        return [(model, part) for model, g in groups.items() for part in in_batches(g, WINDOW)]

    def load_group(self, model, records):
        """Returns those that wait."""
        self.current = records[0]
        checked = self.check(model, records)
        sound = [record for record in records if not record.problems]
        waiting = [record for record in sound if checked[record].dangling]
        begun = {record for record in waiting if self.may_begin(record, model, checked[record])}
        self.begun |= begun
        late = set(waiting) - begun
        self.write({r: checked[r] for r in sound if r not in late}, model)
        for record in records:
            if record.problems:
                self.refused.append(record)
                self.unloaded |= places_of(record, model)
        return [record for record in waiting if not record.problems]

    def may_begin(self, record, model, checked):
        """Whether to write ``record`` at once, as it refers to later ones of its kind alone.

        So the order of the records is that of their ids, as it was where a dump was
        made, and two stories may be translations of each other.
        """
        return record not in self.begun and all(
            field.remote_field.model is model and (field.many_to_many or field.null)
            for field, _reference in checked.dangling
        )

    def blame(self, waiting):
        """Name every reference that leads nowhere."""
        self.unloaded |= {p for r in waiting for p in places_of(r, self.model_of(r))}
        nothing_broken = not self.refused
        self.name_dangling([*self.refused, *waiting])
        if waiting and nothing_broken and not any(record.problems for record in waiting):
            # They wait for each other: then each is to blame.
            self.unloaded.clear()
            self.name_dangling(waiting)
        self.refused += waiting

    def name_dangling(self, records):
        for model, group in self.groups(records):
            for record, checked in self.check(model, group).items():
                for field, reference in checked.dangling:
                    if reference.place not in self.unloaded:
                        record.refuse(field.name, reference)

    def check(self, model, records):
        """The records with their fields, in which links are by id where they can be."""
        known = Known(model, records, self.using)
        checked = {r: CheckedFields(r, model, known, self.ignore_unknown) for r in records}
        for field in model._meta.concrete_fields:
            if isinstance(field, BodyField):
                link_by_id(
                    [c.values for c in checked.values() if field.name in c.values], field.name
                )
        return checked

    def model_of(self, record):
        if not isinstance(record.data, dict):
            record.refuse("", "must be an object")
            return None
        try:
            model = apps.get_model(record.model_label)
        except (AttributeError, LookupError, TypeError, ValueError):
            if not self.ignore_unknown:
                label = record.model_label
                record.refuse(
                    "model", f"there is no model “{label}”" if label else "is missing"
                )
            return None
        if model._meta.label_lower in DERIVED:
            record.refuse("model", "follows from other records: leave it out")
            return None
        if record.fields is not record.data.get("fields"):
            record.refuse("fields", "must be an object")
            return None
        return model

    def write(self, checked, model):
        """Write records of one ``model``: together, where they are new and no rule forbids it."""
        fresh = {r: made for r in checked if (made := make(r, model, checked[r]))}
        before = self.stored(fresh, model)
        together = []
        for record, instance in self.once_each(fresh, before, model):
            self.current = record
            if record not in before and can_be_written_together(model):
                together.append((record, instance))
            else:
                self.write_one(record, checked[record], instance, before.get(record))
        self.write_together(together, checked, model)

    def stored(self, fresh, model):
        """The rows that the records stand for, where there are any. Two queries."""
        ids = {record: instance.pk for record, instance in fresh.items() if instance.pk}
        keys = {r: key for r, i in fresh.items() if not i.pk and (key := key_of(i))}
        there = ids_by_keys(model, set(keys.values()), self.using) if keys else {}
        ids |= {record: there[key] for record, key in keys.items() if key in there}
        rows = model._base_manager.using(self.using).in_bulk(set(ids.values())) if ids else {}
        return {record: rows[pk] for record, pk in ids.items() if pk in rows}

    def once_each(self, fresh, before, model):
        """Those of the records that do not repeat others; the rest are refused."""
        known = {}
        for record, instance in fresh.items():
            key = key_of(instance) or record
            first = known.setdefault(key, record)
            place = self.place_of(first)
            if record in before and first is record:
                place = self.seen[model].get(before[record].pk) or place
            if place == self.place_of(record):
                yield record, instance
            # A tag and its synonym are one: to name both is no mistake.
            elif model is not TaggedArticle or first.fields["tag"] == record.fields["tag"]:
                name = "slug" if "slug" in record.fields else "natural key"
                file, number = self.stand(place)
                said = (natural_key(instance) or [instance.pk])[-1]
                record.refuse(name, f"“{said}” is the same as in {file}: #{number}")

    def write_together(self, new, checked, model):
        """Any that the database refuses is found when each is written by itself."""
        for record, instance in new:
            check_picture(record, instance, None)
            check_rules(record, instance.clean)
        sound = [(record, instance) for record, instance in new if not record.problems]
        try:
            with transaction.atomic(self.using):
                create(model, [instance for _, instance in sound], self.using)
                join(model, [(i, checked[record].many) for record, i in sound], self.using)
        except (DatabaseError, OverflowError):
            for record, _ in sound:
                self.current = record
                self.write_one(
                    record, checked[record], make(record, model, checked[record]), None
                )
        else:
            for record, instance in sound:
                self.note(record, instance, is_changed=True)

    def write_one(self, record, checked, instance, before):
        many = {
            name: ids
            for name, ids in checked.many.items()
            if before is None or ids != set(getattr(before, name).values_list("pk", flat=True))
        }
        if before:
            instance = copy(before)
            for name, value in checked.values.items():
                setattr(instance, name, value)
        is_changed = before is None or differs(before, instance)
        if is_changed:
            check_picture(record, instance, before)
            validate(record, instance)
            if record.problems:
                return
            models.Model.save_base(instance, using=self.using, raw=True)
            keep_old_address(before, instance)
        for name, ids in many.items():
            getattr(instance, name).set(ids)
        self.note(record, instance, is_changed=is_changed or bool(many))

    def note(self, record, instance, *, is_changed):
        """Remember where the record of ``instance`` stands."""
        model, place = type(instance), self.place_of(record)
        self.seen[model][instance.pk] = place
        if model in self.carried:
            self.carried[model].add(instance.article_id)
        if not is_changed:
            return
        self.changed[model][instance.pk] = place
        if column := link_to_story(model):
            story = getattr(instance, column)
            if story not in self.changed[Article]:
                self.parts.setdefault(story, record.without_values())

    def place_of(self, record):
        if record.file not in self.files:
            self.files.append(record.file)
        return (self.files.index(record.file) + 1 << 40) + record.number

    def stand(self, place):
        """The file and the number of the record at a place."""
        return self.files[(place >> 40) - 1], place % (1 << 40)

    def record_at(self, place, instance):
        """The record of ``instance`` again, with no more of it than its natural key."""
        steps = [lookup.split("__")[0] for lookup in instance.key_lookups]
        fields = dict(zip(steps, instance.natural_key(), strict=True))
        return Record(
            *self.stand(place), {"model": instance._meta.label_lower, "fields": fields}
        )


def link_by_id(rows, name):
    """Let the texts called ``name`` in ``rows`` link by id, as far as they can."""
    ids = ids_in(*(row[name] for row in rows))
    for row in rows:
        row[name] = with_ids(row[name], ids)


@cache
def link_to_story(model):
    """The column by which a ``model`` is part of a story, if it is."""
    if model in {Edition, Event, Note, Revision}:
        return None
    columns = [
        field.attname
        for field in model._meta.concrete_fields
        if field.name in {"article", "content_object"} and field.related_model is Article
    ]
    return columns[0] if columns else None


def places_of(record, model):
    """What others may call ``record`` by: its id and its natural key."""
    keys = [[record.data.get("pk")]]
    if lookups := getattr(model, "key_lookups", None):
        values = [record.fields.get(lookup.split("__")[0]) for lookup in lookups]
        keys.append([part for v in values for part in (v if isinstance(v, list) else [v])])
    return {
        (model, tuple(key)) for key in keys if all(isinstance(part, int | str) for part in key)
    }
