"""A site to look at: the seeds and the hostile stories, served as a public site is."""

import os
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from .strains import HEADLINES

FOLDER = settings.VAR_DIR / "audit"
STARTS_IN = 120
INDEXES = ["stories", "shows", "people", "actors", "countries", "companies", "tags", "authors"]
HUBS = [
    "/shows/romantics-anonymous/",
    "/people/shun-oguri/",
    "/countries/south-korea/",
    "/countries/south-korea/?mentions=1&via=people",
    "/companies/netflix/",
    "/tags/romance/",
    "/authors/an-nhien/",
]
STORIES = [
    "netflix-to-adapt-les-emotifs-anonymes",
    "with-k-romantics-anonymous-tops-netflix-chart-in-japan",
    "netflix-to-create-more-asian-films-and-original-series",
    "korean-movies-love-to-tell-cross-border-romance-stories",
    *(f"hostile-{name}" for name in [*HEADLINES, "links", "bare", "translated", "withdrawn"]),
]
# Every type of page, and every page that the hostile stories strain.
PAGES = [
    "/",
    *(f"/{index}/" for index in INDEXES),
    "/stories/?country=japan&year=2025",
    "/stories/?q=netflix&language=en&show=hostile",
    "/stories/?year=never",
    "/shows/?page=99",
    *HUBS,
    *(f"/{index}/hostile/" for index in ["shows", "countries", "companies", "tags", "authors"]),
    "/people/hostile-1/",
    *(f"/stories/{story}/" for story in STORIES),
    "/search/",
    "/search/?q=oguri+shun",
    "/search/?q=ogori+shun",
    "/search/?q=%3Cb%3E%22",
    "/nowhere/romantics/",
]

# Of which Lighthouse tells how quick they are.
MEASURED = [
    "/",
    "/stories/with-k-romantics-anonymous-tops-netflix-chart-in-japan/",
    "/shows/romantics-anonymous/",
    "/people/shun-oguri/",
    "/countries/south-korea/",
    "/search/",
]
# Of the corpus of bin/bench: the records that most of its stories are about, and long lists.
CORPUS = ["/", "/shows/show-0/", "/people/person-0/", "/countries/south-korea/"]
CORPUS += ["/search/?q=series", "/stories/?show=show-0&year=2026"]
LONG_LISTS = ["/stories/?page=400", "/shows/?page=200", "/people/?page=500", "/tags/subject-0/"]
LONG_LISTS += [
    "/companies/studio-0/?page=9",
    "/authors/reporter-0/",
    "/search/?q=series&page=9",
]
FIXTURES = "countries tags companies people productions photos authors articles".split()


class Site(NamedTuple):
    address: str
    pages: list
    measured: list


def site_with(address, stories):
    """Which pages are looked at: with a corpus, also those that its size might strain."""
    if not stories:
        return Site(address, PAGES, MEASURED)
    story = re.search('href="(/stories/[^"?]+/)"', text(f"{address}/tags/subject-0/"))[1]
    measured = [*CORPUS, story]
    return Site(address, [*PAGES, *measured, *LONG_LISTS], measured)


def text(address):
    """What is answered at an address, an error's page too."""
    try:
        with urllib.request.urlopen(address, timeout=30) as response:  # noqa: S310 - our own
            return response.read().decode()
    except urllib.error.HTTPError as response:
        return response.read().decode()


@contextmanager
def served(port, stories):
    """A fresh site, for as long as it is needed; with so many more stories."""
    shutil.rmtree(FOLDER / "site", ignore_errors=True)
    (FOLDER / "site").mkdir(parents=True)
    database = f"sqlite:///{FOLDER / 'site' / 'site.sqlite3'}"
    environment = os.environ | {"DATABASE_URL": database, "PORT": str(port)}

    def run(*arguments):
        command = [".venv/bin/python", *arguments]
        subprocess.run(command, env=environment, check=True)  # noqa: S603 - our own command

    if stories:
        run("-m", "tests.benchmarks", "load", str(stories))
        run("manage.py", "loaddata", *FIXTURES)
    with (FOLDER / "site.log").open("w") as log:
        server = subprocess.Popen(  # noqa: S603 - our own command
            [Path("bin/serve").resolve()], env=environment, stdout=log, stderr=log
        )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address, server)
        run("-m", "tests.audit.hostile")
        yield site_with(address, stories)
    finally:
        server.terminate()
        server.wait()


def wait_for(address, server):
    for _ in range(STARTS_IN):
        if server.poll() is not None:
            raise SystemExit("bin/audit: the site did not start; see var/audit/site.log")
        try:
            text(f"{address}/healthz")
        except urllib.error.URLError:
            time.sleep(1)
        else:
            return
    raise SystemExit("bin/audit: the site did not start in time")
