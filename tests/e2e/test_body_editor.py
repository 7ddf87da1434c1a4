"""The editor of a story's body: nothing is lost in it, and what it writes is clean."""

import pytest

from articles.body import ATTRIBUTES, TAGS, clean
from articles.models import Article
from talent.models import Person
from tests.admin.pages import url_of
from tests.factories import make_article, make_person, make_photo

from .conftest import PASSWORD
from .editor import BODY, TEXT, body_of, open_body
from .test_editing import save
from .test_reading import violations

EVERYTHING = (
    '<p>A <a data-ref="person:1">person</a>, a <a data-ref="show:2">show</a>, '
    '<a href="https://example.com/?a=1&amp;b=2">elsewhere</a>, <strong>bold</strong>, '
    "<em>italic</em>, H<sub>2</sub>O, 1<sup>st</sup>, <cite>Parasite</cite>,\u00a0"
    '<span lang="ko">한효주 <span lang="ja">小栗旬</span></span>.<br>A line.</p>'
    '<h2>Heading</h2><h3>Smaller <em>heading</em></h3><p lang="ja">小栗旬</p>'
    "<ul><li>One<ul><li>Within</li></ul></li><li><p>Two</p><p>parts</p></li></ul>"
    "<ol><li>First</li></ol>"
    '<blockquote lang="fr"><p>Oui.</p></blockquote>'
    "<blockquote>Bare</blockquote>"
    "<aside><p>Pulled.</p><cite>Who said it</cite></aside>"
    "<aside>Bare <cite>Who</cite></aside>"
    '<figure data-ref="photo:7"></figure>'
    '<figure data-ref="photo:8"><figcaption>With a <em>caption</em></figcaption></figure>'
    "<figure><table><tbody><tr><td>1</td></tr></tbody></table>"
    "<figcaption>A table</figcaption></figure>"
    '<table><thead><tr><th scope="col">A</th><th colspan="2">B</th></tr></thead>'
    '<tbody><tr><td rowspan="2">1</td><td><p>2</p></td><td></td></tr>'
    "<tr><td>3</td><td>4</td></tr></tbody></table>"
    '<div data-embed="youtube:dQw4w9WgXcQ" data-title="A trailer &amp; more"></div>'
    "<hr><p></p>"
    '<div data-embed="vimeo:123456789" data-title=""></div>'
)


def test_a_body_with_everything_is_one_that_may_be_kept():
    assert clean(EVERYTHING) == EVERYTHING
    assert [tag for tag in TAGS if f"<{tag}" not in EVERYTHING] == []
    names = {name for names in ATTRIBUTES.values() for name in names}
    assert [name for name in names if f" {name}=" not in EVERYTHING] == []


@pytest.fixture
def page(log_in):
    return log_in()


@pytest.fixture
def write(page):
    """The editor, open on a story with the body that is given."""
    return lambda body="": open_body(page, make_article(body=body))


def test_a_body_with_everything_comes_back_unchanged(write, complaints):
    for photo in (7, 8):
        make_photo(pk=photo, caption=f"Photo {photo}")
    page = write(EVERYTHING)
    assert clean(body_of(page)) == EVERYTHING
    page.locator(TEXT).press("Control+Home")
    page.keyboard.type("More. ")
    save(page)
    page.wait_for_selector(TEXT)
    kept = Article.objects.latest("pk").body
    assert kept == EVERYTHING.replace("<p>A", "<p>More. A", 1)
    assert complaints == []


def test_the_seeds_come_back_unchanged(page, complaints):
    for article in Article.objects.all():
        open_body(page, article)
        assert clean(body_of(page)) == article.body
        save(page)
        assert Article.objects.get(pk=article.pk).body == article.body
    assert complaints == []


def test_without_javascript_the_textarea_is_there(open_page):
    page = open_page("/admin/login/", java_script_enabled=False)
    page.fill("#id_username", "mina")
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    page.goto(url_of(make_article(body="<p>Text.</p>")))
    page.fill(BODY, "<p>More.</p>")
    save(page)
    assert page.input_value(BODY) == "<p>More.</p>"


