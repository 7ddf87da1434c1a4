"""The pictures of the README, taken from a running site."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.e2e.browser import CHROMIUM, OPTIONS

FOLDER = Path(__file__).resolve().parents[2] / "docs/screenshots"
DESKTOP, PHONE = (1440, 1000), (390, 844)
STORY = "/stories/korean-movies-love-to-tell-cross-border-romance-stories/"
PUBLIC = [
    ("front-page", "/", DESKTOP, "light"),
    ("country", "/countries/south-korea/", DESKTOP, "light"),
    ("story", STORY, PHONE, "light"),
    ("show", "/shows/romantics-anonymous/", PHONE, "dark"),
]


def take(page, name):
    page.screenshot(path=FOLDER / f"{name}.png")


def open_page(browser, size, scheme="light"):
    viewport = dict(zip(["width", "height"], size, strict=True))
    return browser.new_page(viewport=viewport, color_scheme=scheme)


def take_public_pages(browser, site):
    for name, address, size, scheme in PUBLIC:
        page = open_page(browser, size, scheme)
        page.goto(site + address)
        take(page, name)
        page.close()


def take_desk(browser, site, user, password):
    page = open_page(browser, DESKTOP)
    page.goto(f"{site}/admin/")
    page.fill("#id_username", user)
    page.fill("#id_password", password)
    page.click("[type=submit]")
    page.wait_for_selector("#content")
    page.goto(f"{site}/admin/")
    take(page, "desk-overview")
    page.goto(f"{site}/admin/articles/article/")
    take(page, "desk-stories")
    page.click("#result_list tbody th a >> nth=0")
    page.wait_for_selector("#id_headline")
    take(page, "desk-story")


def main(site, user, password):
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        take_public_pages(browser, site.rstrip("/"))
        take_desk(browser, site.rstrip("/"), user, password)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
