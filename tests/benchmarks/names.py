"""What a look-up of a name costs among 1,000 names and among 100,000.

Of each kind, in milliseconds: the median of some names, for each its best of some rounds, so
that what others do on the machine counts less.
"""

import random
import time
from statistics import median

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import RequestFactory

from articles.admin.finding import records_with
from articles.views.search import subjects_named
from talent.keys import rebuild_keys
from talent.models import Company, NameKey, Person, Production
from talent.models.names import matching, meant

SIZES = [1_000, 100_000]
ROUNDS = 5
ASKED, SHOWN = 40, 20
BATCH = 2000
SYLLABLES = (
    "han hyo joo kim min seo jun ho yeon woo shun ken ta ro yu ri linh thu bin ji won hae eun "
    "o gu na ka mu ra sa ki to mo a le x mar co el dra ven tis qua zor bel ani fe lu"
)
HANGUL = "한효주김민서준호연우신켄타로유리린빈지원해은오구나카무라사키토모알마코"


class Names:
    """Names that a desk might have, the same each time and no two alike."""

    def __init__(self):
        self.dice = random.Random(1)
        self.syllables = SYLLABLES.split()
        self.given = set()

    def new(self):
        while True:
            parts = [self.part(1, 3), "-".join([self.part(1, 2), self.part(1, 2)])]
            name = " ".join(parts).title()
            if name not in self.given:
                self.given.add(name)
                return name

    def part(self, least, most):
        return "".join(self.dice.choices(self.syllables, k=self.dice.randint(least, most)))

    def native(self):
        return "".join(self.dice.choices(HANGUL, k=4))


def fill(names, start, stop):
    """Of ten records seven are people, two are works and one is a company."""
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


def asks():
    """By name, how what is looked up is typed, given the person who is meant."""
    return {
        "whole": lambda person: person.name,
        "turned": lambda person: " ".join(reversed(person.name.split())),
        "native": lambda person: person.native_name,
        "prefix": lambda person: person.name[: len(person.name) * 2 // 3],
        "two letters": lambda person: person.name[:2],
        "slip": lambda person: person.name[:3] + "q" + person.name[3:],
    }


def look_ups():
    """By name, each way of looking one up."""
    people = Person.objects.all()
    request = RequestFactory().get("/")
    request.user = get_user_model().objects.create_superuser("editor")
    return {
        "exact": lambda words: list(people.called(words)),
        "matching": lambda words: list(matching(people, words)[:SHOWN]),
        "sound-alike": lambda words: list(meant(people, words)[:SHOWN]),
        "palette": lambda words: list(records_with(words, request, admin.site)),
        "search": subjects_named,
    }


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
        (name, typed): asked(look_up, [ask(person) for person in people])
        for name, look_up in found.items()
        for typed, ask in asks().items()
    }


def compare():
    """A row for each look-up: what it is, how it is typed, its cost among few and among many."""
    if NameKey.objects.exists():
        raise SystemExit("This takes a database of its own, without any names.")
    names, start, found, results = Names(), 0, look_ups(), []
    for size in SIZES:
        fill(names, start, size)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        results.append(measure(found, list(Person.objects.order_by("pk")[:ASKED])))
        start = size
    return [(*kind, few, results[1][kind]) for kind, few in results[0].items()]
