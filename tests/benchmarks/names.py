"""What a look-up of a name costs among 1,000 names and among 100,000.

``python -m tests.benchmarks.names`` fills a new database beside that of DATABASE_URL, which
is dropped afterwards, first with some people, works and companies, then with more. It prints
what each kind of look-up takes, in milliseconds, and how many times the first the second is:
the median of some names, for each its best of some rounds, so that a busy machine counts less.
"""

import os
import random
import tempfile
import time
from statistics import median

import django
from django.conf import settings

SIZES = [1_000, 100_000]
ROUNDS = 5
ASKED = 40
BATCH = 2000
SYLLABLES = [
    "han",
    "hyo",
    "joo",
    "kim",
    "min",
    "seo",
    "jun",
    "ho",
    "yeon",
    "woo",
    "shun",
    "ken",
    "ta",
    "ro",
    "yu",
    "ri",
    "linh",
    "thu",
    "bin",
    "ji",
    "won",
    "hae",
    "eun",
    "o",
    "gu",
    "na",
    "ka",
    "mu",
    "ra",
    "sa",
    "ki",
    "to",
    "mo",
    "a",
    "le",
    "x",
    "mar",
    "co",
    "el",
    "dra",
    "ven",
    "tis",
    "qua",
    "zor",
    "bel",
    "ani",
    "fe",
    "lu",
]
HANGUL = "한효주김민서준호연우신켄타로유리린빈지원해은오구나카무라사키토모알마코"


class Names:
    """Names that a desk might have, the same each time and no two alike."""

    def __init__(self):
        self.dice = random.Random(1)
        self.given = set()

    def new(self):
        while True:
            parts = [self.part(1, 3), "-".join([self.part(1, 2), self.part(1, 2)])]
            name = " ".join(parts).title()
            if name not in self.given:
                self.given.add(name)
                return name

    def part(self, least, most):
        return "".join(self.dice.choices(SYLLABLES, k=self.dice.randint(least, most)))

    def native(self):
        return "".join(self.dice.choices(HANGUL, k=4))


def fill(names, start, stop):
    """Of ten records seven are people, two are works and one is a company."""
    from talent.keys import rebuild_keys
    from talent.models import Company, Person, Production

    for first in range(start, stop, BATCH):
        rows = {Person: [], Production: [], Company: []}
        for number in range(first, min(first + BATCH, stop)):
            slug, name, native = f"record-{number}", names.new(), names.native()
            if number % 10 < 7:
                rows[Person].append(Person(slug=slug, name=name, native_name=native))
            elif number % 10 < 9:
                rows[Production].append(Production(slug=slug, title=name))
            else:
                rows[Company].append(Company(slug=slug, name=name))
        for model, records in rows.items():
            made = model.objects.bulk_create(records)
            rebuild_keys(model, [record.pk for record in made])


def look_ups():
    """By what it is called, each look-up, and what it is asked, given a person."""
    from django.contrib import admin
    from django.contrib.auth import get_user_model
    from django.test import RequestFactory

    from articles.admin.finding import records_with
    from articles.views.search import subjects_named
    from talent.models import Person
    from talent.models.names import found_or_meant, matching, meant

    people = Person.objects.all()
    request = RequestFactory().get("/")
    request.user = get_user_model().objects.create_superuser("editor")

    def whole(person):
        return person.name

    def turned(person):
        return " ".join(reversed(person.name.split()))

    def beginning(person):
        return person.name[: len(person.name) * 2 // 3]

    def two_letters(person):
        return person.name[:2]

    def native(person):
        return person.native_name

    def slip(person):
        return person.name[:3] + "q" + person.name[3:]

    found = [
        ("exact", lambda words: list(people.called(words)), whole),
        ("exact, turned", lambda words: list(people.called(words)), turned),
        ("native script", lambda words: list(matching(people, words)[:20]), native),
        ("prefix", lambda words: list(matching(people, words)[:20]), beginning),
        (
            "prefix of two letters",
            lambda words: list(matching(people, words)[:20]),
            two_letters,
        ),
        ("sound-alike", lambda words: list(meant(people, words)[:20]), slip),
        ("autocomplete, a slip", lambda words: list(found_or_meant(people, words)[:20]), slip),
    ]
    palette = lambda words: list(records_with(words, request, admin.site))  # noqa: E731
    for name, ask in [
        ("whole", whole),
        ("prefix", beginning),
        ("slip", slip),
        ("two", two_letters),
    ]:
        found += [(f"palette, {name}", palette, ask), (f"search, {name}", subjects_named, ask)]
    return found


def asked(look_up, words):
    """In milliseconds."""
    return median(best(look_up, each) for each in words) * 1000


def best(look_up, words):
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        look_up(words)
        times.append(time.perf_counter() - begun)
    return min(times)


def measure(found, people):
    return {
        name: asked(look_up, [ask(person) for person in people]) for name, look_up, ask in found
    }


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    with tempfile.TemporaryDirectory() as folder:
        database = settings.DATABASES["default"]
        is_file = database["ENGINE"].endswith("sqlite3")
        place = f"{folder}/names.sqlite3" if is_file else "newsroom_benchmark_of_names"
        database["TEST"] = {"NAME": place}
        django.setup()
        from django.db import connection

        before = database["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            compare(connection)
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)


def compare(connection):
    from talent.models import Person

    names, start, results, found = Names(), 0, [], look_ups()
    for size in SIZES:
        fill(names, start, size)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        people = list(Person.objects.order_by("pk")[:ASKED])
        results.append(measure(found, people))
        start = size
    heading = "".join(f"{size:>10,}" for size in SIZES)
    print(f"{connection.vendor:24}{heading}")
    for name, few in results[0].items():
        many = results[1][name]
        print(f"{name:24}{few:10.2f}{many:10.2f}{many / few:8.1f}x")


if __name__ == "__main__":
    main()
