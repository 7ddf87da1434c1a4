"""Two people at one form: nobody's work is overwritten without a word.

The form carries a fingerprint of what it was opened on: a hash for each of its fields, and
for the rows of each inline. When it is sent and the record is not that any more, nothing is
saved until the editor has been told what changed, and has ticked “Save over it”.
"""

import hashlib

from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.contrib.messages.storage import default_storage
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime


def on_record(form, formsets):
    """What a form is opened on: the key, the label and the value of each field and inline."""
    for name, field in form.fields.items():
        yield name, str(field.label), form.initial.get(name)
    for formset in formsets:
        rows = [
            (row.pk, forms.model_to_dict(row, formset.form.base_fields))
            for row in formset.get_queryset()
        ]
        label = str(formset.model._meta.verbose_name_plural)
        yield formset.get_default_prefix(), label, rows


def fingerprint(form, formsets) -> str:
    return " ".join(f"{key}:{digest(v)}" for key, _, v in on_record(form, formsets))


def digest(value):
    if isinstance(value, list):
        value = [getattr(item, "pk", item) for item in value]
    return hashlib.sha256(repr(value).encode()).hexdigest()[:16]


def opened_as(request) -> str:
    """The fingerprint that the editor has seen: ticking “Save over it” is having seen it."""
    return request.POST.get("_save_over") or request.POST.get("_opened_as", "")


def lock(record):
    """Hold ``record`` until the transaction ends; SQLite holds everything as it is."""
    rows = type(record)._base_manager.select_for_update().filter(pk=record.pk)
    rows.values_list("pk").first()


class GuardedForm(forms.ModelForm):
    # Set by GuardedAdmin, on the form of a record that is there already.
    guard = None

    def clean(self):
        super().clean()
        if self.guard:
            self.guard(self)


class GuardedAdmin(admin.ModelAdmin):
    """Every editable record's admin. A form of its own derives from ``GuardedForm``."""

    change_form_template = "admin/guarded_change_form.html"
    form = GuardedForm

    def changeform_view(self, request, *args, **kwargs):
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            # What the form names went, or was merged, while it was saved. Nothing of that try
            # is left but its messages; looked at once more, the form follows or says so.
            request._messages = default_storage(request)
            return super().changeform_view(request, *args, **kwargs)

    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        if found and request.method == "POST" and transaction.get_connection().in_atomic_block:
            # What was read before the lock may have been changed by who held it.
            self.lock(found)
            found = super().get_object(request, object_id, from_field)
        return found

    def lock(self, found):
        lock(found)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if change and request.method == "POST":
            form.guard = staticmethod(lambda sent: self.refuse_if_stale(request, sent))
        return form

    def refuse_if_stale(self, request, form):
        formsets = self.formsets_on_record(request, form.instance)
        if opened_as(request) != fingerprint(form, formsets):
            raise ValidationError(list(self.news(request, form, formsets)), code="stale")

    def formsets_on_record(self, request, record):
        """The rows as they are in the database, which those of a form that was sent are not."""
        return [
            formset(
                instance=record,
                queryset=inline.get_queryset(request).select_for_update(of=["self"]),
            )
            for formset, inline in self.get_formsets_with_inlines(request, record)
        ]

    def news(self, request, form, formsets):
        """What an editor must know before saving over somebody's work."""
        last = self.last_save(form.instance)
        by = f", last by {last[0]}, {moment(last[1])}" if last else ""
        yield f"This has been saved while you worked on it{by}."
        then = dict(pair.partition(":")[::2] for pair in opened_as(request).split())
        changed = [
            label
            for key, label, value in on_record(form, formsets)
            if then.get(key) != digest(value)
        ]
        if then and changed:
            yield f"Changed since you opened it: {', '.join(changed)}."
        yield "Your own text is still in the form below; nothing of it is saved yet."

    def last_save(self, record):
        """Who saved ``record`` last and when, or None if nobody did so in the admin."""
        entries = LogEntry.objects.filter(
            content_type=get_content_type_for_model(record), object_id=record.pk
        )
        entry = entries.select_related("user").first()
        return entry and (entry.user, entry.action_time)

    def render_change_form(self, request, context, add=False, change=False, **kwargs):
        if change:
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            context |= self.editors_view(request, context["adminform"].form, formsets)
        return super().render_change_form(request, context, add=add, change=change, **kwargs)

    def editors_view(self, request, form, formsets):
        """For the form: what the editor is taken to have seen, and can save over."""
        if request.method != "POST":
            return {"opened_as": fingerprint(form, formsets)}
        now = fingerprint(form, self.formsets_on_record(request, form.instance))
        seen = opened_as(request)
        return {"opened_as": seen, "save_over": now if now != seen else ""}


def moment(at):
    return date_format(localtime(at), "j F Y, H:i")
