"""Pictures of a running site for the README, at desktop and phone width, light and dark."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.e2e.browser import CHROMIUM, OPTIONS

FOLDER = Path(__file__).resolve().parents[2] / "docs/screenshots"
STORY = "/stories/korean-movies-love-to-tell-cross-border-romance-stories/"
PUBLIC = {
    "front-page": "/",
    "story": STORY,
    "show": "/shows/romantics-anonymous/",
    "person": "/people/shun-oguri/",
    "country": "/countries/south-korea/",
    "search": "/search/?q=Oguri+Shun",
}
DESK = {
    "desk-stories": "/admin/articles/article/",
    "desk-show": "/admin/talent/production/",
}
SIZES = {"desktop": (1440, 1000), "phone": (390, 844)}


def take(page, name):
    page.screenshot(path=FOLDER / f"{name}.png")


def public_pages(browser, site):
    for width, (x, y) in SIZES.items():
        for scheme in ["light", "dark"]:
            context = browser.new_context(
                viewport={"width": x, "height": y}, color_scheme=scheme
            )
            page = context.new_page()
            for name, address in PUBLIC.items():
                page.goto(site + address)
                take(page, f"{name}-{width}-{scheme}")
            context.close()


def desk(browser, site, user, password):
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    page.goto(f"{site}/admin/")
    page.fill("#id_username", user)
    page.fill("#id_password", password)
    page.click("[type=submit]")
    for name, address in DESK.items():
        page.goto(site + address)
        take(page, name)
    page.goto(f"{site}/admin/articles/article/")
    page.click("#result_list tbody th a >> nth=0")
    page.wait_for_selector("#id_headline")
    take(page, "desk-story")


def main(site, user, password):
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        public_pages(browser, site.rstrip("/"))
        desk(browser, site.rstrip("/"), user, password)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
