"""Plain text as blocks: each line a paragraph, unless its lines are cut to a width."""

import re
from itertools import groupby

from .blocks import Block, count_words, seen

# Lines that somebody's program has cut are about as long as each other.
WIDEST, NARROWEST, FEWEST = 100, 45, 3
HEADING = re.compile(r"^(#{1,4}) +(?=\S)")
ITEM = re.compile(r"^(?:[-*•·▲△◇■○●▶] ?|\d{1,2}[.)] )(?=\S)")
QUOTE = re.compile(r"^> ?(?=[^\s>])")
EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|__)(?=\S)(.{1,200}?)(?<=\S)\1(?![\w*])")


def blocks_of(text: str) -> list[Block]:
    lines = [
        line.strip(" \u3000")
        for line in re.split(r"\r\n|[\n\r\u2028\u2029\x0b\x0c]", seen(text))
    ]
    groups = [list(group) for full, group in groupby(lines, lambda s: bool(s.strip())) if full]
    return [
        block(line, apart=not number)
        for group in groups
        for number, line in enumerate(rejoined(group))
    ]


def rejoined(lines):
    """The paragraphs of lines without an empty one between them."""
    if not is_cut(lines):
        return lines
    return [" ".join(line.strip() for line in lines)]


def is_cut(lines):
    """Whether a program has broken one paragraph into these lines."""
    full = lines[:-1]
    if len(lines) < FEWEST or any(count_words(line) < 4 for line in full):
        return False
    lengths = [len(line) for line in full]
    even = max(lengths) <= WIDEST and min(lengths) >= NARROWEST
    broken = sum(not re.search(r"[.!?:\"”’)]$", line.rstrip()) for line in full)
    return even and broken * 2 >= len(full)


def block(line, *, apart):
    text, kind = line, "paragraph"
    if found := HEADING.match(text):
        text, kind = text[found.end() :], "title" if len(found[1]) == 1 else "heading"
    elif (found := ITEM.match(text)) and count_words(text) > 1:
        text, kind = text[found.end() :], "item"
        # A dash may begin speech, and a number a sentence: they stay.
        if found[0][0].isdigit() or (found[0][0] == "-" and not line.startswith("- ")):
            text, kind = line, "paragraph"
    elif found := QUOTE.match(text):
        text, kind = text[found.end() :], "quote"
    return Block(EMPHASIS.sub(r"\2", text), kind, apart=apart)
