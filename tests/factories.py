"""Rows for tests: each ``make_…`` takes what the test is about and fills in the rest."""

from itertools import count

from django.contrib.auth import get_user_model
from django.utils.text import slugify

from articles.models import Article, Author
from articles.publishing import publish
from newsroom.models import Photo, Tag
from talent.models import Company, Country, Credit, Person, Production

numbers = count(1)


def make_country(name=None, **fields):
    number = next(numbers)
    name = name or f"Country {number}"
    fields.setdefault("slug", slug_of(name))
    fields.setdefault("code", f"{chr(65 + number // 26 % 26)}{chr(65 + number % 26)}")
    return Country.objects.create(name=name, **fields)


def make_person(name=None, nationalities=(), **fields):
    name = name or f"Person {next(numbers)}"
    fields.setdefault("slug", slug_of(name))
    person = Person.objects.create(name=name, **fields)
    person.nationalities.set(nationalities)
    return person


def make_company(name=None, **fields):
    name = name or f"Company {next(numbers)}"
    fields.setdefault("slug", slug_of(name))
    return Company.objects.create(name=name, **fields)


def make_production(title=None, countries=(), cast=(), **fields):
    title = title or f"Show {next(numbers)}"
    fields.setdefault("slug", slug_of(title))
    show = Production.objects.create(title=title, **fields)
    show.countries.set(countries)
    for billing, person in enumerate(cast, start=1):
        Credit.objects.create(production=show, person=person, billing=billing)
    return show


def make_author(name=None, **fields):
    name = name or f"Author {next(numbers)}"
    fields.setdefault("slug", slug_of(name))
    return Author.objects.create(name=name, **fields)


def make_tag(name=None, **fields):
    name = name or f"tag {next(numbers)}"
    fields.setdefault("slug", slug_of(name))
    return Tag.objects.create(name=name, **fields)


def make_photo(**fields):
    fields.setdefault("slug", f"photo-{next(numbers)}")
    fields.setdefault("alt", "What it shows")
    fields.setdefault("credit", "Photo: Producer")
    return Photo.objects.create(**fields)


def make_article(headline=None, shows=(), people=(), companies=(), countries=(), **fields):
    """A draft. Each link is a record, or a record with its prominence; 1 unless told."""
    headline = headline or f"Story {next(numbers)}"
    fields.setdefault("slug", slug_of(headline))
    fields.setdefault("body", "<p>Text.</p>")
    authors, tags = fields.pop("authors", ()), fields.pop("tags", ())
    article = Article.objects.create(headline=headline, **fields)
    for manager, target, links in [
        (article.productions, "production", shows),
        (article.people, "person", people),
        (article.companies, "company", companies),
        (article.countries, "country", countries),
    ]:
        for position, link in enumerate(links):
            record, prominence = link if isinstance(link, tuple) else (link, 1)
            manager.create(**{target: record}, prominence=prominence, position=position)
    for position, author in enumerate(authors):
        article.byline_set.create(author=author, position=position)
    for tag in tags:
        article.tagged.create(tag=tag)
    return article


def make_story(headline=None, now=None, **fields):
    """An article that is live."""
    article = make_article(headline, **fields)
    publish(article, now=now)
    article.refresh_from_db()
    return article


def make_user(username=None, **fields):
    username = username or f"user{next(numbers)}"
    fields.setdefault("is_staff", True)
    fields.setdefault("password", "a long enough password")
    return get_user_model().objects.create_user(username, **fields)


def slug_of(name):
    return slugify(name) or f"page-{next(numbers)}"
