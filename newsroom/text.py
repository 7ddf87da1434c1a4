"""Strings in, strings out: nothing here knows a model."""

import math
import re
import unicodedata
import zlib
from collections.abc import Iterator, Mapping

APOSTROPHES = frozenset("'’‘ʼʻ`´＇")
# Letters that Unicode does not take apart into a base letter and an accent.
LETTERS = {"đ": "d", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"}
# The voicing marks of kana tell ハ from バ and パ: they are not accents.
VOICING_MARKS = "\u3099\u309a"
CJK = (
    "\u3005\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
)
CJK_RUN = re.compile(f"([{CJK}]+)")
# As newsroom/editor/counts.js counts them while a story is written.
READ_BY_CHARACTER = re.compile(
    "[\u1100-\u11ff\u3005\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3130-\u318f"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9d]"
)
READ_BY_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
CHARACTERS_A_MINUTE = 500
WORDS_A_MINUTE = 230
# As many colours, patterns, angles and sizes as the stylesheet has, and where their dealing begins.
TONES = 8
FIRST_TONE = 2431
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
POSSESSIVE = re.compile(r"(?<=\w)['’]s\b", re.IGNORECASE)

# By the letters that only one script has; kana tell Japanese from Chinese.
SCRIPTS = {
    "hangul": re.compile("[\u1100-\u11ff\uac00-\ud7a3]"),
    "kana": re.compile("[\u3041-\u30ff\u31f0-\u31ff]"),
    "han": re.compile("[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"),
    "thai": re.compile("[\u0e00-\u0e7f]"),
    "cyrillic": re.compile("[\u0400-\u04ff]"),
    "arabic": re.compile("[\u0600-\u06ff]"),
    "devanagari": re.compile("[\u0900-\u097f]"),
    "latin": re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
}
# Those that one language alone is written in, of those that the desk meets.
LANGUAGES = {"hangul": "ko", "kana": "ja", "thai": "th"}
# A run of letters of one of those, or of Han with kana, with what stands between its words.
BETWEEN = " \u00a0\u3000-\u3003\u3008-\u3011\u3014-\u301b·!?…,.~'’“”‘0-9-"
RUN = re.compile(
    "|".join(
        f"[{letters}](?:[{letters}{BETWEEN}]*[{letters}])?"
        for letters in [
            "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3",
            "\u3005\u3007\u3041-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff",
            "\u0e00-\u0e7f",
        ]
    )
)
WRITTEN_IN_HAN = {"ja", "zh", "ko"}


def script_of(text: str) -> str:
    return next((script for script, has in SCRIPTS.items() if has.search(text)), "")


def language_of(text: str) -> str:
    """The language that the script of ``text`` tells, if it tells one."""
    return LANGUAGES.get(script_of(text), "")


def runs(text: str, language: str, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """``text`` in pieces, each with its language if it is not ``language``, or else "".

    Han alone is read in one of several languages: ``names`` tells in which it names somebody.
    """
    end = 0
    for match in RUN.finditer(text):
        found = language_of(match[0]) or language_of_han(match[0], language, names)
        if found and found != language.partition("-")[0]:
            yield text[end : match.start()], ""
            yield match[0], found
            end = match.end()
    yield text[end:], ""


def language_of_han(run, language, names):
    if language.partition("-")[0] in WRITTEN_IN_HAN:
        return ""
    return next((names[name] for name in names if name in run or run in name), "")


class Letters(dict):
    """What stands for each character, by a rule that is asked once for each."""

    def __init__(self, rule):
        super().__init__()
        self.rule = rule

    def __missing__(self, code):
        self[code] = self.rule(chr(code))
        return self[code]


def bare(c):
    return "" if unicodedata.combining(c) and c not in VOICING_MARKS else LETTERS.get(c, c)


def word_or_blank(c):
    if c in APOSTROPHES:
        return ""
    return c if c.isalnum() else " "


BARE, WORD_OR_BLANK = Letters(bare), Letters(word_or_blank)


def fold(text: str) -> str:
    """Reduce ``text`` to lower-case words without accents, one space between them.

    "Élite", "élite" and "elite" fold alike; apostrophes vanish, any other
    mark separates. Hangul, kana and kanji are kept as they are.
    """
    text = unicodedata.normalize("NFKC", text).casefold()
    whole = unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).translate(BARE))
    return " ".join(whole.translate(WORD_OR_BLANK).split())


def cover_of(slug: str) -> tuple[int, int, int, int]:
    """A colour of the house, a pattern, its angle and its size, from 0: always the same."""
    number = zlib.crc32(slug.encode(), FIRST_TONE)
    return tuple(number // TONES**place % TONES for place in range(4))


def without_controls(text: str) -> str:
    """``text`` without the control characters that XML cannot hold."""
    return CONTROLS.sub("", text)


def minutes_to_read(text: str) -> int:
    """Korean, Japanese and Chinese are read by the character."""
    spaced, characters = READ_BY_CHARACTER.subn(" ", text)
    words = len(READ_BY_WORD.findall(spaced))
    return math.ceil(characters / CHARACTERS_A_MINUTE + words / WORDS_A_MINUTE)


def search_phrases(text: str) -> list[list[str]]:
    """``text`` as the words that are looked for; those of one list stand side by side.

    A run of Hangul, kana or kanji has no spaces to part it by, so it is given as
    its overlapping pairs of characters: 한효주 becomes 한효 효주, and is found in
    한효주는.
    """
    phrases = []
    for piece in CJK_RUN.split(fold(POSSESSIVE.sub("", text))):
        if CJK_RUN.fullmatch(piece):
            phrases.append([piece[i : i + 2] for i in range(max(1, len(piece) - 1))])
        else:
            phrases += [[word] for word in piece.split()]
    return phrases


def indexed_words(text: str) -> str:
    """The words of ``text`` as an index keeps them: each run's last character also alone."""
    words = []
    for phrase in search_phrases(text):
        words += phrase
        if len(phrase[-1]) == 2 and CJK_RUN.fullmatch(phrase[-1]):
            words.append(phrase[-1][1])
    return " ".join(words)
