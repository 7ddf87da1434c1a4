"""The main job on the seeds: each list, page and spelling that readers were promised."""

import pytest
from django.core.management import call_command
from django.db import transaction

from articles.models import Article
from talent.models import Country, Person, Production

LABELS = "countries tags companies people productions photos authors articles"
STORIES = {
    "000": "netflix-to-adapt-les-emotifs-anonymes",
    "001": "with-k-romantics-anonymous-tops-netflix-chart-in-japan",
    "002": "netflix-to-create-more-asian-films-and-original-series",
    "003": "korean-movies-love-to-tell-cross-border-romance-stories",
}
SEEDS = {slug: seed for seed, slug in STORIES.items()}


@pytest.fixture(scope="module")
def seeds(django_db_setup, django_db_blocker):
    """The shipped fixtures, loaded once for all tests of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", *LABELS.split(), verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def seed_site(seeds, db):
    """Each test works inside the transaction that holds the seeds."""


def listed(client, address, band=None):
    """The seeds listed at ``address``, in order; those of one band if it is named."""
    rows = client.get(address).context["object_list"]
    return " ".join(SEEDS[row.edition.slug] for row in rows if band is None or row.band in band)


class TestCountries:
    @pytest.mark.parametrize(
        ("slug", "expected"),
        [
            ("south-korea", "001 003 000 002"),
            ("japan", "001 003 000"),
            ("france", "000"),
            ("vietnam", "001"),
        ],
    )
    def test_stories_about_a_country(self, client, slug, expected):
        assert listed(client, f"/countries/{slug}/") == expected

    def test_the_other_thirteen_list_none_and_say_so(self, client):
        for code in [
            "US",
            "CA",
            "CN",
            "KP",
            "TH",
            "SG",
            "IN",
            "ID",
            "MY",
            "MX",
            "DE",
            "ES",
            "AR",
        ]:
            country = Country.objects.get(code=code)
            response = client.get(f"/countries/{country.slug}/")
            assert response.status_code == 200
            assert not response.context["object_list"]
            assert "No stories" in response.text

    def test_passing_mentions(self, client):
        assert listed(client, "/countries/japan/?mentions=1") == "001 003 000 002"
        assert listed(client, "/countries/france/?mentions=1") == "000 002"
        assert listed(client, "/countries/vietnam/?mentions=1") == "001"
        for code in [
            "US",
            "CA",
            "CN",
            "KP",
            "TH",
            "SG",
            "IN",
            "ID",
            "MY",
            "MX",
            "DE",
            "ES",
            "AR",
        ]:
            country = Country.objects.get(code=code)
            assert listed(client, f"/countries/{country.slug}/?mentions=1") == "002", code

    def test_nationality_is_apart(self, client):
        assert listed(client, "/countries/japan/?via=people") == "001 003 000"
        assert listed(client, "/countries/france/?mentions=1&via=people") == "000 002"

    def test_north_korea_lists_nothing_of_south_korea(self, client):
        assert listed(client, "/countries/north-korea/") == ""

    def test_each_row_says_why_it_is_listed(self, client):
        text = client.get("/countries/vietnam/").text
        assert "Leaving Mom" in text
        assert "About Vietnam" in text

    def test_a_code_leads_to_the_name(self, client):
        response = client.get("/countries/kr/?mentions=1")
        assert response.status_code == 301
        assert response.url == "/countries/south-korea/?mentions=1"

    def test_a_country_that_is_none_is_not_found(self, client):
        assert client.get("/countries/atlantis/").status_code == 404


class TestShowsAndPeople:
    def test_the_show_of_three_seeds(self, client):
        assert listed(client, "/shows/romantics-anonymous/") == "001 003 000"

    def test_mentions_come_after(self, client):
        assert listed(client, "/shows/okja/") == "002"
        assert listed(client, "/shows/moving/", band=[2]) == "000"

    def test_a_person_is_named_or_their_shows_are(self, client):
        assert listed(client, "/people/shun-oguri/", band=[1, 2]) == "003 000"
        assert listed(client, "/people/shun-oguri/", band=[3]) == "001"

    def test_yuri_is_not_yuri_nakamura(self, client):
        assert listed(client, "/people/yuri-nakamura/", band=[1, 2]) == "000"

    def test_the_cast_stands_in_billing_order_with_its_characters(self, client):
        cast = client.get("/shows/romantics-anonymous/").context["cast"]
        assert [(credit.person.name, credit.character) for credit in cast] == [
            ("Shun Oguri", "Sosuke Fujiwara"),
            ("Han Hyo-joo", "Hana Lee"),
            ("Yuri Nakamura", ""),
            ("Jin Akanishi", ""),
        ]

    def test_a_show_names_the_works_it_is_based_on(self, client):
        text = client.get("/shows/romantics-anonymous/").text
        assert "/shows/les-emotifs-anonymes/" in text
        assert "/shows/what-comes-after-love-novel/" in (
            client.get("/shows/what-comes-after-love/").text
        )

    def test_facts_stand_in_time_order_with_their_stories(self, client):
        facts = client.get("/shows/romantics-anonymous/").context["facts"]
        moments = [fact.happened_at for fact in facts]
        assert moments == sorted(moments)
        assert {SEEDS[fact.edition.slug] for fact in facts} == {"000", "001", "003"}

    def test_actors_are_those_with_an_acting_credit(self, client):
        actors = {person.name for person in client.get("/actors/").context["object_list"]}
        assert actors == {
            "Shun Oguri",
            "Han Hyo-joo",
            "Yuri Nakamura",
            "Jin Akanishi",
            "Chae Jong-hyeop",
            "Fumi Nikaido",
            "Lee Se-young",
            "Kentaro Sakaguchi",
        }

    def test_a_filmography(self, client):
        works = client.get("/people/sho-tsukikawa/").context["filmography"]
        assert {(credit.production.slug, credit.role) for credit in works} == {
            ("romantics-anonymous", "director"),
            ("let-me-eat-your-pancreas", "director"),
        }


PRINTED_PEOPLE = {
    "shun-oguri": ["Shun Oguri", "Oguri", "Oguri Shun"],
    "han-hyo-joo": ["Han Hyo-Joo", "Han Hyo-joo", "Han Hyo Joo", "Han"],
    "yuri-nakamura": ["Yuri Nakamura", "Nakamura"],
    "jin-akanishi": ["Jin Akanishi", "Akanishi"],
    "sho-tsukikawa": ["Sho Tsukikawa", "Director Sho Tsukikawa", "Tsukikawa"],
    "lim-seung-young": ["Lim Seung Young", "Lim Seung-young"],
    "park-hye-kyung": ["Park Hye-kyung"],
    "bong-joon-ho": ["Bong Joon-ho"],
    "reed-hastings": ["Reed Hastings", "Hastings"],
    "chae-jong-hyeop": ["Chae Jong Hyeop", "Chae Jong-hyeop", "Yoon Tae Oh (Chae Jong Hyeop)"],
    "fumi-nikaido": ["Fumi Nikaido", "Yuri (Fumi Nikaido)", "Nikaido Fumi"],
    "lee-se-young": ["Lee Se Young", "Choi Hong (Lee Se Young)", "Lee Se-young"],
    "kentaro-sakaguchi": ["Kentaro Sakaguchi", "Sakaguchi Kentaro", "Sakaguchi"],
    "gong-ji-young": ["Gong Ji Young", "Korean writer Gong Ji Young", "Gong Ji-young"],
    "hitonari-tsuji": ["Tsuji Hitonari", "Japanese writer Tsuji Hitonari", "Hitonari Tsuji"],
}
PRINTED_WORKS = {
    "romantics-anonymous": [
        "Romantics Anonymous",
        "Romantic Anonymous",
        '"Romantics Anonymous,"',
    ],
    "les-emotifs-anonymes": [
        "Les Émotifs Anonymes",
        "les emotifs anonymes",
        "Romantics Anonymous",
    ],
    "godzilla-vs-kong": ["Godzilla vs. Kong", "Shun Oguri (Godzilla vs. Kong)"],
    "moving": ["Moving", "Han Hyo-Joo (Moving)"],
    "believer-2": ["Believer 2"],
    "the-call": ["The Call"],
    "20th-century-girl": ["20th Century Girl"],
    "my-name-is-loh-kiwan": ["My Name is Loh Kiwan"],
    "king-the-land": ["King the Land"],
    "yu-yu-hakusho": ["Yu Yu Hakusho season 1", "Yu Yu Hakusho"],
    "squid-game": ["Squid Game season 2", "Squid Game"],
    "leaving-mom": ["Leaving Mom", '"Leaving Mom"'],
    "infinite-loop": ["Infinite Loop"],
    "synchro": ["Synchro", '"Synchro,"'],
    "kpop-demon-hunters": ["KPop Demon Hunters", "'KPop Demon Hunters,'"],
    "bon-appetit-your-majesty": ["Bon Appetit, Your Majesty", '"Bon Appetit, Your Majesty,"'],
    "parasite": ["Parasite", "'Parasite,'"],
    "okja": ["Okja", "‘Okja’"],
    "dramaworld": ["Dramaworld", "‘Dramaworld’"],
    "descendants-of-the-sun": ["‘The Descendants of the Sun’", "Descendants of the Sun"],
    "train-to-busan": ["Train to Busan", "‘Train to Busan’"],
    "eye-love-you": ["Eye Love You", "“Eye Love You”"],
    "what-comes-after-love": ["What Comes After Love"],
    "what-comes-after-love-novel": ["What Comes After Love"],
    "let-me-eat-your-pancreas": [
        '"Let Me Eat Your Pancreas" (2017)',
        "Let Me Eat Your Pancreas",
    ],
    "no-longer-the-female-lead": ["No Longer the Female Lead"],
    "10-year-wish": ["10-Year Wish", '"10-Year Wish"...'],
}
PRINTED = [
    (kind, slug, printed)
    for kind, table in [("person", PRINTED_PEOPLE), ("show", PRINTED_WORKS)]
    for slug, forms in table.items()
    for printed in forms
]


class TestSearch:
    def test_the_tables_name_every_record(self):
        assert set(PRINTED_PEOPLE) == set(Person.objects.values_list("slug", flat=True))
        assert set(PRINTED_WORKS) == set(Production.objects.values_list("slug", flat=True))

    @pytest.mark.parametrize(("kind", "slug", "printed"), PRINTED)
    def test_every_printed_form_finds_its_record(self, client, kind, slug, printed):
        matches = client.get("/search/", {"q": printed}).context["matches"]
        assert (kind, slug) in {(subject.kind, subject.slug) for subject, *_ in matches}

    def test_two_works_of_one_title_stay_apart(self, client):
        for title in ["Romantics Anonymous", "What Comes After Love"]:
            matches = client.get("/search/", {"q": title}).context["matches"]
            shows = [subject for subject, *_ in matches if subject.kind == "show"]
            assert len(shows) == 2
            assert len({(show.name, show.disambiguation) for show in shows}) == 2

    def test_a_match_by_another_name_says_by_which(self, client):
        matches = client.get("/search/", {"q": "Romantic Anonymous"}).context["matches"]
        names = {subject.slug: name for subject, name, _ in matches}
        assert names["romantics-anonymous"] == "Romantic Anonymous"

    @pytest.mark.parametrize(
        "text",
        ["Kim Jaejoong", "Choi Siwon", "Fan Bingbing", "Shu Qi", "Võ Nguyên Giáp", "EJAE"],
    )
    def test_nobody_from_the_teasers_exists(self, client, text):
        context = client.get("/search/", {"q": text}).context
        assert not context["matches"]
        assert not context["object_list"]

    @pytest.mark.parametrize(
        ("words", "seeds"),
        [
            ("germaphobic", {"000"}),
            ("Tving Zone", {"001"}),
            ("moviegoers", {"002"}),
            ("dien vien Han Quoc", {"003"}),
            ("Oguri Shun", {"000", "003"}),
            ("Romantic Anonymous", {"000", "001", "003"}),
        ],
    )
    def test_stories_are_found_by_their_words_and_names(self, client, words, seeds):
        stories = client.get("/search/", {"q": words}).context["object_list"]
        assert {SEEDS[story.slug] for story in stories} == seeds


class TestStoryPages:
    def test_both_captions_stand_in_both_languages_with_their_credit(self, client):
        text = client.get(f"/stories/{STORIES['003']}/").text
        for words in [
            "caused a fever on the screen earlier this year.",
            "tung gay sot man anh hoi dau nam.",
            "thanks to the combination of actors from 2 countries.",
            "Huong di khai thac cau chuyen tinh yeu xuyen bien gioi",
            "Photo: Producer",
            "Anh: Nha san xuat",
            'lang="vi"',
        ]:
            assert words in text

    @pytest.mark.parametrize("slug", STORIES.values())
    def test_no_date_is_shown_that_the_source_did_not_give(self, client, slug):
        text = client.get(f"/stories/{slug}/").text
        assert "1900" not in text
        assert "1 January 2024" not in text
        assert "1 September 2024" not in text
        assert "1 October 2025" not in text

    def test_typography_survives(self, client):
        assert "‘Les Émotifs Anonymes’" in client.get(f"/stories/{STORIES['000']}/").text
        assert "already\u00a0invested" in client.get(f"/stories/{STORIES['002']}/").text
        assert "trend – cross-border" in client.get(f"/stories/{STORIES['001']}/").text
        assert "“Eye Love You”" in client.get(f"/stories/{STORIES['003']}/").text

    def test_the_internal_side_stays_inside(self, client):
        for article in Article.objects.all():
            text = client.get(f"/stories/{article.slug}/").text
            assert article.internal_note not in text or not article.internal_note
            assert "insert YouTube link here" not in text
            assert "Stay Connected" not in text
