"""Dates as exact as their source: 2025, 2025-10 or 2025-10-16; empty when unknown."""

import datetime
import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext_lazy as _, pgettext

PATTERN = r"^([12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?)?\Z"


class Certainty(models.TextChoices):
    STATED = "stated", _("stated")
    INFERRED = "inferred", _("inferred")
    PLANNED = "planned", _("planned")


def first_day(value: str) -> datetime.date:
    """The earliest day that ``value`` can mean: 2025 is 1 January 2025."""
    year, month, day = [*map(int, value.split("-")), 1, 1][:3]
    return datetime.date(year, month, day)


def earliest_instant(value: str) -> datetime.datetime:
    """Midnight, in the desk's zone, of the earliest day that ``value`` can mean."""
    midnight = datetime.datetime.combine(first_day(value), datetime.time.min)
    return timezone.make_aware(midnight, timezone.get_default_timezone())


def in_words(value: str) -> str:
    """``value`` as readers write it, never more exact than it is: October 2025."""
    formats = {
        4: pgettext("date format", "Y"),
        7: pgettext("date format", "F Y"),
        10: pgettext("date format", "j F Y"),
    }
    return format_date(first_day(value), formats[len(value)]) if value else ""


def validate_partial_date(value):
    try:
        valid = re.match(PATTERN, value) and first_day(value or "2000")
    except ValueError:
        valid = None
    if not valid:
        raise ValidationError(
            "“%(value)s” is not a date: write a year, a month or a day, such as "
            "2025, 2025-10 or 2025-10-16.",
            code="invalid",
            params={"value": value},
        )


class PartialDateField(models.CharField):
    """Pair it with ``partial_date_check`` in the model's constraints."""

    default_validators = [validate_partial_date]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("help_text", "2025, 2025-10 or 2025-10-16: as exact as the source.")
        super().__init__(*args, **kwargs)


def partial_date_check(field: str, name: str) -> models.CheckConstraint:
    """Hold ``field`` to its form in the database, where ``loaddata`` cannot avoid it."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__regex": PATTERN}),
        name=name,
        violation_error_message="A date is a year, a month or a day, such as 2025-10.",
    )
