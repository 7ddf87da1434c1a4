"""The editor of a story's body, as one who writes meets it."""

from contextlib import contextmanager

from tests.admin.pages import url_of

TEXT = "#id_body_editor"
BODY = "#id_body"


def open_body(page, article):
    page.goto(url_of(article))
    page.wait_for_selector(TEXT)
    return page


def body_of(page):
    """What the editor makes of the body that it shows, whether or not it was touched."""
    return page.evaluate("document.querySelector('#id_body').bodyEditor.html()")


def paste(page, html, text=""):
    page.locator(TEXT).focus()
    page.evaluate(
        """([selector, html, text]) => {
            const clipboardData = new DataTransfer()
            if (html) clipboardData.setData("text/html", html)
            clipboardData.setData("text/plain", text)
            const options = { clipboardData, bubbles: true, cancelable: true }
            document.querySelector(selector).dispatchEvent(new ClipboardEvent("paste", options))
        }""",
        [TEXT, html, text],
    )


def write_more(page):
    page.click(TEXT)
    page.keyboard.press("Control+End")
    page.keyboard.type(" And more.")


@contextmanager
def keeping(page, text):
    """Waits until the desk has kept a form that says ``text``."""
    with page.expect_response(lambda response: is_kept(response, text)):
        yield


def is_kept(response, text):
    sent = response.request.post_data or ""
    return response.ok and response.url.endswith("/session/") and text in sent


def type_headline(page, text):
    with keeping(page, text):
        page.fill("#id_headline", text)
