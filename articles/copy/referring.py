"""Where a text means a record without naming it: in brackets, by its family name, as “the novel of
the same name”.
"""

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from .around import around
from .kinds import KIND_WORDS
from .lookup import Named
from .mentions import IN_BRACKETS, Mention
from .passages import Run
from .signs import LIKELY, ROLES, SURE

OF_THE_SAME_NAME = re.compile(
    r"\b(novel|book|webtoon|web novel|manga|comic|film|movie|drama|series|show|play|musical)s?\b(?:[^.\n]{0,30})\bof the same (?:name|title)|"
    r"\b(?:same[- ]name|same[- ]titled|eponymous|identically titled)\s(?:[\w-]+\s){0,2}(novel|book|webtoon|manga|comic|film|movie|drama|series|show|play|musical)",
    re.IGNORECASE,
)
SAME = re.compile(r"the same |same-|eponym", re.IGNORECASE)


def same_in_brackets(mentions, lookup):
    """“Les Émotifs Anonymes (Romantics Anonymous)” is one work by two of its names."""
    return [
        alias_of(before, mention, lookup) or mention
        for before, mention in pairwise([None, *mentions])
    ]


def alias_of(before, mention, lookup):
    if before is None or before.passage is not mention.passage or before.ref == mention.ref:
        return None
    inside = IN_BRACKETS.match(mention.passage.text, before.run.end)
    if not inside or not inside.start(1) <= mention.run.start < mention.run.end <= inside.end(
        1
    ):
        return None
    same = next((n for n in lookup[mention.run.key] if (n.kind, n.pk) == before.ref), None)
    if same is None:
        return None
    rests_on = f"in brackets after {before.printed}"
    return replace(mention, named=same, confidence=SURE, rests_on=rests_on)


def same_name(passages, mentions, lookup, records):
    """“The novel of the same name”: another work that has the title of one that is named."""
    named = {m.ref for m in mentions}
    for passage in passages:
        for found in (
            OF_THE_SAME_NAME.finditer(passage.text) if SAME.search(passage.text) else ()
        ):
            kind = (found[1] or found[2]).lower()
            for mention in [
                m for m in mentions if m.named.kind == "show" and m.confidence >= LIKELY
            ]:
                for other in lookup[mention.run.key]:
                    ref = (other.kind, other.pk)
                    if (
                        other.kind == "show"
                        and ref not in named
                        and kind in KIND_WORDS.get(records[ref].kind, ())
                    ):
                        named.add(ref)
                        run = Run(mention.run.key, 0, 0, *found.span())
                        yield Mention(passage, run, other, LIKELY, "of the same name")


def family_names(passages, mentions, records):
    """Where those who are named in full are called by their family name alone."""
    people = {
        m.named.pk for m in mentions if m.named.kind == "person" and m.confidence >= LIKELY
    }
    names = {pk: records.family_name(pk) for pk in people}
    counts = Counter(names.values())
    by_name = {name: pk for pk, name in names.items() if name and counts[name] == 1}
    taken = {
        (id(m.passage), i)
        for m in mentions
        if m.confidence >= 0.35
        for i in range(m.run.first, m.run.last + 1)
    }
    found = []
    for passage in passages:
        for i, word in enumerate(passage.words):
            pk = by_name.get(word.key) if word.is_capital else None
            if pk and (id(passage), i) not in taken:
                run = Run(word.key, i, i, word.start, word.end)
                place = around(passage, run)
                alone = not place.capital_after and (
                    not place.capital_before or ROLES.search(place.before)
                )
                if (
                    alone and not (len(word.key) < 3 and place.begins_sentence)
                ) or passage.is_title_case:
                    named = Named("person", pk, records.own_name(("person", pk)), 0, False)
                    found.append(Mention(passage, run, named, LIKELY, "the family name"))
    return found
