"""What may be asked for: each parameter is described once, for programs and for the check."""

import base64
import binascii
import json
import re
from dataclasses import dataclass
from datetime import datetime

from django.http import JsonResponse

MOST_DIGITS = 18
NUMBER = re.compile(f"[0-9]{{1,{MOST_DIGITS}}}")


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


def bad(name, detail):
    return Problem(400, "A parameter cannot be used.", detail, parameter=name)


@dataclass(frozen=True)
class Parameter:
    name: str
    description: str
    schema: dict
    required: bool = False

    def read(self, text):
        if self.schema["type"] == "integer":
            return self.integer(text)
        if not text.strip():
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
        if not NUMBER.fullmatch(text) or not (least <= int(text) <= most):
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
CURSOR = Parameter(
    "cursor",
    "Where a page begins: take it from the next of the page before, as it is.",
    {"type": "string", "minLength": 1, "maxLength": 300},
)
PAGED = (LIMIT, CURSOR)


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
    if found is None or found.tzinfo is None or not 1900 <= found.year < 9000:
        raise bad(name, f"{name} must be a moment with its zone, such as 2026-03-14T12:00:00Z.")
    return found


def encoded(*place):
    """A cursor for ``place``: where the last row of a page stands in its order."""
    text = json.dumps([p.isoformat() if isinstance(p, datetime) else p for p in place])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decoded(text, *types):
    """The place of a cursor. Raises a Problem unless it is of these ``types``."""
    try:
        place = json.loads(base64.urlsafe_b64decode(f"{text}{'=' * (-len(text) % 4)}"))
        if not isinstance(place, list) or len(place) != len(types):
            raise ValueError
        return [
            moment("cursor", part) if type_ is datetime else number(part)
            for part, type_ in zip(place, types, strict=True)
        ]
    except (binascii.Error, RecursionError, TypeError, ValueError, Problem) as error:
        raise bad("cursor", "cursor is not one that this list has given.") from error


def number(part):
    if type(part) is not int or not 0 <= part < 10**MOST_DIGITS:
        raise ValueError
    return part
