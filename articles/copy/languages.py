"""What language a text is in, by its letters and its commonest words."""

import re
from collections import Counter

from newsroom.text import language_of, script_of

from .passages import folded

# Folded, so that a text without its accents is known too.
COMMON = {
    "en": "the of and to in is that for it with as was on be by at this from are has an will "
    "its have who after his her their been which new said not but they about more",
    "vi": "cua va la trong khong nhung cho duoc cac voi mot nguoi phim da khi den tu nay theo "
    "tai dien vien sau cung anh nam vao ra co con nhieu qua tren ket hop xem tin",
    "fr": "le la les des et est une dans pour qui sur avec par du que au ce il elle son sa ses plus",
    "es": "el la los las de y en que es una por con para del se su al lo como mas fue pero sus",
    "de": "der die das und ist in den von mit auf fur ein eine im zu des dem nicht auch sich wird",
    "id": "yang dan di ini itu dengan untuk dari pada dalam adalah akan juga tidak oleh para film",
    "it": "il la di che e un una per con del della sono nel dei gli alla anche piu suo",
    "pt": "o a de que e do da em um uma para com nao os no na por mais dos como foi ao das",
}
WORDS = {language: frozenset(words.split()) for language, words in COMMON.items()}
# Letters that of these languages Vietnamese alone has.
VIETNAMESE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
# Letters that more than Latin has, or Vietnamese alone: no marks.
TELLING = re.compile("[ăđơưĂĐƠƯ\u0370-\u1fff\u2e80-\U0003ffff]")
OF_SCRIPT = {"cyrillic": "ru", "arabic": "ar", "devanagari": "hi", "han": "zh"}
LATIN, SOLID = re.compile("[A-Za-z]"), re.compile("[\u2e81-\U0003ffff]")
FEWEST, LOOKED_AT = 2, 800


def language(text: str, default: str = "") -> str:
    """The code of the language of ``text``, or ``default`` where too little tells it."""
    text = text[:LOOKED_AT]
    if TELLING.search(text) and (found := by_letters(text)):
        return found
    words = Counter(map(folded, text.lower().split()))
    counts = {
        code: sum(words[w] for w in known & words.keys()) for code, known in WORDS.items()
    }
    best, *others = sorted(counts.items(), key=lambda each: -each[1])
    clear = best[1] >= FEWEST and best[1] > others[0][1]
    return best[0] if clear else default


def by_letters(text):
    script, latin, solid = script_of(text), len(LATIN.findall(text)), len(SOLID.findall(text))
    if script != "latin" and solid * 2 > latin:
        return language_of(text) or OF_SCRIPT.get(script, "")
    return "vi" if len(VIETNAMESE.findall(text)) * 20 >= latin > 0 else ""
