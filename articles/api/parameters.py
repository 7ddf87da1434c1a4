"""What may be asked for: each parameter is described once, for programs and for the check."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import JsonResponse

# As long as every database takes a number.
NUMBER = "[0-9]{1,18}"
# Cursors count the moments between these two.
FIRST = datetime(1, 1, 1, tzinfo=UTC)
LAST = datetime(9999, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)


class Problem(Exception):
    """An answer of the form of RFC 9457."""

    def __init__(self, status, title, detail="", **more):
        super().__init__(title)
        self.status = status
        self.fields = {"type": "about:blank", "title": title, "status": status} | more
        if detail:
            self.fields["detail"] = detail

    def response(self):
        return JsonResponse(
            self.fields,
            status=self.status,
            content_type="application/problem+json",
            json_dumps_params={"ensure_ascii": False},
        )


def bad(name, detail, status=400):
    return Problem(status, "A parameter cannot be used.", detail, parameter=name)


@dataclass(frozen=True)
class Parameter:
    name: str
    description: str
    schema: dict
    required: bool = False

    def read(self, text):
        if self.schema["type"] == "integer":
            return self.integer(text)
        if not text:
            raise bad(self.name, f"{self.name} is empty: give it a value, or leave it out.")
        if len(text) > self.schema["maxLength"]:
            most = self.schema["maxLength"]
            raise bad(self.name, f"{self.name} is longer than {most} characters.")
        if not re.fullmatch(self.schema.get("pattern", "(?s:.*)").strip("^$"), text):
            raise bad(self.name, f"{self.name} has a form that it cannot have.")
        if self.schema.get("format") == "date-time":
            return moment(self.name, text)
        return text

    def integer(self, text):
        least, most = self.schema["minimum"], self.schema["maximum"]
        if not re.fullmatch(NUMBER, text) or not (least <= int(text) <= most):
            raise bad(self.name, f"{self.name} must be a whole number from {least} to {most}.")
        return int(text)


def slug(name, description):
    schema = {"type": "string", "maxLength": 200, "pattern": "^[-a-zA-Z0-9_]+$"}
    return Parameter(name, description, schema)


LIMIT = Parameter(
    "limit",
    "How many to a page.",
    {"type": "integer", "minimum": 1, "maximum": 100, "default": 20},
)


def paged(*parts):
    """How a list is paged whose places are told by numbers of these forms."""
    schema = {"type": "string", "pattern": f"^{'-'.join(parts)}$", "maxLength": 60}
    description = "Where a page begins: take it from the next of the page before, as it is."
    return LIMIT, Parameter("cursor", description, schema)


def read_query(query, parameters):
    """What ``query`` asks, by name. Raises a Problem that names what is wrong with it."""
    known = {parameter.name: parameter for parameter in parameters}
    for name in query:
        if name not in known:
            raise bad(
                name, f"There is no parameter “{name}” here: {', '.join(known) or 'none'}."
            )
        if len(query.getlist(name)) > 1:
            raise bad(name, f"{name} is given more than once.")
    for parameter in parameters:
        if parameter.required and parameter.name not in query:
            raise bad(parameter.name, f"{parameter.name} is missing.")
    return {name: known[name].read(text) for name, text in query.items()}


def moment(name, text):
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    # A space is what is left of an unescaped plus.
    if found is None or found.tzinfo is None:
        raise bad(name, f"{name} must be a moment with its zone, such as 2026-03-14T12:00:00Z.")
    return min(max(found, FIRST), LAST)


def cursor_at(*place):
    """The cursor for ``place``: where the last row of a page stands in its order."""
    return "-".join(str(p if isinstance(p, int) else (p - FIRST) // TICK) for p in place)


def place_of(cursor, *types):
    """The numbers and moments that ``cursor`` is made of."""
    numbers = map(int, cursor.split("-"))
    return [
        number if type_ is int else FIRST + min(number * TICK, LAST - FIRST)
        for number, type_ in zip(numbers, types, strict=True)
    ]
