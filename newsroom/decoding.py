"""Looks into a picture that somebody has sent, in a process of its own with little to lose.

Decoders are written in C and have holes: here one may crash, fill the memory it is given or
run on, and the site does not. It knows nothing of Django: a start takes a fifth of a second.

Standard input has the limits on a line, as JSON, then the picture; standard output has what it is.
"""

import json
import resource
import sys
import warnings
from contextlib import suppress
from io import BytesIO

from defusedxml.ElementTree import fromstring
from PIL import Image, IptcImagePlugin, UnidentifiedImageError

from .text import without_controls

# The formats that are taken, as Pillow calls them, and the extension that each is kept under.
# MPO is what many phones make: a JPEG with further pictures behind the first.
EXTENSIONS = {
    "JPEG": "jpg",
    "MPO": "jpg",
    "PNG": "png",
    "WEBP": "webp",
    "AVIF": "avif",
    "GIF": "gif",
}
# Those to look for: MPO begins like any JPEG.
FORMATS = sorted(EXTENSIONS.keys() - {"MPO"})
TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)

# By the name that a photo keeps them under: IPTC's numbers, XMP's elements and Exif's tags.
IPTC = {
    (2, 5): "title",
    (2, 80): "creator",
    (2, 110): "credit",
    (2, 116): "copyright",
    (2, 120): "caption",
}
XMP = {
    "{http://purl.org/dc/elements/1.1/}title": "title",
    "{http://purl.org/dc/elements/1.1/}creator": "creator",
    "{http://purl.org/dc/elements/1.1/}rights": "copyright",
    "{http://purl.org/dc/elements/1.1/}description": "caption",
    "{http://ns.adobe.com/photoshop/1.0/}Credit": "credit",
    "{http://ns.adobe.com/xap/1.0/rights/}UsageTerms": "usage_terms",
}
EXIF = {0x010E: "caption", 0x013B: "creator", 0x8298: "copyright"}
LONGEST_TEXT = 2000


class Refused(Exception):
    """Has a word for the reason: pixels, frames, format, slow or damaged."""


def look_into(data, limits) -> dict:
    """The extension that ``data`` is to be kept under, and what it says of itself."""
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            refuse_oversize(image, limits)
            embedded = embedded_in(image)
            image.load()
            return {"extension": EXTENSIONS[image.format], "embedded": embedded}
    except Refused:
        raise
    except TOO_LARGE as error:
        raise Refused("pixels") from error
    except UnidentifiedImageError as error:
        raise Refused("format") from error
    except MemoryError as error:
        raise Refused("slow") from error
    except Exception as error:
        # A decoder may raise anything at a broken file.
        raise Refused("damaged") from error


def refuse_oversize(image, limits):
    """Before anything is decoded: the header alone says how much that would be."""
    if image.width * image.height > limits["pixels"]:
        raise Refused("pixels")
    if getattr(image, "n_frames", 1) > limits["frames"]:
        raise Refused("frames")


def embedded_in(image) -> dict[str, str]:
    """What the file says of itself; where two of its parts differ, XMP, then IPTC is right."""
    found = {}
    for texts in [xmp_texts, iptc_texts, exif_texts]:
        # Bad metadata makes no bad picture.
        with suppress(Exception):
            for name, value in texts(image):
                if text := tidy(value):
                    found.setdefault(name, text)
    return found


def xmp_texts(image):
    raw = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or ""
    for element in fromstring(raw.strip("\0 " if isinstance(raw, str) else b"\0 ")).iter():
        if name := XMP.get(element.tag):
            yield name, next(filter(str.strip, element.itertext()), "")
        yield from ((XMP[key], value) for key, value in element.attrib.items() if key in XMP)


def iptc_texts(image):
    found = IptcImagePlugin.getiptcinfo(image) or {}
    for key, name in IPTC.items():
        value = found.get(key) or b""
        yield name, b", ".join(value) if isinstance(value, list) else value


def exif_texts(image):
    exif = image.getexif()
    return [(name, exif.get(tag, "")) for tag, name in EXIF.items()]


def tidy(value):
    if isinstance(value, bytes):
        value = in_utf8(value)
    value = value.encode("utf-8", "ignore").decode().replace("\r\n", "\n")
    return without_controls(value).strip()[:LONGEST_TEXT]


def in_utf8(value):
    """IPTC rarely says which encoding it is in; what is no UTF-8 is mostly this."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")


def confine(limits):
    """No more memory and time than a picture within the limits takes, and no file to write."""
    for kind, most in [
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["seconds"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ]:
        resource.setrlimit(kind, (most, most))


def given():
    """What the first line of standard input says; from here on its limits hold."""
    asked = json.loads(sys.stdin.buffer.readline())
    confine(asked)
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    return asked


def main():
    limits = given()
    try:
        found = look_into(sys.stdin.buffer.read(), limits)
    except Refused as refusal:
        found = {"refused": str(refusal)}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
