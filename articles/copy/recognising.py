"""Whom and what a text names: the longest names first, each weighed by what stands around it."""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice, pairwise

from newsroom.text import fold

from .around import around
from .kinds import KIND_WORDS, ON_PAPER
from .lookup import Lookup
from .mentions import IN_BRACKETS, Mention
from .passages import Passage
from .records import Records
from .referring import family_names, same_in_brackets, same_name
from .signs import HARDLY, LIKELY, POSSIBLE, SURE
from .weighing import weigh

NEAR_WORDS = 60
# A story of ten thousand words names somebody a thousand times; what comes after is not looked at.
MOST_NAMED = 2000
HARD = 0.3
AMBIGUOUS = "more than one is called so"


@dataclass
class Recognised:
    """All mentions in a text. ``family`` are those by a family name alone."""

    passages: list[Passage]
    mentions: list[Mention]
    family: list[Mention]
    records: Records

    @cached_property
    def by_record(self):
        found = defaultdict(list)
        for mention in self.mentions:
            found[mention.ref].append(mention)
        return dict(found)


def prepare(passages):
    """What the passages of one text tell of each other."""
    lower = {w.key for p in passages for w in p.words if not w.is_capital and not w.is_solid}
    for passage in passages:
        passage.common = lower
        passage.all_runs = list(passage.runs())


def learn(texts: list[list[Passage]], lookup: Lookup, records: Records):
    """Ask all that recognising these texts needs, in some queries for all of them together."""
    keys = set()
    for passages in texts:
        prepare(passages)
        keys.update(run.key for passage in passages for run in passage.all_runs)
        keys.update(key for passage in passages[:1] for key in passage.common if len(key) > 3)
    lookup.learn(keys)
    refs = set()
    for passages in texts:
        small = {key for passage in passages[:1] for key in passage.common if lookup[key]}
        left = MOST_NAMED
        for passage in passages:
            runs = chain(passage.all_runs, passage.small_runs(small) if small else ())
            named = ((run, found) for run in runs if (found := lookup[run.key]))
            passage.named = list(islice(named, left))
            left -= len(passage.named)
            refs.update((n.kind, n.pk) for _, found in passage.named for n in found)
    records.learn(refs)


def recognise(passages: list[Passage], lookup: Lookup, records: Records) -> Recognised:
    """Call ``learn`` before. No query."""
    found = [mention for passage in passages for mention in candidates(passage, records)]
    found = weigh_by_each_other(found, records)
    mentions, by_passage = [], defaultdict(list)
    for mention in found:
        by_passage[id(mention.passage)].append(mention)
    for passage in passages:
        mentions += longest(by_passage[id(passage)], records, found)
    mentions = same_in_brackets(as_elsewhere(mentions), lookup)
    mentions = [cut_short(mention, mentions) for mention in mentions]
    mentions += same_name(passages, mentions, lookup, records)
    return Recognised(passages, mentions, family_names(passages, mentions, records), records)


def candidates(passage, records):
    for run, found in passage.named:
        place = around(passage, run)
        of_a_country = any(named.kind == "country" for named in found)
        for named in found:
            confidence, rests_on = weigh(named, place, records)
            if of_a_country and named.kind != "country" and not place.is_quoted:
                confidence, rests_on = min(confidence, HARDLY), "the name of a country"
            if confidence:
                yield Mention(passage, run, named, confidence, rests_on)


def weigh_by_each_other(found, records):
    """A work’s cast and makers near by, and the forms “Character (Actor)” and “Actor (Title)”."""
    found = side_by_side(found)
    sure = [m for m in found if m.confidence >= LIKELY]
    people = {m.named.pk for m in sure if m.named.kind == "person"}
    quoted = {m.ref for m in sure if m.named.kind == "show"}
    forms = dict(bracket_forms(found, records))
    return side_by_side(
        [forms.get(id(m)) or with_company(m, sure, people, quoted, records) for m in found]
    )


def bracket_forms(found, records):
    """By what it was: each mention that brackets, round it or after it, tell more of."""
    for before, inside in brackets(found):
        kinds = before.named.kind, inside.named.kind
        if kinds in {("person", "show"), ("company", "show")}:
            yield id(inside), title_in_brackets(inside, before, records)
            if kinds[0] == "person" and 0.5 <= before.confidence < LIKELY:
                yield (
                    id(before),
                    replace(before, confidence=LIKELY, rests_on="a work in brackets after it"),
                )
        elif (
            inside.named.kind == "person"
            and inside.confidence >= POSSIBLE
            and kinds[0] in {"person", "show"}
        ):
            yield (
                id(before),
                replace(before, confidence=0.25, rests_on="a character, the actor in brackets"),
            )


