"""The four seed texts come in as the shipped fixtures have them, but for what an editor adds."""

import re

import pytest
from django.core.management import call_command
from django.db import transaction

from articles.models import Article, Author
from articles.references import with_slugs
from articles.revisions import save_revision
from newsroom.models import Photo
from tests.articles.fixture_files import FOLDER, SHIPPED, STORIES

# What only an editor knows, piece by piece: the story, the field and why.
DATES = {"source_date", "source_date_words", "source_date_certainty"}
KNOWN_TO_EDITORS = {
    # What year it was follows from the other stories; a shorter address is a choice.
    "000": {"slug", *DATES},
    # It came without a headline; its year and month follow from another story.
    "001": {"slug", "headline", *DATES},
    "002": set(),
    # The year follows from another story.
    "003": DATES,
}
# Which works and countries matter most, where headline, place and number do not tell.
WEIGHED_BY_EDITORS = {
    # In the headline, but only the source of what the story is about.
    ("000", "les-emotifs-anonymes"): 2,
    # Named once or twice, as an example that a whole paragraph is about.
    ("001", "leaving-mom"): 2,
    ("001", "vietnam"): 2,
    # Named once, as what the company does next.
    ("002", "okja"): 2,
    ("002", "dramaworld"): 2,
    ("002", "descendants-of-the-sun"): 2,
}
FIELDS = [
    *("slug", "headline", "headline_is_ours", "kicker", "standfirst", "language"),
    *("outlet", "raw_text", *sorted(DATES)),
]
LINKS = {
    "articleproduction": ("productions", "production"),
    "articleperson": ("people", "person"),
    "articlecompany": ("companies", "company"),
    "articlecountry": ("countries", "country"),
}
FILES = sorted(map(str, (FOLDER / "seeds").glob("*.txt")))
LINK_TO_RECORD = re.compile(r'<a data-ref="\w+/([-\w]+)">(.*?)</a>')


@pytest.fixture(scope="module")
def imported(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        labels = ["countries", "tags", "companies", "people", "productions"]
        call_command("loaddata", *labels, verbosity=0)
        call_command("import_copy", *FILES, link=0.9)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def stories(imported, db):
    """Each test works inside the transaction that holds the imported texts."""


def story(seed):
    return Article.objects.get(source_id__startswith=f"{seed}_")


def shipped(seed):
    rows = [row["fields"] for row in SHIPPED["articles"] if row["model"] == "articles.article"]
    return next(row for row in rows if row["slug"] == STORIES[seed])


def value(article, name):
    got = getattr(article, name)
    return [got.slug] if name == "outlet" and got else got


@pytest.mark.parametrize("seed", STORIES)
class TestSeeds:
    def test_its_fields_are_those_of_the_fixtures(self, seed):
        wanted, article = shipped(seed), story(seed)
        default = {f.name: f.get_default() for f in Article._meta.get_fields() if f.concrete}
        differing = {
            name
            for name in FIELDS
            if value(article, name) != wanted.get(name, default.get(name))
        }
        assert differing == KNOWN_TO_EDITORS[seed]

    def test_its_text_is_that_of_the_fixtures_word_for_word(self, seed):
        ours, theirs = with_slugs(story(seed).body), shipped(seed)["body"]
        assert plain(ours) == plain(theirs)

    def test_its_text_links_to_what_the_fixtures_link_to(self, seed):
        ours = dict(LINK_TO_RECORD.findall(with_slugs(story(seed).body)))
        theirs = dict(LINK_TO_RECORD.findall(shipped(seed)["body"]))
        added = {slug for known, slug in WEIGHED_BY_EDITORS if known == seed}
        assert ours == theirs | {s: p for s, p in ours.items() if s in added} or (
            {s: p for s, p in theirs.items() if s not in added}
            == {s: p for s, p in ours.items() if s not in added}
        )

    @pytest.mark.parametrize("kind", LINKS)
    def test_it_is_linked_as_in_the_fixtures(self, seed, kind):
        accessor, target = LINKS[kind]
        wanted = {
            (
                row["fields"][target][0],
                row["fields"].get("prominence", 3),
                row["fields"].get("printed", ""),
                row["fields"].get("quoted", False),
            )
            for row in SHIPPED["articles"]
            if row["model"] == f"articles.{kind}"
            and row["fields"]["article"][0] == STORIES[seed]
        }
        found = {
            (
                slug := getattr(link, target).slug,
                WEIGHED_BY_EDITORS.get((seed, slug), link.prominence),
                link.printed,
                link.quoted,
            )
            for link in getattr(story(seed), accessor).all()
        }
        assert found == wanted

    def test_its_first_version_is_what_it_says(self, seed):
        article = story(seed)
        assert save_revision(article).number == 1


def plain(body):
    """The text with its elements, without the links and the names of photos."""
    return re.sub(r"photo/[-\w]+", "photo", LINK_TO_RECORD.sub(r"\2", body))


def test_both_captions_come_in_both_languages():
    wanted = [row["fields"] for row in SHIPPED["photos"]]
    for photo, fields in zip(Photo.objects.order_by("pk"), wanted, strict=True):
        assert {n: getattr(photo, n) for n in fields if n != "slug"} == {
            n: v for n, v in fields.items() if n != "slug"
        }


def test_the_one_byline_is_the_one_author():
    assert list(Author.objects.values_list("name", flat=True)) == ["An Nhiên"]
    assert [b.author.name for b in story("003").byline_set.all()] == ["An Nhiên"]


def test_a_second_run_files_nothing(capsys):
    call_command("import_copy", *FILES, link=0.9)
    assert "0 filed, 4 filed before, 0 refused." in capsys.readouterr().out
    assert Article.objects.count() == 4
