"""Two editors at one story, each in a browser of their own: both their work is kept."""

import pytest

from articles.models import Revision
from tests.factories import make_article, make_user

from .conftest import PASSWORD
from .editor import TEXT, open_body, type_headline, write_more
from .test_editing import save

pytestmark = pytest.mark.usefixtures("quick_autosave")

PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def story(site):
    return make_article("One", body="<p>Body.</p>")


@pytest.fixture
def two(log_in, story):
    """The story, open with Mina and, on a phone, with Jun."""
    make_user("jun", first_name="Jun", is_superuser=True, password=PASSWORD)
    return open_body(log_in(), story), open_body(log_in("jun", **PHONE), story)


def test_each_sees_the_other_there_typing_saving_and_gone(two, complaints):
    mina, jun = two
    mina.wait_for_selector("#safety-open:text-is('Also open: Jun')")
    type_headline(jun, "Jun's")
    mina.wait_for_selector("#safety-open:text-is('Also open: Jun, typing')")
    jun.wait_for_selector("#safety-open:text-is('Also open: mina')")
    save(jun)
    mina.wait_for_selector("#safety-saved:has-text('Jun saved version 1 while you work')")
    jun.goto("/admin/")
    mina.wait_for_selector("#safety-open", state="hidden")
    assert complaints == []


def test_one_saves_the_headline_the_other_the_body_and_both_are_kept(two, story, complaints):
    mina, jun = two
    jun.fill("#id_headline", "Jun's headline")
    save(jun)
    write_more(mina)
    save(mina)
    told = "Saved together with what was saved meanwhile: Headline."
    assert told in mina.inner_text(".messagelist")
    assert mina.input_value("#id_headline") == "Jun's headline"
    story.refresh_from_db()
    assert (story.headline, story.body) == ("Jun's headline", "<p>Body. And more.</p>")
    assert complaints == []


@pytest.mark.parametrize(
    ("choice", "kept"), [("mine", "Jun's"), ("theirs", "Mina's"), ("edit", "Of both")]
)
def test_where_both_change_the_headline_the_second_sees_both_and_chooses(
    two, story, complaints, choice, kept
):
    mina, jun = two
    for page, headline in [(mina, "Mina's"), (jun, "Jun's")]:
        page.fill("#id_headline", headline)
        write_more(page) if page is jun else None
        save(page)
    mine, theirs = jun.locator(".conflict .sides > div").all_inner_texts()
    assert ("Jun's" in mine, "Mina's" in theirs) == (True, True)
    assert jun.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]
    assert jun.input_value("#id_headline") == "Jun's"
    assert "And more." in jun.inner_text(TEXT)
    jun.check(f".conflict [value^={choice}]")
    if choice == "edit":
        jun.fill("#id_headline", kept)
    save(jun)
    story.refresh_from_db()
    assert (story.headline, story.body) == (kept, "<p>Body. And more.</p>")
    versions = {revision.data["fields"]["headline"] for revision in Revision.objects.all()}
    # What is given up of one's own text is kept, as what another has saved is.
    assert versions >= {"Mina's", kept} | ({"Jun's"} if choice != "edit" else set())
    assert complaints == []
