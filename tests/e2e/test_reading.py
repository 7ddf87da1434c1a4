"""Every kind of public page, as a browser shows it."""

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = [
    "/",
    "/stories/",
    "/stories/?country=south-korea",
    "/stories/korean-movies-love-to-tell-cross-border-romance-stories/",
    "/shows/",
    "/shows/romantics-anonymous/",
    "/people/",
    "/people/shun-oguri/",
    "/actors/",
    "/companies/netflix/",
    "/countries/",
    "/countries/south-korea/?mentions=1",
    "/countries/argentina/",
    "/tags/asia/",
    "/authors/an-nhien/",
    "/search/?q=Oguri+Shun",
    "/nowhere/",
]


def violations(page):
    found = Axe().run(page).response["violations"]
    return [f"{page.url}: {rule['id']}: {rule['nodes'][0]['html']}" for rule in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_breaks_an_accessibility_rule(open_page, complaints, width, scheme):
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    # axe is put into the page by hand, which the page's own policy would not allow.
    page = open_page("/", bypass_csp=True, **options)
    found = []
    for address in PAGES:
        page.goto(address)
        found += violations(page)
    assert found == []


@pytest.mark.parametrize("width", [320, 390, 1440, 2560])
def test_no_page_scrolls_sideways(open_page, complaints, width):
    page = open_page("/", viewport={"width": width, "height": 800})
    wide = []
    for address in PAGES:
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(address)
    assert wide == []
    assert [said for said in complaints if "404" not in said] == []


def test_a_reader_without_javascript_finds_a_story_by_show_actor_and_country(open_page):
    page = open_page("/", java_script_enabled=False)
    for address in ["/shows/romantics-anonymous/", "/people/shun-oguri/", "/countries/japan/"]:
        page.goto(address)
        headline = "Korean movies love to tell cross-border romance stories"
        page.get_by_role("link", name=headline).first.click()
        assert page.locator("h1").inner_text().startswith("Korean movies love")


def test_searching_in_another_spelling(open_page):
    page = open_page("/")
    page.locator("input[type=search]").first.fill("oguri shun")
    page.keyboard.press("Enter")
    page.click("main >> text=Shun Oguri")
    assert page.url.endswith("/people/shun-oguri/")


def test_the_first_stop_of_the_keyboard_is_the_way_to_the_content(open_page):
    page = open_page("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#main") or page.url.endswith("#content")
