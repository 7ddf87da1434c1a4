import subprocess
import sys

import pytest
from django.core.exceptions import ValidationError
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from newsroom import pictures
from newsroom.pictures import read
from tests.pictures import content, image, png_header, upload, with_iptc

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="Yong Film">
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">한효주 in Seoul</rdf:li></rdf:Alt>
</dc:description></rdf:Description></rdf:RDF></x:xmpmeta>"""
BOMB = f'<!DOCTYPE x [<!ENTITY a "{"a" * 50}">]>' + XMP.replace("한효주", "&a;")


def refusal(data, name="picture.png"):
    with pytest.raises(ValidationError) as refused:
        read(upload(data, name))
    return refused.value.messages[0]


@pytest.mark.parametrize(
    ("format", "extension"),
    [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("AVIF", "avif"), ("GIF", "gif")],
)
def test_the_content_decides_and_not_the_name(format, extension):
    assert read(upload(content(format), "program.exe")).extension == extension


@pytest.mark.parametrize("format", ["BMP", "TIFF", "ICO", "EPS", "PDF"])
def test_another_format_is_refused_under_any_name(format):
    assert "is no JPEG" in refusal(content(format)) or "PDF" in refusal(content(format))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\0" * 100, "is no JPEG"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "is no JPEG"),
        (b"<html><script>x()</script></html>", "a web page or a script"),
        (b"GIF89a/*<SCRIPT>*/=1;", "a web page or a script"),
        (content("JPEG") + b"<?php system('id');", "a web page or a script"),
        (content("PNG", image((9, 9))) + b"%PDF-1.7", "a PDF"),
        (content("JPEG") + b"PK\x05\x06" + b"\0" * 18, "an archive"),
        (content("PNG")[:60], "damaged or cut short"),
        (content("JPEG", image((400, 400)))[:700], "damaged or cut short"),
        (content("WEBP")[:40], "damaged or cut short"),
    ],
)
def test_what_is_no_sound_picture_is_refused_with_the_reason(data, reason):
    assert reason in refusal(data)


@pytest.mark.parametrize("size", [(8_000, 8_000), (11_000, 10_000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_that_would_fill_the_memory_is_refused_by_its_header(size):
    assert "more than 50,000,000 pixels" in refusal(png_header(*size))


def test_bytes_and_frames_have_their_limits(settings):
    settings.PHOTO_MAX_FRAMES = 2
    frames = [image(colour=colour) for colour in ["red", "green", "blue"]]
    data = content("GIF", frames[0], save_all=True, append_images=frames[1:])
    assert "more than 2 frames" in refusal(data)
    settings.PHOTO_MAX_BYTES = 10
    assert "too large" in refusal(data)


class TestDecoding:
    """It happens in a process that has little to lose."""

    def test_no_more_memory_is_taken_than_there_is_for_it(self, monkeypatch):
        monkeypatch.setattr(pictures, "MEMORY", 150_000_000)
        monkeypatch.setattr(pictures, "MEMORY_A_PIXEL", 0)
        data = content("PNG", image((6000, 5000)))
        assert "too much memory" in refusal(data)
        assert read(upload()).extension == "png"

    def test_nor_more_time(self, monkeypatch):
        monkeypatch.setattr(pictures, "SECONDS", 0)
        assert "too long" in refusal(content())

    def test_a_decoder_that_crashes_takes_nothing_with_it(self, monkeypatch):
        monkeypatch.setattr(sys, "executable", "/bin/false")
        assert "damaged" in refusal(content())

    def test_it_is_given_nothing_of_ours(self, monkeypatch):
        seen = {}

        def run(command, **given):
            seen.update(given["env"])
            raise subprocess.TimeoutExpired(command, 1)

        monkeypatch.setenv("SECRET_KEY", "of ours")
        monkeypatch.setattr(subprocess, "run", run)
        refusal(content())
        assert seen.keys() == {"PYTHONDONTWRITEBYTECODE"}

    def test_a_text_that_unpacks_without_end_is_refused(self):
        words = PngInfo()
        words.add_text("Comment", "a" * 80_000_000, zip=True)
        data = content("PNG", pnginfo=words)
        assert len(data) < 100_000
        assert "damaged" in refusal(data)

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
    def test_every_kind_of_colour_is_taken(self, mode):
        format = "JPEG" if mode == "CMYK" else "PNG"
        assert read(upload(content(format, Image.new(mode, (9, 9)))))


class TestWhatTheFileSays:
    def test_iptc_is_read(self):
        data = with_iptc(caption="Two actors.", credit="", copyright="© Yong Film")
        picture = read(upload(data))
        assert picture.embedded == {"caption": "Two actors.", "copyright": "© Yong Film"}
        assert picture.offers()["credit"] == "© Yong Film"

    @pytest.mark.parametrize("format", ["JPEG", "WEBP", "AVIF"])
    def test_xmp_is_read(self, format):
        embedded = read(upload(content(format, xmp=XMP.encode()))).embedded
        assert embedded == {"caption": "한효주 in Seoul", "credit": "Yong Film"}

    def test_exif_is_read(self):
        picture = image()
        exif = picture.getexif()
        exif[0x010E], exif[0x013B] = "On the quay.", "Mina"
        assert read(upload(content("JPEG", picture, exif=exif))).offers()["caption"] == (
            "On the quay."
        )

    @pytest.mark.parametrize("xmp", [b"<x", b"\xff\xfe\0", BOMB.encode("utf-16")])
    def test_what_cannot_be_read_of_it_makes_no_bad_picture(self, xmp):
        assert read(upload(content("JPEG", xmp=xmp))).embedded == {}

    def test_control_characters_and_endless_texts_are_cut(self):
        embedded = read(upload(with_iptc(caption="a\0b" + "c" * 3000))).embedded
        assert embedded["caption"].startswith("abc")
        assert len(embedded["caption"]) == 2000
