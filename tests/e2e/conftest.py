import os
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import sync_playwright

from articles.admin.sessions import SessionsAdmin
from tests.factories import make_user

from .browser import CHROMIUM, OPTIONS

# Playwright's synchronous calls run in an event loop, which Django takes for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

LABELS = "countries tags companies people productions photos authors articles"
PASSWORD = "a long enough password"


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """SQLite in a file, as a site has it: in memory, who reads a table locks out who writes."""
    if connection.vendor == "sqlite":
        file = tmp_path_factory.mktemp("database") / "e2e.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(file)


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        # At the pace of a quick typist: an editor may answer a key after the next is pressed.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS, slow_mo=30)
        yield browser
        browser.close()


@pytest.fixture
def site(live_server, transactional_db):
    """The address of a site that serves the seeds."""
    call_command("loaddata", *LABELS.split(), verbosity=0)
    make_user("mina", is_superuser=True, password=PASSWORD)
    return live_server.url


@pytest.fixture
def quick_autosave(monkeypatch):
    """As in earnest, at ten times the pace."""
    monkeypatch.setattr(SessionsAdmin, "autosave_seconds", 0.3)
    monkeypatch.setattr(SessionsAdmin, "beat_seconds", 1)


@pytest.fixture
def complaints():
    """What the browser's console said: errors, warnings and refused requests."""
    return []


@pytest.fixture
def open_page(chromium, complaints, site):
    """Opens pages in a browser of its own, as another reader or editor would."""
    contexts = []

    def open_page(address="/", **options):
        context = chromium.new_context(base_url=site, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("request", lambda request: refuse_third_party(request, site, complaints))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()


def refuse_third_party(request, site, complaints):
    if not request.url.startswith((site, "data:", "blob:")):
        complaints.append(f"a request to {request.url}")


@pytest.fixture
def log_in(open_page):
    def log_in(username="mina", **options):
        page = open_page("/admin/login/", **options)
        page.fill("#id_username", username)
        page.fill("#id_password", PASSWORD)
        page.click("[type=submit]")
        return page

    return log_in
