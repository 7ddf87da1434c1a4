"""The people, works and the rest that a corpus is about: as many for every size of it."""

from random import Random
from typing import NamedTuple

from django.core.management import call_command

from articles.models import Author
from newsroom.models import Tag
from talent.keys import rebuild_keys, rebuild_tag_keys
from talent.models import Company, CompanyCredit, Country, Credit, Person, Production

from .words import person_names, show_title, zipf

BATCH = 2000
CAST = 8


class Counts(NamedTuple):
    people: int = 50_000
    shows: int = 20_000
    companies: int = 1000
    tags: int = 500
    authors: int = 50


def make_records(counts):
    """Yields what has been made, a line for each."""
    call_command("loaddata", "countries", verbosity=0)
    # The commonest of a corpus, in no order that a database could have by chance.
    countries = list(Country.objects.order_by("pk").values_list("pk", flat=True))
    Random(2).shuffle(countries)
    insert(Author, (author(number) for number in range(counts.authors)))
    insert(Tag, (tag(number) for number in range(counts.tags)))
    insert(Company, (company(number) for number in range(counts.companies)))
    yield "authors, tags, companies"
    insert(Person, (person(number) for number in range(counts.people)))
    insert(Person.nationalities.through, nationalities(counts, countries))
    yield "people"
    insert(Production, (show(number) for number in range(counts.shows)))
    insert(Production.countries.through, show_countries(counts, countries))
    insert(Credit, credits(counts))
    insert(CompanyCredit, company_credits(counts))
    yield "shows"
    for model in [Company, Person, Production]:
        ids = list(model.objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(ids), BATCH):
            rebuild_keys(model, ids[start : start + BATCH])
    rebuild_tag_keys(Tag.objects.all())
    yield "names"


def insert(model, rows):
    model.objects.bulk_create(rows, batch_size=BATCH)


def author(number):
    return Author(pk=number + 1, name=f"Reporter {number}", slug=f"reporter-{number}")


def tag(number):
    return Tag(pk=number + 1, name=f"subject {number}", slug=f"subject-{number}")


def company(number):
    return Company(pk=number + 1, name=f"Studio {number}", slug=f"studio-{number}")


def person(number):
    name, native, disambiguation = person_names(number)
    return Person(
        pk=number + 1,
        name=name,
        slug=f"person-{number}",
        sort_name=name,
        native_name=native,
        native_language="ko",
        disambiguation=disambiguation,
    )


def show(number):
    return Production(
        pk=number + 1,
        title=show_title(number),
        slug=f"show-{number}",
        kind=Production.Kind.SERIES if number % 3 else Production.Kind.FILM,
        year=2000 + number % 26,
    )


def nationalities(counts, countries):
    random, through = Random(3), Person.nationalities.through
    for pk in range(1, counts.people + 1):
        yield through(person_id=pk, country_id=countries[zipf(random, len(countries))])


def show_countries(counts, countries):
    random, through = Random(4), Production.countries.through
    for pk in range(1, counts.shows + 1):
        for country in {zipf(random, len(countries)) for _ in range(1 + (pk % 4 == 0))}:
            yield through(production_id=pk, country_id=countries[country])


def credits(counts):
    random = Random(5)
    for pk in range(1, counts.shows + 1):
        cast = {random.randrange(counts.people) + 1 for _ in range(CAST)}
        for billing, person_id in enumerate(sorted(cast), start=1):
            yield Credit(production_id=pk, person_id=person_id, billing=billing)


def company_credits(counts):
    random, roles = Random(6), list(CompanyCredit.Role)
    for pk in range(1, counts.shows + 1):
        for company_id in {zipf(random, counts.companies) + 1 for _ in range(2)}:
            yield CompanyCredit(production_id=pk, company_id=company_id, role=roles[pk % 3])
