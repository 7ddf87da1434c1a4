"""How sure it is that words which are somebody's name mean them, and on what that rests."""

import re
from functools import lru_cache
from typing import NamedTuple

from newsroom.text import fold

from .mentions import IN_BRACKETS
from .passages import PARTICLES, Passage, Run
from .signs import (
    AFTER_WORK,
    ALSO_A_NAME,
    BEFORE_WORK,
    CALENDAR,
    DIRECTIONS,
    HARDLY,
    LIKELY,
    OF_A_WORK,
    OTHER_WORK,
    PLAYED,
    PLAYS,
    POSSIBLE,
    ROLES,
    SEASON,
    SMALL,
    STARRING,
    SURE,
    TRADES,
    WHOSE_WORK,
    YEAR_AFTER,
)

# What may follow a title within its quotation marks: brackets, or the number of a season.
ENDING = re.compile(IN_BRACKETS.pattern + r"|\s(?:season\s)?\d{1,2}(?!\d)", re.IGNORECASE)


class Weighed(NamedTuple):
    confidence: float
    rests_on: str


class Around(NamedTuple):
    """A run with what stands next to it."""

    passage: Passage
    run: Run
    before: str
    after: str

    @property
    def text(self):
        return self.passage.text[self.run.start : self.run.end]

    @property
    def is_quoted(self):
        """Whether it is all that the quotation marks hold, but for what no title ends in."""
        titled, first = self.passage.titled, self.run.first
        if first and first not in titled and self.passage.words[first - 1].key == "the":
            first -= 1
        return first in titled and self.ends_title(titled[first][1])

    def ends_title(self, last):
        """Whether nothing of a title stands between it and the word ``last``."""
        if self.run.last == last:
            return True
        rest = ENDING.match(self.passage.text, self.run.end)
        return bool(rest) and rest.end() >= self.passage.words[last].end

    @property
    def is_in_title(self):
        """Whether quotation marks hold more than it, and that reads as a title."""
        run, passage = self.run, self.passage
        for first, last in passage.titled.values():
            if first <= run.first and run.last <= last and last - first > run.last - run.first:
                words = [w for w in passage.words[first : last + 1] if w.key not in SMALL]
                is_the = (
                    passage.words[first].key == "the"
                    and first + 1 == run.first
                    and last == run.last
                )
                is_all = is_the or (first == run.first and self.ends_title(last))
                return sum(w.is_capital for w in words) * 4 > 3 * len(words) and not is_all
        return False

    @property
    def is_plural(self):
        """Whether the run is what a word has without its last letter: Korean of Koreans."""
        return self.run.end < self.words[-1].end and not self.words[-1].is_solid

    @property
    def begins_sentence(self):
        return self.passage.begins_sentence(self.run.first)

    @property
    def capital_before(self):
        first, words = self.run.first, self.passage.words
        return (
            first > 0
            and words[first - 1].is_capital
            and self.passage.gap(first - 1) in {" ", "-"}
        )

    @property
    def is_after_the(self):
        """Whether the text gives it an article with a capital, as titles have."""
        before = self.run.first - 1
        return self.before.endswith("The ") and not self.passage.begins_sentence(before)

    @property
    def capital_after(self):
        last, words = self.run.last, self.passage.words
        return (
            last + 1 < len(words)
            and words[last + 1].is_capital
            and self.passage.gap(last) in {" ", "-"}
        )

    @property
    def words(self):
        return self.passage.words[self.run.first : self.run.last + 1]


def around(passage, run):
    text = passage.text
    return Around(
        passage, run, text[max(0, run.start - 80) : run.start], text[run.end : run.end + 60]
    )


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
    if word.is_solid and not stands_alone(place, OF_A_COUNTRY):
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
    if len(words) == 1 and not acronym and common_here(place):
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
    if "," in printed or not all_capitals(place):
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
    return Weighed(0.5 if stands_alone(place) else HARDLY, "a short name")


# A country's people, tongue and editions.
OF_A_COUNTRY = re.compile(r"^(?:인|어|판|산|계|측|내|식)(?:들)?")


def stands_alone(place, but_for=PARTICLES):
    """Whether in Hangul it is all of its word, but for what clings to a noun."""
    word = place.passage.words[place.run.last]
    rest = place.passage.text[place.run.end : word.end]
    return not HANGUL.match(rest) or not PARTICLES.sub("", but_for.sub("", rest))


