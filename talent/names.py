"""One record under every spelling: the keys by which a name is found.

Case, accents, apostrophes, hyphens, spaces, a leading article and the order of a
name's parts make no difference to its keys, so no alias need be stored for them.
"""

from newsroom.text import fold

from .sounds import sound

LEADING_ARTICLES = {"the", "a", "an", "le", "la", "les"}
KEY_LENGTH = 150
MOST_ROTATIONS = 12


def keys(name: str) -> set[str]:
    """Every key under which a record called ``name`` is found.

    "Han Hyo-joo" gives hanhyojoo, hyojoohan and joohanhyo: a prefix of one of
    them is the beginning of one of its parts.
    """
    return {key for order in orders(name) if (key := joined(order))}


def keys_with_sounds(name: str) -> dict[str, str]:
    """Each key of ``name``, as it is spelled first, with how it sounds."""
    return {key: sound(order)[:KEY_LENGTH] for order in orders(name) if (key := joined(order))}


def orders(name):
    words = fold(name).split()
    starts = range(1, min(len(words), MOST_ROTATIONS))
    return [words, without_article(words), *(words[i:] + words[:i] for i in starts)]


def joined(words):
    return "".join(words)[:KEY_LENGTH]


def key_of(name: str) -> str:
    return joined(fold(name).split())


def without_article(words):
    return words[1:] if len(words) > 1 and words[0] in LEADING_ARTICLES else words


def query_keys(name: str) -> set[str]:
    """The keys that a reader's spelling of a name stands for: with its article and without."""
    words = fold(name).split()
    return {joined(words), joined(without_article(words))} - {""}


def first_key(text: str) -> str:
    """What the key of a name begins with that ``text`` is the beginning of.

    It begins every one of the ``query_keys`` too that a record has: an article counts
    only while hardly more is typed.
    """
    words = fold(text).split()
    bare = joined(without_article(words))
    return bare if len(bare) > 1 else joined(words)


def sound_of(name: str) -> str:
    """How a name sounds, roughly, whatever its spelling."""
    return sound(fold(name).split())[:KEY_LENGTH]


def contained_keys(text: str, most_words: int = 12) -> set[str]:
    """The keys of every run of words in ``text``: the names that it may contain."""
    words = fold(text).split()[:most_words]
    return {
        joined(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
    }
