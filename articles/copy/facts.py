"""Dates and figures that a text states in plain words, each with its sentence: proposals."""

import re
from dataclasses import dataclass
from decimal import Decimal

from articles.models import Fact
from articles.models.public import FactFields

from .dating import dates_in
from .prominence import IN_BRACKETS, IN_PASSING
from .recognising import Recognised
from .signs import LIKELY, WORK

Kind = FactFields.Kind
ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
ORDINALS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
]
WORDS = {
    **{word: i for i, word in enumerate(ONES)},
    **{word: i for i, word in enumerate(ORDINALS)},
}
SCALES = {
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "만": 10**4,
    "억": 10**8,
    "万": 10**4,
    "億": 10**8,
}
COUNT = r"(?P<number>\d[\d,]*(?:\.\d+)?)\s?(?P<scale>thousand|million|billion|trillion|만|억|万|億)?"
SMALL = rf"(?P<small>\d{{1,3}}|{'|'.join(ONES[1:])})"
RANK = rf"(?:(?:the\s)?(?:no\.|number|#)\s?(?P<rank>\d{{1,3}}|one)\b|(?P<ordinal>{'|'.join(ORDINALS[1:])}|\d{{1,2}}(?:st|nd|rd|th))(?:\splace)?\b(?!\s(?:season|episode|time|film|series|drama|week|month|year|consecutive|day|half|quarter|official|lead|leg|anniversary)))"
APPROXIMATE = re.compile(
    r"\b(?:approximately|about|around|nearly|almost|some|roughly|more than|over|an estimated|close to|up to)\s(?:an?\s)?(?:\w+ing\s)?$|약\s?$|約$",
    re.IGNORECASE,
)
CHART_WORD = (
    r"(?:charts?|lists?|rankings?|box[- ]office|top (?:10|ten|100)|index|순위|차트|ランキング)"
)
CHART = re.compile(
    rf"(?:(?:(?-i:[A-Z])[\w+'’-]*|the|local|domestic|global|weekly|daily|official|non-English|series|show|film|movie|drama|buzzworthy|most|viewing)\s){{0,6}}"
    rf"{CHART_WORD}(?:\s(?:list|chart))?",
    re.IGNORECASE,
)
RELEASES = re.compile(
    r"\b(?:releas\w+|premier\w+|debut\w*|air(?:s|ed|ing)?|launch\w*|open(?:s|ed|ing)?|hit (?:theaters|theatres|cinemas|screens)|roll(?:s|ed)? out|"
    r"rollout|stream(?:s|ed|ing)?|come out|came out|broadcast\w*|drop(?:s|ped)?|arriv\w+|unveil\w*|bow(?:s|ed)?)\b|공개|개봉|방송|방영|公開|配信|放送",
    re.IGNORECASE,
)
FILMS = re.compile(
    r"\b(?:film(?:ing|ed)|shoot(?:ing)?|production (?:began|begins|is|starts?|started|wrapp\w+|has)|crank\w* in)\b|촬영|撮影|クランクイン",
    re.IGNORECASE,
)
FIGURES = [
    (
        Kind.VIEWING_HOURS,
        "hours",
        re.compile(
            rf"{COUNT}\s(?:[\w-]+\s)?hours?\b(?!\s(?:later|after|before|ago|a day))|{COUNT.replace('number', 'number2').replace('scale', 'scale2')}\s?시간",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.ADMISSIONS,
        "admissions",
        re.compile(
            rf"{COUNT}\s(?:[\w-]+\s)?(?:moviegoers|admissions|filmgoers|cinemagoers|tickets|theatergoers|spectators|ticket buyers)\b|{COUNT.replace('number', 'number2').replace('scale', 'scale2')}\s?(?:명|인)?\s?관객",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.SUBSCRIBERS,
        "subscribers",
        re.compile(
            rf"{COUNT}\s(?:[\w-]+\s){{0,2}}(?:subscribers|subscriptions|paying members|paid members|memberships|households)\b",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.SHARE,
        "percent",
        re.compile(rf"{COUNT}\s?(?:percent|per cent|%|퍼센트|パーセント)", re.IGNORECASE),
    ),
]
# Fewer hours than these are how long something lasts.
FEWEST_HOURS = 10_000
RUN = re.compile(
    rf"\b(?:for|spent|spending|in|of)\s(?P<consecutive>(?:a total of\s)?)?{SMALL}\s(?P<straight>consecutive|straight|successive)?\s?(?P<unit>days?|weeks?|months?|weekends?)\b(?!\s(?:ago|later|of))|\b(?P<nth>{'|'.join(ORDINALS[1:])})\s(?P<nth_straight>consecutive|straight|successive)\s(?P<nth_unit>day|week|month|weekend)",
    re.IGNORECASE,
)
TOPS = re.compile(
    rf"\b(?:topp(?:ed|ing)|tops|leads|led)\s(?=[^.]{{0,60}}?\b{CHART_WORD})|"
    r"\b(?:took|takes|taking|claim\w+|held|hit|at|reached|secur\w+) (?:the )?(?:top spot|first place|top of)",
    re.IGNORECASE,
)
RANKED = re.compile(
    rf"\b(?:rank(?:s|ed|ing)?|plac(?:es|ed|ing)|enter(?:s|ed|ing)?|debut(?:s|ed|ing)?|peak(?:s|ed|ing)?|climb(?:s|ed|ing)?|ris(?:es|en|ing)|rose|soar(?:s|ed|ing)?|drop(?:s|ped|ping)?|open(?:s|ed|ing)?|stay(?:s|ed|ing)?|remain(?:s|ed|ing)?|reach(?:es|ed|ing)?|hit|took|tak(?:es|ing)|land(?:s|ed|ing)?|finish(?:es|ed|ing)?|came|comes?)\s(?:in\s|up\s|as\s)?(?:[^.,]{{0,30}}?\s)?(?:at\s|to\s|in\s|on\s)?{RANK}",
    re.IGNORECASE,
)
YEAR_OF_WORK = re.compile(
    rf"\b(?P<year>(?:19|20)\d\d)\s(?:[\w-]+\s){{0,3}}(?:{WORK})\W{{1,3}}$", re.IGNORECASE
)
YEAR_IN_BRACKETS = re.compile(r"^[\"'”’)」』〉》]*\s?\((?P<year>(?:19|20)\d\d)\)")
# A sentence that goes on about the work of the one before.
GOES_ON = re.compile(
    rf"^\W*(?:it|its|this|production|filming)\b|\b(?:it|(?:the|this) (?:[\w-]+ )?(?:{WORK}|project))\b",
    re.IGNORECASE,
)
ON_PLATFORM = re.compile(r"\b(?:on|to|via|for|through|by)\s(?:[\w-]+\s){0,2}$", re.IGNORECASE)
OF_PLATFORM = re.compile(r"^['’]s?\b|^\s(?:[A-Z]\w+|original|series|viewing|on\b)")
CHARTED = {Kind.CHART_RANK, Kind.CHART_RUN, Kind.ADMISSIONS}
MOST = 25


@dataclass(frozen=True)
class Sentence:
    text: str
    start: int
    # The mentions in it, and the work that it goes on about without naming it.
    mentions: list
    work: object
    published: str

    def nearest(self, kind, at, allowed=lambda mention: True):
        """The mention of that kind that stands last before ``at``, or else the first after."""
        rows = [m for m in self.mentions if m.named.kind == kind and allowed(m)]
        before = [m for m in rows if m.run.start - self.start <= at]
        return before[-1] if before else rows[0] if rows else None


# A longer one is a list or a table: nothing tells there what a figure is about.
LONGEST_SENTENCE = 2000


def propose(found: Recognised, published: str) -> list[Fact]:
    """Unsaved facts, no two of one label."""
    facts, labels = [], set()
    for sentence in sentences(found, published):
        for fact in [
            *releases(sentence, found),
            *figures(sentence, found),
            *ranks(sentence, found),
        ]:
            label = fact.label
            number = 1
            while fact.label in labels:
                number += 1
                fact.label = f"{label} ({number})"
            labels.add(fact.label)
            facts.append(fact)
    return facts[:MOST]


def sentences(found, published):
    work = None
    for passage in found.passages:
        if passage.place == "caption":
            continue
        mentions = [m for m in found.mentions if m.passage is passage and is_meant(m)]
        ends = [*passage.stops, len(passage.text)]
        for start, end in zip([0, *passage.stops], ends, strict=True):
            if end - start > LONGEST_SENTENCE:
                continue
            inside, text = (
                [m for m in mentions if start <= m.run.start < end],
                passage.text[start:end],
            )
            works = {m.ref: m for m in inside if m.named.kind == "show"}
            carried = work if not works and GOES_ON.search(text) else None
            yield Sentence(text, start, inside, carried, published)
            # Of several, none is what the next sentence goes on about.
            if len(works) == 1:
                [work] = works.values()


def is_meant(mention):
    """Whether a sentence may be about it: not what an actor is known for, in brackets."""
    aside = mention.rests_on.startswith(IN_PASSING) or mention.rests_on.endswith(IN_BRACKETS)
    return mention.confidence >= LIKELY and not aside


def fact(sentence, found, kind, what, at, *, of_company=False, **fields):
    """What is stated at ``at``, with whom it is nearest to."""
    records = found.records
    work = None if of_company else sentence.nearest("show", at) or sentence.work
    company = sentence.nearest("company", at) if of_company else None
    country = (
        sentence.nearest("country", at) if kind in CHARTED or not (work or company) else None
    )
    platform = sentence.nearest("company", at, lambda m: is_platform(m, records))
    about = {
        name: records[mention.ref] if mention else None
        for name, mention in [
            ("production", work),
            ("company", company),
            ("country", country),
            ("platform", platform),
        ]
    }
    subject = about["production"] or about["company"] or about["country"]
    text = sentence.text.strip()
    return Fact(
        label=f"{subject or text[:60]}: {what}"[:190], kind=kind, quote=text, **about, **fields
    )


def is_platform(mention, records):
    text, run = mention.passage.text, mention.run
    if records[mention.ref].kind != "platform":
        return False
    return ON_PLATFORM.search(text[max(0, run.start - 40) : run.start]) or OF_PLATFORM.match(
        text[run.end : run.end + 20]
    )


def releases(sentence, found):
    text = sentence.text
    for mention in [m for m in sentence.mentions if m.named.kind == "show"]:
        at, end = mention.run.start - sentence.start, mention.span[1] - sentence.start
        year = YEAR_IN_BRACKETS.match(text[end:]) or YEAR_OF_WORK.search(
            text[:at].rstrip("\"'“‘「『") + " "
        )
        if year:
            yield fact(
                sentence,
                found,
                Kind.RELEASE,
                f"released in {year['year']}",
                at,
                date=year["year"],
                date_words=year["year"],
                date_certainty="stated",
            )
    for date in dates_in(text, sentence.published):
        verb = RELEASES.search(text) or FILMS.search(text)
        if (
            not verb
            or text[date.start] == "("
            or (sentence.work is None and not sentence.nearest("show", 0))
        ):
            continue
        verb = nearest_verb(text, date)
        kind = Kind.FILMING if FILMS.match(text, verb.start()) else Kind.RELEASE
        what = f"{kind.label}, {date.words}"
        yield fact(
            sentence,
            found,
            kind,
            what,
            date.start,
            date=date.value,
            date_words=date.words,
            date_certainty=date.certainty,
        )


def nearest_verb(text, date):
    verbs = [*RELEASES.finditer(text), *FILMS.finditer(text)]
    return min(verbs, key=lambda m: min(abs(m.start() - date.end), abs(date.start - m.end())))


def figures(sentence, found):
    for kind, unit, pattern in FIGURES:
        for match in pattern.finditer(sentence.text):
            value = counted(match)
            if value is None or (kind == Kind.VIEWING_HOURS and value < FEWEST_HOURS):
                continue
            date = date_beside(sentence)
            yield fact(
                sentence,
                found,
                kind,
                f"{match[0].strip()}",
                match.start(),
                of_company=kind == Kind.SUBSCRIBERS,
                value=value,
                unit=unit,
                approximate=bool(APPROXIMATE.search(sentence.text[: match.start()])),
                **date,
            )


def date_beside(sentence):
    """The first date that says when it was so, rather than when something came out."""
    text = sentence.text
    dates = [
        date
        for date in dates_in(text, sentence.published)
        if not RELEASES.search(text[max(0, date.start - 15) : date.start])
    ]
    if not dates:
        return {}
    [first, *_] = dates
    certainty = first.certainty if first.value else ""
    return {"date": first.value, "date_words": first.words, "date_certainty": certainty}


def ranks(sentence, found):
    text = sentence.text
    chart = CHART.search(text)
    rows = [(m, 1) for m in TOPS.finditer(text)]
    rows += [(m, rank_of(m)) for m in RANKED.finditer(text)]
    for match, rank in rows if chart or " among " in text else ():
        if rank:
            chart_here = CHART.search(text, match.end()) or chart
            name = chart_here[0].strip() if chart_here else ""
            yield fact(
                sentence,
                found,
                Kind.CHART_RANK,
                f"number {rank}, {name or match[0]}",
                match.end(),
                value=Decimal(rank),
                chart=name[:200],
                **date_beside(sentence),
            )
    for match in RUN.finditer(text) if chart else ():
        number = match["small"] or match["nth"]
        unit = (match["unit"] or match["nth_unit"] + "s").rstrip("s") + "s"
        value = WORDS.get(number.lower()) or int(number)
        chart_here = (
            max(CHART.finditer(text[: match.start()]), key=lambda m: m.start(), default=None)
            or chart
        )
        yield fact(
            sentence,
            found,
            Kind.CHART_RUN,
            f"{value} {unit}, {chart_here[0].strip()}",
            match.start(),
            value=Decimal(value),
            unit=unit,
            chart=chart_here[0].strip()[:200],
            consecutive=bool(match["straight"] or match["nth_straight"]),
        )


def rank_of(match):
    written = (match["rank"] or match["ordinal"]).lower()
    return WORDS.get(written) or int(re.sub(r"\D", "", written))


def counted(match):
    groups = match.groupdict()
    number = groups["number"] or groups.get("number2")
    scale = groups["scale"] or groups.get("scale2")
    value = Decimal(number.replace(",", "").rstrip(".")) * SCALES.get((scale or "").lower(), 1)
    return value if value < Decimal(10) ** 16 else None
