"""Archives of WordPress and Ghost, imported by the commands as a shell calls them."""

import json
import re
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import Article, Author, Edition, OldPath, Revision
from articles.publishing import withdraw
from articles.revisions import save_revision
from newsroom.models import Photo, Tag
from tests.factories import make_person, make_production, make_story, make_user
from tests.pictures import content, image

from .archive_files import ghost, ghost_post, wxr, wxr_item, wxr_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path):
    """Imports ``text`` and gives what was said."""

    def run(text, system="wxr", **options):
        path = tmp_path / f"export.{system}"
        path.write_text(text) if isinstance(text, str) else path.write_bytes(text)
        said = StringIO()
        try:
            call_command(f"import_{system}", path, stdout=said, stderr=said, **options)
        except CommandError as error:
            said.write(f"error: {error}")
        return said.getvalue()

    return run


class TestWordPress:
    def test_a_post_is_a_story_that_is_out(self, run, client):
        run(
            wxr(
                wxr_item(
                    title="Moon &amp; Sun",
                    content="First line.\nSecond.\n\n<b>Bold</b> words.",
                    excerpt="In short.",
                    tags=[("category", "Reviews"), ("post_tag", "K-drama"), ("other", "x")],
                )
            )
        )
        story = Article.objects.get()
        assert story.headline == "Moon & Sun"
        assert story.body == "<p>First line.<br>Second.</p><p><strong>Bold</strong> words.</p>"
        assert story.standfirst == "In short."
        assert [author.name for author in story.bylines.all()] == ["Mina Kim"]
        assert set(story.tags.names()) == {"Reviews", "K-drama"}
        assert story.published_at == datetime(2019, 5, 1, 3, tzinfo=UTC)
        assert b"Moon &amp; Sun" in client.get("/stories/post-1/").content

    def test_its_old_address_leads_there_in_one_hop(self, run, client):
        run(wxr(wxr_item(link="https://old.example/2019/05/%EB%8B%AC/")))
        story = Article.objects.get()
        for path in ["/2019/05/달/", "/2019/05/달", "/2019/05/%EB%8B%AC/?utm=1"]:
            assert client.get(path)["Location"] == "/stories/post-1/"
        story.slug = "moved"
        story.save()
        withdraw(story)
        assert client.get("/2019/05/달/", follow=True).status_code == 410

    def test_a_draft_s_old_address_tells_nothing(self, run, client):
        run(wxr(wxr_item(status="draft")))
        assert OldPath.objects.exists()
        assert client.get("/2019/05/post-1/").status_code == 404

    def test_what_is_to_come_is_scheduled(self, run):
        run(wxr(wxr_item(status="future", post_date_gmt="2199-01-01 00:00:00")))
        assert Article.objects.get().editions.get().visible_from.year == 2199

    @pytest.mark.parametrize("status", ["draft", "pending", "private"])
    def test_what_is_not_out_stays_a_draft(self, run, status):
        run(wxr(wxr_item(status=status)))
        assert Article.objects.get().state == "draft"

    def test_nor_is_what_a_password_guards(self, run):
        run(wxr(wxr_item(post_password="x")))
        assert Article.objects.get().state == "draft"

    def test_every_entry_is_accounted_for(self, run):
        said = run(
            wxr(
                wxr_item(1),
                wxr_item(2, post_type="page"),
                wxr_item(3, status="trash"),
                wxr_item(4, post_date_gmt="nonsense"),
            )
        )
        assert "item 2 (“A headline”): passed over: of type “page”" in said
        assert "item 3 (“A headline”): passed over: in the bin" in said
        assert "item 4 (“A headline”): not filed: time data 'nonsense'" in said
        assert "1 new stories" in said
        assert "2 entries that are no stories" in said

    def test_a_post_without_a_headline_is_given_one(self, run):
        run(wxr(wxr_item(title="", content="These are the words.")))
        story = Article.objects.get()
        assert (story.headline, story.headline_is_ours) == ("These are the words.", True)

    def test_a_headline_that_is_too_long_is_kept_in_the_text(self, run):
        run(wxr(wxr_item(title="word " * 100)))
        assert ("word " * 100).strip() in Article.objects.get().body

    def test_one_at_a_taken_address_gets_another(self, run):
        make_story(slug="post-1")
        said = run(wxr(wxr_item()))
        assert "this one is at “post-1-2”" in said
        assert Article.objects.filter(slug="post-1-2").exists()

    def test_controls_that_xml_cannot_hold_are_passed_over(self, run):
        run(wxr(wxr_item(content="One\x0b two.")))
        assert Article.objects.get().body == "<p>One two.</p>"

    def test_marks_within_a_sentence_do_not_break_it(self, run):
        words = "A <acronym>UFO</acronym> is a <big>big</big> <ruby>漢<rt>kan</rt></ruby> deal."
        run(wxr(wxr_item(content=words)))
        assert Article.objects.get().body == "<p>A UFO is a big 漢(kan) deal.</p>"

    def test_tags_that_name_records_become_links(self, run):
        han, show = make_person("Han Hyo-joo"), make_production("Moving")
        tags = [("post_tag", name) for name in ["HAN HYO JOO", "Moving", "Reviews"]]
        said = run(wxr(wxr_item(tags=tags)), link_tags=True)
        story = Article.objects.get()
        assert [link.person for link in story.people.all()] == [han]
        assert [link.production for link in story.productions.all()] == [show]
        assert list(story.tags.names()) == ["Reviews"]
        assert "Reviews: 1" in said


