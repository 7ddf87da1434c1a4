"""How sure it is that words which are a work's title mean it, and on what that rests."""

from talent.models import Production

from .mentions import Weighed
from .signs import (
    AFTER_WORK,
    BEFORE_WORK,
    CALENDAR,
    HARDLY,
    LIKELY,
    OF_A_WORK,
    OTHER_WORK,
    POSSIBLE,
    SEASON,
    SEQUEL,
    SMALL,
    SURE,
    TRADES,
    WHOSE_WORK,
    YEAR_AFTER,
)
from .spelling import lacks_article, same_parts


def weigh_work(named, place, records):
    """By its form and what stands beside it. Cast, makers and the rest of the text come after."""
    form = weigh_form(named, place)
    if form.confidence == 0:
        return form
    if place.is_in_title:
        return Weighed(HARDLY, "part of a longer title")
    if SEQUEL.match(place.after) and is_film(records["show", named.pk]):
        return Weighed(POSSIBLE, "perhaps its sequel")
    near = place.before[-45:]
    if other := is_something_else(near, place.after):
        return Weighed(HARDLY, f"“{other}” beside it")
    if found := YEAR_AFTER.match(place.after):
        return weigh_year(records["show", named.pk], int(found[1]), form)
    if form.confidence < LIKELY and (beside := says_it_is_a_work(place, near, form)):
        return Weighed(LIKELY, beside)
    return form


def is_film(work):
    return bool(work) and work.kind == Production.Kind.FILM


def is_something_else(before, after):
    """The word near by that says that it is a song, say."""
    other = OTHER_WORK.search(before[-25:]) or OTHER_WORK.search(after[:18])
    return other[0] if other and not BEFORE_WORK.search(before) else ""


def weigh_year(work, year, form):
    if work and work.year and abs(work.year - year) > 1:
        return Weighed(HARDLY, f"its year is not {year}")
    return Weighed(max(form.confidence, SURE), f"the year {year} after it")


def says_it_is_a_work(place, near, form):
    if WHOSE_WORK.match(place.after) and place.words[0].key not in TRADES:
        return "before who made it"
    if BEFORE_WORK.search(near) and place.words[0].is_capital:
        return "after what kind of work it is"
    if SEASON.match(place.after):
        return "before a season’s number"
    if place.is_numbered_line:
        return "a numbered line of its own"
    if form.confidence >= POSSIBLE and OF_A_WORK.search(near):
        return "where a work is named"
    if form.confidence >= POSSIBLE and AFTER_WORK.match(place.after):
        return "before what kind of work it is"
    return ""


def weigh_form(named, place):
    if place.words[0].is_solid:
        return weigh_solid_work(named, place)
    if place.is_quoted:
        return weigh_quoted(named, place)
    words, bare = place.words, [w for w in place.words if w.key not in SMALL]
    if named.is_turned and not (lacks_article(named.name, place.run.key) and len(words) > 2):
        return Weighed(0, "")
    if not all(w.is_capital or place.is_joined(w) for w in bare or words):
        return weigh_sentence_case(named, place)
    if not same_parts(named, place.text):
        return Weighed(HARDLY, "the same letters")
    if place.is_shouted:
        return Weighed(LIKELY, "its capitals, all of them")
    return weigh_some_words(place, bare) if len(words) > 1 else weigh_one_word(named, place)


def weigh_sentence_case(named, place):
    """As Vietnamese and French write titles, with no capital but the first; English, with some."""
    words, written = place.words, place.text.casefold()
    if not words[0].is_capital or named.name.rstrip("?!.").casefold() != written:
        return Weighed(0, "")
    if place.passage.language == "en" and not (len(words) > 2 and words[-1].is_capital):
        return Weighed(0, "")
    is_long = len(words) > (3 if place.begins_sentence else 2)
    return Weighed(LIKELY if is_long else 0.75, "all of it")


def weigh_quoted(named, place):
    words = place.words
    if (len(words) == 1 and not words[0].is_capital) or not same_parts(named, place.text):
        return Weighed(HARDLY, "one word in quotation marks")
    if named.is_turned and not lacks_article(named.name, place.run.key):
        return Weighed(0, "")
    return Weighed(SURE, "in quotation marks")


def weigh_some_words(place, bare):
    begins = place.begins_sentence
    if place.passage.is_title_case:
        return Weighed(
            LIKELY if len(bare) > 2 else POSSIBLE, "all of it, in a line of capitals"
        )
    if len(bare) == 1 and begins and not bare[0].key[0].isdigit():
        # Of “The Call” at the beginning, only one capital tells anything.
        return Weighed(0.75, "a capital within")
    if len(bare) < 3 and place.is_part_of_a_run and not SEASON.match(place.after):
        return Weighed(0.75, "capitals, in a run of them")
    return Weighed(LIKELY, "its capitals")


def weigh_one_word(named, place):
    word = place.words[0]
    if not word.is_capital or word.key.isdigit() or word.key in CALENDAR:
        return Weighed(0, "")
    if not place.text.isascii() and place.text.casefold() != named.name.casefold():
        return Weighed(HARDLY, "other accents")
    if (
        place.common_here
        or place.passage.is_title_case
        or place.capital_after
        or (place.capital_before and not place.is_after_the)
    ):
        return Weighed(0.4, "one word")
    if place.begins_sentence:
        return Weighed(0.4, "one word, at the beginning of a sentence")
    return Weighed(0.75, "a capital")


def weigh_solid_work(named, place):
    length = len(place.text.replace(" ", ""))
    if place.is_quoted or place.is_in_marks:
        return Weighed(SURE, "in quotation marks")
    if BEFORE_WORK.search(place.before):
        return Weighed(LIKELY, "after what kind of work it is")
    return Weighed(0.75 if length >= 5 else 0.4, "its letters")
