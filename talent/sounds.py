"""Sound-alike keys: coarse enough that the spellings of one name meet, so they only suggest."""

import re
import unicodedata

# Family names that are romanised in ways no rule of letters would bring together.
ONE_FAMILY = {
    spelling: spellings[0]
    for spellings in [
        ["ri", "lee", "yi", "rhee", "rhie", "li", "ree", "yee"],
        ["bag", "park", "pak", "bak", "pahk", "bark"],
        ["joi", "choi", "choe", "choy", "chwe"],
        ["rim", "lim", "im", "yim", "rhim"],
        ["no", "noh", "roh", "ro"],
        ["gim", "kim", "ghim"],
    ]
    for spelling in spellings
}
# In this order, on folded letters.
SAME_SOUND = [
    (re.compile(pattern), sound)
    for pattern, sound in [
        ("ph", "f"),
        ("(?:sh|sy|x)", "s"),
        ("(?:ch|zh|z|jy)", "j"),
        ("th", "t"),
        ("kh", "k"),
        ("ts", "t"),
        ("[ckq]", "g"),
        ("t", "d"),
        ("[pv]", "b"),
        ("l", "r"),
        ("f", "h"),
        ("h(?![aeiouwy])", ""),
        ("m(?=b)", "n"),
        ("a[ey]", "e"),
        ("(?:ee|ie|ui|yi)", "i"),
        ("e[ou]", "o"),
        ("u", "o"),
        ("w(?=o)", ""),
        (r"(.)\1+", r"\1"),
    ]
]
KATAKANA = {ord(char): ord(char) - 0x60 for char in map(chr, range(0x30A1, 0x30F7))}
LOOSE_MARKS = str.maketrans("ᅢᅤᅫᅬ", "ᅦᅨᅰᅰ", "\u3099\u309aー")
LATIN = "abdeghijmnorswy"
JAMO = "".join(
    chr(code)
    for first, last in [(0x1100, 0x1112), (0x1161, 0x1175), (0x11A8, 0x11C2)]
    for code in range(first, last + 1)
)
KANA = "".join(chr(code) for code in range(0x3041, 0x3094))
# A slip in a shorter name would be another name; in a longer one it takes too long to look for.
SHORTEST, LONGEST = 5, 30


def sound(words: list[str]) -> str:
    """How folded ``words`` sound, roughly: a key that other spellings of them share."""
    return re.sub(r"(.)\1+", r"\1", "".join(map(sound_of_word, words)))


def sound_of_word(word):
    word = ONE_FAMILY.get(word, word)
    if not word.isascii():
        word = unicodedata.normalize("NFD", word).translate(LOOSE_MARKS).translate(KATAKANA)
    for pattern, replacement in SAME_SOUND:
        word = pattern.sub(replacement, word)
    return word


def slips(sounded: str) -> set[str]:
    """``sounded`` and all that one letter more, less, other or out of place makes of it."""
    if not SHORTEST <= len(sounded) <= LONGEST:
        return {sounded} - {""}
    halves = [(sounded[:i], sounded[i:]) for i in range(len(sounded) + 1)]
    letters = "".join(abc for abc in [LATIN, JAMO, KANA] if not set(abc).isdisjoint(sounded))
    return {
        sounded,
        *(left + right[1:] for left, right in halves if right),
        *(left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1),
        *(left + other + right[1:] for left, right in halves if right for other in letters),
        *(left + other + right for left, right in halves for other in letters),
    }
