"""Stories written out in every format, and read back in."""

import csv
import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.body import plain_text
from articles.models import (
    Article,
    Edition,
    OldPath,
    Revision,
)
from articles.publishing import publish, schedule
from articles.revisions import save_revision
from newsroom.models import OldAddress
from newsroom.photo_admin import add
from tests.factories import (
    make_article,
    make_author,
    make_country,
    make_person,
    make_production,
    make_story,
    make_tag,
    make_user,
)
from tests.pictures import upload

from .fixture_files import LABELS, load
from .test_dumpdata import empty_database

pytestmark = pytest.mark.django_db

FORMATS = ["fixtures", "jsonl", "wxr", "ninjs", "csv"]
THEN = datetime(2024, 5, 1, 3, 4, 5, tzinfo=UTC)


def export(format, **options):
    said = StringIO()
    call_command("export", format, stdout=said, stderr=StringIO(), **options)
    return said.getvalue()


def lines(format, **options):
    return [json.loads(line) for line in export(format, **options).splitlines()]


def headlines(**options):
    return {story["headline"] for story in lines("jsonl", **options)}


@pytest.fixture
def archive():
    """A show of Korea with a story, and stories in every state beside it."""
    korea = make_country("South Korea", code="KR")
    show = make_production("Moving", countries=[korea], slug="moving")
    make_story("About Moving", shows=[show], published_at=THEN)
    make_story("Of Korea", countries=[korea])
    make_story("Elsewhere", language="ja", tags=[make_tag("Hallyu")])
    save_revision(make_article("A draft", shows=[show]))
    schedule(make_article("To come"), at=timezone.now() + timedelta(days=1))


class TestWhichStories:
    def test_it_is_what_readers_see_unless_drafts_are_asked_for(self, archive):
        assert headlines() == {"About Moving", "Of Korea", "Elsewhere"}
        assert headlines(drafts=True) == headlines() | {"A draft", "To come"}

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"show": "moving"}, {"About Moving"}),
            ({"country": "KR"}, {"About Moving", "Of Korea"}),
            ({"country": "south-korea", "show": "moving"}, {"About Moving"}),
            ({"tag": "hallyu"}, {"Elsewhere"}),
            ({"language": "ja"}, {"Elsewhere"}),
            ({"year": "2024"}, {"About Moving"}),
            ({"since": "2025-01-01"}, {"Of Korea", "Elsewhere"}),
            ({"q": "elsewhere"}, {"Elsewhere"}),
            ({"show": "moving", "drafts": True}, {"About Moving", "A draft"}),
            ({"country": "KR", "drafts": True}, {"About Moving", "Of Korea", "A draft"}),
            ({"q": "elsewhere", "drafts": True}, {"Elsewhere"}),
            ({"state": "draft", "drafts": True}, {"A draft"}),
        ],
    )
    def test_the_parameters_of_the_list_narrow_it(self, archive, asked, found):
        assert headlines(**asked) == found

    @pytest.mark.parametrize(
        ("asked", "words"),
        [
            ({"show": "atlantis"}, "There is no show “atlantis”."),
            ({"country": "atlantis", "drafts": True}, "There is no country “atlantis”."),
            ({"since": "once"}, "--since: Enter a valid date."),
            ({"state": "draft"}, "ask for --state with --drafts"),
        ],
    )
    def test_what_cannot_be_asked_is_said(self, archive, asked, words):
        with pytest.raises(CommandError, match=words):
            export("jsonl", **asked)

    def test_changes_that_are_not_out_stay_in_unless_asked_for(self):
        story = make_story("Out", body="<p>As it is out.</p>")
        Article.objects.filter(pk=story.pk).update(body="<p>Not yet.</p>")
        for format in ["jsonl", "wxr", "ninjs"]:
            assert "Not yet." not in export(format)
            assert "Not yet." in export(format, drafts=True)

    def test_each_says_whether_it_is_out(self, archive):
        states = {row["headline"]: row["state"] for row in lines("jsonl", drafts=True)}
        assert states == {
            "About Moving": "published",
            "Of Korea": "published",
            "Elsewhere": "published",
            "A draft": "draft",
            "To come": "scheduled",
        }


