"""Whatever happens to the browser, the login or the connection: what was typed is there."""

from contextlib import suppress

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Error

from articles.models import Article, EditSession
from tests.factories import make_article, make_user

from .conftest import PASSWORD
from .editor import TEXT, keeping, open_body, type_headline, write_more
from .test_editing import save

pytestmark = pytest.mark.usefixtures("quick_autosave")

STATUS = ".safety-status"
TROUBLE = "#safety-trouble"
ADD = "/admin/articles/article/add/"


@pytest.fixture
def story(site):
    return make_article("One", body="<p>Body.</p>")


def held_in(page):
    """What the browser keeps of anybody's text."""
    return page.evaluate("Object.keys(localStorage).filter((key) => /unsaved/.test(key))")


def restore(page):
    with page.expect_navigation():
        page.click("[data-restore]")
    page.wait_for_selector(TEXT)


def log_in_elsewhere(page, username="mina"):
    """In another tab of the same browser, as the notice offers."""
    with page.context.expect_page() as opened:
        page.click("#safety-log-in a")
    other = opened.value
    other.fill("#id_username", username)
    other.fill("#id_password", PASSWORD)
    with other.expect_navigation():
        other.click("[type=submit]")
    return other


def crash(page):
    """The page is gone at once, and tells nobody."""
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash", timeout=5000)


def test_after_a_crash_the_text_is_offered_and_comes_back_whole(log_in, story, complaints):
    page = open_body(log_in(), story)
    write_more(page)
    page.click("#tagged-group .add-row a")
    page.click("#tagged-group .select2-selection >> nth=0")
    page.keyboard.type("asia")
    page.click(".select2-results__option >> text=Asia")
    type_headline(page, "Typed")
    crash(page)
    page = open_body(log_in(), story)
    assert "(Headline, Body, Tags)" in page.inner_text("#safety")
    assert "may still be open" in page.inner_text("#safety")
    assert page.input_value("#id_headline") == "One"
    restore(page)
    assert page.input_value("#id_headline") == "Typed"
    assert page.inner_text(TEXT).strip() == "Body. And more."
    assert "Asia" in page.inner_text("#tagged-group .select2-selection >> nth=0")
    save(page)
    story.refresh_from_db()
    assert (story.headline, story.body) == ("Typed", "<p>Body. And more.</p>")
    assert story.tagged.get().tag.name == "Asia"
    assert not EditSession.objects.unsaved().exists()
    assert complaints == []


def test_after_the_login_has_ended_one_logs_in_in_another_tab_and_saves(log_in, story):
    page = open_body(log_in(), story)
    type_headline(page, "Typed")
    Session.objects.all().delete()
    page.fill("#id_kicker", "Typed later")
    page.wait_for_selector(f"{TROUBLE}:has-text('You are logged out')")
    page.click("[name=_continue]")
    page.wait_for_selector(f"{TROUBLE}:has-text('Not saved: You are logged out')")
    assert page.input_value("#id_kicker") == "Typed later"
    log_in_elsewhere(page).close()
    page.bring_to_front()
    page.wait_for_selector(TROUBLE, state="hidden")
    save(page)
    story.refresh_from_db()
    assert (story.headline, story.kicker) == ("Typed", "Typed later")
    assert held_in(page) == []


def test_after_the_login_has_ended_one_loads_the_form_again(log_in, story):
    page = open_body(log_in(), story)
    type_headline(page, "Typed")
    Session.objects.all().delete()
    page.fill("#id_kicker", "Typed later")
    page.wait_for_selector(f"{TROUBLE}:has-text('kept in this browser')")
    page.reload()
    page.fill("#id_username", "mina")
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    # What this browser kept is handed to the desk first.
    page.wait_for_selector("#safety >> text=(Kicker, Headline)")
    restore(page)
    assert page.input_value("#id_headline") == "Typed"
    assert page.input_value("#id_kicker") == "Typed later"
    save(page)
    story.refresh_from_db()
    assert (story.headline, story.kicker) == ("Typed", "Typed later")


