"""The photo library in a browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image

from newsroom.models import Photo
from tests.factories import make_photo, make_story
from tests.pictures import content, image, upload


@pytest.fixture
def photo(site):
    picture = image((800, 400), "navy")
    picture.paste("red", (600, 100, 700, 200))
    return make_photo(slug="quay", alt="A quay", file=upload(content("PNG", picture)))


def open_photo(page, photo):
    page.goto(f"/admin/newsroom/photo/{photo.pk}/change/")
    page.wait_for_selector(".focal-mark")


def violations(page):
    found = Axe().run(page).response["violations"]
    return [f"{page.url}: {rule['id']}: {rule['nodes'][0]['html']}" for rule in found]


def test_several_files_are_added_and_a_bad_one_is_named(log_in, complaints, tmp_path):
    Image.new("RGB", (60, 40), "red").save(tmp_path / "one.jpg")
    Image.new("RGB", (60, 40), "blue").save(tmp_path / "two.webp")
    (tmp_path / "bad.png").write_text("<html></html>")
    page = log_in()
    page.goto("/admin/newsroom/photo/")
    page.click("text=Add several")
    page.set_input_files("[type=file]", sorted(tmp_path.glob("*.*")))
    page.click("#upload_form [type=submit]")
    page.wait_for_selector(".outcomes")
    said = page.locator(".outcomes").inner_text()
    assert "bad.png: refused." in said
    assert said.count("added.") == 2
    # Rejected if it is no picture; it may be on its way still.
    page.locator(".outcomes img").first.evaluate("i => i.decode()")
    assert complaints == []


def test_the_focal_point_is_set_by_mouse_and_by_keyboard(log_in, photo, complaints):
    page = log_in()
    open_photo(page, photo)
    crop = page.locator(".focal-crops img").nth(3)
    before = crop.evaluate("i => i.style.objectPosition")
    box = page.locator(".focal-whole img").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.8, box["y"] + box["height"] * 0.4)
    assert float(page.input_value("#id_focal_x")) == pytest.approx(0.8, abs=0.02)
    assert crop.evaluate("i => i.style.objectPosition") != before
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    assert float(page.input_value("#id_focal_x")) == pytest.approx(0.81, abs=0.02)
    assert float(page.input_value("#id_focal_y")) == pytest.approx(0.5, abs=0.02)
    with page.expect_navigation():
        page.click("[name=_save]")
    photo.refresh_from_db()
    assert photo.focal_x == pytest.approx(0.81, abs=0.02)
    assert complaints == []


def test_without_javascript_the_fields_hold_the_focal_point(log_in, photo):
    page = log_in(java_script_enabled=False)
    page.goto(f"/admin/newsroom/photo/{photo.pk}/change/")
    assert not page.locator(".focal-crops").is_visible()
    page.fill("#id_focal_x", "0.25")
    with page.expect_navigation():
        page.click("[name=_save]")
    assert Photo.objects.get(pk=photo.pk).focal_x == 0.25


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_library_breaks_no_accessibility_rule(log_in, photo, scheme):
    options = {"viewport": {"width": 390, "height": 800}, "color_scheme": scheme}
    page = log_in(bypass_csp=True, **options)
    found = []
    for address in ["upload/", f"{photo.pk}/change/", ""]:
        page.goto(f"/admin/newsroom/photo/{address}")
        found += violations(page)
    assert "\n".join(found) == ""


def test_a_reader_is_sent_a_small_modern_picture(open_page, photo, complaints):
    make_story("Quay", slug="quay", lead_photo=photo)
    page = open_page("/stories/quay/", viewport={"width": 390, "height": 800})
    picture = page.locator(".lead-photo img")
    page.wait_for_function("document.querySelector('.lead-photo img').naturalWidth > 0")
    assert picture.evaluate("i => i.currentSrc").endswith(".avif")
    assert picture.evaluate("i => i.clientWidth") <= 390
    assert complaints == []
