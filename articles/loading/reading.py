"""Fixture files as records, each knowing where it stands."""

import json
from dataclasses import dataclass, field
from io import StringIO
from xml.dom import minidom
from xml.sax import SAXException

from django.core.serializers.xml_serializer import DefusedExpatParser, getInnerText

from .streaming import (
    Unreadable,
    checked_list,
    finite,
    parse_json,
    parse_json_lines,
    refuse_constant,
    texts,
)

# What tells a record from its siblings, where it has no slug.
KEY_FIELDS = [
    *("article", "content_object", "production", "person", "company", "country", "author"),
    *("tag", "role", "character", "credited_as", "kind", "name", "label", "number"),
    *("made_at", "username"),
]


@dataclass(eq=False)
class Record:
    """One object of a fixture, by the file and the place where it stands."""

    file: str
    number: int
    data: object
    problems: list[str] = field(default_factory=list)

    def without_values(self):
        """The same record with no more than its place and what it is known by."""
        names = {"slug", *KEY_FIELDS} & self.fields.keys()
        fields = {name: self.fields[name] for name in names}
        return Record(self.file, self.number, {"model": self.model_label, "fields": fields})

    @property
    def model_label(self):
        return self.data.get("model") if isinstance(self.data, dict) else None

    @property
    def fields(self):
        fields = self.data.get("fields") if isinstance(self.data, dict) else None
        return fields if isinstance(fields, dict) else {}

    def refuse(self, name, reason):
        """Note one problem: of the field ``name``, or of the whole record if it is empty."""
        problem = self.line(name, reason)
        if problem not in self.problems:
            self.problems.append(problem)

    def line(self, name, words):
        """``words`` on the record, or on its field ``name``, with where it stands."""
        label = " ".join(filter(None, [one_line(self.model_label or ""), self.key]))
        parts = [self.file, f"#{self.number} {label}".strip(), one_line(name), one_line(words)]
        return ": ".join(filter(None, parts))

    @property
    def key(self):
        """What an editor would know the object by, as far as the record says."""
        if "slug" in self.fields:
            values = [self.fields["slug"]]
        else:
            values = [self.fields[name] for name in KEY_FIELDS if self.fields.get(name)]
        parts = [part for v in values for part in (v if isinstance(v, list) else [v])]
        return f"({one_line(', '.join(map(str, parts)))})" if parts else ""


def one_line(text, most=300):
    """``text`` on one line, cut short; what would move the cursor is spelled out."""
    words = " ".join(str(text).split())
    cut = words if len(words) <= most else f"{words[:most]}…"
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in cut)


def read(stream, file, format):
    """The records of one fixture, in any format that Django's serializers know.

    Those of JSON are read one by one; the other formats are read whole.
    """
    if format not in PARSERS:
        raise Unreadable(f"{file}: cannot be read: there is no format “{format}”")
    found = PARSERS[format](texts(stream, file), file)
    for number, data in enumerate(found, start=1):
        yield Record(file, number, data)


def parse_yaml(pieces, file):
    try:
        import yaml  # noqa: PLC0415 - it is no part of the site: only who uses YAML needs it
    except ImportError as error:
        raise Unreadable(f"{file}: to read YAML, install PyYAML") from error
    try:
        return checked_list(yaml.safe_load("".join(pieces)), file)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Unreadable(f"{file}: not valid YAML: {one_line(error)}") from error


def parse_xml(pieces, file):
    """As Django writes it. What a field means stands in the file, so no model is asked."""
    text = "".join(pieces)
    try:
        document = minidom.parse(StringIO(text), DefusedExpatParser())  # noqa: S318 - hardened
        return [as_data(node) for node in children(document.documentElement, "object")]
    except (SAXException, ValueError) as error:
        raise Unreadable(f"{file}: not valid XML: {one_line(error)}") from error


def as_data(node):
    fields = {f.getAttribute("name"): field_value(f) for f in children(node, "field")}
    data = {"model": node.getAttribute("model"), "fields": fields}
    return data | ({"pk": node.getAttribute("pk")} if node.hasAttribute("pk") else {})


def field_value(node):
    if children(node, "None"):
        return None
    if node.getAttribute("rel") == "ManyToManyRel":
        return [reference(found) for found in children(node, "object")]
    if node.hasAttribute("rel"):
        return reference(node)
    kind, text = node.getAttribute("type"), getInnerText(node)
    if kind == "JSONField":
        return json.loads(text, parse_constant=refuse_constant, parse_float=finite)
    if kind == "BooleanField":
        return {"True": True, "False": False}.get(text.strip(), text)
    return text if kind == "TextField" else text.strip()


def reference(node):
    """A natural key, or an id."""
    key = [getInnerText(part).strip() for part in children(node, "natural")]
    return key or node.getAttribute("pk") or getInnerText(node).strip()


def children(node, name):
    return [child for child in node.childNodes if child.nodeName == name]


PARSERS = {
    "json": parse_json,
    "jsonl": parse_json_lines,
    "yaml": parse_yaml,
    "xml": parse_xml,
}
