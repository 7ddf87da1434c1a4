"""A video in a story: nobody else hears of a reader who does not ask for it."""

from tests.factories import make_story

BODY = '<p>See.</p><div data-embed="youtube:dQw4w9WgXcQ" data-title="A trailer"></div>'
PAGE = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
PLAYER = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"


def test_a_video_is_loaded_when_it_is_asked_for(open_page, complaints):
    page = open_page(f"/stories/{make_story(body=BODY).slug}/")
    page.wait_for_load_state("networkidle")
    assert complaints == []
    page.route(
        "https://www.youtube-nocookie.com/**", lambda route: route.fulfill(body="Player")
    )
    page.focus(".embed a")
    page.keyboard.press("Enter")
    frame = page.wait_for_selector(".embed iframe")
    assert frame.get_attribute("title") == "A trailer"
    assert frame.content_frame().locator("body").inner_text() == "Player"
    assert complaints == [f"a request to {PLAYER}"]


def test_without_javascript_it_is_a_link(open_page):
    page = open_page("/", java_script_enabled=False)
    page.goto(f"/stories/{make_story(body=BODY).slug}/")
    assert page.get_attribute(".embed a", "href") == PAGE