HANGUL = re.compile("[가-힣]")


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
    if place.capital_before or place.capital_after or common_here(place):
        return Weighed(HARDLY, "one word")
    if STARRING.search(place.before) and not place.passage.is_title_case:
        return Weighed(LIKELY, "where somebody is named")
    if place.begins_sentence or place.passage.is_title_case:
        return Weighed(0.5, "one word, at the beginning of a sentence")
    shouted = shouted or any(char.isdigit() for char in place.text)
    return Weighed(LIKELY if shouted else 0.75, "one word, as recorded")


def weigh_work(named, place, records):
    """By its form and what stands beside it. Cast, makers and the rest of the text come after."""
    form = weigh_form(named, place)
    if form.confidence == 0:
        return form
    if place.is_in_title:
        return Weighed(HARDLY, "part of a longer title")
    near = place.before[-45:]
    if other := is_something_else(near, place.after):
        return Weighed(HARDLY, f"“{other}” beside it")
    if found := YEAR_AFTER.match(place.after):
        return weigh_year(records["show", named.pk], int(found[1]), form)
    if form.confidence < LIKELY and (beside := says_it_is_a_work(place, near, form)):
        return Weighed(LIKELY, beside)
    return form


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
    if not all(w.is_capital or is_joined(place, w) for w in bare or words):
        return weigh_sentence_case(named, place)
    if not same_parts(named, place.text):
        return Weighed(HARDLY, "the same letters")
    if is_shouted(place):
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


def is_shouted(place):
    """Whether a text that is not all in capitals writes it so, as some do titles."""
    if not place.text.isupper() or len(place.run.key) < 5:
        return False
    if len(place.words) == 1 and place.begins_sentence:
        return False
    return any(not word.is_capital and not word.is_solid for word in place.passage.words)


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
    if len(bare) < 3 and is_part_of_a_run(place) and not SEASON.match(place.after):
        return Weighed(0.75, "capitals, in a run of them")
    return Weighed(LIKELY, "its capitals")


def is_part_of_a_run(place):
    """Whether more capitals stand beside it than begin a sentence."""
    if place.capital_after:
        return True
    before = place.run.first - 1
    return (
        place.capital_before
        and place.passage.words[before].key not in SMALL
        and not place.passage.begins_sentence(before)
    )


def weigh_one_word(named, place):
    word = place.words[0]
    if not word.is_capital or word.key.isdigit() or word.key in CALENDAR:
        return Weighed(0, "")
    if not place.text.isascii() and place.text.casefold() != named.name.casefold():
        return Weighed(HARDLY, "other accents")
    if (
        common_here(place)
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
    if place.is_quoted or is_in_marks(place):
        return Weighed(SURE, "in quotation marks")
    if BEFORE_WORK.search(place.before):
        return Weighed(LIKELY, "after what kind of work it is")
    return Weighed(0.75 if length >= 5 else 0.4, "its letters")


def is_in_marks(place):
    opening, closing = place.before[-1:], place.after[:1]
    return (
        opening in "「『〈《<‘'“\"【"
        and closing in "」』〉》>’'”\"】"
        and bool(opening and closing)
    )


def all_capitals(place):
    return all(word.is_capital or is_joined(place, word) for word in place.words)


def is_joined(place, word):
    """Whether it is joined to the word before it: the joo of Hyo-joo."""
    return (
        place.passage.text[word.start - 1 : word.start] in {"-", "‐", "‑", "'", "’"}
        and word.start > place.run.start
    )


def same_parts(named, printed):
    """Whether the words part where the name's do, but for hyphens and the parts of a given name."""
    recorded, written = parts(named.name), parts(printed)
    if len(recorded) == len(written) or named.kind == "country":
        return True
    if 1 in {len(recorded), len(written)}:
        return (
            named.kind == "person"
            and "-" not in named.name
            and len(recorded) != 1
            and len(written) != 1
        )
    return named.kind == "person" or abs(len(recorded) - len(written)) == 1


@lru_cache(maxsize=16384)
def parts(name):
    return fold(name).split()


def lacks_article(name, key):
    words = parts(name)
    return len(words) > 1 and "".join(words[1:]) == key


def is_short_name(name):
    return all(len(word) <= 6 for word in fold(name).split())


def common_here(place):
    """Whether the text uses the word as a common one as well."""
    return place.words[0].key in place.passage.common


WEIGHERS = {
    "country": weigh_country,
    "company": weigh_company,
    "person": weigh_person,
    "show": weigh_work,
}