class TestPictures:
    @pytest.fixture
    def folder(self, tmp_path):
        place = tmp_path / "files/2019/05"
        place.mkdir(parents=True)
        (place / "moon.jpg").write_bytes(content("JPEG", image()))
        return tmp_path / "files"

    def export(self):
        address = "https://old.example/wp-content/uploads/2019/05/moon.jpg"
        smaller = address.replace(".jpg", "-300x200.jpg")
        return wxr(
            wxr_item(
                content=f'Text.\n\n[caption id="a"]<a href="x"><img src="{smaller}" alt="A moon">'
                "</a> The <em>moon</em>.[/caption]",
                meta={"_thumbnail_id": "9"},
            ),
            wxr_picture(9, address, _wp_attachment_image_alt="The moon"),
        )

    def test_they_are_taken_from_a_folder_once(self, run, folder):
        run(self.export(), pictures=str(folder), credit="Archive")
        photo, story = Photo.objects.get(), Article.objects.get()
        assert photo.file
        assert (photo.alt, photo.credit) == ("A moon", "Archive")
        assert story.lead_photo == photo
        assert f'data-ref="photo:{photo.pk}"' in story.body
        assert "<figcaption>The <em>moon</em>.</figcaption>" in story.body
        assert story.state == "published"

    def test_one_without_its_file_keeps_its_caption(self, run):
        said = run(self.export())
        assert "Pictures without their file (2)" in said
        assert "The <em>moon</em>." in Article.objects.get().body

    def test_a_caption_may_be_said_in_the_shortcode_itself(self, run):
        """As WordPress wrote it before its version 3.4."""
        old = '[caption id="a" caption="The &amp; moon"]<img src="/moon.jpg" alt="A moon">[/caption]'
        run(wxr(wxr_item(content=old)))
        assert "<figcaption>The &amp; moon</figcaption>" in Article.objects.get().body

    def test_the_caption_of_a_lead_is_text(self, run):
        item = wxr_item(meta={"_thumbnail_id": "9"})
        run(wxr(item, wxr_picture(9, "/moon.jpg", excerpt="The <em>moon</em> &amp; sun")))
        assert Photo.objects.get().caption == "The moon & sun"

    def test_a_gallery_is_its_pictures(self, run):
        moon, sun, other = (
            wxr_picture(
                n, f"https://old.example/{n}.jpg", excerpt=f"Caption {n}", post_parent=n // 9
            )
            for n in [9, 10, 8]
        )
        own, chosen = (
            wxr_item(1, content="[gallery]"),
            wxr_item(2, content='[gallery ids="10,8"]'),
        )
        run(wxr(own, chosen, moon, sun, other))
        captions = [
            re.findall(r"<figcaption>Caption (\d+)</figcaption>", story.body)
            for story in Article.objects.order_by("slug")
        ]
        assert captions == [["9", "10"], ["10", "8"]]

    def test_a_dry_run_looks_for_them_and_keeps_none(self, run, folder, settings):
        said = run(self.export(), pictures=str(folder), credit="Archive", dry_run=True)
        assert "without their file" not in said
        assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]

    def test_none_is_taken_from_outside_the_folder(self, run, folder):
        (folder.parent / "secret.jpg").write_bytes(content("JPEG", image()))
        run(wxr(wxr_item(content='<img src="/../secret.jpg">')), pictures=str(folder))
        assert not Photo.objects.exclude(file="").exists()

    def test_what_lacks_its_rights_stays_a_draft(self, run, folder):
        said = run(self.export(), pictures=str(folder))
        assert Article.objects.get().state == "draft"
        assert "has neither credit nor licence" in said


