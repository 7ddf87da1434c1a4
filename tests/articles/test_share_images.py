import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from articles.publishing import publish, withdraw
from newsroom import share_images
from tests.factories import make_story

TITLES = [
    "Short", "A headline of three hundred characters, or nearly so. " * 6, "W" * 300, "한효주 주연의 영화",
    "小栗旬、チョコレート職人に" * 12, "فيلم كوري جديد", "👩‍👩‍👧 🎬", "", "…—“”", "Những bộ phim", "\u202eabc\x00",
]  # fmt: skip


@pytest.mark.parametrize("title", TITLES)
def test_any_title_is_drawn(title):
    image = Image.open(BytesIO(share_images.draw(title, "Newsroom", 0, 1)))
    assert image.size == (1200, 630)


def test_what_no_font_can_write_is_left_out(monkeypatch):
    monkeypatch.setattr(share_images, "FONTS", [])
    bare = share_images.draw("", "Newsroom", 2, 0)
    assert share_images.draw("한효주", "Newsroom", 2, 0) == bare
    assert share_images.draw("Han Hyo-joo", "Newsroom", 2, 0) != bare


def test_its_colours_are_those_of_the_stylesheet():
    css = Path(settings.BASE_DIR, "newsroom/static/newsroom/site.css").read_text()
    tones = re.findall(r"\.tone-\d \{ --bg: (#\w+); --shape: (#\w+); --fg: (#\w+); \}", css)
    assert tones == share_images.COLOURS


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def address_in(client, slug):
    html = client.get(f"/stories/{slug}/").content.decode()
    return re.search(r'"og:image" content="http://testserver([^"]*)"', html)[1]


@pytest.mark.django_db
def test_a_story_has_one_whose_address_changes_with_what_it_says(client, media):
    story = make_story("First words", slug="story")
    old = address_in(client, "story")
    response = client.get(old)
    assert response["Content-Type"] == "image/png"
    assert Image.open(BytesIO(b"".join(response.streaming_content))).size == (1200, 630)
    type(story).objects.update(headline="Other words")
    publish(story)
    new = address_in(client, "story")
    assert new != old
    assert client.get(old).status_code == 404
    for _ in range(2):
        response = client.get(new)
        assert response.status_code == 200
        # To read it to its end is to close it, as a test's client does without harm.
        assert b"".join(response.streaming_content)
    assert len(list(media.rglob("*.png"))) == 1


@pytest.mark.django_db
def test_nobody_has_others_drawn(client, media):
    story = make_story("Story")
    address = address_in(client, "story")
    assert client.get(re.sub(r"-\w{20}\.", f"-{'0' * 20}.", address)).status_code == 404
    withdraw(story)
    assert client.get(address).status_code == 404
    assert not list(media.rglob("*.png"))