class TestFiles:
    @pytest.mark.parametrize("format", FORMATS)
    def test_a_file_holds_what_would_be_written_out(self, archive, tmp_path, format):
        path = tmp_path / "out"
        call_command("export", format, output=str(path), stderr=StringIO())
        assert path.read_bytes().decode() == export(format)
        assert [file.name for file in tmp_path.iterdir()] == ["out"]

    def test_one_that_fails_leaves_the_file_that_was_there(
        self, archive, tmp_path, monkeypatch
    ):
        path = tmp_path / "out"
        path.write_text("Yesterday’s")

        def broken(*args):
            raise KeyboardInterrupt

        monkeypatch.setattr("articles.export.formats.shapes.story_in_full", broken)
        with pytest.raises(KeyboardInterrupt):
            call_command("export", "jsonl", output=str(path), stderr=StringIO())
        assert path.read_text() == "Yesterday’s"
        assert len(list(tmp_path.iterdir())) == 1

    @pytest.mark.parametrize("path", ["/dev/null", "no/such/folder"])
    def test_what_can_be_no_file_is_refused(self, archive, path):
        with pytest.raises(CommandError):
            call_command("export", "jsonl", output=path)

    @pytest.mark.parametrize("format", FORMATS)
    def test_many_stories_take_no_more_queries_than_few(self, format):
        taken = []
        show = make_production("Moving", slug="moving", cast=[make_person()])
        for _ in range(2):
            for _ in range(5):
                make_story(
                    shows=[show],
                    authors=[make_author()],
                    tags=[make_tag()],
                    people=[make_person(nationalities=[make_country()])],
                )
            with CaptureQueriesContext(connection) as queries:
                export(format, show="moving")
            taken.append(len(queries))
        assert taken[0] == taken[1]


@pytest.fixture
def full():
    """A story with all that may be carried."""
    story = make_story(
        "Moon & “Sun” [gallery] returns",
        slug="moon-sun",
        body='<p>First <strong>bold</strong>,<br>2 &lt; 3.</p><h2>Then</h2><p lang="ko">달</p>'
        "<blockquote><p>Said.</p></blockquote><ul><li>One [gallery]</li></ul>",
        standfirst="In short: ]]> & more.",
        language="ko",
        published_at=THEN,
        authors=[make_author("Mina Kim", slug="mina"), make_author("An Nhiên", slug="an")],
        tags=[make_tag("K-drama"), make_tag("한류", slug="hallyu")],
        lead_photo=add(
            upload(name="moon.png"),
            alt="A moon",
            caption="The moon.",
            credit="Photo: Mina",
        ),
    )
    OldAddress.objects.create(kind="story", slug="sun-moon", target="moon-sun")
    OldPath.objects.create(path="2019/05/달", article=story)
    return story


def read_back(system, text, tmp_path, **options):
    path = tmp_path / "export"
    path.write_text(text)
    call_command(f"import_{system}", str(path), stdout=StringIO(), stderr=StringIO(), **options)


