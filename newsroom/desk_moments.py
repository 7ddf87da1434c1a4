"""A moment in a form: which zone it is read in, and what time that is elsewhere."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminSplitDateTime
from django.forms.widgets import Script
from django.utils.html import format_html
from django.utils.timezone import is_naive, make_aware


class MomentWidget(AdminSplitDateTime):
    """Its script goes on saying so as the editor types."""

    def render(self, name, value, attrs=None, renderer=None):
        return format_html(
            '{}<span class="zones" data-zone="{}" data-zones="{}">{}</span>',
            super().render(name, value, attrs, renderer),
            settings.TIME_ZONE,
            " ".join(settings.DESK_ZONES),
            elsewhere(value) if isinstance(value, datetime) else f"In {settings.TIME_ZONE}",
        )

    @property
    def media(self):
        return super().media + forms.Media(js=[Script("newsroom/desk/zones.js", type="module")])


class MomentField(forms.SplitDateTimeField):
    """Takes a moment back as it was shown: to the microsecond, which forms leave out, and even
    in an hour that the clocks strike twice.
    """

    widget = MomentWidget
    # What is on record, as its form says.
    on_record = None

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        for part, kind in zip(self.widget.widgets, ["date", "time"], strict=True):
            part.attrs["aria-label"] = f"{self.label}: {kind}"

    def clean(self, value):
        if self.on_record and not self.has_changed(
            self.on_record.replace(microsecond=0), value
        ):
            return self.on_record
        return super().clean(value)


def elsewhere(at):
    at = make_aware(at) if is_naive(at) else at
    return " · ".join(
        f"{city(zone)} {at.astimezone(ZoneInfo(zone)):%a %-d %b %H:%M}"
        for zone in settings.DESK_ZONES
    )


def city(zone):
    return zone.rpartition("/")[2].replace("_", " ")
