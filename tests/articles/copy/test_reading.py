"""Copy of any kind becomes text and blocks, or a reason why not; none of it takes long."""

import re
import time

import pytest

from articles.copy.outline import outline
from articles.copy.received import MOST_TEXT, Received, Unreadable, file_received, pasted

from .files import W, mail, package, word

STORY = "The first paragraph of the story, which ends here."


def body(read):
    return [piece.text for piece in read.pieces if piece.role == "paragraph"]


def of_file(name, data):
    return outline(file_received(name, data))


class TestText:
    def test_lines_that_a_program_has_cut_are_one_paragraph(self):
        text = (
            "The drama was watched by more people than any other in the week\n"
            "that ended on Sunday, according to the company that counts them\n"
            "for the broadcasters, and it will go on until the end of March.\n"
        )
        assert body(outline(pasted(text))) == [" ".join(text.split())]

    def test_lines_of_one_paragraph_each_stay_apart(self):
        first, second = f"{STORY} It goes on for a while after that.", f"And then {STORY}"
        assert body(outline(pasted(f"{first}\n{second}"))) == [first, second]

    def test_what_nobody_sees_is_not_in_the_body(self):
        [text] = body(
            outline(
                pasted(
                    "\ufeffThe \u202efirst\u202c para\u00adgraph of the story, which ends here."
                )
            )
        )
        assert text == STORY

    def test_a_byte_order_mark_is_kept_as_received(self):
        data = b"\xef\xbb\xbf" + STORY.encode()
        assert file_received("a.txt", data).raw.encode() == data

    def test_headings_lists_and_emphasis_of_markdown(self):
        read = outline(
            pasted(
                f"# A headline of it\n\n{STORY}\n\n## What else\n\n- one thing\n- **another** thing"
            )
        )
        assert [(p.role, p.text) for p in read.pieces] == [
            ("headline", "A headline of it"),
            ("paragraph", STORY),
            ("heading", "What else"),
            ("item", "one thing"),
            ("item", "another thing"),
        ]


class TestHtml:
    def test_marks_of_emphasis_and_links_are_kept(self):
        html = '<h1>A headline</h1><p>The <i>first</i> paragraph <a href="https://a.example/">of</a> it all, which ends here.</p>'
        read = outline(Received(html, True, html))
        assert read.pieces[1].html == (
            'The <em>first</em> paragraph <a href="https://a.example/">of</a> it all, which ends here.'
        )

    def test_scripts_and_styles_are_not_text(self):
        html = f"<style>p {{}}</style><script>alert('x')</script><p>{STORY}</p><svg><title>icon</title></svg>"
        assert [p.text for p in outline(Received(html, True, html)).pieces] == [STORY]

    def test_the_head_of_the_page_says_when_and_by_whom(self):
        html = (
            '<meta property="og:site_name" content="The Outlet">'
            '<meta name="author" content="Kim Min-ji">'
            '<meta property="article:published_time" content="2025-10-03T08:00:00+09:00">'
            f"<h1>A headline</h1><p>{STORY}</p>"
        )
        read = outline(Received(html, True, html))
        assert read.bylines == ["Kim Min-ji"]
        assert read.source_date.value == "2025-10-03"
        assert read.outlet_names == ["The Outlet"]

    @pytest.mark.parametrize(
        ("around", "reason"),
        [
            ("<nav>{}</nav>", "navigation"),
            ("<aside>{}</aside>", "beside the story"),
            ('<div class="social-share">{}</div>', "share buttons"),
            ('<div id="newsletter-signup">{}</div>', "newsletter"),
            ('<section class="related-posts">{}</section>', "related stories"),
        ],
    )
    def test_the_page_around_the_story_is_set_apart(self, around, reason):
        html = f"<h1>A headline</h1><p>{STORY}</p><p>{STORY}</p>" + around.format(
            f"<p>{STORY}</p>"
        )
        assert outline(Received(html, True, html)).pieces[-1].reason == reason

    def test_a_name_that_holds_the_whole_story_sets_nothing_apart(self):
        html = f'<div class="has-sidebar share-on"><h1>A headline</h1><p>{STORY}</p></div>'
        assert [p.role for p in outline(Received(html, True, html)).pieces] == [
            "headline",
            "paragraph",
        ]