class TestArchivesReadBack:
    @pytest.mark.parametrize("system", ["wxr", "ninjs"])
    def test_an_empty_archive_comes_to_say_the_same(self, full, tmp_path, system, client):
        wanted = plain_text(full.body)
        text = export(system)
        empty_database()
        read_back(system, text, tmp_path)
        story = Article.objects.get()
        assert story.headline == "Moon & “Sun” [gallery] returns"
        assert plain_text(story.body) == wanted
        assert story.body == full.body
        assert story.standfirst == "In short: ]]> & more."
        assert story.language == "ko"
        assert [row.author.name for row in story.byline_set.all()] == ["Mina Kim", "An Nhiên"]
        assert set(story.tags.names()) == {"K-drama", "한류"}
        assert story.published_at == THEN
        assert story.lead_photo.credit == "Photo: Mina"
        assert story.lead_photo.caption == "The moon."
        if system == "wxr":
            assert story.slug == "moon-sun"
            assert story.lead_photo.alt == "A moon"
        for address in ["/2019/05/달/", "/stories/sun-moon/"]:
            answer = client.get(address, follow=True)
            assert answer.redirect_chain[-1][0] == f"/stories/{story.slug}/"

    @pytest.mark.parametrize("system", ["wxr", "ninjs"])
    def test_read_back_again_changes_nothing(self, full, tmp_path, system):
        text = export(system)
        empty_database()
        for _ in range(2):
            read_back(system, text, tmp_path)
        assert Revision.objects.count() == Article.objects.count() == 1

    @pytest.mark.parametrize("system", ["wxr", "ninjs"])
    def test_what_is_not_out_does_not_come_out(self, archive, tmp_path, system):
        text = export(system, drafts=True)
        empty_database()
        read_back(system, text, tmp_path)
        assert Article.objects.count() == 5
        assert set(Edition.objects.live().values_list("headline", flat=True)) == {
            *("About Moving", "Of Korea", "Elsewhere")
        }
        assert Edition.objects.filter(visible_from__gt=timezone.now()).count() == 1

    @pytest.mark.parametrize("system", ["wxr", "ninjs"])
    def test_what_it_is_about_is_linked_where_the_records_are(self, archive, tmp_path, system):
        text = export(system)
        Edition.objects.all().delete()
        Revision.objects.all().delete()
        Article.objects.all().delete()
        read_back(system, text, tmp_path, link_tags=True)
        story = Article.objects.get(headline="About Moving")
        assert story.productions.get().production.slug == "moving"

    def test_wxr_shows_no_date_that_the_source_does_not_give(self, tmp_path):
        make_story("Old", source_id="x", source_date="2019-05", raw_text="Old")
        text = export("wxr")
        empty_database()
        read_back("wxr", text, tmp_path)
        edition = Edition.objects.get()
        assert (edition.is_dated, edition.source_date) == (False, "2019-05")

    def test_controls_that_xml_cannot_hold_are_left_out(self, tmp_path):
        make_story(body="<p>One\x0b two.</p>")
        text = export("wxr")
        empty_database()
        read_back("wxr", text, tmp_path)
        assert plain_text(Article.objects.get().body) == "One two."


class TestFixturesOfAPart:
    def test_its_pages_are_the_same_byte_for_byte_elsewhere(self, tmp_path):
        load(*LABELS.split())
        chosen = "korean-movies-love-to-tell-cross-border-romance-stories"
        story = Article.objects.get(slug=chosen)
        story.assignee = story.created_by = make_user("mina")
        story.save()
        publish(story, user=story.assignee)
        Article.objects.exclude(slug=chosen).update(headline="Not of the part")
        addresses = [f"/stories/{chosen}/", "/shows/eye-love-you/", "/people/fumi-nikaido/"]
        export_path = tmp_path / "part.jsonl"
        call_command(
            "export",
            "fixtures",
            output=str(export_path),
            show="eye-love-you",
            stderr=StringIO(),
        )
        text = export_path.read_text()
        assert "mina" not in text
        assert "Not of the part" not in text
        Edition.objects.exclude(article=story).delete()
        before = [Client().get(address).content for address in addresses]
        empty_database()
        call_command("loaddata", str(export_path), stdout=StringIO())
        assert list(Article.objects.values_list("slug", flat=True)) == [chosen]
        assert [Client().get(address).content for address in addresses] == before

    def test_a_story_that_it_translates_comes_with_it(self, tmp_path):
        original = make_story("원래", slug="original", language="ko")
        make_story("Translated", translation_of=original, slug="translated")
        objects = lines("fixtures", language="en")
        stories = {o["fields"]["slug"] for o in objects if o["model"] == "articles.article"}
        assert stories == {"original", "translated"}

    def test_what_readers_still_see_of_it_comes_too(self):
        """Though the desk's copy names it no more."""
        gone = make_person("Gone Kim", slug="gone-kim")
        story = make_story("Out", people=[gone], language="ja")
        story.people.all().delete()
        slugs = {o["fields"].get("slug") for o in lines("fixtures", language="ja")}
        assert "gone-kim" in slugs


class TestTable:
    def test_a_story_is_a_row(self, full):
        text = export("csv")
        assert text.startswith("\ufeff")
        [row] = csv.DictReader(StringIO(text.removeprefix("\ufeff")))
        assert row["headline"] == full.headline
        assert row["authors"] == "Mina Kim; An Nhiên"
        assert row["tags"] == "K-drama; 한류"
        assert row["state"] == "published"

    @pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t"])
    def test_no_cell_is_a_formula(self, sign):
        make_story(f"{sign}HYPERLINK(1)", slug="story")
        [row] = csv.DictReader(StringIO(export("csv").removeprefix("\ufeff")))
        assert row["headline"] == f"'{sign}HYPERLINK(1)"
