"""Makes a rendition, in a process of its own with little to lose, as ``newsroom.decoding`` looks
into an upload.

Standard input has the limits and what is wanted on a line, as JSON, then the picture; standard
output has the rendition.
"""

import sys
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from .decoding import FORMATS as READ, given

# The best first: a browser takes the first that it knows.
FORMATS = {
    "avif": {"format": "AVIF", "quality": 58, "speed": 7},
    "webp": {"format": "WEBP", "quality": 78, "method": 4},
    "jpg": {"format": "JPEG", "quality": 80, "progressive": True, "optimize": True},
}


def render(data, box, of, size, extension) -> bytes:
    """The part in ``box`` of a picture ``of`` that width, in the new ``size``. Nothing but the
    pixels: whatever else the file says of itself is left out.
    """
    with Image.open(BytesIO(data), formats=READ) as original:
        # A JPEG is decoded at half its size, or less, where twice the wanted width is left.
        scale = 2 * size[0] / (box[2] - box[0])
        if scale < 1:
            original.draft("RGB", [round(side * scale) for side in original.size])
        image = in_srgb(ImageOps.exif_transpose(original), opaque=extension == "jpg")
    shrunk = image.width / of
    image = image.resize(
        size,
        Image.Resampling.LANCZOS,
        box=[min(side * shrunk, most) for side, most in zip(box, image.size * 2, strict=True)],
        reducing_gap=3.0,
    )
    image.info.clear()
    out = BytesIO()
    image.save(out, **FORMATS[extension])
    return out.getvalue()


def in_srgb(image, *, opaque):
    """The colours that every browser means, on white where the format knows no transparency."""
    profile = image.info.get("icc_profile")
    image = plain_mode(image)
    if profile:
        image = from_profile(image, profile)
    if image.mode == "CMYK":
        image = image.convert("RGB")
    if image.mode == "RGBA" and opaque:
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image).convert("RGB")
    return image


def plain_mode(image):
    """As RGB, RGBA or, with its own profile, CMYK: what the rest knows how to handle."""
    if image.mode.startswith("I"):
        # 16 bits a pixel, which a conversion would cut off instead of scaling.
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode == "CMYK":
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def from_profile(image, profile):
    mode = "RGB" if image.mode == "CMYK" else image.mode
    try:
        return ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode=mode,
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        # A profile that is broken, or for other colours than the picture has.
        return image


def main():
    asked = given()
    wanted = {name: asked[name] for name in ["box", "of", "size", "extension"]}
    sys.stdout.buffer.write(render(sys.stdin.buffer.read(), **wanted))


if __name__ == "__main__":
    main()
