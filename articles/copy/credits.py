"""Who wrote it, who took the pictures, and the videos in it: told by the form of a line."""

import re
from typing import NamedTuple

from .blocks import count_words
from .dates import is_date_line

SEPARATOR = re.compile(r"\s*[|•·]\s*|\s+[–—/]\s+|\s{3,}")
BY = re.compile(
    r"^(?:(?:written|words|text|story|reported|article|posted|published|interview)\s+(?:on\s+)?)?by:?\s+(?=\S)|"
    r"^(?:authors?|reporters?|writers?|words|text|bài|tác giả|글|취재|文|取材・文|取材|記者)\s*[:：=＝/／]\s*(?=\S)",
    re.IGNORECASE,
)
REPORTER = re.compile(
    r"^(?:\[[^\]]{1,20}\]\s*)?([가-힣]{2,4})\s?(?:인턴)?(?:기자|특파원|객원기자)(?:\s+\S+@\S+)?$|^記者[:：]?\s?(\S{2,8})$"
)
JOBS = r"reporter|writer|correspondent|editor|contributor|journalist|critic"
JOB = re.compile(
    rf",?\s+(?:\w+\s){{0,3}}(?:staff\s)?(?:{JOBS}|staff)\b.*$|\s+for\s+.*$|\s*[<(]?\S+@\S+[>)]?$",
    re.IGNORECASE,
)
# “Mark Schilling Japan Correspondent”: the name has the first two words, if not more.
TWO_WORDS_AND_JOB = re.compile(
    rf"(\S+\s[^\s,]+)\s(?:\w+\s){{0,2}}(?:staff\s)?(?:{JOBS})", re.IGNORECASE
)
LONGEST_BYLINE = 300
NAME_WORD = r"(?:[^\W\d_a-z][\w'’.-]*|(?:de|da|van|von|der|la|le|bin|al|del|di|y)\b)"
NAMES = re.compile(
    rf"{NAME_WORD}(?:\s{NAME_WORD}){{0,4}}(?:(?:,\s|\s(?:and|&|và)\s|,\sand\s){NAME_WORD}(?:\s{NAME_WORD}){{0,4}}){{0,4}}"
)
BETWEEN_NAMES = re.compile(r",\s(?:and\s)?|\s(?:and|&|và)\s")
# No person is called so, though written with capitals.
NO_NAME = re.compile(
    r"\b(?:news|entertainment|culture|drama|film|movie|tv|series|korea|asia|world|review|interview|exclusive|opinion|lifestyle|music|k-pop|photo|video|watch|netflix|the)\b",
    re.IGNORECASE,
)
MINUTES = re.compile(r"\d+\s?min(?:ute)?s?(?:\sread)?", re.IGNORECASE)

CREDIT_LABEL = (
    r"photos?|pictures?|images?|pics?|stills?|screenshots?|illustrations?|graphics?|courtesy|credits?|"
    r"ảnh|anh|hình|foto|사진|사진 ?제공|이미지|写真|写真提供|画像|提供"
)
CREDIT = re.compile(
    rf"(?:^|(?<=[\s.!?)\]\"'”’|(\[/–—-]))(?P<credit>(?:{CREDIT_LABEL})(?:\s(?:credits?|courtesy(?:\sof)?|by|via|source|provided\sby))?\s?[:：=＝/]\s?[^\s].{{0,100}}"
    r"|(?-i:(?<![a-z]\s)|(?=[A-Z]))(?:photos?|pictures?|images?|stills?)\s(?:by|via|courtesy\sof|provided\sby|from)\s[^.]{2,80}|(?:courtesy|images?\scourtesy)\sof\s[^.]{2,80}"
    r"|(?:[A-Z][\w.&’' -]{1,40}/)?(?:Getty Images|AFP|Yonhap|Reuters|AP Photo|EPA|Newsis|News1|Shutterstock)(?:/[\w .-]{1,30})?)\s*[)\]]?\.?$",
    re.IGNORECASE,
)
BRACKETED = re.compile(
    r"\s*(?P<credit>[(\[](?:[A-Z][A-Z0-9 .,&/'’-]{1,60}|(?:Yonhap|AFP|AP|Reuters|Newsis|News1|EPA|Kyodo|Xinhua|Netflix|tvN|SBS|KBS|MBC|JTBC|Disney\+|TVING|Tving|NHK|TBS|Toho)(?:[ /][\w ]{1,25})?|(?:via|from|screenshot)\s[^)\]]{2,40})[)\]])\.?$"
)
PICTURED = re.compile(
    r"^(?:this|these|an?|in this)?\s*(?:undated |promotional |combination |combined |file |handout |captured )*(?:photos?|images?|stills?|posters?|pictures?|scenes?|screenshots?|shots?)\s(?:from|of|for|shows?|provided|released|captured|taken|features?)\b",
    re.IGNORECASE,
)
# “Jo Jung-suk in a still from “Hospital Playlist”.”
SHOWN_IN = re.compile(
    rf"^(?:{NAMES.pattern})(?:\s\([^)]{{1,40}}\))?,?\s(?:in|on|from)\s(?:a|an|the|this)\s(?:[\w-]+\s){{0,2}}"
    r"(?:stills?|scenes?|photos?|images?|posters?|pictures?|screenshots?)\s(?:from|of|for)\b"
)
# Below a Korean picture: “넷플릭스 시리즈 ‘월간남친’ 스틸”.
SHOWN_KOREAN = re.compile(
    r"[가-힣].*\s(?:스틸(?:컷)?|예고편|포스터|캡처|방송 ?화면)(?: ?캡처)?$"
)
LONGEST_CAPTION, LONGEST_CREDIT = 70, 160
VIDEO_ADDRESS = re.compile(
    r"https?://(?:www\.|m\.)?(?:youtube\.com/(?:watch\?(?:\S*&)?v=|embed/|shorts/)|youtu\.be/)([-\w]{11})\S*|"
    r"https?://(?:www\.|player\.)?vimeo\.com/(?:video/)?(\d{5,12})\S*"
)
LINK = re.compile(r"\[([^\]\[]*)\]\((\S+?)\)")
MOST_WORDS_BESIDE = 14


