"""What loading fixtures does, beside refusing them: to rows, to pages, to whoever looks on."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from articles.models import Article, Author, Edition, Revision
from articles.publishing import has_unpublished_changes, withdraw
from articles.revisions import save_revision
from newsroom.models import Tag
from talent.models import Company, Country, Credit, Person, PersonName, Production
from tests.factories import make_story

from .fixture_files import (
    FOLDER,
    LABELS,
    STORIES,
    every_row,
    load,
    record,
    shipped,
    write,
)

STORY = STORIES["000"]
SOON = timedelta(hours=1)


@pytest.fixture(scope="module")
def seeds(django_db_setup, django_db_blocker):
    """The shipped fixtures, loaded once; what the command said of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(*LABELS.split())
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def seed_site(seeds, db):
    """Each test works inside the transaction that holds the seeds."""


def story(**fields):
    return record("articles.article", **{"slug": "new", "headline": "New"} | fields)


def change(model, key, **fields):
    """The shipped record of ``model`` with ``key``, and other values in some fields."""
    records, place = shipped(model, key)
    records[place]["fields"] |= fields
    return records[place]


def dump(*labels):
    said = StringIO()
    call_command("dumpdata", *labels, stdout=said)
    return json.loads(said.getvalue())


class TestTheDocumentedLine:
    def test_it_loads_everything(self, seeds):
        assert seeds == "Loaded 546 object(s): 546 new or changed.\n"
        counts = {model: model.objects.count() for model in [Country, Person, Production]}
        assert counts == {Country: 249, Person: 15, Production: 27}

    def test_twice_changes_nothing(self):
        before = every_row()
        assert load(*LABELS.split()) == "Loaded 546 object(s): 0 new or changed.\n"
        assert every_row() == before

    def test_published_stories_are_live(self, client):
        for slug in STORIES.values():
            assert client.get(f"/stories/{slug}/").status_code == 200
        assert set(Edition.objects.live().values_list("slug", flat=True)) == set(
            STORIES.values()
        )

    def test_each_story_has_a_first_version(self):
        assert set(Revision.objects.values_list("number", "kind")) == {(1, "load")}
        assert set(Article.objects.values_list("version", flat=True)) == {1}

    def test_the_order_of_the_files_makes_no_difference(self):
        before = dump("newsroom", "talent", "articles.fact", "articles.articleperson")
        Company.objects.update(parent=None)
        for model in [Edition, Article, Author, Production, Person, Company, Country, Tag]:
            model.objects.all().delete()
        load(*reversed(LABELS.split()))
        after = dump("newsroom", "talent", "articles.fact", "articles.articleperson")
        assert sorted(map(str, after)) == sorted(map(str, before))

    def test_raw_texts_are_kept_byte_for_byte(self):
        files = sorted((FOLDER / "seeds").glob("*.txt"))
        assert len(files) == 4
        for file in files:
            article = Article.objects.get(source_id=file.stem)
            assert article.raw_text.encode() == file.read_bytes()


