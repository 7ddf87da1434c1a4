"""What the form of a story helps with: first mentions, notes on a passage, pictures, keys."""

import pytest
from PIL import Image

from articles.models import Note
from newsroom.models import Photo
from talent.models import Person
from tests.factories import make_article, make_photo

from .editor import BODY, TEXT, body_of, open_body, paste
from .test_editing import save

OFFER = ".body-mentions li"


@pytest.fixture
def page(log_in):
    return log_in()


@pytest.fixture
def oguri(site):
    return Person.objects.get(slug="shun-oguri")


def test_first_mentions_are_linked_when_asked_and_undone(page, oguri, complaints):
    han = Person.objects.get(slug="han-hyo-joo")
    body = "<p>Oguri Shun met Han Hyo Joo. Oguri Shun left.</p>"
    open_body(page, make_article(people=[oguri, han], body=body))
    page.wait_for_selector(OFFER)
    assert body_of(page) == body
    page.focus(f"{OFFER} button >> nth=0")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{TEXT} a")
    page.click("text=Link first mention")
    assert page.input_value(BODY) == (
        f'<p><a data-ref="person:{oguri.pk}">Oguri Shun</a> met '
        f'<a data-ref="person:{han.pk}">Han Hyo Joo</a>. Oguri Shun left.</p>'
    )
    assert page.locator(".body-said").inner_text().startswith("Linked: ")
    page.locator(TEXT).press("Control+z")
    page.wait_for_selector(OFFER)
    page.locator(TEXT).press("Control+z")
    page.click("text=Link all first mentions")
    page.wait_for_selector(".body-mentions", state="hidden")
    assert page.input_value(BODY).count("data-ref") == 2
    assert complaints == []


def test_who_is_in_no_row_is_added_to_the_story(page, oguri, complaints):
    story = make_article(body="<p>Then Oguri Shun left.</p>")
    open_body(page, story)
    page.click("text=Add to the story")
    page.wait_for_selector("text=Link first mention")
    save(page)
    assert [link.person for link in story.people.all()] == [oguri]
    assert complaints == []


def test_a_note_is_written_on_a_passage_and_leads_to_it(page, complaints):
    story = make_article(body="<p>Filmed in Osaka.</p>")
    open_body(page, story)
    page.locator(TEXT).press("Control+a")
    page.keyboard.press("Control+Alt+m")
    page.fill("[name=text]", "Was it not Kobe?")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{TEXT} .body-noted")
    save(page)
    note = Note.objects.get()
    assert (note.passage, note.text) == ("Filmed in Osaka.", "Was it not Kobe?")
    story.refresh_from_db()
    assert story.body == "<p>Filmed in Osaka.</p>"
    page.click("text=Show in the text")
    assert page.evaluate("getSelection().toString()") == "Filmed in Osaka."
    page.check("[name=notes-0-resolved]")
    page.wait_for_selector(f"{TEXT} .body-noted", state="detached")
    page.uncheck("[name=notes-0-resolved]")
    page.locator(TEXT).press("Control+a")
    page.keyboard.type("Filmed in Kobe.")
    page.click("text=Show in the text")
    assert "no longer in the text" in page.locator(".body-said").inner_text()
    assert complaints == []


def send_picture(page, file):
    page.click("[aria-label='Photo of the library']")
    page.click("text=Upload a picture…")
    page.set_input_files("[name=file]", file)
    page.click(".body-dialog [type=submit]")


def test_a_picture_is_sent_to_the_library_from_the_text(page, tmp_path, complaints):
    Image.new("RGB", (60, 40), "red").save(tmp_path / "set-visit.jpg")
    (tmp_path / "bad.png").write_text("<html></html>")
    open_body(page, make_article(body="<p>Text.</p>"))
    send_picture(page, tmp_path / "bad.png")
    page.wait_for_selector(".body-dialog [role=alert] >> text=web page")
    page.set_input_files("[name=file]", tmp_path / "set-visit.jpg")
    page.fill("[name=alt]", "Two actors")
    page.click(".body-dialog [type=submit]")
    page.wait_for_selector(f"{TEXT} figure")
    send_picture(page, tmp_path / "set-visit.jpg")
    page.click("text=Use the one that is there")
    page.wait_for_selector(f"{TEXT} figure >> nth=1")
    photo = Photo.objects.get(slug="set-visit")
    assert page.input_value(BODY).count(f'data-ref="photo:{photo.pk}"') == 2
    assert photo.alt == "Two actors"
    assert [said for said in complaints if "400" not in said] == []


def test_the_lead_picture_is_chosen_and_seen_and_the_list_goes_on(page, complaints):
    first = make_photo(slug="the-first", alt="A quay")
    for number in range(30):
        make_photo(alt=f"Photo {number}")
    story = make_article()
    open_body(page, story)
    page.click("text=Choose or upload…")
    page.wait_for_selector(".body-dialog [role=option]")
    while page.locator("text=More").is_visible():
        shown = page.locator(".body-dialog [role=option]").count()
        page.click("text=More")
        page.wait_for_selector(f".body-dialog [role=option] >> nth={shown}")
    page.click(".body-dialog [role=option] >> text=A quay")
    page.wait_for_selector(".body-dialog", state="detached")
    save(page)
    story.refresh_from_db()
    assert story.lead_photo == first
    assert complaints == []


def test_a_question_mark_lists_the_keys(page, complaints):
    open_body(page, make_article(body="<p>Why</p>"))
    page.locator(TEXT).press("Control+End")
    page.keyboard.type("?")
    assert page.input_value(BODY) == "<p>Why?</p>"
    page.locator("[data-shortcuts]").focus()
    page.keyboard.press("?")
    listed = page.locator(".body-dialog").inner_text()
    for what in ["Find anything", "Save and stay", "Bold", "Note on these words", "Move a row"]:
        assert what in listed
    page.keyboard.press("Escape")
    assert complaints == []


def test_undo_survives_autosave(page, complaints):
    open_body(page, make_article(body="<p>Written.</p>"))
    page.locator(TEXT).press("Control+End")
    page.keyboard.type(" More.")
    page.wait_for_selector(".safety-status >> text=Saved as you typed")
    page.locator(TEXT).press("Control+z")
    assert page.input_value(BODY) == "<p>Written.</p>"
    assert complaints == []


def test_pictures_in_a_paste_are_left_out_with_a_word(page):
    open_body(page, make_article(body=""))
    paste(page, '<p>Text <img src="https://example.com/x.jpg"></p>')
    page.wait_for_selector(".body-said >> text=Pictures were left out")
    assert page.input_value(BODY) == "<p>Text</p>"
