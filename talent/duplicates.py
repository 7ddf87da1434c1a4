"""People, works and companies that are likely recorded twice."""

from itertools import combinations, pairwise, product

from newsroom.duplicates import by_key, finder, pair
from newsroom.text import CJK_RUN, fold

from .models import Company, Credit, NameKey, Person, Production
from .names import key_of

# No name means so many that to compare each with each is of use.
MOST_OF_ONE_NAME = 12
SHORTEST_PREFIX = 4
SHORTEST_SOUND = 5


def keys_of(kind):
    def after(key):
        rows = NameKey.objects.filter(kind=kind, key__gt=key).order_by("key", "subject_id")
        return rows.values_list("subject_id", "key", "name")

    return after


@finder("company", keys_of("company"))
def same_name(rows):
    for key, group in by_key(rows):
        for (one, _, name), (other, _, theirs) in combinations(group[:MOST_OF_ONE_NAME], 2):
            # A name has a key for each of its parts to begin with: it is told once.
            if one != other and key in {solid(name), solid(theirs)}:
                yield pair(one, other, key, in_words(name, theirs))


def solid(name):
    return fold(name).replace(" ", "")


def in_words(name, theirs):
    if CJK_RUN.fullmatch(solid(name)):
        return f"the same native name: {name}"
    return f"both are “{name}”" if name == theirs else f"“{name}” and “{theirs}” are one name"


@finder("show", keys_of("show"))
def same_title(rows):
    found = list(same_name(rows))
    ids = {pk for each in found for pk in (each.first, each.second)}
    years = dict(Production.objects.filter(pk__in=ids).values_list("pk", "year"))
    for each in found:
        one, other = years.get(each.first), years.get(each.second)
        same_year = f", and the year {one}" if one and one == other else ""
        yield pair(each.first, each.second, each.key, each.why + same_year)


@finder("person", keys_of("person"))
def same_person(rows):
    yield from same_name(rows)
    near = [found for found in beginnings(rows) if found.first != found.second]
    ids = {pk for each in near for pk in (each.first, each.second)}
    works = {pk: set() for pk in ids}
    for person, work in Credit.objects.filter(person__in=ids).values_list(
        "person_id", "production_id"
    ):
        works[person].add(work)
    yield from (each for each in near if works[each.first] & works[each.second])


def beginnings(rows):
    """Neighbours of which one's name is the beginning of the other's."""
    for (key, short), (longer, long) in pairwise(by_key(rows)):
        if len(key) >= SHORTEST_PREFIX and longer.startswith(key):
            for one, other in product(short[:MOST_OF_ONE_NAME], long[:MOST_OF_ONE_NAME]):
                why = f"“{other[2]}” begins with “{one[2]}”, and they share a work"
                yield pair(one[0], other[0], key, why)


def sounds_of(kind):
    def after(sound):
        rows = NameKey.objects.filter(kind=kind, loose__gt=sound)
        rows = rows.order_by("loose", "subject_id")
        return rows.values_list("subject_id", "loose", "name", "key", "place")

    return after


def sound_alike(model, native):
    """A finder of those whose names sound alike, and whose native names do not tell them apart."""

    def find(rows):
        pairs = list(same_sound(rows))
        ids = {pk for each in pairs for pk in (each.first, each.second)}
        natives = dict(model.objects.filter(pk__in=ids).values_list("pk", native))
        for each in pairs:
            names = {key_of(natives.get(pk, "")) for pk in (each.first, each.second)} - {""}
            if len(names) < 2:
                yield each

    return find


def same_sound(rows):
    for sound, group in by_key(row for row in rows if is_whole(row)):
        for (one, _, name, key, _), (other, _, theirs, their_key, _) in combinations(
            group[:MOST_OF_ONE_NAME], 2
        ):
            # What is one name has been told of by its keys.
            if one != other and key != their_key:
                yield pair(one, other, sound, f"“{name}” and “{theirs}” sound alike")


def is_whole(row):
    """Whether the key of a name has its parts in the order in which it is recorded."""
    _, sound, _, _, place = row
    return place % 2 == 0 and len(sound) >= SHORTEST_SOUND


for named, native in [
    (Person, "native_name"),
    (Production, "original_title"),
    (Company, "native_name"),
]:
    kind = named.address_kind
    finder(kind, sounds_of(kind))(sound_alike(named, native))
