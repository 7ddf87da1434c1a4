"""How sure it is that words which are somebody's name mean them, and on what that rests."""

import re

from .around import Around
from .mentions import Weighed
from .signs import (
    ALSO_A_NAME,
    DIRECTIONS,
    HARDLY,
    LIKELY,
    PLAYED,
    PLAYS,
    POSSIBLE,
    ROLES,
    STARRING,
    SURE,
)
from .spelling import is_short_name, lacks_article, parts, same_parts
from .weighing_works import weigh_work

# A country's people, tongue and editions.
OF_A_COUNTRY = re.compile(r"^(?:인|어|판|산|계|측|내|식)(?:들)?")


def weigh(named, place: Around, records) -> Weighed:
    if named.kind != "country" and place.is_plural:
        return Weighed(0, "")
    return WEIGHERS[named.kind](named, place, records)


def weigh_country(named, place, records):
    word = place.words[0]
    if not word.is_solid and not word.is_capital:
        return Weighed(0, "")
    letters = re.sub(r"[^\w]", "", place.text)
    if len(letters) <= 3 and not letters.isupper() and letters.isascii():
        return Weighed(0, "")
    before = place.before[-12:].replace("-", " ").split()[-1:]
    if place.before.lower().endswith(("non-", "non–")) or place.after.startswith("$"):
        return Weighed(0, "")
    if before and points_elsewhere(before[0]) and place.before[-1:] in {" ", "-"}:
        return Weighed(0, "")
    if word.is_solid and not place.stands_alone(OF_A_COUNTRY):
        return Weighed(HARDLY, "its letters")
    if (
        place.run.key in ALSO_A_NAME
        and (place.capital_before or place.capital_after)
        and not place.begins_sentence
    ):
        return Weighed(POSSIBLE, "may be a name")
    return Weighed(SURE, "its name" if named.number == 0 else "another of its names")


def points_elsewhere(word):
    """A new Korean film is Korean; New Zealand is not Zealand."""
    return word.lower() in DIRECTIONS and word != "new"


def weigh_company(named, place, records):
    words, printed = place.words, place.text
    if words[0].is_solid:
        return Weighed(LIKELY if len(printed) > 2 else POSSIBLE, "its name")
    if not words[0].is_capital:
        return Weighed(LIKELY if printed == named.name else 0, "its name, as recorded")
    acronym = named.name.replace(".", "").replace(" ", "").isupper()
    if acronym and not printed.replace(".", "").replace(" ", "")[1:].isupper():
        return Weighed(0, "")
    if not same_parts(named, printed):
        return Weighed(HARDLY, "the same letters")
    if len(words) == 1 and not acronym and place.common_here:
        return Weighed(HARDLY, "a common word")
    if named.is_turned and not lacks_article(named.name, place.run.key):
        return Weighed(HARDLY, "its words in another order")
    if len(words) == 1 and place.begins_sentence and not place.is_quoted and named.is_turned:
        return Weighed(POSSIBLE, "without its article")
    return Weighed(SURE, "its name")


def weigh_person(named, place, records):
    words, printed = place.words, place.text
    if words[0].is_solid:
        return weigh_solid_person(named, place)
    if "," in printed or not place.all_capitals:
        return Weighed(
            LIKELY
            if printed == named.name and len(words) == 1 and ROLES.search(place.before)
            else 0,
            "the name as recorded",
        )
    if PLAYS.search(place.before) and not PLAYED.match(place.after):
        return Weighed(HARDLY, "reads as a character")
    if len(words) == 1:
        return weigh_single_name(named, place)
    if (
        place.after[:1] in "-‐‑"
        and place.after[1:2].isalpha()
        and not place.after[1:5].islower()
    ):
        return Weighed(HARDLY, "part of a longer name")
    if (
        place.capital_after
        and not place.passage.is_title_case
        and len(words) == 2
        and is_short_name(named.name)
    ):
        return Weighed(POSSIBLE, "perhaps part of a longer name")
    if not same_parts(named, printed):
        is_part = place.capital_before or place.capital_after
        return Weighed(HARDLY if is_part else POSSIBLE, "the same letters")
    return Weighed(
        SURE, "the full name" if not named.is_turned else "the full name, in another order"
    )


def weigh_solid_person(named, place):
    if len(place.text) < 2:
        return Weighed(0, "")
    # Three characters of Hangul or kanji are a full name; two may be a word or a part of one.
    if len(place.text) >= 3:
        return Weighed(LIKELY, "the full name")
    if ROLES.search(place.before):
        return Weighed(LIKELY, "a short name")
    return Weighed(0.5 if place.stands_alone() else HARDLY, "a short name")


def weigh_single_name(named, place):
    """A name of one word: only its own spelling is anybody’s, or a longer name without its space."""
    shouted = place.text.isupper() and place.text == named.name.upper()
    joined = len(place.run.key) > 5 and len(parts(named.name)) > 1
    if place.text != named.name and not shouted and not joined:
        return Weighed(HARDLY, "one word")
    if ROLES.search(place.before):
        return Weighed(LIKELY, "after what the person is")
    if place.before.endswith(" as "):
        return Weighed(HARDLY, "reads as a character")
    if place.capital_before or place.capital_after or place.common_here:
        return Weighed(HARDLY, "one word")
    if STARRING.search(place.before) and not place.passage.is_title_case:
        return Weighed(LIKELY, "where somebody is named")
    if place.begins_sentence or place.passage.is_title_case:
        return Weighed(0.5, "one word, at the beginning of a sentence")
    shouted = shouted or any(char.isdigit() for char in place.text)
    return Weighed(LIKELY if shouted else 0.75, "one word, as recorded")


WEIGHERS = {
    "country": weigh_country,
    "company": weigh_company,
    "person": weigh_person,
    "show": weigh_work,
}
