"""Every kind of public page, as a browser shows it."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles.models import FrontPagePick
from articles.publishing import publish
from talent.models import Production
from tests.factories import make_article

STORY = "/stories/korean-movies-love-to-tell-cross-border-romance-stories/"
PAGES = [
    "/",
    "/stories/",
    "/stories/?country=south-korea",
    STORY,
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
    "/tags/",
    "/authors/",
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


LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrikant and everything " * 4
LINK = f'<a href="https://example.com/{"x" * 90}">https://example.com/{"x" * 90}</a>'
# By address: the headline, the language and the text.
HOSTILE = {
    "long": (LONG[:300], "en", f"<p>{LONG}</p>"),
    "without-a-space": ("W" * 300, "en", f"<p>{'W' * 2000}</p>"),
    "sixty-links": ("Sixty links", "en", f"<p>{LINK}</p>" * 60),
    "no-links": ("No links", "en", "<p></p>"),
    "right-to-left": (
        "مسلسل كوري ياباني يتصدر قائمة نتفليكس",
        "ar",
        "<p>تصدر المسلسل قائمة <strong>Netflix</strong> و한효주.</p><ul><li>واحد</li></ul>",
    ),
    "emoji": ("🎬🍫 👩‍👩‍👧‍👦🇰🇷🇯🇵", "en", f"<p>{'🎉' * 200}</p>"),
    "four-scripts": (
        "한효주 and 小栗旬 in ラブストーリー กลรัก",
        "en",
        '<p lang="ko">한효주</p><aside><p>사랑</p><cite>小栗旬</cite></aside><blockquote>ラブ</blockquote>'
        "<table><tbody><tr>" + "<td>7,700,000,000</td>" * 9 + "</tr></tbody></table>",
    ),
}


@pytest.fixture
def hostile(site):
    """The addresses of stories that try what a page can take, and of pages that list them."""
    show = Production.objects.get(slug="romantics-anonymous")
    for position, (slug, (headline, language, body)) in enumerate(HOSTILE.items()):
        story = make_article(
            headline,
            slug=slug,
            language=language,
            body=body,
            shows=[show],
            standfirst=headline,
            kicker=headline[:100],
        )
        publish(story)
        FrontPagePick.objects.create(article=story, position=position)
    stories = [f"/stories/{slug}/" for slug in HOSTILE]
    return [*stories, "/", "/stories/", "/shows/romantics-anonymous/", "/stories/long-x/"]


# The narrowest phone; a desktop at 200 %, of which half as many pixels are left; a desktop.
@pytest.mark.parametrize("width", [320, 640, 1280])
def test_no_story_is_too_much_for_a_page(open_page, hostile, width):
    page = open_page("/", viewport={"width": width, "height": 800}, bypass_csp=True)
    wide, found = [], []
    for address in hostile:
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(address)
        found += violations(page)
    assert wide == []
    assert found == []


@pytest.mark.parametrize("language", ["ko", "ja", "vi"])
def test_no_page_is_too_narrow_for_another_language(open_page, settings, language):
    settings.SITE_LANGUAGE = language
    page = open_page("/", viewport={"width": 320, "height": 800})
    wide = []
    for address in PAGES:
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(address)
    assert wide == []


# Whether what has the focus is in view with a ring around it, and what it is.
FOCUSED = """() => {
    const at = document.activeElement, style = getComputedStyle(at)
    const box = at.getBoundingClientRect()
    return [style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 3
        && box.width > 1 && box.bottom > 0 && box.top < innerHeight, at.outerHTML]
}"""


def test_whatever_the_keyboard_comes_to_is_seen(open_page):
    # Else it would still be on its way there.
    page = open_page("/", reduced_motion="reduce")
    unseen = []
    for address in ["/", STORY, "/stories/?country=japan", "/search/?q=Oguri"]:
        page.goto(address)
        for _ in range(page.locator(":is(a, button, input, select, summary):visible").count()):
            page.keyboard.press("Tab")
            is_seen, what = page.evaluate(FOCUSED)
            if not is_seen:
                unseen.append(f"{address}: {what}")
    assert unseen == []


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
