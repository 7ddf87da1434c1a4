"""The shipped fixtures say what the four seed texts say: all of it, and nothing else."""

import re

import pytest
from django.core.management import call_command
from django.db import transaction

from articles.models import (
    Article,
    ArticleCompany,
    ArticleCountry,
    ArticlePerson,
    ArticleProduction,
    Author,
    Byline,
)
from newsroom.models import Tag
from talent.models import Company, Country, Credit, Person, Production

from .fixture_files import LABELS, STORIES

SEEDS = {slug: seed for seed, slug in STORIES.items()}


@pytest.fixture(scope="module")
def seeds(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", *LABELS.split(), verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def seed_site(seeds, db):
    """Each test works inside the transaction that holds the seeds."""


PEOPLE = """
Bong Joon-ho · Chae Jong-hyeop · Fumi Nikaido · Gong Ji-young · Han Hyo-joo · Hitonari Tsuji ·
Jin Akanishi · Kentaro Sakaguchi · Lee Se-young · Lim Seung-young · Park Hye-kyung ·
Reed Hastings · Sho Tsukikawa · Shun Oguri · Yuri Nakamura
"""
WORKS = """
10-Year Wish · 20th Century Girl · Believer 2 · Bon Appetit, Your Majesty ·
Descendants of the Sun · Dramaworld · Eye Love You · Godzilla vs. Kong · Infinite Loop ·
KPop Demon Hunters · King the Land · Leaving Mom · Les Émotifs Anonymes ·
Let Me Eat Your Pancreas · Moving · My Name is Loh Kiwan · No Longer the Female Lead · Okja ·
Parasite · Romantics Anonymous · Squid Game · Synchro · The Call · Train to Busan ·
What Comes After Love (novel) · What Comes After Love (series) · Yu Yu Hakusho
"""
COMPANIES = """
Amazon Prime Video · CJ ENM · HBO · HBO Max · Netflix · Resonate · TBS · The Korea Herald ·
Tving · Viki · WBD · Warner Bros. · Yong Film
"""


NAMED = "KR KP JP FR VN US CA CN TH SG IN ID MY MX DE ES AR"


def names(text):
    return {" ".join(name.split()) for name in text.split("·")}


class TestRecords:
    @pytest.mark.parametrize(
        ("model", "expected", "count"),
        [(Person, PEOPLE, 15), (Production, WORKS, 27), (Company, COMPANIES, 13)],
    )
    def test_exactly_these_exist(self, model, expected, count):
        assert {str(record) for record in model.objects.all()} == names(expected)
        assert model.objects.count() == count

    def test_every_country_of_iso_3166_exists(self):
        named = set(NAMED.split())
        codes = set(Country.objects.values_list("code", flat=True))
        assert len(codes) == Country.objects.count() == 249
        assert named <= codes
        assert not codes & {"UK", "XK", "EU", "AN", "SU", "YU", "ZZ"}

    def test_korea_is_south_korea(self):
        korea = Country.objects.get(code="KR")
        assert (korea.name, korea.slug, korea.demonym) == (
            "South Korea",
            "south-korea",
            "South Korean",
        )
        assert "Korea" in korea.recorded_names()
        assert Country.objects.get(code="KP").slug == "north-korea"

    def test_one_author_and_one_byline(self):
        assert list(Author.objects.values_list("name", flat=True)) == ["An Nhiên"]
        byline = Byline.objects.get()
        assert (SEEDS[byline.article.slug], byline.author.name) == ("003", "An Nhiên")

    def test_regions_are_tags_not_countries(self):
        regions = Tag.objects.filter(group="region").values_list("name", flat=True)
        assert {"Asia", "Asia-Pacific", "Hollywood", "Latin America"} <= set(regions)

    def test_nationalities_that_the_texts_state_and_no_others(self):
        found = {
            person.name: person.nationalities.get().code
            for person in Person.objects.exclude(nationalities=None)
        }
        assert found == {
            "Han Hyo-joo": "KR",
            "Bong Joon-ho": "KR",
            "Gong Ji-young": "KR",
            "Shun Oguri": "JP",
            "Sho Tsukikawa": "JP",
            "Kentaro Sakaguchi": "JP",
            "Hitonari Tsuji": "JP",
        }

    def test_who_owns_whom(self):
        owned = Company.objects.exclude(parent=None).values_list("name", "parent__name")
        assert set(owned) == {("Warner Bros.", "WBD"), ("HBO", "WBD")}

    def test_two_works_of_one_title_and_their_sources(self):
        series = Production.objects.get(slug="romantics-anonymous")
        film = series.based_on.get()
        assert (film.title, film.kind, film.year) == ("Les Émotifs Anonymes", "film", 2011)
        assert film.titles.get().name == series.title == "Romantics Anonymous"
        assert series.titles.get().name == "Romantic Anonymous"
        novel = Production.objects.get(
            title="What Comes After Love", kind="series"
        ).based_on.get()
        assert (novel.title, novel.kind) == ("What Comes After Love", "novel")

    def test_the_countries_of_romantics_anonymous(self):
        series = Production.objects.get(slug="romantics-anonymous")
        assert set(series.countries.values_list("code", flat=True)) == {"JP", "KR"}
        assert set(
            Production.objects.get(slug="leaving-mom").countries.values_list("code", flat=True)
        ) == {"KR", "VN"}

    def test_characters_and_their_variants(self):
        cast = Credit.objects.filter(role="actor").exclude(character="").order_by("pk")
        rows = cast.values_list(
            "production__slug", "person__name", "character", "character_variants"
        )
        assert set(rows) == {
            ("romantics-anonymous", "Shun Oguri", "Sosuke Fujiwara", ""),
            ("romantics-anonymous", "Han Hyo-joo", "Hana Lee", "Han Na"),
            ("eye-love-you", "Chae Jong-hyeop", "Yoon Tae Oh", ""),
            ("eye-love-you", "Fumi Nikaido", "Yuri", ""),
            ("what-comes-after-love", "Lee Se-young", "Choi Hong", ""),
            ("what-comes-after-love", "Kentaro Sakaguchi", "Aoki Jungo", ""),
        }

    def test_the_writer_stays_nameless_and_lim_is_none(self):
        writer = Credit.objects.get(role="writer")
        assert (writer.person, writer.credited_as) == (None, "a Korean writer")
        lim = Credit.objects.get(person__name="Lim Seung-young")
        assert lim.role == "showrunner"


# By seed and kind of link: what stands at each prominence, and how it is printed.
LINKS = """
000 productions 1: Romantics Anonymous
000 productions 2: Les Émotifs Anonymes
000 productions 3: Godzilla vs. Kong; Moving; Believer 2; The Call; 20th Century Girl; My Name is Loh Kiwan; King the Land; Yu Yu Hakusho = Yu Yu Hakusho season 1; Squid Game = Squid Game season 2
000 people 1: Han Hyo-joo = Han Hyo-Joo; Shun Oguri
000 people 2: Yuri Nakamura; Jin Akanishi; Sho Tsukikawa; Lim Seung-young = Lim Seung Young
000 companies 1: Netflix
000 companies 2: Yong Film
000 countries 1: South Korea = Korea; Japan
000 countries 2: France = French
001 productions 1: Romantics Anonymous
001 productions 2: Leaving Mom
001 productions 3: Infinite Loop; Synchro; KPop Demon Hunters; Bon Appetit, Your Majesty; Parasite
001 people 1: Han Hyo-joo
001 people 3: Park Hye-kyung
001 companies 1: CJ ENM *
001 companies 2: Netflix; Yong Film
001 companies 3: TBS; Amazon Prime Video; Warner Bros.; WBD; HBO; HBO Max; Tving
001 countries 1: South Korea = Korea; Japan
001 countries 2: Vietnam
002 productions 2: Okja; Dramaworld; Descendants of the Sun = The Descendants of the Sun
002 productions 3: Train to Busan
002 people 2: Reed Hastings *
002 people 3: Bong Joon-ho
002 companies 1: Netflix
002 companies 3: Viki
002 countries 1: South Korea
002 countries 3: United States = US; Canada; China; North Korea; Japan; Thailand; Singapore; India; Indonesia; Malaysia; Mexico; Germany; France; Spain; Argentina
003 productions 1: Eye Love You; What Comes After Love (series)
003 productions 2: Romantics Anonymous = Romantic Anonymous
003 productions 3: What Comes After Love (novel); Let Me Eat Your Pancreas; No Longer the Female Lead; 10-Year Wish
003 people 2: Chae Jong-hyeop = Chae Jong Hyeop; Fumi Nikaido; Lee Se-young = Lee Se Young; Kentaro Sakaguchi *; Han Hyo-joo = Han Hyo Joo; Shun Oguri = Oguri Shun; Sho Tsukikawa
003 people 3: Gong Ji-young = Gong Ji Young; Hitonari Tsuji = Tsuji Hitonari
003 companies 2: The Korea Herald * = the Korea Herald
003 companies 3: Netflix
003 countries 1: South Korea = Korea; Japan
"""


def link_in_words(link):
    quoted = " *" if link.quoted else ""
    printed = f" = {link.printed}" if link.printed else ""
    return f"{getattr(link, link.target)}{quoted}{printed}"


class TestLinks:
    def test_each_is_as_the_design_has_it_and_there_is_no_other(self):
        expected = {
            (seed, kind, int(prominence), link)
            for line in LINKS.strip().splitlines()
            for seed, kind, prominence, links in [
                re.match(r"(\d+) (\w+) (\d): (.+)", line).groups()
            ]
            for link in links.split("; ")
        }
        found = {
            (SEEDS[article.slug], kind, link.prominence, link_in_words(link))
            for article in Article.objects.all()
            for kind in ["productions", "people", "companies", "countries"]
            for link in getattr(article, kind).all()
        }
        assert found == expected

    def test_each_printed_form_stands_in_the_raw_text(self):
        for model in [ArticleProduction, ArticlePerson, ArticleCompany, ArticleCountry]:
            for link in model.objects.select_related("article").exclude(printed=""):
                assert link.printed in link.article.raw_text