class TestLinks:
    def test_an_at_sign_finds_a_record_in_any_spelling(self, write, complaints):
        page = write()
        page.locator(TEXT).focus()
        page.keyboard.type("With @")
        page.keyboard.type("oguri shun")
        page.wait_for_selector(".body-dialog [role=option] >> text=Shun Oguri")
        page.keyboard.press("Enter")
        page.keyboard.type(" again")
        oguri = Person.objects.get(slug="shun-oguri")
        assert page.input_value(BODY) == (
            f'<p>With <a data-ref="person:{oguri.pk}">Shun Oguri</a> again</p>'
        )
        save(page)
        assert complaints == []

    def test_what_is_selected_becomes_the_link(self, write):
        person = make_person("Kim Go-eun", native_name="김고은")
        page = write("<p>김고은</p>")
        page.locator(TEXT).press("Control+a")
        page.keyboard.press("Control+Shift+k")
        page.wait_for_selector(".body-dialog [role=option] >> text=Kim Go-eun")
        page.keyboard.press("Enter")
        page.wait_for_selector(f"{TEXT} a")
        assert page.input_value(BODY) == f'<p><a data-ref="person:{person.pk}">김고은</a></p>'

    def test_an_at_sign_alone_and_in_an_address_stays_one(self, write):
        page = write()
        page.locator(TEXT).focus()
        page.keyboard.type("mina@example.com @")
        page.wait_for_selector(".body-dialog")
        page.keyboard.press("Escape")
        page.wait_for_selector(".body-dialog", state="detached")
        page.keyboard.type("noon")
        assert page.input_value(BODY) == "<p>mina@example.com @noon</p>"

    def test_the_arrow_keys_choose_between_two_of_one_name(self, write):
        make_person("Kim Minjae", disambiguation="actor", birth="1996")
        singer = make_person("Kim Minjae", slug="kim-2", disambiguation="singer", sort_name="Z")
        page = write()
        page.locator(TEXT).focus()
        page.keyboard.type("@kim minjae")
        page.wait_for_selector(".body-dialog [role=option] >> text=born 1996")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_selector(f"{TEXT} a")
        assert f'data-ref="person:{singer.pk}"' in page.input_value(BODY)

    def test_an_address_is_linked_and_a_wrong_one_is_refused(self, write):
        page = write("<p>Word</p>")
        page.locator(TEXT).press("Control+a")
        page.keyboard.press("Control+k")
        page.keyboard.type("javascript:alert(1)")
        page.keyboard.press("Enter")
        assert "full address" in page.locator(".body-dialog [role=alert]").inner_text()
        page.fill(".body-dialog input", "https://example.com/a")
        page.keyboard.press("Enter")
        page.wait_for_selector(f"{TEXT} a")
        assert page.input_value(BODY) == '<p><a href="https://example.com/a">Word</a></p>'
        page.click("[aria-label='Remove the link']")
        assert page.input_value(BODY) == "<p>Word</p>"


