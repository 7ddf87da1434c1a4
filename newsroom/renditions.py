"""A photo in the sizes, crops and formats that readers are sent; they never get the upload.

A rendition is made when its address is first asked for, and kept. The address is signed:
nobody can have others made, and a new file or focal point gives new addresses.
"""

import subprocess
import threading
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils.crypto import salted_hmac

from .pictures import confined
from .rendering import FORMATS

WIDTHS = [320, 480, 640, 960, 1280, 1920]
RATIOS = {"free": None, "16x9": 16 / 9, "3x2": 3 / 2, "4x5": 4 / 5, "1x1": 1}
TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
# The folder of storage that holds them all, and nothing that could not be made again.
FOLDER = "r"
# A large picture takes some hundred megabytes to work on.
MAKERS = threading.BoundedSemaphore(2)


class Rendition(NamedTuple):
    """Of a photo: one of ``RATIOS``, a width in pixels, and one of ``FORMATS``."""

    ratio: str
    width: int
    extension: str

    def path(self, photo):
        return f"{folder(photo)}/{signature(photo)}/{self.ratio}-{self.width}.{self.extension}"

    def url(self, photo):
        return f"/media/{self.path(photo)}"

    def is_offered(self, photo):
        return (
            photo.has_picture
            and self.ratio in RATIOS
            and self.extension in FORMATS
            and self.width in widths(photo, self.ratio)
        )


def folder(photo):
    return f"{FOLDER}/{photo.pk}"


def signature(photo):
    focal_point = f"{photo.focal_x:.4f}|{photo.focal_y:.4f}"
    stands_for = f"{photo.pk}|{photo.file.name}|{photo.sha256}|{focal_point}"
    return salted_hmac("newsroom.rendition", stands_for, algorithm="sha256").hexdigest()[:20]


def shape(photo, ratio):
    return RATIOS[ratio] or photo.width / photo.height


def widths(photo, ratio):
    """Never wider than what the crop has."""
    widest = max(1, round(min(photo.width, photo.height * shape(photo, ratio))))
    return [width for width in WIDTHS if width <= widest] or [widest]


def height(photo, ratio, width):
    return max(1, round(width / shape(photo, ratio)))


def srcset(photo, ratio, extension):
    return ", ".join(
        f"{Rendition(ratio, width, extension).url(photo)} {width}w"
        for width in widths(photo, ratio)
    )


def offered(photo, ratio):
    """What a ``<picture>`` says of ``photo``."""
    widest = widths(photo, ratio)[-1]
    return {
        "sources": [(TYPES[e], srcset(photo, ratio, e)) for e in FORMATS if e != "jpg"],
        "srcset": srcset(photo, ratio, "jpg"),
        "src": preview(photo, ratio, 960)["src"],
        "width": widest,
        "height": height(photo, ratio, widest),
    }


def preview(photo, ratio, wanted):
    """For the desk: what an ``<img>`` of about the ``wanted`` width says of ``photo``."""
    width = min(widths(photo, ratio), key=lambda width: abs(width - wanted))
    return {
        "src": Rendition(ratio, width, "jpg").url(photo),
        "width": width,
        "height": height(photo, ratio, width),
    }


def stored(photo, rendition):
    """The rendition as an open file, made now if nobody has asked for it before."""
    storage, path = storages["renditions"], rendition.path(photo)
    if not storage.exists(path):
        with MAKERS:
            storage.save(path, ContentFile(make(photo, rendition)))
    return storage.open(path)


def forget(photo_folder, keep=None):
    """Delete the renditions that no address leads to any more: all but those signed ``keep``."""
    storage = storages["renditions"]
    try:
        signatures, _files = storage.listdir(photo_folder)
    except FileNotFoundError:
        return
    for old in set(signatures) - {keep}:
        _folders, files = storage.listdir(f"{photo_folder}/{old}")
        for file in files:
            storage.delete(f"{photo_folder}/{old}/{file}")


def make(photo, rendition) -> bytes:
    """Made in a process of its own: what was sound when it was sent may meet another decoder now."""
    ratio, width, extension = rendition
    work = {
        "box": crop_box(photo, ratio),
        "of": photo.width,
        "size": [width, height(photo, ratio, width)],
        "extension": extension,
    }
    with photo.file.open("rb") as file:
        data = file.read()
    try:
        return confined("newsroom.rendering", data, work)
    except subprocess.SubprocessError as error:
        raise OSError("it cannot be decoded within the limits") from error


def crop_box(photo, ratio):
    """The largest of its shape with the focal point as near to its middle as the edges let."""
    width = min(photo.width, photo.height * shape(photo, ratio))
    height = width / shape(photo, ratio)
    left = min(max(photo.focal_x * photo.width - width / 2, 0), photo.width - width)
    top = min(max(photo.focal_y * photo.height - height / 2, 0), photo.height - height)
    return left, top, left + width, top + height