class Signed(NamedTuple):
    names: tuple[str, ...]
    is_dated: bool
    # Whether something separates the name from what comes, or would, after it.
    is_parted: bool


def signed(text: str, *, alone: bool = False) -> Signed | None:
    """The authors whom the line names, if it is a byline. ``alone``: a mere name is one."""
    if len(text) > LONGEST_BYLINE:
        return None
    pieces = SEPARATOR.split(text.strip())
    parted, names, dated = len(pieces) > 1, [], False
    for piece in filter(None, pieces):
        if found := names_of(piece, bare=parted or alone):
            names += found
        elif is_date_line(piece):
            dated = True
        elif not (MINUTES.fullmatch(piece) or (names and count_words(piece) <= 3)):
            return None
    return Signed(tuple(names), dated, parted) if names else None


def names_of(text, *, bare):
    if found := REPORTER.match(text):
        return [found[1] or found[2]]
    labelled, count = BY.subn("", text)
    with_job = TWO_WORDS_AND_JOB.fullmatch(labelled)
    named = with_job[1] if with_job else JOB.sub("", labelled).strip(" ,.")
    if not (count or bare) or not NAMES.fullmatch(named):
        # Names in Hangul, kana or kanji have no capitals.
        solid = (
            count and 0 < len(named) <= 12 and not named.isascii() and count_words(named) <= 6
        )
        return [named] if solid else []
    names = [unshouted(name) if count else name for name in BETWEEN_NAMES.split(named)]
    if not count and (
        NO_NAME.search(named) or not all(2 <= len(n.split()) <= 5 for n in names)
    ):
        return []
    return names


def unshouted(name):
    return name.title() if name.isupper() and " " in name else name


class Caption(NamedTuple):
    text: str
    credit: str


def caption(text: str, *, of_figure: bool = False) -> Caption | None:
    """The caption and the credit in ``text``, if it is one, or is ``of_figure``."""
    if count_words(text) > LONGEST_CAPTION and not of_figure:
        return None
    # At the end, if anywhere.
    end = max(0, len(text) - LONGEST_CREDIT)
    found = CREDIT.search(text, end) or BRACKETED.search(text, end)
    if found is None or (found.start() == 0 and not found["credit"].strip()):
        return Caption(text, "") if of_figure or is_pictured(text) else None
    if found.start("credit") and text[: found.start("credit")].strip().casefold() == "by":
        return None
    bare = text[: found.start("credit")].rstrip(" ([|/–—-")
    credit = found["credit"].strip()
    if credit[0] not in "([":
        credit = credit.rstrip(")]")
    return Caption(bare, credit)


def is_pictured(text):
    """Whether it says that it is of a picture."""
    return any(form.match(text) for form in [PICTURED, SHOWN_IN, SHOWN_KOREAN])


class Video(NamedTuple):
    place: str
    title: str


def video(text: str) -> Video | None:
    """The video to which the line leads, if that is all it does."""
    found = VIDEO_ADDRESS.search(text)
    if not found:
        return None
    place = f"youtube:{found[1]}" if found[1] else f"vimeo:{found[2]}"
    link = LINK.search(text)
    beside = VIDEO_ADDRESS.sub("", LINK.sub("", text)).strip(" :：()[]<>–—-▶►|")
    if count_words(beside) > MOST_WORDS_BESIDE:
        return None
    return Video(place, (link[1] if link else beside) or "Trailer")
