"""The form of a story: its layout, its keys, its rows and its moments."""

import pytest

from articles.models import Article
from tests.admin.pages import url_of

SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture
def story(site):
    return Article.objects.get(slug="korean-movies-love-to-tell-cross-border-romance-stories")


@pytest.fixture
def open_form(log_in, story):
    def open_form(**options):
        page = log_in(**options)
        page.goto(url_of(story))
        page.wait_for_selector("#id_body_editor")
        return page

    return open_form


def test_control_s_saves_and_stays(open_form, story, complaints):
    page = open_form()
    page.fill("#id_headline", "A headline by keyboard")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    assert page.url.endswith(url_of(story))
    story.refresh_from_db()
    assert story.headline == "A headline by keyboard"
    assert complaints == []


def test_a_headline_is_counted_in_characters_as_they_are_seen(open_form):
    page = open_form()
    count = page.locator(".field-headline .count")
    page.fill("#id_headline", "한효주 👩‍👩‍👧")
    assert count.inner_text() == "5 of 100 characters"
    page.fill("#id_headline", "x" * 101)
    assert "longer than" in count.inner_text()


def order_of(page, group):
    rows = page.locator(f"#{group}-group tr.has_original .select2-selection__rendered")
    return [title.lstrip("×") for title in rows.all_inner_texts()]


def test_rows_are_sorted_by_keyboard(open_form, story, complaints):
    page = open_form()
    before = order_of(page, "productions")
    page.locator("#productions-1 [aria-label='Move up']").focus()
    page.keyboard.press("Enter")
    assert order_of(page, "productions")[:2] == [before[1], before[0]]
    assert page.locator("#productions-group [role=status]").inner_text().startswith("Moved")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    page.wait_for_selector("#productions-0")
    assert order_of(page, "productions")[:2] == [before[1], before[0]]
    assert complaints == []


def test_rows_are_sorted_by_mouse(open_form):
    page = open_form()
    before = order_of(page, "people")
    lower = page.locator("#people-1 td.field-position")
    page.locator("#people-0 .drag").drag_to(lower, target_position={"x": 5, "y": 35})
    assert order_of(page, "people")[:2] == [before[1], before[0]]


def test_a_row_that_was_added_and_left_blank_is_not_saved(open_form, story):
    page = open_form()
    page.click("#people-group .add-row a")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    assert "changed successfully" in page.inner_text(".messagelist")


def test_a_moment_says_what_time_it_is_elsewhere(open_form):
    page = open_form()
    page.fill("#id_publish_at_0", "2036-11-28")
    page.fill("#id_publish_at_1", "18:00")
    said = page.locator(".fieldBox.field-publish_at .zones").inner_text()
    assert said == "Seoul Fri 28 Nov 18:00 · Tokyo Fri 28 Nov 18:00 · UTC Fri 28 Nov 09:00"
    button = page.locator("[name=_schedule]")
    assert button.input_value() == "Schedule for Fri 28 Nov 18:00 Seoul time"


def test_the_palette_goes_to_what_is_found(open_form, complaints):
    page = open_form()
    page.locator("#id_headline").focus()
    page.keyboard.press("Control+k")
    page.keyboard.type("oguri shun")
    page.wait_for_selector("[role=option] >> text=Shun Oguri")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.input_value("#id_name") == "Shun Oguri"
    assert complaints == []


@pytest.mark.parametrize("size", SIZES)
def test_the_buttons_never_cover_what_has_the_focus(open_form, size):
    page = open_form(viewport=SIZES[size])
    bar = page.locator(".submit-row")
    for _ in range(60):
        page.keyboard.press("Tab")
        # On a busy machine the page comes to rest a moment after the key.
        page.wait_for_function(
            """() => {
                const bar = document.querySelector(".submit-row")
                const at = document.activeElement
                if (bar.contains(at) || at === document.body) return true
                return at.getBoundingClientRect().top <= bar.getBoundingClientRect().top
            }"""
        )
    assert bar.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
