"""A draft: the outline of a text with what is suggested for it. Some queries for many texts."""

from dataclasses import dataclass
from functools import cached_property

from newsroom.text import fold
from talent.names import query_keys

from .lookup import Lookup
from .mentions import Mention
from .outline import Outline
from .prominence import Scores
from .recognising import Recognised, learn, recognise
from .records import Records
from .signs import LIKELY
from .unknown import Unknown, unknown_names


@dataclass(frozen=True)
class Suggestion:
    """A link that the text suggests, and what it rests on."""

    kind: str
    record: object
    best: Mention
    prominence: int
    # As the text prints it, where that is not the recorded name.
    printed: str = ""
    quoted: bool = False
    # Where the text itself may link to it: the piece, and from where to where.
    place: tuple[int, int, int] | None = None

    @property
    def confidence(self) -> float:
        return round(self.best.confidence, 2)

    @property
    def rests_on(self) -> str:
        return self.best.rests_on

    @property
    def sentence(self) -> str:
        return self.best.sentence

    @property
    def ref(self):
        return f"{self.kind}:{self.record.pk}"


@dataclass
class Draft:
    outline: Outline
    found: Recognised
    suggestions: list[Suggestion]
    outlet: object = None

    @cached_property
    def unknown(self) -> list[Unknown]:
        return unknown_names(self.found)


class Drafter:
    """Makes drafts, and remembers what it has asked of the records."""

    def __init__(self):
        self.lookup, self.records = Lookup(), Records()

    def drafts(self, outlines: list[Outline]) -> list[Draft]:
        texts = [outline.passages() for outline in outlines]
        self.lookup.learn(
            {key for each in outlines for name in each.outlet_names for key in query_keys(name)}
        )
        learn(texts, self.lookup, self.records)
        self.records.learn(
            {
                (named.kind, named.pk)
                for each in outlines
                for name in each.outlet_names
                for key in query_keys(name)
                for named in self.lookup[key]
            }
        )
        return [
            self.draft(each, passages) for each, passages in zip(outlines, texts, strict=True)
        ]

    def draft(self, outline, passages):
        found = recognise(passages, self.lookup, self.records)
        return Draft(outline, found, suggestions(found), outlet=self.outlet(outline))

    def outlet(self, outline):
        """The company on record that the source says it comes from."""
        for name in outline.outlet_names:
            for key in query_keys(name):
                for named in self.lookup[key]:
                    if named.kind == "company":
                        return self.records["company", named.pk]
        return None


def suggestions(found: Recognised) -> list[Suggestion]:
    """The surest and most prominent first, in the order in which the text names them."""
    scores = Scores(found)
    rows = []
    for ref, mentions in found.by_record.items():
        best = max(mentions, key=lambda m: m.confidence)
        is_likely = best.confidence >= LIKELY
        rows.append(
            Suggestion(
                kind=ref[0],
                record=found.records[ref],
                best=best,
                prominence=scores.prominence(ref) if is_likely else 3,
                printed=printed(ref, mentions, found.records),
                quoted=is_likely and scores.quoted(ref),
                place=place_in_body(mentions),
            )
        )
    return sorted(rows, key=lambda row: row.prominence)


def printed(ref, mentions, records):
    """The form that the text prints, where it nowhere prints the recorded name."""
    own, likely = (
        records.own_name(ref),
        [m for m in mentions if m.confidence >= LIKELY] or mentions,
    )
    forms = [m.printed for m in likely if m.rests_on != "of the same name"]
    if not forms or own in forms:
        return ""
    if ref[0] == "country":
        demonym = fold(records[ref].demonym).split()[-1:]
        nouns = [form for form in forms if fold(form).split()[-1:] != demonym]
        forms = nouns or forms
    return forms[0][:250]


def place_in_body(mentions):
    for mention in mentions:
        if (
            mention.passage.place == "body"
            and mention.confidence >= LIKELY
            and mention.rests_on != "of the same name"
        ):
            return (
                (mention.passage.piece, mention.run.start, mention.run.end)
                if mention.named.kind != "company"
                else (mention.passage.piece, *mention.span)
            )
    return None
