"""Files as an upload brings them: sound pictures, and what only looks like one."""

import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def image(size=(40, 30), colour="red", mode="RGB"):
    return Image.new(mode, size, colour)


def content(format="PNG", picture=None, **options):
    out = BytesIO()
    (picture or image()).save(out, format, **options)
    return out.getvalue()


def upload(data=None, name="picture.png"):
    return SimpleUploadedFile(name, content() if data is None else data)


def iptc_block(**texts):
    """Photoshop's segment of a JPEG, with a caption, a credit or a copyright."""
    numbers = {"credit": 110, "copyright": 116, "caption": 120}
    records = b"".join(
        bytes([0x1C, 2, numbers[name]]) + len(text.encode()).to_bytes(2, "big") + text.encode()
        for name, text in texts.items()
    )
    padding = b"\0" * (len(records) % 2)
    block = b"8BIM\x04\x04\0\0" + len(records).to_bytes(4, "big") + records + padding
    body = b"Photoshop 3.0\0" + block
    return b"\xff\xed" + (len(body) + 2).to_bytes(2, "big") + body


def with_iptc(**texts):
    data = content("JPEG")
    return data[:2] + iptc_block(**texts) + data[2:]


def png_header(width, height):
    """A PNG that says it is so large and holds nothing."""
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    chunk = b"IHDR" + header
    whole = b"\0\0\0\x0d" + chunk + zlib.crc32(chunk).to_bytes(4, "big")
    return (
        b"\x89PNG\r\n\x1a\n" + whole + b"\0\0\0\0IDAT" + zlib.crc32(b"IDAT").to_bytes(4, "big")
    )
