"""The paste desk: text in, a draft to look through, a story out."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Article, Author
from articles.publishing import publish
from talent.models import Credit
from tests.articles.copy.files import mail, word
from tests.factories import (
    make_article,
    make_company,
    make_person,
    make_production,
    make_user,
)

from .pages import fields_of, messages_in, url_of
from .rows import make_user_who_may

pytestmark = pytest.mark.django_db
COPY = "/admin/articles/article/copy/"
TEXT = """Han Hyo-joo to star in ‘Moving’ sequel

By Kim Minji
Published: October 3, 2025

Share
Facebook

Actress Han Hyo-Joo will return in the series ‘Moving’, Disney said on Friday, and the cast is the same as before.

“I am happy to be back with everybody again,” said Han, whose last film was a success in many countries.

The series will be released on November 20, and it topped the Disney chart for five consecutive weeks when it was first shown.

Related stories

Another actor joins another show
"""


@pytest.fixture
def records():
    han, moving = (
        make_person("Han Hyo-joo", sort_name="Han, Hyo-joo"),
        make_production("Moving", kind="series"),
    )
    Credit.objects.create(production=moving, person=han)
    return {"han": han, "moving": moving, "disney": make_company("Disney", kind="platform")}


def read(client, text="", file=None):
    """The page that comes when the text or the file has been sent."""
    return client.post(COPY, {"text": text, **({"file": file} if file else {})})


def make(client, page, **changed):
    sent = fields_of(page, "copy_form") | changed
    return client.post(COPY, {**sent, "_make": "1"}, follow=True)


def upload(name, data):
    return SimpleUploadedFile(name, data)


class TestReading:
    def test_it_is_reached_from_the_list_of_stories(self, desk):
        assert COPY in desk.get(url_of(Article, "changelist")).text

    def test_the_draft_stands_beside_the_text_as_received(self, desk, records):
        page = read(desk, TEXT)
        assert "Left out: share buttons" in page.text
        assert "Left out: teaser of another story" in page.text
        assert "Kim Minji" in page.text
        assert "2025-10-03: “October 3, 2025”, stated" in page.text
        assert page.context["raw"] == TEXT

    def test_nothing_is_ticked_that_nobody_has_ticked(self, desk, records):
        sent = fields_of(read(desk, TEXT), "copy_form")
        assert not {"link", "fact", "sure"} & sent.keys()

    def test_it_says_what_each_suggestion_rests_on(self, desk, records):
        page = read(desk, TEXT)
        assert "in quotation marks" in page.text
        assert "the full name" in page.text

    def test_names_on_no_record_can_be_made_records(self, desk, records):
        page = read(desk, TEXT.replace("said Han", "said director Park Seo-yeon"))
        assert "/admin/talent/person/add/?name=Park+Seo-yeon" in page.text

    def test_reading_it_asks_little(self, desk, records, django_assert_max_num_queries):
        with django_assert_max_num_queries(24):
            read(desk, TEXT)


class TestMaking:
    def test_without_ticks_the_draft_links_to_nothing(self, desk, records):
        page = make(desk, read(desk, TEXT))
        story = Article.objects.get()
        assert page.redirect_chain[-1][0] == url_of(story)
        assert story.state == "draft"
        assert story.headline == "Han Hyo-joo to star in ‘Moving’ sequel"
        assert not story.people.exists()
        assert not story.productions.exists()
        assert story.body.count("<p>") == 3
        assert "Another actor" not in story.body

    def test_what_is_ticked_is_linked(self, desk, records):
        page = read(desk, TEXT)
        han, moving = records["han"], records["moving"]
        facts = [fact.label for fact, _ in page.context["facts"]]
        changed = {
            "link": [f"person:{han.pk}", f"show:{moving.pk}"],
            f"prominence-show:{moving.pk}": "2",
            "fact": facts[:1],
        }
        make(desk, page, **changed)
        story = Article.objects.get()
        link = story.people.get()
        assert (link.person, link.printed, link.quoted) == (han, "", True)
        assert story.productions.get().prominence == 2
        assert f'<a data-ref="person:{han.pk}">Han Hyo-Joo</a>' in story.body
        assert story.facts.get().label == facts[0]
        assert not story.companies.exists()

    def test_one_tick_takes_all_that_are_sure(self, desk, records):
        make(desk, read(desk, TEXT), sure="on")
        story = Article.objects.get()
        assert story.people.count() == story.productions.count() == story.companies.count() == 1

    def test_residue_can_be_put_back(self, desk, records):
        page = read(desk, TEXT)
        number = next(
            i
            for i, p in enumerate(page.context["read"].pieces)
            if p.text.startswith("Another actor")
        )
        make(desk, page, **{f"role-{number}": "paragraph"})
        assert "<p>Another actor joins another show</p>" in Article.objects.get().body

    def test_sent_twice_it_is_made_once(self, desk, records):
        page = read(desk, TEXT)
        make(desk, page)
        again = make(desk, page)
        assert again.redirect_chain[-1][0] == url_of(Article.objects.get())

    def test_a_file_is_kept_byte_for_byte(self, desk):
        text = "Line one of it is here, ended.\r\n\r\nAnd\ta second paragraph — 한효주.  \r\n"
        page = read(desk, file=upload("a.txt", text.encode()))
        make(desk, page)
        assert Article.objects.get().raw_text == text

    def test_it_has_a_first_version_by_whoever_made_it(self, desk, editor):
        make(desk, read(desk, TEXT))
        story = Article.objects.get()
        assert [(r.number, r.user) for r in story.revisions.all()] == [(1, editor)]
        assert story.created_by == editor


FILES = {
    "a.docx": word(
        ("Title", "A headline of its own"), "The first paragraph of it, which ends here."
    ),
    "a.eml": mail(
        "The first paragraph of it, which ends here.\n", Subject="A headline of its own"
    ),
    "a.html": b"<h1>A headline of its own</h1><p>The first paragraph of it, which ends here.</p>",
    "a.txt": b"A headline of its own\n\nThe first paragraph of it, which ends here.",
}


class TestFiles:
    @pytest.mark.parametrize("name", FILES)
    def test_each_kind_is_read(self, desk, name):
        make(desk, read(desk, file=upload(name, FILES[name])))
        story = Article.objects.get()
        assert story.headline == "A headline of its own"
        assert story.body == "<p>The first paragraph of it, which ends here.</p>"

    @pytest.mark.parametrize(
        ("name", "data", "reason"),
        [
            ("a.txt", b"", "The file is empty."),
            ("a.txt", b" \n\n", "The file is empty."),
            ("a.txt", b"a\0b and more", "Character 2 is a NUL"),
            ("a.txt", b"\xff\xfa\x00binary", "not text in UTF-8 (byte 1)"),
            ("a.pdf", b"%PDF", "Only .txt, .html, .docx and .eml"),
            ("a.docx", b"PK\x03\x04nonsense", "not a Word document"),
            ("a.docx", word(xml="<w:document"), "not sound"),
            ("a.docx", word(xml='<!DOCTYPE d [<!ENTITY x "y">]><d>&x;</d>'), "not sound"),
            ("a.eml", b"\x00\x01\x02", "no text"),
            ("a.html", b"<p></p>", "no paragraph"),
        ],
    )
    def test_what_cannot_be_read_is_refused_with_the_reason(self, desk, name, data, reason):
        assert reason in read(desk, file=upload(name, data)).text.replace("&#x27;", "'")

    def test_one_of_the_two_is_wanted(self, desk):
        assert "one of the two" in read(desk).text
        assert "one of the two" in read(desk, "Text.", upload("a.txt", b"Text.")).text


class TestConflicts:
    def test_another_date_of_a_live_story_is_shown(self, desk, records):
        story = make_article("First news", shows=[records["moving"]])
        story.facts.create(
            label="r",
            kind="release",
            production=records["moving"],
            date="2025-12-24",
            date_certainty="planned",
            quote="q",
        )
        publish(story)
        page = read(desk, TEXT)
        assert "Said otherwise elsewhere" in page.text
        assert "2025-12-24" in page.text

    def test_a_less_exact_date_is_no_conflict(self, desk, records):
        story = make_article("First news", shows=[records["moving"]])
        story.facts.create(
            label="r",
            kind="release",
            production=records["moving"],
            date="2025",
            date_certainty="planned",
            quote="q",
        )
        publish(story)
        assert "Said otherwise elsewhere" not in read(desk, TEXT).text

    def test_a_character_of_another_name_is_shown(self, desk, records):
        Credit.objects.update(character="Lee Mi-hyun")
        page = read(desk, TEXT.replace("said Han", "said Kim Bo-ra (Han Hyo-joo)"))
        assert "Lee Mi-hyun, in Moving" in page.text

    def test_a_text_filed_before_is_pointed_out(self, desk, records):
        make(desk, read(desk, TEXT), sure="on")
        page = read(desk, TEXT)
        assert "the same text, character for character" in page.text


class TestWhoMay:
    def test_only_who_may_add_stories(self, client):
        client.force_login(make_user_who_may("articles.view_article"))
        assert client.get(COPY).status_code == 403
        assert read(client, TEXT).status_code == 403

    def test_a_reporter_adds_no_author(self, client, records):
        reporter = make_user("reporter")
        reporter.groups.add(Group.objects.get(name="Reporter"))
        client.force_login(reporter)
        make(client, read(client, TEXT))
        assert not Author.objects.exists()
        assert "Byline of the source: Kim Minji." in Article.objects.get().internal_note

    def test_a_form_that_was_tampered_with_is_refused(self, desk):
        page = make(desk, read(desk, TEXT), copy="nonsense")
        assert "did not arrive whole" in messages_in(page)
        assert not Article.objects.exists()
