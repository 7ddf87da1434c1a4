"""A site to look at: the seeds or a corpus, and the hostile stories, served as a public site is."""

import os
import re
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from tests.servers import answers, wait_until

from .strains import HEADLINES

FOLDER = settings.VAR_DIR / "audit"
STARTS_IN = 120
INDEXES = ["stories", "shows", "people", "actors", "countries", "companies", "tags", "authors"]
ABOUT = ["shows", "countries", "companies", "tags", "authors"]
# Every type of page, and every page that the hostile stories strain.
PAGES = [
    "/",
    *(f"/{index}/" for index in INDEXES),
    "/stories/?country=japan&year=2025",
    "/stories/?q=netflix&language=en&show=hostile",
    "/stories/?year=never",
    "/shows/?page=99",
    *(f"/{index}/hostile/" for index in ABOUT),
    "/people/hostile-1/",
    *(f"/stories/hostile-{name}/" for name in HEADLINES),
    *(f"/stories/hostile-{name}/" for name in ["links", "bare", "translated", "withdrawn"]),
    "/countries/south-korea/",
    "/countries/south-korea/?mentions=1&via=people",
    "/search/",
    "/search/?q=%3Cb%3E%22",
    "/nowhere/romantics/",
]
# Of which Lighthouse tells how quick they are.
MEASURED = ["/", "/countries/south-korea/", "/search/"]
SEEDS = [
    "/stories/with-k-romantics-anonymous-tops-netflix-chart-in-japan/",
    "/shows/romantics-anonymous/",
    "/people/shun-oguri/",
]
MORE_SEEDS = [
    "/stories/netflix-to-adapt-les-emotifs-anonymes/",
    "/stories/netflix-to-create-more-asian-films-and-original-series/",
    "/stories/korean-movies-love-to-tell-cross-border-romance-stories/",
    *("/companies/netflix/", "/tags/romance/", "/authors/an-nhien/"),
    *("/search/?q=oguri+shun", "/search/?q=ogori+shun"),
]
# The records that most stories of bin/bench's corpus are about, and its long lists.
CORPUS = ["/shows/show-0/", "/people/person-0/", "/search/?q=series"]
MORE_CORPUS = [
    *("/stories/?page=400", "/stories/?show=show-0&year=2026", "/search/?q=series&page=9"),
    *("/shows/?page=200", "/people/?page=500", "/search/?q=hab+kyo-joo"),
    *("/companies/studio-0/?page=9", "/tags/subject-0/", "/authors/reporter-0/"),
]


class Site(NamedTuple):
    address: str
    pages: list
    measured: list
    # Adds the hostile stories, once.
    strain: Callable


def site_at(address, stories, strain):
    """Its pages: of the seeds, or of a corpus of so many stories."""
    if not stories:
        return Site(address, [*PAGES, *SEEDS, *MORE_SEEDS], [*MEASURED, *SEEDS], strain)
    story = re.search('href="(/stories/[^"?]+/)"', text(f"{address}/tags/subject-0/"))[1]
    pages = [*PAGES, story, *CORPUS, *MORE_CORPUS]
    return Site(address, pages, [*MEASURED, story, *CORPUS], strain)


def text(address):
    """What is answered at an address, an error's page too."""
    try:
        with urllib.request.urlopen(address, timeout=30) as response:  # noqa: S310 - our own
            return response.read().decode()
    except urllib.error.HTTPError as response:
        return response.read().decode()


@contextmanager
def served(port, stories):
    """A fresh site, for as long as it is needed: of the seeds, or of so many stories."""
    shutil.rmtree(FOLDER / "site", ignore_errors=True)
    (FOLDER / "site").mkdir(parents=True)
    database = f"sqlite:///{FOLDER / 'site' / 'site.sqlite3'}"
    environment = os.environ | {"DATABASE_URL": database, "PORT": str(port)}

    def run(*arguments):
        command = [".venv/bin/python", *arguments]
        subprocess.run(command, env=environment, check=True)  # noqa: S603 - our own command

    if stories:
        run("-m", "tests.benchmarks", "load", str(stories))
    with (FOLDER / "site.log").open("w") as log:
        server = subprocess.Popen(  # noqa: S603 - our own command
            [Path("bin/serve").resolve()], env=environment, stdout=log, stderr=log
        )
    try:
        address = f"http://127.0.0.1:{port}"
        what = "bin/audit: the start of the site (var/audit/site.log)"
        wait_until(lambda: answers(f"{address}/healthz"), what, server, STARTS_IN)
        yield site_at(address, stories, cache(lambda: run("-m", "tests.audit.hostile")))
    finally:
        server.terminate()
        server.wait()
