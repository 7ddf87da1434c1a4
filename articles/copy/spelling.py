"""Whether words are written as a name on record is, but for what spellings may differ in."""

from functools import lru_cache

from newsroom.text import fold


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
