"""Pictures as they come in. What is no sound picture is refused by its content, with a reason."""

import hashlib
import json
import re
import subprocess
import sys
import threading
from typing import NamedTuple

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat

ACCEPTED = "image/jpeg,image/png,image/webp,image/avif,image/gif"

# A file can be a picture and something else as well, for programs that look elsewhere in it.
# A web page or a script may stand anywhere, a PDF begins early, an archive is read from its end.
PAGE = re.compile(rb"<(?:script|html|iframe|!doctype)|<\?php", re.IGNORECASE)
PDF_BEGINS_WITHIN, ARCHIVE_ENDS_WITHIN = 1024, 65_557

# What a decoder may take: it holds a picture more than once, in up to eight bytes a pixel.
MEMORY, MEMORY_A_PIXEL = 400_000_000, 16
SECONDS = 20
DECODERS = threading.BoundedSemaphore(2)


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
    found = look_into(data)
    if reason := found.get("refused"):
        raise ValidationError(reason_for(reason), code=reason)
    return Picture(found["extension"], hashlib.sha256(data).hexdigest(), found["embedded"])


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


def look_into(data) -> dict:
    """What ``newsroom.decoding`` says of ``data``."""
    try:
        with DECODERS:
            return json.loads(confined("newsroom.decoding", data))
    except subprocess.TimeoutExpired:
        return {"refused": "slow"}
    except subprocess.CalledProcessError as error:
        return {"refused": "slow" if error.returncode < 0 else "damaged"}


def confined(module, data, work=None) -> bytes:
    """What ``module`` makes of a picture, in a process that has these limits."""
    limits = {
        "pixels": settings.PHOTO_MAX_PIXELS,
        "frames": settings.PHOTO_MAX_FRAMES,
        "memory": MEMORY + MEMORY_A_PIXEL * settings.PHOTO_MAX_PIXELS,
        "seconds": SECONDS,
    }
    done = subprocess.run(  # noqa: S603 - our own modules
        [sys.executable, "-m", module],
        input=json.dumps(limits | (work or {})).encode() + b"\n" + data,
        cwd=settings.BASE_DIR,
        # Nothing of ours, the secret key and the database's password least of all.
        env={"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        timeout=2 * SECONDS,
        check=True,
    )
    return done.stdout


def reason_for(refusal):
    return {
        "pixels": f"The picture has more than {settings.PHOTO_MAX_PIXELS:,} pixels.",
        "frames": f"The picture has more than {settings.PHOTO_MAX_FRAMES} frames.",
        "format": "This is no JPEG, PNG, WebP, AVIF or GIF picture, whatever its name says.",
        "damaged": "The picture is damaged or cut short.",
        "slow": "The picture takes too long, or too much memory, to be looked at.",
    }[refusal]