BESIDE = re.compile(
    r"[\"'“”‘’]?(?:,|,? (?:and|or|&|và|dan|et|y))\s[\"'“”‘’]?|['’」』]?(?:\s?[·・、]|[와과]\s)\s?['‘「『]?"
)
LEAST_BESIDE = {"show": POSSIBLE, "person": 0.5}


def side_by_side(found):
    """“Sure Title and Other”: works in a row vouch for each other, and so do people."""
    rows = [m for m in found if m.confidence >= LEAST_BESIDE.get(m.named.kind, 1)]
    rows.sort(key=lambda m: (m.named.kind, id(m.passage), m.run.start, -m.run.end))
    rows = [m for before, m in pairwise([None, *rows]) if not lies_in(m, before)]
    raised = {}
    for pairs in (pairwise(rows), pairwise(reversed(rows))):
        for one, other in pairs:
            first, second = sorted([one, other], key=lambda m: m.run.start)
            gap = one.passage.text[first.run.end : second.run.start]
            is_sure = one.confidence >= LIKELY or id(one) in raised
            if (
                one.passage is other.passage
                and one.named.kind == other.named.kind
                and is_sure
                and other.confidence < LIKELY
                and BESIDE.fullmatch(gap)
            ):
                raised[id(other)] = replace(
                    other, confidence=LIKELY, rests_on=f"beside {one.printed}"
                )
    return [raised.get(id(m), m) for m in found]


def lies_in(one, other):
    """The Sun in Descendants of the Sun."""
    return (
        other is not None
        and one.passage is other.passage
        and one.named.kind == other.named.kind
        and other.run.start <= one.run.start
        and one.run.end <= other.run.end
        and one.run != other.run
    )


def brackets(found):
    """Each name with one that brackets right after it hold."""
    starts = defaultdict(list)
    for mention in found:
        starts[id(mention.passage), mention.run.start].append(mention)
    for mention in found:
        text = mention.passage.text
        if inside := IN_BRACKETS.match(text, mention.run.end):
            start = inside.start(1)
            lead = len(text[start:]) - len(text[start:].lstrip("\"'“‘「『〈《< "))
            for other in starts[id(mention.passage), start + lead]:
                if other.run.end <= inside.end(1) and not LONGER.match(text, other.run.end):
                    yield mention, other


# A name that goes on.
LONGER = re.compile(r"\s[A-Z]")


def title_in_brackets(mention, actor, records):
    if actor.named.pk in records.cast[mention.named.pk]:
        return replace(
            mention, confidence=SURE, rests_on=f"after {actor.printed}, who is in it"
        )
    better = (
        max(mention.confidence, LIKELY)
        if mention.passage.words[mention.run.first].is_capital
        else mention.confidence
    )
    return replace(mention, confidence=better, rests_on=f"in brackets after {actor.printed}")


def with_company(mention, sure, people, quoted, records):
    """A title of common words, where who made it or plays in it is named too."""
    if mention.named.kind != "show" or not HARD < mention.confidence < LIKELY:
        return mention
    work = mention.named.pk
    first, last = mention.passage.sentence_span(mention.run.start, mention.run.end)
    beside = [m for m in sure if m.passage is mention.passage and first <= m.run.start < last]
    known = records.cast[work], records.makers[work]
    for other in beside:
        if mention.confidence > POSSIBLE and owns(other, mention):
            rests_on = f"after “{other.printed}’s”"
            return replace(mention, confidence=LIKELY, rests_on=rests_on)
        if (other.named.kind == "person" and other.named.pk in known[0]) or (
            other.named.kind == "company"
            and other.named.pk in known[1]
            and mention.confidence > 0.4
        ):
            return replace(
                mention, confidence=0.95, rests_on=f"{other.printed} in the same sentence"
            )
    if mention.ref in quoted:
        return replace(
            mention, confidence=LIKELY, rests_on="named surely elsewhere in the text"
        )
    if mention.confidence >= 0.7 and (known[0] & people):
        return replace(mention, confidence=LIKELY, rests_on="somebody of its cast is named")
    return mention