class TestReferences:
    def test_to_later_records_of_one_file(self, tmp_path):
        file = write(
            tmp_path / "later.json",
            [
                record("talent.credit", production=["new"], person=["new"], character="Mina"),
                record("talent.personname", person=["new"], name="Newest"),
                record("talent.production", slug="new", title="New", based_on=[["source"]]),
                record("talent.production", slug="source", title="Source"),
                record("talent.person", slug="new", name="New"),
            ],
        )
        load(file)
        credit = Credit.objects.get(character="Mina")
        assert (credit.production.slug, credit.person.slug) == ("new", "new")
        assert credit.production.based_on.get().slug == "source"

    def test_across_files(self, tmp_path):
        first, second = tmp_path / "first.json", tmp_path / "second.json"
        first.write_text(json.dumps([record("talent.personname", person=["x"], name="Y")]))
        second.write_text(json.dumps([record("talent.person", slug="x", name="X")]))
        load(first, second)
        assert PersonName.objects.get(name="Y").person.slug == "x"

    def test_two_stories_that_are_translations_of_each_other(self, tmp_path):
        pair = [
            story(slug="a", translation_of=["b"]),
            story(slug="b", translation_of=["a"]),
            story(slug="c", translation_of=["c"]),
        ]
        load(write(tmp_path / "pair.json", pair))
        links = Article.objects.exclude(translation_of=None)
        assert set(links.values_list("slug", "translation_of__slug")) == {
            ("a", "b"),
            ("b", "a"),
            ("c", "c"),
        }

    def test_two_works_that_are_based_on_each_other(self, tmp_path):
        works = [
            record("talent.production", slug="a", title="A", based_on=[["b"], ["moving"]]),
            record("talent.production", slug="b", title="B", based_on=[["a"]]),
        ]
        load(write(tmp_path / "works.json", works))
        assert set(
            Production.objects.filter(slug__in="ab").values_list("slug", "based_on__slug")
        ) == {("a", "b"), ("a", "moving"), ("b", "a")}

    def test_by_id(self, tmp_path):
        japan, moving = Country.objects.get(code="JP"), Production.objects.get(slug="moving")
        records = [
            record("talent.person", 9001, slug="x", name="X", nationalities=[japan.pk]),
            record("talent.credit", 9002, production=moving.pk, person=9001),
        ]
        load(write(tmp_path / "ids.json", records))
        credit = Credit.objects.get(pk=9002)
        assert credit.person.slug == "x"
        assert credit.person.nationalities.get() == japan

    def test_a_record_that_is_renamed_by_its_id_is_found_where_it_was(self, tmp_path, client):
        person = Person.objects.get(slug="shun-oguri")
        renamed = record("talent.person", person.pk, slug="oguri", name="Shun Oguri")
        load(write(tmp_path / "renamed.json", [renamed]))
        assert client.get("/people/shun-oguri/").url == "/people/oguri/"

    def test_new_ids_follow_those_that_were_loaded(self, tmp_path):
        load(write(tmp_path / "ids.json", [record("newsroom.tag", 9001, slug="x", name="X")]))
        assert Tag.objects.create(slug="y", name="Y").pk == 9002

    def test_links_in_a_text_lead_to_what_stands_later(self, tmp_path, client):
        body = (
            '<p><a data-ref="person/new">Han</a>, <a data-ref="story/b">more</a>, '
            '<a data-ref="person/shun-oguri">Oguri</a></p>'
        )
        back = '<p><a data-ref="story/a">less</a></p>'
        records = [
            story(slug="a", state="published", body=body),
            story(slug="b", state="published", body=back),
            record("talent.person", slug="new", name="New"),
        ]
        load(write(tmp_path / "links.json", records))
        assert "/" not in Article.objects.get(slug="a").body.partition("data-ref=")[2][:12]
        page = client.get("/stories/a/").text
        assert '<a href="/people/new/">Han</a>' in page
        assert '<a href="/stories/b/">more</a>' in page
        assert '<a href="/people/shun-oguri/">Oguri</a>' in page
        assert '<a href="/stories/a/">less</a>' in client.get("/stories/b/").text


