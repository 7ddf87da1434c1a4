"""The editor of a story's body, as one who writes meets it."""

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
