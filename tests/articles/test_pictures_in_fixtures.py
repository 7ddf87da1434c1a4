"""A picture that a fixture names is held to what an upload is."""

import hashlib
from pathlib import Path

import pytest

from newsroom.models import Photo
from tests import pictures

from .fixture_files import load, record, refusal, write


@pytest.fixture
def library(settings):
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir()
    return folder


def naming(tmp_path, **fields):
    photo = record("newsroom.photo", slug="han", language="en", **fields)
    return write(tmp_path / "photos.json", [photo])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "The file is empty"),
        (b"not a picture", "no JPEG, PNG, WebP, AVIF or GIF"),
        (pictures.content()[:60], "damaged or cut short"),
        (pictures.png_header(100_000, 100_000), "more than 50,000,000 pixels"),
        (pictures.content() + b"<script>x</script>", "holds a web page or a script"),
    ],
    ids=["empty", "text", "cut short", "vast", "a page within"],
)
@pytest.mark.django_db
def test_a_file_that_an_upload_could_not_be_is_refused(tmp_path, library, data, reason):
    (library / "han.png").write_bytes(data)
    problems = refusal(naming(tmp_path, file="han.png"))
    assert any("(han): file: " in line and reason in line for line in problems)
    assert not Photo.objects.exists()


@pytest.mark.django_db
def test_a_sound_file_is_known_by_its_content(tmp_path, library):
    (library / "han.png").write_bytes(pictures.content())
    load(naming(tmp_path, file="han.png"))
    photo = Photo.objects.get()
    assert photo.sha256 == hashlib.sha256(pictures.content()).hexdigest()
    assert (photo.width, photo.height) == (40, 30)


@pytest.mark.django_db
def test_the_same_file_twice_is_named(tmp_path, library):
    for name in ["one", "two"]:
        (library / f"{name}.png").write_bytes(pictures.content())
    records = [
        record("newsroom.photo", slug=name, language="en", file=f"{name}.png")
        for name in ["one", "two"]
    ]
    (problem,) = refusal(write(tmp_path / "photos.json", records))
    assert "(two): sha256: This picture is in the library already." in problem
