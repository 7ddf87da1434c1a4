"""Where a text says something else than what is on record, or than a live story."""

from typing import NamedTuple

from articles.same_facts import also_stated
from newsroom.text import fold
from talent.models import Credit

from .kinds import KIND_WORDS, ON_PAPER
from .mentions import IN_BRACKETS
from .passages import WORD
from .recognising import Recognised
from .signs import LIKELY

ON_SCREEN = {kind: words for kind, words in KIND_WORDS.items() if kind not in ON_PAPER}
MOST_BEFORE = 5


class Conflict(NamedTuple):
    # Date or figure, kind, character.
    about: str
    subject: object
    ours: str
    theirs: str
    sentence: str
    # The live story that says so, or None where the record does.
    story: object = None


def conflicts(found: Recognised, facts) -> list[Conflict]:
    """Two queries. A plan that was confirmed since is none."""
    return [*of_facts(facts), *of_kinds(found), *of_characters(found)]


def of_facts(facts):
    for same in also_stated(facts):
        if not same.agrees:
            ours, theirs = in_words(same.ours), in_words(same.theirs)
            subject = same.ours.production or same.ours.company or same.ours.country
            yield Conflict(
                same.ours.get_kind_display(),
                subject,
                ours,
                theirs,
                same.ours.quote,
                same.theirs.edition,
            )


def in_words(fact):
    figure = f"{fact.value:,f}".rstrip("0").rstrip(".") if fact.value is not None else ""
    return " ".join(
        filter(None, [figure, fact.unit if figure else "", fact.date or fact.date_words])
    )


def of_kinds(found):
    """A film here that is a series on record, where the text says it right before the title."""
    told = set()
    for mention in found.mentions:
        if mention.named.kind != "show" or mention.confidence < LIKELY or mention.ref in told:
            continue
        work = found.records[mention.ref]
        before = fold(
            mention.passage.text[max(0, mention.run.start - 14) : mention.run.start]
        ).split()[-1:]
        said = next(
            (kind for kind, words in ON_SCREEN.items() if before and before[0] in words), ""
        )
        known = "series" if work.kind == "show" else work.kind
        if said and known in ON_SCREEN and ("series" if said == "show" else said) != known:
            told.add(mention.ref)
            yield Conflict("kind", work, said, work.get_kind_display(), mention.sentence)


def of_characters(found):
    """“Character (Actor)” with another name than the credit of that actor has."""
    printed = list(characters_of(found))
    works = {
        m.named.pk for m in found.mentions if m.named.kind == "show" and m.confidence >= LIKELY
    }
    rows = Credit.objects.filter(
        production__in=works, person__in={pk for pk, *_ in printed}
    ).exclude(character="")
    credits = {}
    for credit in rows.select_related("production", "person"):
        credits.setdefault(credit.person_id, []).append(credit)
    told = set()
    for pk, name, sentence in printed:
        known = credits.get(pk, [])
        if len(known) == 1 and (pk, name) not in told and not is_called(known[0], name):
            told.add((pk, name))
            yield Conflict(
                "character",
                known[0].person,
                name,
                f"{known[0].character}, in {known[0].production}",
                sentence,
            )


def is_called(credit, name):
    """Whether the character has this name, or it is a part of its name."""
    names = [credit.character, *credit.character_variants.splitlines()]
    words = set(fold(name).split())
    return any(words <= set(fold(each).split()) for each in names)


def characters_of(found):
    for mention in found.mentions:
        if mention.named.kind != "person" or mention.confidence < LIKELY:
            continue
        text, start = mention.passage.text, mention.run.start
        opening = text.rfind("(", 0, start)
        if (
            opening < 0
            or text[opening + 1 : start].strip()
            or not IN_BRACKETS.match(text, opening)
        ):
            continue
        names = []
        for word in reversed(
            list(WORD.finditer(text, max(0, opening - 60), opening))[-MOST_BEFORE:]
        ):
            gap = text[word.end() : names[-1].start() if names else opening]
            is_joined = text[word.start() - 1] == "-"
            if gap not in {" ", "-"} or not (word[0][0].isupper() or is_joined):
                break
            names.append(word)
        if names:
            yield mention.named.pk, text[names[-1].start() : names[0].end()], mention.sentence
