"""Names and texts that are made up, and the same on every machine."""

from itertools import product
from random import Random

FAMILIES = ["Han", "Kim", "Lee", "Park", "Choi", "Jung", "Kang", "Cho", "Yoon", "Jang"]
FAMILIES += ["Lim", "Oh", "Seo", "Shin", "Kwon", "Hwang", "Ahn", "Song", "Ryu", "Hong"]
SYLLABLES = ["hyo", "min", "joo", "seo", "ji", "woo", "eun", "hye", "jin", "soo"]
SYLLABLES += ["young", "hee", "kyung", "tae", "jun", "ah", "bin", "sun", "chan", "ra"]
HANGUL_FAMILIES = "한김이박최정강조윤장임오서신권황안송류홍"
HANGUL = "효민주서지우은혜진수영희경태준아빈선찬라"
TITLES = ["Moon", "Letters", "Harbour", "Winter", "Garden", "Signal", "Kitchen", "Island"]
TITLES += ["Midnight", "Orchard", "Promise", "Mirror", "Station", "Paper", "Salt", "Glass"]
VERBS = ["casts", "adds", "renews", "sets", "plans", "reveals", "delays", "wraps"]
STEMS = ["ka", "mo", "ri", "te", "sun", "lo", "ve", "nar", "dis", "pel", "gra", "tin"]
# Every story has the first, ten of any corpus the second; the third is in copies of these.
COMMON, RARE, ELSEWHERE = "series", "quokka", "wombat"


def is_rare(number):
    return number < 1000 and number % 100 == 33


def zipf(random, number):
    """A number below ``number``, each half as likely as the one of half its rank."""
    return int(number ** random.random()) - 1


def person_names(number):
    """A romanised and a native name; from the 8000th on, with what tells them apart."""
    family, rest = number % 20, number // 20
    first, second, again = rest % 20, rest // 20 % 20, rest // 400
    name = f"{FAMILIES[family]} {SYLLABLES[first].title()}-{SYLLABLES[second]}"
    native = HANGUL_FAMILIES[family] + HANGUL[first] + HANGUL[second]
    return name, native, f"born {1950 + again}" if again else ""


def show_title(number):
    first, second, part = number % 16, number // 16 % 16, number // 256
    title = f"{TITLES[first]} and {TITLES[second]}"
    return f"{title} {part + 1}" if part else title


def vocabulary():
    return ["".join(parts) for parts in product(STEMS, STEMS, STEMS)]


def paragraphs(count=2000, words=60):
    """Of which bodies are made. The words, too, are as unequal as those of a language."""
    random, known = Random(1), vocabulary()
    for _ in range(count):
        text = " ".join(known[zipf(random, len(known))] for _ in range(words))
        yield f"{text.capitalize()} {COMMON}."