class TestPublishing:
    def test_a_change_to_a_published_story_is_published(self, tmp_path, client):
        load(write(tmp_path / "a.json", [change("article", "netflix-to", headline="Changed")]))
        assert "Changed" in client.get(f"/stories/{STORY}/").text
        assert not has_unpublished_changes(Article.objects.get(slug=STORY))

    def test_so_is_a_part_of_one(self, tmp_path, client):
        link = record("articles.articleperson", article=[STORY], person=["reed-hastings"])
        load(write(tmp_path / "a.json", [link]))
        assert "/stories/" + STORY in client.get("/people/reed-hastings/").text

    def test_a_new_story(self, tmp_path, client):
        load(write(tmp_path / "a.json", [story(state="published")]))
        assert client.get("/stories/new/").status_code == 200
        assert Article.objects.get(slug="new").published_at <= timezone.now()

    @pytest.mark.parametrize("state", ["draft", "review", "ready"])
    def test_one_that_is_not_published_is_not_public(self, tmp_path, client, state):
        load(write(tmp_path / "a.json", [story(state=state)]))
        assert client.get("/stories/new/").status_code == 404
        assert Article.objects.get(slug="new").revisions.count() == 1

    def test_one_for_later_is_scheduled(self, tmp_path, client):
        at = timezone.now().replace(microsecond=0) + SOON
        file = write(tmp_path / "a.json", [story(state="published", publish_at=at.isoformat())])
        load(file)
        assert client.get("/stories/new/").status_code == 404
        assert Edition.objects.live(at).filter(slug="new").exists()
        before = every_row()
        load(file)
        assert every_row() == before

    def test_one_that_has_expired_is_not_published(self, tmp_path, client):
        over = (timezone.now() - SOON).isoformat()
        load(write(tmp_path / "a.json", [story(state="published", expires_at=over)]))
        assert not Edition.objects.filter(slug="new").exists()

    @pytest.mark.parametrize(
        "fields",
        [
            {"published_at": None, "publish_at": None},
            {"published_at": "2024-05-06T07:08:09Z"},
            {"publish_at": "2024-05-06T07:08:09Z"},
            {"source_date": "2024", "raw_text": "x", "published_at": None},
        ],
        ids=str,
    )
    def test_twice_changes_nothing_whatever_its_dates(self, tmp_path, fields):
        file = write(tmp_path / "a.json", [story(state="published", **fields)])
        load(file)
        before = every_row()
        load(file)
        assert every_row() == before

    def test_another_date_moves_a_story_in_the_lists(self, tmp_path):
        load(write(tmp_path / "a.json", [story(state="published")]))
        then = "2020-02-02T02:02:02+00:00"
        load(write(tmp_path / "a.json", [story(state="published", published_at=then)]))
        assert Edition.objects.get(slug="new").published_at.isoformat() == then

    def test_one_that_is_withdrawn_is_taken_down(self, tmp_path, client):
        load(write(tmp_path / "a.json", [change("article", "netflix-to", state="withdrawn")]))
        assert client.get(f"/stories/{STORY}/").status_code == 410

    def test_one_that_was_withdrawn_comes_back(self, tmp_path, client):
        withdraw(Article.objects.get(slug=STORY))
        load("articles")
        assert client.get(f"/stories/{STORY}/").status_code == 200

    def test_what_the_desk_has_not_published_stays_so(self, tmp_path, client):
        article = make_story("Live", slug="live")
        Article.objects.filter(pk=article.pk).update(standfirst="Half a sent")
        save_revision(article)
        link = record("articles.articleperson", article=["live"], person=["shun-oguri"])
        said = load(write(tmp_path / "a.json", [link]))
        assert f"{tmp_path}/a.json: #2 articles.articleperson (live, shun-oguri): " in said
        assert "not published: the desk has changes to it that are not out" in said
        assert "Half a sent" not in client.get("/stories/live/").text


