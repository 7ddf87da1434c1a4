"""One record under every spelling: the keys by which a name is found.

Case, accents, apostrophes, hyphens, spaces, a leading article and the order of a
name's parts make no difference to its keys, so no alias need be stored for them.
"""

from newsroom.text import fold

LEADING_ARTICLES = {"the", "a", "an", "le", "la", "les"}
KEY_LENGTH = 150
MOST_ROTATIONS = 12


def keys(name: str) -> set[str]:
    """Every key under which a record called ``name`` is found.

    "Han Hyo-joo" gives hanhyojoo, hyojoohan and joohanhyo: a prefix of one of
    them is the beginning of one of its parts.
    """
    words = fold(name).split()
    starts = range(min(len(words), MOST_ROTATIONS))
    rotations = {"".join(words[i:] + words[:i]) for i in starts}
    return {key[:KEY_LENGTH] for key in rotations | query_keys(name)}


def query_keys(name: str) -> set[str]:
    """The keys that a reader's spelling of a name stands for: with its article and without."""
    words = fold(name).split()
    spellings = {"".join(words)}
    if len(words) > 1 and words[0] in LEADING_ARTICLES:
        spellings.add("".join(words[1:]))
    return {key[:KEY_LENGTH] for key in spellings if key}


def contained_keys(text: str, most_words: int = 12) -> set[str]:
    """The keys of every run of words in ``text``: the names that it may contain."""
    words = fold(text).split()[:most_words]
    return {
        "".join(words[start:end])[:KEY_LENGTH]
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
    }
