"""Choices of records in a form that stays open while one of them is merged into another."""

from django import forms
from django.core.exceptions import ValidationError

from .merges import Kind, Merge

LONGEST_ID = 18


def place_now(model, value):
    """The kind, id and name of what the record of ``model`` with this id went into, or None."""
    kind, text = getattr(model, "address_kind", ""), str(value)
    if kind in Kind.values and text.isascii() and text.isdigit() and len(text) <= LONGEST_ID:
        return Merge.objects.place_of(kind, int(text))
    return None


def chosen_now(records, value):
    """The id of what has become of the chosen record, if it can be chosen in its place."""
    place = place_now(records.model, value)
    if place is None:
        return None
    kind, pk, name = place
    if kind == records.model.address_kind and records.filter(pk=pk).exists():
        return pk
    message = f"What was chosen here is the {kind} “{name}” now: choose again."
    raise ValidationError(message, code="merged")


class FollowedChoice(forms.ModelChoiceField):
    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError:
            if (pk := chosen_now(self.queryset, value)) is None:
                raise
            return super().to_python(pk)


class FollowedChoices(forms.ModelMultipleChoiceField):
    def _check_values(self, value):
        try:
            return super()._check_values(value)
        except ValidationError:
            now = [chosen_now(self.queryset, each) or each for each in value]
            return super()._check_values(now)
