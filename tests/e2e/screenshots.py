"""The pictures of the README and of docs/screenshots, taken from a running site."""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.e2e.browser import CHROMIUM, OPTIONS

FOLDER = Path(__file__).resolve().parents[2] / "docs/screenshots"
SIZES = {"desktop": (1440, 1000), "phone": (390, 844)}
SCHEMES = ["light", "dark"]
STORY = "/stories/korean-movies-love-to-tell-cross-border-romance-stories/"
PUBLIC = {
    "front-page": ("The front page", "/"),
    "stories": ("All stories, narrowed", "/stories/?country=japan"),
    "story": ("A story", STORY),
    "show": ("A show", "/shows/romantics-anonymous/"),
    "person": ("A person", "/people/shun-oguri/"),
    "country": ("A country", "/countries/south-korea/?mentions=1"),
    "company": ("A company", "/companies/netflix/"),
    "tag": ("A tag", "/tags/asia/"),
    "author": ("An author", "/authors/an-nhien/"),
    "shows": ("All shows", "/shows/"),
    "people": ("All people", "/people/"),
    "countries": ("All countries", "/countries/"),
    "search": ("A search", "/search/?q=oguri+shun"),
    "not-found": ("Not found", "/romantics/"),
}


def take(page, name):
    picture = Image.open(BytesIO(page.screenshot()))
    picture.save(FOLDER / f"{name}.webp", quality=60, method=6)


def open_page(browser, size, scheme="light"):
    viewport = dict(zip(["width", "height"], SIZES[size], strict=True))
    return browser.new_page(viewport=viewport, color_scheme=scheme)


def take_public_pages(browser, site):
    for size in SIZES:
        for scheme in SCHEMES:
            page = open_page(browser, size, scheme)
            for name, (_title, address) in PUBLIC.items():
                page.goto(site + address)
                take(page, f"{name}-{size}-{scheme}")
            page.close()


def write_index():
    """A page that shows them, as a folder of GitHub does by itself."""
    lines = [
        "# The public pages\n",
        "On a phone (390 px wide) and a desktop (1440 px), light and dark; taken by\n"
        "`bin/screenshots` from the site that `bin/serve` sets up.\n",
    ]
    for name, (title, address) in PUBLIC.items():
        lines.append(f"## {title}\n\n`{address}`\n")
        for size in SIZES:
            shots = [f"{name}-{size}-{scheme}.webp" for scheme in SCHEMES]
            width = 49 if size == "desktop" else 24
            lines.append(
                "\n".join(
                    f'<img src="{shot}" width="{width}%" alt="{title}: {size}, {scheme}">'
                    for shot, scheme in zip(shots, SCHEMES, strict=True)
                )
                + "\n"
            )
    (FOLDER / "README.md").write_text("\n".join(lines))


def take_desk(browser, site, user, password):
    page = open_page(browser, "desktop")
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


def main(site, user=None, password=None):
    """Without a user the desk's pictures stay as they are."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    site = site.rstrip("/")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        take_public_pages(browser, site)
        write_index()
        if user:
            take_desk(browser, site, user, password)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
