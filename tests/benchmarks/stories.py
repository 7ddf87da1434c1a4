"""Fixtures of any size, the same each time: stories linked as a desk links them."""

import json
import random
from itertools import chain

WORDS = [
    *(
        "the",
        "of",
        "a",
        "new",
        "series",
        "film",
        "drama",
        "star",
        "stars",
        "premiere",
        "season",
    ),
    *("episode", "ratings", "audience", "global", "chart", "week", "opens", "leads", "joins"),
    *(
        "cast",
        "director",
        "writer",
        "romance",
        "thriller",
        "remake",
        "announces",
        "says",
        "fans",
    ),
    *(
        "across",
        "Asia",
        "streaming",
        "platform",
        "viewers",
        "hours",
        "first",
        "second",
        "third",
    ),
    *(
        "autumn",
        "spring",
        "release",
        "trailer",
        "poster",
        "filming",
        "wraps",
        "begins",
        "Seoul",
    ),
    *(
        "Tokyo",
        "Hanoi",
        "Paris",
        "award",
        "festival",
        "box",
        "office",
        "“Moving”",
        "it’s",
        "Élise",
    ),
]
FAMILY = ["Han", "Kim", "Lee", "Park", "Choi", "Jung", "Oguri", "Nakamura", "Nguyen", "Lim"]
GIVEN = ["Hyo", "Joo", "Min", "Seo", "Jun", "Ho", "Yeon", "Woo", "Shun", "Yuri", "Linh", "Ji"]
KINDS = ["film", "series", "show"]


def record(model, **fields):
    return {"model": model, "fields": fields}


class Fixture:
    """The records of ``size`` stories and of all that they name.

    The stories come as a dump writes them, a model at a time.
    """

    def __init__(self, size, seed=1):
        self.size, self.seed = size, seed
        self.dice = random.Random(seed)
        self.people = [f"person-{n}" for n in range(min(3000, 40 + size // 10))]
        self.shows = [f"show-{n}" for n in range(min(2000, 20 + size // 20))]
        self.companies = [f"company-{n}" for n in range(min(300, 20 + size // 100))]
        self.countries = [f"country-{n}" for n in range(40)]
        self.tags = [f"tag-{n}" for n in range(60)]
        self.authors = [f"author-{n}" for n in range(20)]

    def write(self, path):
        """One record to a line, none of them kept."""
        with path.open("w") as file:
            for number, data in enumerate(self.records()):
                file.write("," if number else "[")
                file.write("\n" + json.dumps(data, ensure_ascii=False))
            file.write("\n]\n")

    def records(self):
        yield from self.places_and_tags()
        yield from self.people_and_shows()
        for part in [self.article, self.links, self.facts, self.tags_of]:
            yield from chain.from_iterable(map(part, range(self.size)))

    def places_and_tags(self):
        for n, slug in enumerate(self.countries):
            code = chr(65 + n // 26) + chr(65 + n % 26)
            yield record("talent.country", slug=slug, code=code, name=f"Country {n}")
        for n, slug in enumerate(self.tags):
            yield record("newsroom.tag", slug=slug, name=f"Tag {n}")
        for n, slug in enumerate(self.companies):
            yield record("talent.company", slug=slug, name=f"Company {n}", kind="platform")
        for n, slug in enumerate(self.authors):
            yield record("articles.author", slug=slug, name=f"Author {n}")

    def people_and_shows(self):
        for n, slug in enumerate(self.people):
            name = f"{self.dice.choice(FAMILY)} {'-'.join(self.dice.sample(GIVEN, 2))} {n}"
            home = [[self.countries[n % 40]]]
            yield record("talent.person", slug=slug, name=name, nationalities=home)
        for n, slug in enumerate(self.shows):
            made = [[self.countries[n % 40]], [self.countries[(n + 7) % 40]]]
            kind = KINDS[n % 3]
            yield record(
                "talent.production", slug=slug, title=f"Show {n}", kind=kind, countries=made
            )
        for n, slug in enumerate(self.shows):
            for person in self.dice.sample(self.people, 4):
                fields = {"production": [slug], "person": [person], "character": f"Role {n}"}
                yield record("talent.credit", **fields)

    def named_by(self, number):
        """What a story names: the same whoever asks."""
        dice = random.Random(f"{self.seed} {number}")
        return {
            "show": dice.sample(self.shows, 2),
            "person": dice.sample(self.people, 3),
            "company": dice.sample(self.companies, 2),
            "country": dice.sample(self.countries, 2),
            "tag": dice.sample(self.tags, 2),
            "author": dice.sample(self.authors, 1),
        }

    def article(self, number):
        dice = random.Random(f"{self.seed} text {number}")
        names = self.named_by(number)
        links = [
            f'<a data-ref="{kind}/{names[kind][0]}">{dice.choice(WORDS)} {names[kind][0]}</a>'
            for kind in ["show", "person", "company"]
        ]
        paragraphs = "".join(f"<p>{prose(dice, 70)}.</p>" for _ in range(4))
        yield record(
            "articles.article",
            slug=f"story-{number}",
            headline=f"{prose(dice, 9)} {number}",
            standfirst=prose(dice, 20),
            kicker=prose(dice, 2),
            body=f"<p>{' and '.join(links)}: {prose(dice, 40)}.</p>{paragraphs}",
            source_id=f"wire-{number}",
            source_date=f"20{number % 25:02}-0{number % 9 + 1}",
            state="published",
        )

    def links(self, number):
        article = [f"story-{number}"]
        names = self.named_by(number)
        for kind, part in [("show", "production"), *((p, p) for p in ["person", "company"])]:
            for place, slug in enumerate(names[kind]):
                fields = {part: [slug], "prominence": 1 + place, "position": place}
                yield record(f"articles.article{part}", article=article, **fields)
        for slug in names["country"]:
            fields = {"country": [slug], "prominence": 2}
            yield record("articles.articlecountry", article=article, **fields)

    def facts(self, number):
        article, names = [f"story-{number}"], self.named_by(number)
        yield record("articles.byline", article=article, author=[names["author"][0]])
        yield record(
            "articles.fact",
            article=article,
            label="release",
            kind="release",
            production=[names["show"][0]],
            date="2025-10-16",
            date_words="on October 16",
            date_certainty="stated",
            quote="It is released on October 16.",
        )

    def tags_of(self, number):
        for slug in self.named_by(number)["tag"]:
            fields = {"content_object": [f"story-{number}"], "tag": [slug]}
            yield record("articles.taggedarticle", **fields)


def prose(dice, count):
    return " ".join(dice.choices(WORDS, k=count)).capitalize()