class TestAgain:
    def test_a_second_run_changes_nothing(self, run):
        export = wxr(wxr_item(1, tags=[("post_tag", "x")]), wxr_item(2, status="draft"))
        run(export)
        before = list(Article.objects.values())
        assert "2 unchanged" in run(export)
        assert list(Article.objects.values()) == before

    def test_two_posts_of_one_number_are_two_stories(self, run):
        export = wxr(wxr_item(1, content="One."), wxr_item(1, content="Two.", post_name="two"))
        assert "another entry has its number" in run(export)
        assert "2 unchanged" in run(export)
        assert set(Article.objects.values_list("body", flat=True)) == {
            "<p>One.</p>",
            "<p>Two.</p>",
        }

    def test_what_changed_there_changes_here(self, run, client):
        run(wxr(wxr_item(content="Before.")))
        assert "1 stories brought up to date" in run(wxr(wxr_item(content="After.")))
        assert b"After." in client.get("/stories/post-1/").content

    def test_but_not_over_what_the_desk_wrote(self, run):
        run(wxr(wxr_item(content="Before.")))
        story = Article.objects.get()
        Article.objects.filter(pk=story.pk).update(headline="Ours")
        save_revision(story)
        assert "the desk's version is kept" in run(wxr(wxr_item(content="After.")))
        assert "Before." in Article.objects.get().body

    def test_nor_what_the_desk_took_down(self, run):
        run(wxr(wxr_item()))
        withdraw(Article.objects.get(), user=make_user())
        run(wxr(wxr_item(content="After.")))
        assert Article.objects.get().state == "withdrawn"


class TestLinks:
    def test_a_link_to_another_post_leads_to_its_story(self, run, client):
        words = "".join(
            f'<p><a href="{address}">Go</a></p>'
            for address in [
                "https://old.example/2019/05/post-2/#top",
                "/2019/05/post-2/?utm=1",
                "https://old.example/?p=2",
                "https://other.example/2019/05/post-2/",
                "https://old.example/nothing/",
            ]
        )
        export = wxr(wxr_item(1, content=words), wxr_item(2))
        assert "1 of them with links to others" in run(export)
        page = client.get("/stories/post-1/").content.decode()
        assert page.count('href="/stories/post-2/">Go') == 3
        assert 'href="https://other.example/2019/05/post-2/"' in page
        assert 'href="https://old.example/nothing/"' in page
        before = list(Article.objects.values())
        assert "2 unchanged" in run(export)
        assert list(Article.objects.values()) == before

    def test_not_to_a_draft(self, run, client):
        link = '<a href="https://old.example/2019/05/post-2/">Go</a>'
        run(wxr(wxr_item(1, content=link), wxr_item(2, status="draft")))
        assert b"https://old.example/2019/05/post-2/" in client.get("/stories/post-1/").content

    def test_what_was_broken_off_before_it_is_done_by_the_next_run(self, run, monkeypatch):
        link = '<a href="https://old.example/2019/05/post-2/">Go</a>'
        export = wxr(wxr_item(1, content=link), wxr_item(2))
        with monkeypatch.context() as patch:
            patch.setattr("articles.archives.filing.Filing.link_up", lambda self: None)
            run(export)
        run(export)
        assert "data-ref" in Article.objects.get(slug="post-1").body


class TestOptions:
    def test_a_dry_run_says_the_same_and_writes_nothing(self, run):
        export = wxr(wxr_item(1), wxr_item(2, post_date_gmt="nonsense"))
        said = run(export, dry_run=True)
        assert "1 new stories" in said
        assert "not filed" in said
        assert "/2019/05/post-1/: /stories/post-1/" in said
        assert not Article.objects.exists()
        assert not Author.objects.exists()

    def test_all_or_nothing(self, run):
        said = run(wxr(wxr_item(1), wxr_item(2, post_date_gmt="nonsense")), atomic=True)
        assert "Nothing was imported" in said
        assert not Article.objects.exists()

    def test_drafts_alone(self, run):
        run(wxr(wxr_item()), drafts=True)
        assert Article.objects.get().state == "draft"


