"""Two people at one story: their work is put together, and where it collides both are asked.

What the form was opened on, what is saved now and what is sent are compared unit by unit.
A unit that one of them changed is taken from that one. Where both did, nothing is saved
until the second has seen the first one's words and has chosen.
"""

from typing import NamedTuple

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from articles.comparing import Piece, blocks, words
from articles.references import with_slugs
from articles.revisions import set_aside
from newsroom.desk_admin import ids_among
from newsroom.guarded_admin import moment

from . import sent


class Conflict(NamedTuple):
    key: str
    label: str
    mine: list[Piece]
    theirs: list[Piece]
    # What the editor has seen of theirs: a choice holds for that alone.
    token: str


class Sides:
    """A story's form as somebody filled it in, beside what is saved now."""

    def __init__(self, post, form, formsets):
        self.form, self.formsets = form, formsets
        self.theirs = sent.on_record(form, formsets)
        self.mine = sent.as_posted(post, form, formsets)
        self.base = sent.read(post.get("_opened_as", ""))
        self.now = sent.fingerprint(self.theirs)

    def digest_of_mine(self, key):
        return sent.digest(self.mine.units.get(key))

    def formset(self, prefix):
        return next(formset for formset in self.formsets if formset.prefix == prefix)

    def label(self, key):
        prefix, is_row, _ = key.partition("/")
        if not is_row:
            return str(self.form[key].label)
        return capfirst(str(self.formset(prefix).model._meta.verbose_name_plural))

    def labels(self, keys):
        return ", ".join(dict.fromkeys(map(self.label, keys)))

    def in_words(self, key, side):
        unit = side.units.get(key, {})
        prefix, is_row, _ = key.partition("/")
        if not is_row:
            return in_words(self.form[key], unit)
        return ", ".join(row_in_words(self.formset(prefix).empty_form, unit))