class TestParts:
    """Whatever rests on what was loaded follows at once."""

    def found(self, client, text):
        context = client.get("/search/", {"q": text}).context
        return {subject.slug for subject, *_ in context["matches"]}

    def test_a_new_spelling_is_found(self, tmp_path, client):
        name = record("talent.personname", person=["shun-oguri"], name="小栗旬")
        load(write(tmp_path / "a.json", [name]))
        assert self.found(client, "小栗旬") == {"shun-oguri"}
        stories = client.get("/search/", {"q": "小栗旬"}).context["object_list"]
        assert {story.slug for story in stories} == {STORIES["000"], STORIES["003"]}

    def test_a_new_name_is_found_and_the_old_one_is_not(self, tmp_path, client):
        load(write(tmp_path / "a.json", [change("person", "jin-akanishi", name="Jin A.")]))
        assert self.found(client, "Jin A.") == {"jin-akanishi"}
        assert not self.found(client, "Akanishi")

    def test_a_credit_lists_stories_on_the_show(self, tmp_path, client):
        credit = record("talent.credit", production=["okja"], person=["newcomer"])
        load(write(tmp_path / "a.json", [credit]))
        assert "Newcomer" in client.get("/actors/").text
        assert f"/stories/{STORIES['002']}/" in client.get("/people/newcomer/").text

    def test_the_country_of_a_show_lists_its_stories(self, tmp_path, client):
        okja = change("production", "okja", countries=[["south-korea"], ["brazil"]])
        load(write(tmp_path / "a.json", [okja]))
        assert f"/stories/{STORIES['002']}/" in client.get("/countries/brazil/").text

    def test_a_nationality_lists_stories(self, tmp_path, client):
        person = change("person", "reed-hastings", nationalities=[["brazil"]])
        load(write(tmp_path / "a.json", [person]))
        page = client.get("/countries/brazil/?via=people").text
        assert f"/stories/{STORIES['002']}/" in page

    def test_a_synonym_lists_the_stories_of_its_tag(self, tmp_path, client):
        load(write(tmp_path / "a.json", [change("tag", "hallyu", synonym_of=["k-drama"])]))
        assert f"/stories/{STORIES['003']}/" in client.get("/tags/k-drama/").text

    def test_a_tag_is_found_by_its_new_name(self, tmp_path, client):
        load(write(tmp_path / "a.json", [change("tag", "hallyu", name="Korean wave")]))
        stories = client.get("/search/", {"q": "Korean wave"}).context["object_list"]
        assert STORIES["003"] in {story.slug for story in stories}

    def test_an_author_is_found_by_the_new_name(self, tmp_path, client):
        load(write(tmp_path / "a.json", [change("author", "an-nhien", name="Quynh")]))
        stories = client.get("/search/", {"q": "Quynh"}).context["object_list"]
        assert {story.slug for story in stories} == {STORIES["003"]}

    def test_fields_that_are_not_named_stay(self, tmp_path):
        named = record("talent.person", slug="shun-oguri", name="Shun Oguri")
        load(write(tmp_path / "a.json", [named]))
        assert Person.objects.get(slug="shun-oguri").bio == "Japanese actor."


HOSTILE = """<p onclick="x()" style="color:red">One</p><script>alert(1)</script>
<p><a href="javascript:alert(2)">two</a><img src=x onerror=alert(3)></p>
<iframe src="//evil.example"></iframe><svg onload=alert(4)></svg>
<p><a data-ref="person:1&quot; onmouseover=&quot;alert(5)">three</a></p>
<figure data-ref="photo/../x">four</figure><p lang='"><script>'>five</p>"""


class TestTexts:
    def test_hostile_html_is_cleaned(self, tmp_path, client):
        load(write(tmp_path / "a.json", [story(state="published", body=HOSTILE)]))
        article = Article.objects.get(slug="new")
        page = client.get("/stories/new/").text
        for text in [article.body, page]:
            for trace in ["alert", "onclick", "onerror", "evil", "<iframe", "color:red"]:
                assert trace not in text
        for word in ["One", "two", "three", "four", "five"]:
            assert word in page

    def test_typography_survives(self, tmp_path, client):
        text = "“L’Été” ‘d’Élise’ – 10\u00a0%… — 한효주 小栗旬 Võ Nguyên Giáp \U0001f3ac"
        new = story(state="published", headline=text, body=f"<p>{text}</p>")
        load(write(tmp_path / "a.json", [new]))
        article = Article.objects.get(slug="new")
        assert (article.headline, article.body) == (text, f"<p>{text}</p>")
        assert client.get("/stories/new/").text.count(text) >= 2

    def test_a_raw_text_keeps_its_line_ends(self, tmp_path):
        raw = "  One\r\n\u00a0\tTwo\r\n\n\n"
        load(write(tmp_path / "a.json", [story(raw_text=raw)]))
        assert Article.objects.get(slug="new").raw_text == raw