class TestElements:
    def test_a_photo_of_the_library_gets_a_caption(self, write, complaints):
        photo = make_photo(caption="Two actors at a press conference", credit="Yonhap")
        page = write("<p>Text.</p>")
        page.click("[aria-label='Photo of the library']")
        page.keyboard.type("press conference")
        page.wait_for_selector(".body-dialog [role=option] >> text=Two actors")
        page.keyboard.press("Enter")
        page.wait_for_selector(f"{TEXT} figure >> text=Yonhap")
        assert f'<figure data-ref="photo:{photo.pk}"></figure>' in page.input_value(BODY)
        page.click(f"{TEXT} .body-photo-caption")
        page.keyboard.type("Our own")
        assert (
            f'<figure data-ref="photo:{photo.pk}"><figcaption>Our own</figcaption></figure>'
            in page.input_value(BODY)
        )
        assert complaints == []

    def test_a_pull_quote_says_who_said_it(self, write):
        page = write("<p>I was moved.</p>")
        page.locator(TEXT).press("Control+a")
        page.click("[aria-label='Pull quote']")
        page.click("[aria-label='Who said it']")
        page.keyboard.type("Han Hyo-joo")
        assert (
            page.input_value(BODY)
            == "<aside><p>I was moved.</p><cite>Han Hyo-joo</cite></aside>"
        )

    def test_a_video_is_embedded_with_a_title(self, write):
        page = write()
        page.click("[aria-label='Video']")
        page.fill("[name=address]", "https://youtu.be/dQw4w9WgXcQ?t=3")
        page.keyboard.press("Enter")
        assert "title" in page.locator(".body-dialog [role=alert]").inner_text()
        page.fill("[name=title]", 'The "trailer"')
        page.keyboard.press("Enter")
        page.wait_for_selector(f"{TEXT} .body-embed")
        save(page)
        assert Article.objects.latest("pk").body == (
            '<div data-embed="youtube:dQw4w9WgXcQ" data-title="The &quot;trailer&quot;"></div>'
        )

    def test_lists_headings_quotations_and_tables_by_keyboard(self, write):
        page = write()
        page.locator(TEXT).focus()
        page.keyboard.press("Control+Alt+2")
        page.keyboard.type("Heading")
        page.keyboard.press("Enter")
        page.keyboard.type("- One")
        page.keyboard.press("Enter")
        page.keyboard.type("Two")
        assert page.input_value(BODY) == "<h2>Heading</h2><ul><li>One</li><li>Two</li></ul>"
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        page.click("[aria-label='Table']")
        page.keyboard.type("A")
        assert "<table><tbody><tr><th>A</th><th></th>" in page.input_value(BODY)

    def test_emptied_it_is_empty(self, write):
        page = write("<p>Text.</p>")
        page.locator(TEXT).press("Control+a")
        page.keyboard.press("Delete")
        assert page.input_value(BODY) == ""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "No words yet"),
        ("<p>One</p>", "1 word · 1 min to read"),
        ("<p>It’s a well-known film.</p><p>Two</p>", "5 words · 1 min to read"),
        ("<p>한효주가 돌아온다</p>", "8 characters · 1 min to read"),
        ("<p>小栗旬とハン・ヒョジュ</p>", "10 characters · 1 min to read"),
        (f"<p>{'넷' * 1001}</p>", "1,001 characters · 3 min to read"),
        ("<p>Netflix 시리즈</p>", "1 word, 3 characters · 1 min to read"),
    ],
)
def test_words_are_counted_and_korean_and_japanese_by_the_character(write, body, said):
    assert write(body).locator(".body-counts").inner_text() == said


def test_undo_survives_what_another_script_writes(write):
    page = write("<p>Written.</p>")
    page.evaluate(
        """selector => {
            const body = document.querySelector(selector)
            body.value = "<p>Restored.</p>"
            body.dispatchEvent(new Event("body:written"))
        }""",
        BODY,
    )
    assert body_of(page) == "<p>Restored.</p>"
    page.locator(TEXT).press("Control+z")
    assert body_of(page) == "<p>Written.</p>"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_it_is_usable_by_everyone_and_fits_a_phone(log_in, complaints, width, scheme):
    size = {"width": width, "height": 844}
    page = log_in(viewport=size, color_scheme=scheme, bypass_csp=True)
    open_body(page, make_article(body="<p>Text.</p><aside><p>Quote</p></aside>"))
    assert page.evaluate("document.querySelector('.body-editor').scrollWidth") <= width
    found = violations(page)
    page.keyboard.press("Escape")
    page.click("[aria-label^='Link to a record']")
    page.keyboard.type("Han Hyo-joo")
    page.wait_for_selector(".body-dialog [role=option]")
    found += violations(page)
    assert [rule for rule in found if "body" in rule] == []


def test_the_toolbar_is_one_stop_and_the_arrow_keys_move_in_it(write):
    page = write("<p>Text.</p>")
    page.locator(TEXT).focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Shift+Tab")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.input_value(BODY) == "<p><strong>Text.</strong></p>"
