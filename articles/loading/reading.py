"""Fixture files as records, each knowing where it stands."""

import json
from dataclasses import dataclass, field

from django.core import serializers
from django.core.serializers.base import DeserializationError

# What tells a record from its siblings, where it has no slug.
KEY_FIELDS = [
    *("article", "content_object", "production", "person", "company", "country", "author"),
    *("tag", "role", "character", "kind", "name", "label", "number", "made_at", "username"),
]


class Unreadable(Exception):
    """Says which file cannot be read as a fixture, and where it goes wrong."""


@dataclass(eq=False)
class Record:
    """One object of a fixture, by the file and the place where it stands."""

    file: str
    number: int
    data: object
    problems: list[str] = field(default_factory=list)

    @property
    def model_label(self):
        return self.data.get("model") if isinstance(self.data, dict) else None

    @property
    def fields(self):
        fields = self.data.get("fields") if isinstance(self.data, dict) else None
        return fields if isinstance(fields, dict) else {}

    def refuse(self, name, reason):
        """Note one problem: of the field ``name``, or of the whole record if it is empty."""
        label = " ".join(filter(None, [str(self.model_label or ""), self.key]))
        parts = [self.file, f"#{self.number} {label}".strip(), name, one_line(reason)]
        self.problems.append(": ".join(filter(None, parts)))

    @property
    def key(self):
        """What an editor would know the object by, as far as the record says."""
        if "slug" in self.fields:
            values = [self.fields["slug"]]
        else:
            values = [self.fields[name] for name in KEY_FIELDS if self.fields.get(name)]
        parts = [part for v in values for part in (v if isinstance(v, list) else [v])]
        return f"({one_line(', '.join(map(str, parts)))[:200]})" if parts else ""


def one_line(text):
    return " ".join(str(text).split())


def read(stream, file, format):
    """The records of one fixture, in any format that Django's serializers know."""
    content = stream.read()
    try:
        text = content.decode() if isinstance(content, bytes) else content
    except UnicodeDecodeError as error:
        raise Unreadable(f"{file}: not valid UTF-8 at byte {error.start}") from error
    parse = {"json": parse_json, "jsonl": parse_json_lines}.get(format, parse_other)
    return [
        Record(file, number, data)
        for number, data in enumerate(parse(text, file, format), start=1)
    ]


def parse_json(text, file, format, first_line=1):
    try:
        records = json.loads(text, parse_constant=refuse_constant)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno + first_line - 1}, column {error.colno}"
        raise Unreadable(f"{file}: not valid JSON at {where}: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{file}: not valid JSON: {error}") from error
    if not isinstance(records, list):
        raise Unreadable(f"{file}: not a fixture: it must hold a list of objects")
    return records


def refuse_constant(name):
    raise ValueError(f"{name} is not a JSON value")


def parse_json_lines(text, file, format):
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield from parse_json(f"[{line}]", file, format, first_line=number)


def parse_other(text, file, format):
    """XML and YAML, by way of Django's own reader, which stops at the first problem."""
    try:
        return [as_data(found) for found in serializers.deserialize(format, text)]
    except (DeserializationError, serializers.SerializerDoesNotExist) as error:
        raise Unreadable(f"{file}: {one_line(error)}") from error


def as_data(found):
    record = found.object
    fields = {
        f.name: f.value_from_object(record)
        for f in record._meta.concrete_fields
        if not f.primary_key
    }
    for name, related in (found.m2m_data or {}).items():
        fields[name] = [getattr(item, "pk", item) for item in related]
    return {"model": record._meta.label_lower, "pk": record.pk, "fields": fields}