def test_what_one_typed_is_not_given_to_who_logs_in_next(log_in, story):
    make_user("jun", first_name="Jun", is_superuser=True, password=PASSWORD)
    page = open_body(log_in(), story)
    Session.objects.all().delete()
    page.fill("#id_headline", "Typed")
    page.wait_for_selector(f"{TROUBLE}:has-text('You are logged out')")
    other = log_in_elsewhere(page, "jun")
    open_body(other, story)
    assert "unsaved text" not in other.inner_text("#safety")
    page.bring_to_front()
    page.wait_for_selector(f"{TROUBLE}:has-text('now logged in as Jun')")
    page.click("[name=_continue]")
    page.wait_for_selector(f"{TROUBLE}:has-text('Not saved')")
    story.refresh_from_db()
    assert story.headline == "One"
    assert not EditSession.objects.unsaved().exists()


def test_without_a_connection_it_is_kept_in_the_browser_and_comes_home(log_in, story):
    page = open_body(log_in(), story)
    type_headline(page, "Typed")
    page.context.set_offline(True)
    page.fill("#id_headline", "Typed offline")
    page.wait_for_selector(f"{STATUS}:text-is('Offline, kept in this browser')")
    page.click("[name=_continue]")
    page.wait_for_selector(f"{TROUBLE}:has-text('Not saved: There is no connection')")
    assert page.input_value("#id_headline") == "Typed offline"
    with keeping(page, "Typed offline"):
        page.context.set_offline(False)
    page.wait_for_selector(TROUBLE, state="hidden")
    assert held_in(page) == []
    save(page)
    story.refresh_from_db()
    assert story.headline == "Typed offline"


def test_a_new_story_that_was_left_offline_is_offered_when_one_comes_back(log_in):
    page = log_in()
    page.goto(ADD)
    page.wait_for_selector(TEXT)
    page.context.set_offline(True)
    page.fill("#id_headline", "Typed offline")
    page.wait_for_selector(f"{STATUS}:text-is('Offline, kept in this browser')")
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(ADD)
    page.wait_for_selector("#safety >> text=(Headline")
    restore(page)
    assert page.input_value("#id_headline") == "Typed offline"
    assert held_in(page) == []


def test_back_leads_to_the_text(log_in, story, complaints):
    page = open_body(log_in(), story)
    write_more(page)
    page.fill("#id_headline", "Typed")
    page.click("#site-name a")
    page.wait_for_selector("#content >> text=The desk")
    page.go_back()
    page.wait_for_selector("#id_headline")
    page.wait_for_function("document.querySelector('#id_headline').value === 'Typed'")
    page.wait_for_selector(f"{TEXT}:has-text('And more.')")
    save(page)
    story.refresh_from_db()
    assert (story.headline, story.body) == ("Typed", "<p>Body. And more.</p>")
    assert complaints == []


def test_save_pressed_twice_makes_one_story(log_in):
    page = log_in()
    page.goto(ADD)
    page.fill("#id_headline", "Pressed twice")
    page.fill("#id_slug", "pressed-twice")
    with page.expect_navigation(url="**/article/"):
        page.dblclick("[name=_save]")
    assert Article.objects.filter(headline="Pressed twice").count() == 1
    assert not EditSession.objects.unsaved().exists()


def test_undo_works_across_an_autosave(log_in, story):
    page = open_body(log_in(), story)
    with keeping(page, "And more."):
        write_more(page)
    page.locator(TEXT).press("Control+z")
    page.wait_for_function(f"document.querySelector('{TEXT}').textContent.trim() === 'Body.'")
    page.locator(TEXT).press("Control+Shift+z")
    page.wait_for_selector(f"{TEXT}:has-text('And more.')")


def test_a_refused_save_keeps_all_that_was_typed(log_in, story):
    page = open_body(log_in(), story)
    type_headline(page, "Typed")
    page.fill("#id_slug", "")
    save(page)
    page.wait_for_selector(".errorlist")
    assert page.input_value("#id_headline") == "Typed"
    with keeping(page, "Typed later"):
        page.fill("#id_kicker", "Typed later")
    page.goto("/admin/")
    page = open_body(page, story)
    assert "(Kicker, Headline, Slug)" in page.inner_text("#safety")


def test_it_is_thrown_away_when_one_says_so(log_in, story):
    page = open_body(log_in(), story)
    type_headline(page, "Typed")
    page.goto("/admin/")
    open_body(page, story)
    page.click("#safety >> text=Compare")
    assert page.inner_text("main ins") == "Typed"
    page.click("text=Discard")
    page.wait_for_selector("text=is discarded")
    page.wait_for_selector(TEXT)
    assert "unsaved text" not in page.inner_text("#safety")
