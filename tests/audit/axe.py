"""axe on every page, on a phone and a desktop, light and dark; and no page scrolls sideways."""

from itertools import product

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests.e2e.browser import CHROMIUM, OPTIONS

# The narrowest phone, which has as many pixels as a desktop's window at 400 %; then the others.
LOOKS = [(320, "light"), *product([360, 1280], ["light", "dark"])]

# Which WCAG 2.2 asks for, and axe leaves out unless told.
RULES = {"rules": {"target-size": {"enabled": True}}}


def check(site):
    """A row for each page with a violation, or one for all."""
    is_well = True
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        for width, scheme in LOOKS:
            viewport = {"width": width, "height": 800}
            # axe is put into the page by hand, which the page's own policy would not allow.
            page = browser.new_page(viewport=viewport, color_scheme=scheme, bypass_csp=True)
            for address in site.pages:
                page.goto(site.address + address)
                for fault in faults(page, width):
                    is_well = False
                    yield False, address, f"{width} px, {scheme}: {fault}"
        browser.close()
    if is_well:
        yield True, f"{len(site.pages)} pages", "no violation, none wider than its window"


def faults(page, width):
    if page.evaluate("document.documentElement.scrollWidth") > width:
        yield "wider than the window"
    for rule in Axe().run(page, options=RULES).response["violations"]:
        yield f"{rule['id']}: {rule['nodes'][0]['html']}"
