"""Two versions of a story compared: what changed, in words for editors."""

import re
from difflib import SequenceMatcher
from html.parser import HTMLParser
from typing import NamedTuple

from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime

from .body import DATA_REF
from .models import Article
from .references import KINDS, MODELS, ids_of
from .revisions import PARTS, referenced_slugs

# Kana and kanji stand without spaces: each character is compared as a word.
SCRIPT = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
TOKEN = re.compile(rf"[{SCRIPT}]|[^\W{SCRIPT}]+|\s+|[^\w\s]")
# Two texts whose lengths in words have a larger product are not compared word by word.
AFFORDABLE = 4_000_000
BLOCKS = {
    "p": "",
    "h2": "Heading: ",
    "h3": "Smaller heading: ",
    "li": "• ",
    "blockquote": "Quotation: ",
    "aside": "Pull quote: ",
    "figcaption": "Caption: ",
    "figure": "",
    "td": "",
    "th": "",
    "tr": "",
    "ul": "",
    "ol": "",
    "table": "",
    "thead": "",
    "tbody": "",
}
FORMATTING = "Only its formatting has changed: bold, italic, language or structure."
GONE = "a record that is gone"


class Piece(NamedTuple):
    """``mark`` is "ins", "del", or nothing where both versions agree."""

    mark: str
    text: str


class Change(NamedTuple):
    label: str
    lines: list[list[Piece]]


def compare(before, after) -> list[Change]:
    """What differs between two snapshots. A query for each kind of record they name."""
    names = names_in(before, after)
    found = [
        *field_changes(before["fields"], after["fields"], names),
        *(part_change(part, before, after, names) for part in PARTS),
        tag_change(before["tags"], after["tags"], names),
    ]
    return [change for change in found if change.lines]


def names_in(*snapshots) -> dict:
    """The name of every record that the snapshots name, by kind and slug."""
    slugs = {}
    for snapshot in snapshots:
        for kind, found in referenced_slugs(snapshot).items():
            slugs.setdefault(kind, set()).update(found)
        slugs.setdefault("tag", set()).update(snapshot["tags"])
        for match in DATA_REF.finditer(snapshot["fields"]["body"]):
            if match["by"] == "/":
                slugs.setdefault(match["kind"], set()).add(match["key"])
    names = {}
    for kind, found in slugs.items():
        ids = ids_of(kind, found)
        records = MODELS[kind].objects.in_bulk(set(ids.values()))
        names |= {(kind, slug): str(records[pk]) for slug, pk in ids.items()}
    return names


def field_changes(before, after, names):
    for field in Article._meta.concrete_fields:
        old, new = before.get(field.name), after.get(field.name)
        if old == new:
            continue
        label = capfirst(field.verbose_name)
        if field.name == "body":
            yield Change(label, body_lines(old or "", new or "", names))
        else:
            pieces = words(in_words(field, old, names), in_words(field, new, names))
            yield Change(label, [pieces])


def in_words(field, value, names) -> str:
    if value in (None, ""):
        return ""
    if field.is_relation:
        return names.get((KINDS[field.related_model], value[0]), value[0])
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.BooleanField):
        return "yes" if value else "no"
    if isinstance(field, models.DateTimeField):
        return date_format(localtime(field.to_python(value)), "j F Y, H:i T")
    return str(value)


def part_change(part, before, after, names):
    model = Article._meta.get_field(part).related_model
    label = capfirst(model._meta.verbose_name_plural)
    old, new = (rows_in_words(model, data.get(part, []), names) for data in (before, after))
    return Change(label, list(row_lines(old, new)))


def rows_in_words(model, rows, names) -> dict:
    key = model.key_lookups[-1].partition("__")[0]
    return {str(row[key]): row_in_words(model, row, names, key) for row in rows}


def row_in_words(model, row, names, key) -> str:
    said = [in_words(model._meta.get_field(key), row[key], names)]
    for field in model._meta.concrete_fields:
        value = row.get(field.name)
        if field.name == key or not value:
            continue
        if value is True:
            said.append(field.verbose_name)
        else:
            said.append(f"{field.verbose_name} {in_words(field, value, names)}")
    return ", ".join(said)


def tag_change(before, after, names):
    old, new = (
        {slug: names.get(("tag", slug), slug) for slug in tags} for tags in (before, after)
    )
    return Change("Tags", list(row_lines(old, new)))


def row_lines(old, new):
    for key, said in new.items():
        if key not in old:
            yield [Piece("ins", said)]
        elif old[key] != said:
            yield words(old[key], said)
    for key, said in old.items():
        if key not in new:
            yield [Piece("del", said)]


def words(before: str, after: str) -> list[Piece]:
    """Both texts as one, word by word."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    pieces = []
    for action, start, end, new_start, new_end in opcodes(old, new):
        if action == "equal":
            pieces.append(Piece("", "".join(old[start:end])))
            continue
        pieces.append(Piece("del", "".join(old[start:end])))
        pieces.append(Piece("ins", "".join(new[new_start:new_end])))
    return [piece for piece in pieces if piece.text]


def opcodes(old, new):
    if len(old) * len(new) > AFFORDABLE:
        return [("replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def body_lines(before: str, after: str, names) -> list[list[Piece]]:
    """The blocks that changed, word by word, and how many lie between them that did not."""
    old, new = blocks(before, names), blocks(after, names)
    if old == new:
        return [[Piece("", FORMATTING)]]
    lines = []
    for action, start, end, new_start, new_end in opcodes(old, new):
        if action == "equal":
            lines.append([Piece("", unchanged(end - start))])
        else:
            lines.append(words("\n".join(old[start:end]), "\n".join(new[new_start:new_end])))
    return lines


def unchanged(number):
    return "… 1 paragraph unchanged …" if number == 1 else f"… {number} paragraphs unchanged …"


def blocks(body: str, names) -> list[str]:
    reader = BlockReader(names)
    reader.feed(body)
    reader.close()
    reader.end_block()
    return reader.blocks


class BlockReader(HTMLParser):
    """The text of each block, with what its links lead to."""

    def __init__(self, names):
        super().__init__()
        self.names = names
        self.blocks, self.text, self.kind, self.targets = [], "", "", []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in BLOCKS:
            self.end_block()
            # A paragraph within a quotation is the quotation's.
            self.kind = BLOCKS[tag] or self.kind
            if tag == "figure":
                self.blocks.append(f"Picture: {self.name_of(attrs.get('data-ref', ''))}")
        elif tag == "a":
            self.targets.append(self.target_of(attrs))
        elif tag == "br":
            self.text += "\n"
        elif tag == "hr":
            self.end_block()
            self.blocks.append("———")

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.end_block()
            if BLOCKS[tag]:
                self.kind = ""
        elif tag == "a" and self.targets:
            self.text += f" (→ {self.targets.pop()})"

    def handle_data(self, data):
        self.text += data

    def end_block(self):
        if text := " ".join(self.text.split()):
            self.blocks.append(self.kind + text)
        self.text = ""

    def target_of(self, attrs):
        return self.name_of(attrs["data-ref"]) if "data-ref" in attrs else attrs.get("href", "")

    def name_of(self, reference):
        kind, _, slug = reference.partition("/")
        return self.names.get((kind, slug), slug or GONE)