class TestBroken:
    def test_the_whole_stories_before_a_torn_end_are_filed(self, run):
        said = run(wxr(wxr_item(1), wxr_item(2)).removesuffix("</item>\n</channel></rss>"))
        assert "no well-formed XML from here on" in said
        assert "error: " in said

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "x",
            "<rss/>",
            "{",
            '<!DOCTYPE x [<!ENTITY a "b">]><rss>&a;</rss>',
            b"\xff\xfe\x00",
        ],
    )
    @pytest.mark.parametrize("system", ["wxr", "ghost"])
    def test_what_is_no_export_is_said_in_words(self, run, text, system):
        run(text, system)
        assert not Article.objects.exists()

    @pytest.mark.parametrize(("text", "system"), [("<rss/>", "wxr"), ("{}", "ghost")])
    def test_what_has_no_entry_is_hardly_an_export(self, run, text, system):
        assert "there is no entry in it" in run(text, system)

    def test_rows_of_ghost_that_lack_something_do_no_harm(self, run):
        run(
            ghost(ghost_post(), users=[{}], tags=[{}], posts_authors=[{}], posts_meta=[{}]),
            "ghost",
        )
        assert Article.objects.get().state == "published"

    def test_a_file_that_is_not_there(self, run):
        with pytest.raises(CommandError, match="No such file"):
            call_command("import_wxr", "/nowhere.xml")

    @pytest.mark.parametrize("name", ["title", "content", "post_name", "excerpt", "post_id"])
    def test_any_text_does_no_harm(self, run, name):
        run(
            wxr(
                wxr_item(
                    **{name: "<script>x</script> \u202e 한 &lt; [caption][/caption] " * 50}
                )
            )
        )
        assert not Article.objects.filter(body__contains="<script").exists()


class TestGhost:
    def test_a_post_is_a_story_that_is_out(self, run, client):
        post = ghost_post(
            title="Moon",
            html='<h1>Part</h1><p>Words.</p><figure class="kg-card kg-embed-card">'
            '<iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe></figure>',
            custom_excerpt="In short.",
        )
        run(ghost(post), "ghost")
        story = Article.objects.get()
        assert story.body == (
            '<h2>Part</h2><p>Words.</p><div data-embed="youtube:abcdefghijk" data-title=""></div>'
        )
        assert story.standfirst == "In short."
        assert [author.name for author in story.bylines.all()] == ["Mina Kim"]
        assert list(story.tags.names()) == ["Reviews"]
        assert client.get("/post-1/")["Location"] == "/stories/post-1/"

    def test_what_only_members_could_read_stays_a_draft(self, run):
        run(
            ghost(ghost_post(1, visibility="paid"), ghost_post(2, visibility="public")), "ghost"
        )
        assert [story.state for story in Article.objects.order_by("slug")] == [
            "draft",
            "published",
        ]

    def test_one_without_a_title_is_headed_by_its_words(self, run):
        run(ghost(ghost_post(title=None)), "ghost")
        assert Article.objects.get().headline == "Words."

    def test_of_a_page_that_it_links_to_no_picture_is_taken(self, run):
        card = (
            '<figure class="kg-bookmark-card"><a href="https://x.example"><p>Title</p>'
            '<img class="kg-bookmark-icon" src="https://x.example/i.png">'
            '<div class="kg-bookmark-thumbnail"><img src="https://x.example/t.jpg"></div></a></figure>'
        )
        run(ghost(ghost_post(html=card)), "ghost")
        assert "Title" in Article.objects.get().body
        assert not Photo.objects.exists()

    def test_drafts_pages_and_what_is_to_come(self, run):
        said = run(
            ghost(
                ghost_post(1, status="draft"),
                ghost_post(2, type="page"),
                ghost_post(3, status="scheduled", published_at="2199-01-01 00:00:00"),
                ghost_post(4, html=None, lexical='{"text":"Words"}'),
                ghost_post(5, published_at=None),
            ),
            "ghost",
        )
        assert set(Article.objects.values_list("slug", "state")) == {
            ("post-1", "draft"),
            ("post-3", "published"),
        }
        assert "post 2 (“A headline”): passed over: a page, no story" in said
        assert "not as HTML" in said
        assert "it is put out, and has no date" in said

    @pytest.mark.parametrize(
        ("editor", "text", "is_lost"),
        [
            ("lexical", '{"root":{"children":[{"text":"Words"}]}}', True),
            ("mobiledoc", '{"cards":[],"sections":[[1,"p",[[0,[],0,"Words"]]]]}', True),
            ("mobiledoc", '{"cards":[["html",{"html":"<p>Words</p>"}]],"sections":[]}', True),
            ("lexical", '{"root":{"children":[]}}', False),
            ("mobiledoc", '{"cards":[],"sections":[[1,"p",[[0,[],0,""]]]]}', False),
        ],
    )
    def test_a_text_that_is_not_html_is_not_lost_unsaid(self, run, editor, text, is_lost):
        said = run(ghost(ghost_post(html=None, **{editor: text})), "ghost")
        assert (
            "post 1 (“A headline”): not filed: the export holds its text" in said
        ) is is_lost
        assert Article.objects.exists() is not is_lost

    def test_what_is_of_another_kind_is_said_in_words(self, run):
        without, other = ghost_post(1), ghost_post(2, html=["a"])
        del without["id"]
        said = run(ghost(without, other), "ghost")
        assert "post 1 (“A headline”): not filed: it has no “id”" in said
        assert "post 2 (“A headline”): not filed: " in said
        assert "Error(" not in said

    def test_a_second_run_changes_nothing(self, run):
        export = ghost(ghost_post())
        run(export, "ghost")
        assert "1 unchanged" in run(export, "ghost")

    def test_a_lead_picture_with_its_words(self, run):
        post = ghost_post(feature_image="__GHOST_URL__/content/images/2019/moon.jpg")
        notes = [
            {
                "post_id": "p1",
                "feature_image_alt": "A moon",
                "feature_image_caption": "<b>c</b> &amp; d",
            }
        ]
        run(ghost(post, posts_meta=notes), "ghost")
        photo = Article.objects.get().lead_photo
        assert (photo.alt, photo.caption) == ("A moon", "c & d")


