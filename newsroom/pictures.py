"""Pictures as they come in. What is no sound picture is refused by its content, with a reason."""

import hashlib
import re
from contextlib import suppress
from io import BytesIO
from typing import NamedTuple

from defusedxml.ElementTree import fromstring
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
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
ACCEPTED = "image/jpeg,image/png,image/webp,image/avif,image/gif"
TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)

# A file can be a picture and something else as well, for programs that look elsewhere in it.
# A web page or a script may stand anywhere, a PDF begins early, an archive is read from its end.
PAGE = re.compile(rb"<(?:script|html|iframe|!doctype)|<\?php", re.IGNORECASE)
PDF_BEGINS_WITHIN, ARCHIVE_ENDS_WITHIN = 1024, 65_557

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


class Picture(NamedTuple):
    extension: str
    sha256: str
    embedded: dict

    def offers(self):
        """What the file says of itself, as the fields of a photo have it."""
        credit = next(
            filter(None, map(self.embedded.get, ["credit", "copyright", "creator"])), ""
        )
        return {
            "caption": self.embedded.get("caption", ""),
            "credit": credit[:200],
            "usage_terms": self.embedded.get("usage_terms", ""),
        }


class PictureField(forms.FileField):
    """An upload that is a sound picture: it comes with a ``picture`` and a name of ours."""

    widget = forms.FileInput(attrs={"accept": ACCEPTED})

    def to_python(self, data):
        file = super().to_python(data)
        if file:
            file.picture = read(file)
            file.name = f"picture.{file.picture.extension}"
        return file


def read(file) -> Picture:
    """Raises ValidationError, with the reason, where ``file`` is to be refused."""
    data = contents(file)
    refuse_passengers(data)
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            refuse_oversize(image)
            embedded = embedded_in(image)
            image.load()
            extension = EXTENSIONS[image.format]
    except ValidationError:
        raise
    except TOO_LARGE as error:
        raise ValidationError(too_many_pixels(), code="pixels") from error
    except UnidentifiedImageError as error:
        raise ValidationError(
            "This is no JPEG, PNG, WebP, AVIF or GIF picture, whatever its name says.",
            code="format",
        ) from error
    except Exception as error:
        # A decoder may raise anything at a broken file.
        raise ValidationError("The picture is damaged or cut short.", code="damaged") from error
    return Picture(extension, hashlib.sha256(data).hexdigest(), embedded)


def contents(file):
    if not file.size:
        raise ValidationError("The file is empty.", code="empty")
    if file.size > settings.PHOTO_MAX_BYTES:
        most = filesizeformat(settings.PHOTO_MAX_BYTES)
        message = f"The file is too large: {filesizeformat(file.size)}, of {most} at most."
        raise ValidationError(message, code="bytes")
    file.seek(0)
    data = file.read()
    file.seek(0)
    return data


def refuse_passengers(data):
    kinds = [
        ("a web page or a script", PAGE.search(data)),
        ("a PDF", b"%PDF-" in data[:PDF_BEGINS_WITHIN]),
        ("an archive", b"PK\x05\x06" in data[-ARCHIVE_ENDS_WITHIN:]),
    ]
    if found := [kind for kind, is_there in kinds if is_there]:
        raise ValidationError(f"The file holds {found[0]}.", code="passenger")


def refuse_oversize(image):
    """Before anything is decoded: the header alone says how much that would be."""
    if image.width * image.height > settings.PHOTO_MAX_PIXELS:
        raise ValidationError(too_many_pixels(), code="pixels")
    if getattr(image, "n_frames", 1) > settings.PHOTO_MAX_FRAMES:
        message = f"The picture has more than {settings.PHOTO_MAX_FRAMES} frames."
        raise ValidationError(message, code="frames")


def too_many_pixels():
    return f"The picture has more than {settings.PHOTO_MAX_PIXELS:,} pixels."


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
