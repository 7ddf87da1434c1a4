"""A form as the browser sends it, in units that two editors can change side by side.

A unit is a field, or a row of an inline; its key is the field's name, or the inline's prefix
and the row's id: ``headline``, ``people/12``. What it holds is kept by name, as strings.
"""

import hashlib
from dataclasses import dataclass, field

from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.forms import CheckboxInput, MultiWidget

# More rows are not read; the form itself refuses them.
MOST_ROWS = 1000
# What a row holds beside its content.
HANDLES = {"id", "article", "content_object", "DELETE"}


@dataclass
class Sent:
    units: dict[str, dict] = field(default_factory=dict)
    # Rows that have no id yet, by prefix.
    new_rows: dict[str, list] = field(default_factory=dict)


def controls(bound):
    """The name and the strings of each control of an unbound form's field."""
    widget = bound.field.widget
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget = widget.widget
    value = bound.value()
    if isinstance(widget, MultiWidget):
        parts = zip(widget.widgets_names, widget.widgets, widget.decompress(value), strict=True)
        for suffix, part, part_value in parts:
            yield bound.html_name + suffix, strings(part, part_value)
    else:
        yield bound.html_name, strings(widget, value)


def strings(widget, value):
    if isinstance(widget, CheckboxInput):
        return ["on"] if widget.check_test(value) else []
    value = widget.format_value(value)
    return [str(v) for v in (value if isinstance(value, list) else [value]) if v is not None]


def of_form(form, prefix="") -> dict:
    """What an unbound form would send, by name without its prefix."""
    return {name.removeprefix(prefix): sent for bound in form for name, sent in controls(bound)}


def on_record(form, formsets) -> Sent:
    """What the form would send if nobody touched it."""
    record = Sent()
    for bound in form:
        record.units[bound.name] = dict(controls(bound))
    for formset in formsets:
        for row in formset.initial_forms:
            key = f"{formset.prefix}/{row.instance.pk}"
            record.units[key] = of_form(row, f"{row.prefix}-")
    return record


def as_posted(post, form, formsets) -> Sent:
    """What was sent, with the rows that are to go left out."""
    posted = Sent()
    for bound in form:
        posted.units[bound.name] = {name: post.getlist(name) for name, _ in controls(bound)}
    for formset in formsets:
        names = list(of_form(formset.empty_form, f"{formset.prefix}-__prefix__-"))
        for number in range(count(post, formset.prefix) or 0):
            row = {name: post.getlist(f"{formset.prefix}-{number}-{name}") for name in names}
            pk = "".join(row.get("id", []))
            if pk and not row.get("DELETE"):
                posted.units[f"{formset.prefix}/{pk}"] = row
            elif not pk:
                posted.new_rows.setdefault(formset.prefix, []).append(row)
    return posted


def count(post, prefix) -> int | None:
    """How many rows were sent, or None where that cannot be."""
    total = post.get(f"{prefix}-TOTAL_FORMS", "")
    if total.isascii() and total.isdigit() and len(total) < 9 and int(total) <= MOST_ROWS:
        return int(total)
    return None


def digest(unit) -> str:
    """The same for what a browser sends back untouched; nothing for no unit."""
    if unit is None:
        return ""
    said = [
        (name, [text for text in map(plain, sent) if text])
        for name, sent in sorted(unit.items())
        if name not in HANDLES
    ]
    return hashlib.sha256(repr([pair for pair in said if pair[1]]).encode()).hexdigest()[:16]


def plain(text):
    return text.replace("\r\n", "\n").strip()


def fingerprint(record: Sent) -> dict[str, str]:
    return {key: digest(unit) for key, unit in record.units.items()}


def write(digests) -> str:
    return " ".join(f"{key}:{value}" for key, value in digests.items())


def read(text) -> dict[str, str]:
    return dict(pair.rpartition(":")[::2] for pair in text.split())