class Merge(Sides):
    """``post`` is what was sent, with what was saved meanwhile put into it."""

    def __init__(self, request, form, formsets):
        super().__init__(request.POST, form, formsets)
        self.request = request
        self.taken, self.kept, self.undecided, self.given_up = [], [], [], []
        self.post = request.POST
        if self.base != self.now:
            self.put_together()

    def put_together(self):
        self.post = self.request.POST.copy()
        for bound in self.form:
            if self.decide(bound.name) == "theirs":
                for name, strings in self.theirs.units[bound.name].items():
                    self.post.setlist(name, strings)
        for formset in self.formsets:
            self.put_rows_together(formset.prefix)
        opened_as = self.now | {key: self.base.get(key, "?") for key in self.undecided}
        self.post["_opened_as"] = sent.write(opened_as)

    def decide(self, key) -> str:
        """Whose unit it is to be."""
        base = self.base.get(key, "" if "/" in key else "?")
        mine, theirs = self.digest_of_mine(key), self.now.get(key, "")
        if mine in {theirs, base}:
            if mine != theirs:
                self.taken.append(key)
            return "theirs"
        if theirs == base:
            return "mine"
        if not (mine and theirs):
            # One removed what the other changed: what was written stays.
            self.kept.append(key)
            return "mine" if mine else "theirs"
        return self.chosen(key, theirs)

    def chosen(self, key, theirs):
        side, _, token = self.request.POST.get(f"_choice:{key}", "").partition(":")
        if token != theirs or side not in {"mine", "theirs", "edit"}:
            self.undecided.append(key)
            return "mine"
        if side == "theirs":
            self.given_up.append(key)
            return "theirs"
        return "mine"

    def put_rows_together(self, prefix):
        """Write the rows anew: first those that are saved, as Django expects, then new ones."""
        if sent.count(self.post, prefix) is None:
            return
        for name in [name for name in self.post if is_of_row(name, prefix)]:
            del self.post[name]
        saved = [self.merged_row(key) for key in self.keys(prefix, self.theirs)]
        lost = [key for key in self.keys(prefix, self.mine) if key not in self.theirs.units]
        again = [
            self.mine.units[key] | {"id": []} for key in lost if self.decide(key) == "mine"
        ]
        rows = [*saved, *again, *self.mine.new_rows.get(prefix, [])]
        for number, row in enumerate(rows):
            for name, strings in row.items():
                if strings:
                    self.post.setlist(f"{prefix}-{number}-{name}", strings)
        self.post[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
        self.post[f"{prefix}-INITIAL_FORMS"] = str(len(saved))

    def merged_row(self, key):
        theirs = self.theirs.units[key]
        if self.decide(key) == "theirs":
            return theirs
        return self.mine.units.get(key) or theirs | {"DELETE": ["on"]}

    @staticmethod
    def keys(prefix, side):
        return [key for key in side.units if key.startswith(f"{prefix}/")]

    def conflicts(self):
        for key in self.undecided:
            pieces = words(self.in_words(key, self.theirs), self.in_words(key, self.mine))
            yield Conflict(
                key,
                self.label(key),
                [piece for piece in pieces if piece.mark != "del"],
                [piece for piece in pieces if piece.mark != "ins"],
                self.now[key],
            )

    def texts_given_up(self):
        """What the editor wrote and let go, by field; only of fields that hold words."""
        for key in self.given_up:
            if key in self.form.fields and type(self.form.fields[key]) is forms.CharField:
                yield key, "".join(self.mine.units[key][key])

    def set_aside(self, article):
        if self.given_up:
            lost = "; ".join(
                f"{self.label(key)}: {self.in_words(key, self.mine)}" for key in self.given_up
            )
            texts = dict(self.texts_given_up())
            set_aside(article, texts, user=self.request.user, comment=lost)


def is_of_row(name, prefix):
    number = name.removeprefix(f"{prefix}-").partition("-")[0]
    return name.startswith(f"{prefix}-") and number.isdigit()


def row_in_words(form, unit):
    for bound in form:
        names = [name.rpartition("__prefix__-")[2] for name, _ in sent.controls(bound)]
        if set(names) & sent.HANDLES:
            continue
        strings = [text for name in names for text in unit.get(name, [])]
        if any(strings):
            yield f"{bound.label}: {in_words(bound, {'': strings})}"


def in_words(bound, unit):
    strings = [text for strings in unit.values() for text in strings]
    field = bound.field
    if isinstance(field, forms.BooleanField):
        return "yes" if strings else "no"
    if isinstance(field, forms.ModelChoiceField):
        return ", ".join(map(str, field.queryset.filter(pk__in=ids_among(strings))))
    if isinstance(field, forms.ChoiceField):
        labels = {str(value): str(label) for value, label in field.choices}
        return ", ".join(labels.get(text, text) for text in strings)
    if bound.name == "body":
        return "\n".join(blocks(with_slugs("".join(strings)), {}))
    return sent.plain(" ".join(strings))


class MergingAdmin(admin.ModelAdmin):
    """To be mixed into a ``GuardedAdmin``, whose refusal it replaces."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        # A text that is put back into the form stands where one that is sent does.
        if change and (request.method == "POST" or request.POST):
            unguarded = form(instance=obj)
            merge = Merge(request, unguarded, self.formsets_on_record(request, obj))
            # The form and its rows are made from this: they are checked as ever.
            request.POST = merge.post
            form.merge = merge
            form.guard = staticmethod(
                lambda sent_form: self.refuse_if_undecided(merge, sent_form)
            )
        return form

    def refuse_if_undecided(self, merge, form):
        if merge.undecided:
            who, at = self.last_save(form.instance) or ("somebody", None)
            by = f"{who}, {moment(at)}" if at else who
            raise ValidationError(
                [
                    f"This has been saved while you worked on it, last by {by}.",
                    f"You both changed: {merge.labels(merge.undecided)}. Nothing is saved yet: "
                    "choose below, then save again.",
                ],
                code="conflict",
            )

    def editors_view(self, request, form, formsets):
        if not hasattr(form, "merge"):
            return {"opened_as": sent.write(sent.fingerprint(sent.on_record(form, formsets)))}
        return {
            "opened_as": request.POST.get("_opened_as", ""),
            "conflicts": list(form.merge.conflicts()),
        }

    def save_related(self, request, form, formsets, change):
        merge = getattr(form, "merge", None)
        if merge:
            merge.set_aside(form.instance)
            self.tell(request, merge)
        super().save_related(request, form, formsets, change)

    def tell(self, request, merge):
        if merge.taken:
            message = (
                f"Saved together with what was saved meanwhile: {merge.labels(merge.taken)}."
            )
            self.message_user(request, message, messages.WARNING)
            self.hold_back(request)
        if merge.kept:
            message = (
                "Kept, since one of you removed what the other changed: "
                f"{merge.labels(merge.kept)}."
            )
            self.message_user(request, message, messages.WARNING)

    def hold_back(self, request):
        """Let nothing out that the editor has not read."""
        for button in ["_publish", "_schedule", "_ready"]:
            if request.POST.pop(button, None):
                request.POST["_continue"] = "1"
                message = "Saved, not let out: read what came from the other editor first."
                self.message_user(request, message, messages.WARNING)