class TestWord:
    def test_styles_tell_headline_and_captions(self):
        data = word(("Title", "A headline"), STORY, ("Caption", "Two actors. Photo: Producer"))
        read = of_file("a.docx", data)
        assert [p.role for p in read.pieces] == ["headline", "paragraph", "caption"]
        assert read.pieces[2].credit == "Photo: Producer"

    def test_what_was_deleted_is_not_there(self):
        xml = (
            f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{STORY}</w:t></w:r>'
            "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p></w:body></w:document>"
        )
        assert body(of_file("a.docx", word(xml=xml))) == [STORY]

    def test_macros_are_never_opened(self):
        assert body(
            of_file("a.docx", word(STORY, extra={"word/vbaProject.bin": b"\xd0\xcf"}))
        ) == [STORY]

    def test_one_that_grows_when_it_is_unpacked_is_refused(self):
        xml = f'<w:document xmlns:w="{W}">{" " * 13_000_000}</w:document>'
        with pytest.raises(Unreadable, match="too large"):
            of_file("a.docx", word(xml=xml))

    @pytest.mark.parametrize(
        "declaration",
        [
            '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
            '<!DOCTYPE d SYSTEM "file:///etc/passwd">',
        ],
    )
    def test_one_that_declares_entities_is_refused(self, declaration):
        with pytest.raises(Unreadable, match="not sound"):
            of_file("a.docx", word(xml=f'{declaration}<w:document xmlns:w="{W}"/>'))

    def test_another_package_is_none(self):
        with pytest.raises(Unreadable, match="no text part"):
            of_file("a.docx", package({"a.txt": "text"}))


class TestMail:
    def test_headers_tell_headline_sender_and_date(self):
        read = of_file(
            "a.eml",
            mail(
                f"Dear editors,\n\n{STORY}\n\nKind regards,\nMina Park\n+82 2 000 0000\n",
                Subject="A new series begins",
                From="Mina Park <mina@studio.example>",
                Date="Fri, 03 Oct 2025 10:00:00 +0900",
            ),
        )
        assert (read.headline, read.headline_is_ours) == ("A new series begins", False)
        assert (read.bylines, read.source_date.value) == (["Mina Park"], "2025-10-03")
        assert body(read) == [STORY]
        assert [p.reason for p in read.pieces if p.reason] == ["greeting", *["signature"] * 3]

    def test_html_is_read_where_the_plain_text_says_nothing(self):
        html = f"<p>{STORY}</p><p>{STORY}</p>"
        assert body(of_file("a.eml", mail("See the HTML.", html))) == [STORY, STORY]

    @pytest.mark.parametrize(
        "data",
        [
            b"Content-Type: text/plain; charset=nosuch\n\nText",
            b"Content-Type: multipart/mixed; boundary=x\n\n--x\n",
            b"From: =?utf-8?b?!!!?=\nContent-Transfer-Encoding: base64\n\n$$$$",
            b"Subject: " + b"a" * 100_000 + b"\n\n",
        ],
    )
    def test_a_broken_one_is_refused_or_read(self, data):
        try:
            assert of_file("a.eml", data).pieces
        except Unreadable as error:
            assert str(error)


HOSTILE = {
    "deep": "<div>" * 50_000 + "x",
    "bare": "<" * 300_000,
    "pieces": "<p>a</p>" * 20_000,
    "lines": "a\n" * 20_000,
    "spaces": "x" + " " * 300_000 + "y",
    "stars": "*a " * 50_000,
    "capitals": "Word " * 60_000,
    "quotes": "“a " * 60_000,
    "digits": "1" * 300_000,
    "names": "By " + "Aa " * 60_000,
    "share": "share on " * 11 + "!",
    "hangul": "한" * 200_000,
    "kanji": "漢" * 200_000,
}


class TestHostile:
    @pytest.mark.parametrize("name", HOSTILE)
    def test_nothing_takes_long(self, name):
        started = time.process_time()
        try:
            outline(pasted(HOSTILE[name]))
        except Unreadable as error:
            assert re.match(r"It.* (pieces|deep)", str(error))
        assert time.process_time() - started < 5

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("", "no text"),
            ("\ufeff \n\u00a0", "no text"),
            ("a\0b", "Character 2 is a NUL"),
            ("half \ud800", "Character 6 is half a character"),
            ("a" * (MOST_TEXT + 1), "more than 2,000,000 characters"),
        ],
    )
    def test_what_is_no_story_is_refused_by_name(self, text, reason):
        with pytest.raises(Unreadable, match=reason):
            pasted(text)
