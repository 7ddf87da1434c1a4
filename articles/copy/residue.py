"""What of a page is no part of its story, each piece with a reason. Nothing is thrown away."""

import re

from .blocks import Block
from .languages import language
from .phrases import (
    ADDRESS_ALONE,
    AGENCY,
    CONTINUES,
    CRUMBS,
    EMBEDDED,
    END,
    GREETING,
    HAS_SHARE,
    HASHTAGS,
    LABEL,
    MAIL,
    MENU,
    NEWSLETTER,
    PLACEHOLDER,
    POINTER,
    RELEASE_END,
    RELEASE_HEAD,
    SHARE,
    SIGN_OFF,
)

# A line that these say is no part of the story; what reads as a paragraph needs more.
OF_A_LINE = [
    ("share buttons", lambda text: SHARE.fullmatch(text) and HAS_SHARE.search(text)),
    ("navigation", MENU.fullmatch),
    ("navigation", CRUMBS.fullmatch),
    ("tags", HASHTAGS.fullmatch),
    ("press release", RELEASE_HEAD.match),
    ("greeting", GREETING.match),
    ("placeholder", PLACEHOLDER.search),
    ("address", ADDRESS_ALONE.fullmatch),
    ("pointer to another story", CONTINUES.match),
]
OF_ANYTHING = [
    ("mail", MAIL.match),
    ("agency boilerplate", AGENCY.search),
    ("pointer to another story", POINTER.match),
    ("newsletter", NEWSLETTER.search),
    ("embedded post", EMBEDDED.match),
]
# So long, a paragraph is hardly a notice; nor is one with somebody's words.
LONGEST_NOTICE, LONGEST_LINE = 60, 24
QUOTED = re.compile(r"[\"“「『].{20,}[\"”」』]", re.DOTALL)
MOSTLY_LINKS = 0.85
FEWEST_HEADLINES = 3
# A list of the story's own.
NUMBERED = re.compile(r"\d{1,3}[.)]\s")
# Of what stands after a label, how much must be running text for the story to go on.
RUNNING = 0.7


def reasons(blocks: list[Block]) -> list[str]:
    """For each block why it is set apart, or nothing where it belongs to the story."""
    found = [block.aside or reason(block) for block in blocks]
    after_labels(blocks, found)
    after_sign_off(blocks, found)
    in_another_language(blocks, found)
    headlines_at_the_end(blocks, found)
    return found


def reason(block):
    text = block.text.strip(" \u00a0|·•")
    if block.kind in {"video", "caption"}:
        return ""
    if not any(map(str.isalnum, text)):
        return "ornament"
    if found := said_by(text, rules_for(block)):
        return found
    if is_label(block) and block.words <= LONGEST_LINE:
        return "label of other stories"
    is_link = block.linked >= MOSTLY_LINKS and block.words >= 4 and block.kind != "title"
    return "link to another story" if is_link else ""


def rules_for(block):
    """What is long is hardly a notice, and what has somebody’s words in it is none."""
    if block.words <= LONGEST_LINE:
        yield from OF_A_LINE
    if block.words <= LONGEST_NOTICE and not QUOTED.search(block.text):
        yield from OF_ANYTHING


def said_by(text, rules):
    return next((why for why, says in rules if says(text)), "")


def is_label(block):
    return bool(LABEL.fullmatch(block.text.strip(" \u00a0|·•[]<>■▶【】#*-")))


def after_labels(blocks, found):
    """Set the teasers apart that a label announces."""
    place = 0
    while place < len(blocks):
        if found[place] == "label of other stories":
            end = end_of_teasers(blocks, found, place + 1)
            for i in range(place + 1, end):
                found[i] = found[i] or "teaser of another story"
            place = max(end, place + 1)
        else:
            place += 1


def end_of_teasers(blocks, found, start):
    """Where the story goes on after a label, or the end of all."""
    rest = [i for i in range(start, len(blocks)) if not found[i] and blocks[i].kind != "video"]
    before = sum(blocks[i].is_paragraph for i in range(start) if not found[i])
    for number, place in enumerate(rest):
        after = rest[number:]
        running = [blocks[i].is_paragraph for i in after]
        if not running[0] or sum(running) < RUNNING * len(running):
            continue
        # One paragraph below one headline is a card; a story that goes on has more, or few before.
        if (len(running) > 1 and running[1]) or number == 0 or not before:
            return place
    return len(blocks)


def after_sign_off(blocks, found):
    """The names below a mail's farewell, and what follows a press release, or an agency's “(END)”."""
    last = max(
        (i for i, block in enumerate(blocks) if block.is_paragraph and not found[i]), default=-1
    )
    ended = ""
    for i, block in enumerate(blocks):
        text = block.text.strip()
        if SIGN_OFF.match(text) and i > last / 2:
            found[i] = ended = "signature"
        elif RELEASE_END.match(text) and i > 3 and block.words <= LONGEST_LINE:
            found[i] = ended = "press release boilerplate"
        elif END.match(text) and i > 1:
            found[i], ended = "agency boilerplate", "after the end of the story"
        elif ended and not found[i]:
            found[i] = ended


def in_another_language(blocks, found):
    """Set apart the teasers that end a page in another language than the story's."""
    running = [
        b.text for b, why in zip(blocks, found, strict=True) if not why and b.is_paragraph
    ]
    ours = language("\n".join(running[: max(1, (len(running) + 1) // 2)]))
    start = len(blocks)
    for i in range(len(blocks) - 1, 0, -1):
        if found[i]:
            continue
        theirs = language(blocks[i].text)
        if theirs == ours or (not theirs and blocks[i].is_paragraph):
            break
        if theirs:
            start = i
    foreign = [i for i in range(start, len(blocks)) if not found[i]]
    if ours and len(foreign) > 1:
        for i in foreign:
            found[i] = "teaser in another language"


def headlines_at_the_end(blocks, found):
    """Lines without an end, several of them after the last paragraph, head other stories.

    So does one with a bullet to itself, below what is no part of the story.
    """
    if len(blocks) > 2 and is_bullet_below(blocks[-1], blocks[-2], found[-2]):
        found[-1] = found[-1] or "headline of another story"
    end = []
    for i in range(len(blocks) - 1, -1, -1):
        block = blocks[i]
        if found[i]:
            continue
        if block.kind != "paragraph" or block.is_sentence or not 4 <= block.words < 25:
            break
        if NUMBERED.match(block.text):
            break
        end.append(i)
    if len(end) >= FEWEST_HEADLINES and end[-1] > 1:
        for i in end:
            found[i] = "headline of another story"


def is_bullet_below(last, above, why):
    is_line = last.kind == "item" and not last.is_sentence
    return is_line and (bool(why) or "@" in above.text)