def owns(one, other):
    """“Bong Joon-ho’s Parasite”, “Netflix’s Parasite”."""
    text = one.passage.text[one.run.end : other.run.start]
    return one.named.kind in {"person", "company"} and text in {"'s ", "’s "}


def longest(found, records, everywhere):
    """Of those that overlap, the longer; of those of one length, the surer. One for each place."""
    found = sorted(
        found,
        key=lambda m: (
            m.confidence < 0.35,
            -(m.run.end - m.run.start),
            -m.confidence,
            m.named.number,
        ),
    )
    by_span = defaultdict(list)
    for mention in reversed(found):
        by_span[mention.run.start, mention.run.end].append(mention)
    taken, chosen = bytearray(max((m.run.end for m in found), default=0)), []
    for mention in found:
        start, end = mention.run.start, mention.run.end
        if any(taken[start:end]):
            continue
        rivals = list({m.ref: m for m in by_span[start, end]}.values())
        chosen.append(best_of(rivals, records, everywhere) if len(rivals) > 1 else mention)
        taken[start:end] = b"x" * (end - start)
    return sorted(chosen, key=lambda m: m.run.start)


def best_of(rivals, records, everywhere):
    """Which of the records of one name is meant; if nothing tells, none is likely."""
    country = next((m for m in rivals if m.named.kind == "country"), None)
    if (
        country
        and country.confidence >= LIKELY
        and not around(country.passage, country.run).is_quoted
    ):
        return country
    scored = sorted(
        ((score(m, records, everywhere), m) for m in rivals), key=lambda each: -each[0]
    )
    (first, best), (second, _) = scored[:2]
    if first - second < MARGIN:
        return replace(best, confidence=min(best.confidence, 0.5), rests_on=AMBIGUOUS)
    return best


MARGIN = 0.5


def as_elsewhere(mentions):
    """A name that is two records’ means the one that it clearly means elsewhere in the text."""
    clear = {
        m.run.key: m.named
        for m in mentions
        if m.confidence >= LIKELY and m.named.kind != "country"
    }
    return [
        replace(
            m, named=clear[m.run.key], confidence=LIKELY, rests_on="clear elsewhere in the text"
        )
        if m.rests_on == AMBIGUOUS and m.run.key in clear
        else m
        for m in mentions
    ]


def cut_short(mention, mentions):
    """“Train” after “Train to Busan” is hardly another film."""
    if mention.named.kind != "show" or mention.rests_on != "in quotation marks":
        return mention
    words = mention.printed.casefold().split()
    if len(words) > 1:
        return mention
    for other in mentions:
        title = other.printed.casefold().split()
        if (
            other.named.kind == "show"
            and other.confidence >= LIKELY
            and len(title) > 1
            and words[0] in (title[0], title[-1])
            and other.ref != mention.ref
        ):
            return replace(
                mention, confidence=POSSIBLE, rests_on=f"or short for {other.printed}"
            )
    return mention


def score(mention, records, everywhere):
    kind, pk = mention.ref
    points = mention.confidence * 2 - min(mention.named.number, 2) - mention.named.is_turned
    points += is_to_the_letter(mention)
    if kind == "person":
        works = {
            m.named.pk for m in everywhere if m.named.kind == "show" and m.confidence >= LIKELY
        }
        return points + sum(pk in records.cast[work] for work in works)
    if kind != "show":
        return points
    people = {
        m.named.pk for m in everywhere if m.named.kind == "person" and m.confidence >= LIKELY
    }
    return points + min(3, len(records.cast[pk] & people)) / 2 + kind_said(mention, records)


def is_to_the_letter(mention):
    """Whether it prints the recorded name with the mark that ends it, or with none: Disney+."""
    goes_on = mention.passage.text[mention.span[1] : mention.span[1] + 1] == "+"
    return mention.printed == mention.named.name and not goes_on


def kind_said(mention, records):
    """Whether words near by say that it is of this kind, or of another."""
    work = records["show", mention.named.pk]
    text = mention.passage.text
    near = fold(text[max(0, mention.run.start - NEAR_WORDS) : mention.run.start]).split()[-6:]
    near += fold(text[mention.run.end : mention.run.end + 25]).split()[:2]
    if work.year and str(work.year) in near:
        return 2
    said = {kind for kind, words in KIND_WORDS.items() if words & set(near)}
    if not said:
        return 0
    if work.kind in said:
        return 1.5
    return -1 if (work.kind in ON_PAPER) != bool(said & ON_PAPER) else 0