def test_a_tag_in_another_spelling_is_the_tag_there_is(run):
    tag = Tag.objects.create(name="K-drama", slug="k-drama")
    run(wxr(wxr_item(tags=[("post_tag", "k drama")])))
    assert [row.tag for row in Article.objects.get().tagged.all()] == [tag]


def test_an_imported_story_keeps_its_place_in_the_lists(run, client):
    make_story("Newer", now=timezone.now())
    run(wxr(wxr_item(title="Older")))
    html = client.get("/stories/").content.decode()
    assert html.index("Newer") < html.index("Older")


class TestNinjs:
    def item(self, **fields):
        return {
            "uri": "urn:newsml:1",
            "type": "text",
            "headline": "Moon",
            "body_text": "First.\n\nSecond.",
            "byline": "By Mina Kim, Jun",
            "versioncreated": "2019-05-01T03:00:00Z",
            "person": [{"name": "Han Hyo-joo"}],
            "subject": [{"name": "Reviews", "code": "x"}],
            **fields,
        }

    @pytest.mark.parametrize("form", [lambda i: [i], lambda i: i])
    def test_version_1(self, run, form):
        han = make_person("Han Hyo-joo")
        run(json.dumps(form(self.item())), "ninjs", link_tags=True)
        story = Article.objects.get()
        assert (story.headline, story.body) == ("Moon", "<p>First.</p><p>Second.</p>")
        assert [line.author.name for line in story.byline_set.all()] == ["Mina Kim", "Jun"]
        assert story.people.get().person == han
        assert list(story.tags.names()) == ["Reviews"]

    def test_an_embargo_holds(self, run):
        run(json.dumps(self.item(embargoed="2199-01-01T00:00:00+09:00")), "ninjs")
        assert not Article.objects.get().editions.live().exists()

    def test_what_our_own_api_says_of_a_story(self, run, client):
        story = make_story("Moon", body="<p>Some <em>words</em>.</p>", slug="moon")
        item = client.get("/api/v1/stories/moon.ninjs").content.decode()
        Edition.objects.all().delete()
        Revision.objects.all().delete()
        story.delete()
        run(item, "ninjs")
        copy = Article.objects.get()
        assert (copy.slug, copy.headline, copy.body) == (
            "moon",
            "Moon",
            "<p>Some <em>words</em>.</p>",
        )
        assert client.get("/stories/moon/").status_code == 200

    def test_one_to_a_line_and_what_is_no_text(self, run):
        rows = [
            self.item(),
            self.item(uri="2", type="picture"),
            self.item(uri="3", pubstatus="withheld"),
            {"headline": "no uri"},
            self.item(uri="5", versioncreated="soon"),
            [],
        ]
        said = run("\n".join(map(json.dumps, rows)), "ninjs")
        assert sorted(Article.objects.values_list("state", flat=True)) == ["draft", "published"]
        assert "item 2 (“Moon”): passed over: of type “picture”" in said
        assert "3 entries that could not be filed" in said
