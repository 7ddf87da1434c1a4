"""The picture that stands for a page where it is shared: its title, on the colour of its cover."""

import math
import unicodedata
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

SIZE = WIDTH, HEIGHT = 1200, 630
MARGIN = 72
ROOM = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN - 90
# The tones of site.css: ground, shape, text.
COLOURS = [
    ("#a3261b", "#b83a2c", "#fff3e4"),
    ("#1d2f5f", "#2c4379", "#f5eedd"),
    ("#1d4a39", "#2a6150", "#f1f3e2"),
    ("#dda52b", "#e9ba50", "#2b1a02"),
    ("#571d49", "#6f3060", "#fdeaf1"),
    ("#a9c8b5", "#bfd8c8", "#10281d"),
    ("#efb9b3", "#f6cfca", "#40101a"),
    ("#2a2624", "#413a36", "#f7ead5"),
]
# Looked for among the system's fonts, which need not have any; Pillow brings Latin letters.
FONTS = [
    "NotoSerifDisplay-Bold.ttf",
    "NotoSerif-Bold.ttf",
    "DejaVuSerif-Bold.ttf",
    "NotoSerifCJK-Bold.ttc",
    "NotoSansCJK-Bold.ttc",
    "NotoNaskhArabic-Bold.ttf",
    "NotoSansThai-Bold.ttf",
]
SIZES = [92, 80, 70, 60, 52, 44, 38]


def draw(title, name, tone, art) -> bytes:
    """A PNG. ``tone`` and ``art`` are counted from 0; what no font can write is left out."""
    ground, shape, ink = COLOURS[tone]
    image = Image.new("RGB", SIZE, ground)
    pen = ImageDraw.Draw(image)
    PATTERNS[art % len(PATTERNS)](pen, shape)
    write(pen, title, ink)
    write_name(pen, name, ink)
    out = BytesIO()
    image.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def sun(pen, shape):
    pen.circle((WIDTH * 0.82, HEIGHT * 0.3), 210, fill=shape)


def rings(pen, shape):
    for radius in range(640, 0, -128):
        pen.circle((WIDTH, 0), radius, outline=shape, width=56)


def stripes(pen, shape):
    for x in range(0, WIDTH + HEIGHT, 120):
        pen.line([(x, 0), (x - HEIGHT, HEIGHT)], fill=shape, width=40)


def dots(pen, shape):
    for row in range(7):
        for column in range(13):
            pen.circle((column * 100 + row % 2 * 50, row * 100 + 30), 26, fill=shape)


PATTERNS = [sun, rings, stripes, dots]


def write(pen, title, ink):
    title = " ".join(title.split())
    name = font_for(letters(title))
    if name is None:
        return
    title = "".join(c for c in title if c.isspace() or covers(name, c)).strip()
    for size in SIZES:
        font = load(name, size)
        lines = broken(title, font)
        leading = math.ceil(size * 1.18)
        if len(lines) * leading <= ROOM[1]:
            break
    else:
        lines = lines[: ROOM[1] // leading]
        lines[-1] = lines[-1][:-1].rstrip() + "…"
    for number, line in enumerate(lines):
        pen.text((MARGIN, MARGIN + number * leading), line, ink, font)


def write_name(pen, name, ink):
    font = font_for(letters(name))
    if font:
        pen.line([(MARGIN, HEIGHT - 118), (MARGIN + 96, HEIGHT - 118)], fill=ink, width=6)
        pen.text((MARGIN, HEIGHT - MARGIN), name, ink, load(font, 38), anchor="ls")


def letters(text):
    return {char for char in text if char.isalnum()}


def font_for(chars):
    """The first font that has all of ``chars``: its name, "" for Pillow's own, or None."""
    for name in [*FONTS, ""]:
        if load(name, 40) and all(covers(name, char) for char in chars):
            return name
    return None


@cache
def load(name, size):
    if not name:
        return ImageFont.load_default(size)
    try:
        return ImageFont.truetype(name, size)
    except OSError:
        return None


def covers(name, char):
    """Whether the font draws ``char`` otherwise than what it has no sign for."""
    font = load(name, 40)
    return bytes(font.getmask(char)) != missing(name) or unicodedata.category(char) == "Zs"


@cache
def missing(name):
    return bytes(load(name, 40).getmask("\U0010fffd"))


def broken(text, font):
    """``text`` in lines as wide as there is room for; a word that is wider is broken."""
    lines = [""]
    for piece in pieces(text):
        if font.getlength((lines[-1] + piece).rstrip()) <= ROOM[0]:
            lines[-1] += piece
        else:
            lines.append(piece)
    return [line.strip() for line in lines if line.strip()]


def pieces(text):
    """Words with the space after them; kana and kanji one by one, and so very long words."""
    for word in text.split():
        if len(word) > 24 or any("\u3040" <= char <= "\u9fff" for char in word):
            yield from word
            yield " "
        else:
            yield word + " "
