"""Stories as different outlets lay them out: the story comes out whole, and nothing else."""

import pytest

from articles.copy.outline import outline
from articles.copy.received import Unreadable, pasted

ONE = "Two actors will play the leads in a new series that begins next spring, the channel said on Monday."
TWO = "“We had worked together once before,” the director said, “and wanted to do so again.”"
THREE = "Filming has begun in Busan and will go on until the end of the year, according to the studio."
HEAD = "Two actors to lead a new series next spring"


def read(*lines):
    return outline(pasted("\n\n".join(lines)))


def roles(found, role):
    return [piece.text for piece in found.pieces if piece.role == role]


def reasons(found):
    return {piece.text: piece.reason for piece in found.pieces if piece.role == "residue"}


BYLINES = {
    "By Yonhap": ["Yonhap"],
    "By Kim Min-ji": ["Kim Min-ji"],
    "By KIM MIN-JI and Park Jae-won": ["Kim Min-Ji", "Park Jae-won"],
    "By Kim Min-ji, Staff Reporter": ["Kim Min-ji"],
    "Kim Min-ji | October 3, 2025": ["Kim Min-ji"],
    "Mark Schilling Japan Correspondent": ["Mark Schilling"],
    "Written by Ana de la Cruz": ["Ana de la Cruz"],
    "Kim Min-ji · 3 min read": ["Kim Min-ji"],
    "Nguyễn Thị An |": ["Nguyễn Thị An"],
    "김민지 기자": ["김민지"],
}
DATES = {
    "October 3, 2025": "2025-10-03",
    "Published: Oct. 3, 2025 10:30 AM KST": "2025-10-03",
    "3 October 2025": "2025-10-03",
    "입력 2025.10.03 09:00": "2025-10-03",
    "2025年10月3日 12:00": "2025-10-03",
    "03/10/2025": "2025",
    "13/10/2025": "2025-10-13",
    "Fri, October 3, 2025, 8:00 p.m. GMT": "2025-10-03",
}
RESIDUE = {
    "Share on Facebook": "share buttons",
    "Share this article on Comment": "share buttons",
    "Show additional share options": "share buttons",
    "Facebook Twitter Email Print": "share buttons",
    "Sign up for our newsletter and never miss a story.": "newsletter",
    "Read more: Another series is cancelled": "pointer to another story",
    "Also read | Who is who in the cast": "pointer to another story",
    "(Reporting by Kim Min-ji; Editing by Park Jae-won)": "agency boilerplate",
    "© 2025 The Outlet. All rights reserved.": "agency boilerplate",
    "ⓒ 한국통신, 무단 전재-재배포 금지": "agency boilerplate",
    "minji@outlet.example": "agency boilerplate",
    "[insert photo here]": "placeholder",
    "Advertisement": "navigation",
    "#drama #series #newshow": "tags",
    "Home > Entertainment > TV": "navigation",
    "View this post on Instagram": "embedded post",
    "Also See: Another series is cancelled": "pointer to another story",
    ">> Another series is cancelled by its channel": "pointer to another story",
    "Source (1) (2)": "navigation",
    "(Sources: naver.example.com, naver.example.com (2))": "navigation",
    "0 comments:": "navigation",
    "Reading time: 3 minutes": "navigation",
    "Watch the first episode of “The New Show” here:": "navigation",
    "LINEで送る": "share buttons",
    "Original article": "navigation",
}
CAPTIONS = {
    "The two leads at a press event. Photo: Producer": (
        "The two leads at a press event.",
        "Photo: Producer",
    ),
    "A scene from the series. Courtesy of the channel": (
        "A scene from the series.",
        "Courtesy of the channel",
    ),
    "This image provided by the channel shows the two leads. (Yonhap)": (
        "This image provided by the channel shows the two leads.",
        "Yonhap",
    ),
    "Lee Min-ho in a still from “Moving” season two.": (
        "Lee Min-ho in a still from “Moving” season two.",
        "",
    ),
    "Lee Min-ho in a new still from Why Her? Photo: SBS": (
        "Lee Min-ho in a new still from Why Her?",
        "Photo: SBS",
    ),
    "배우 이민호. 시리즈 ‘새 드라마’ 스틸": ("배우 이민호. 시리즈 ‘새 드라마’ 스틸", ""),
    "Lee Min-ho with his team on the set Photo by Han Ji-won": (
        "Lee Min-ho with his team on the set",
        "Photo by Han Ji-won",
    ),
    "Actor Lee Min-ho at the festival [NETFLIX]": (
        "Actor Lee Min-ho at the festival",
        "[NETFLIX]",
    ),
}


class TestHead:
    @pytest.mark.parametrize("line", BYLINES)
    def test_every_form_of_byline(self, line):
        found = read(HEAD, line, ONE, TWO, THREE)
        assert found.headline == HEAD
        assert found.bylines == BYLINES[line]
        assert roles(found, "paragraph")[-2:] == [TWO, THREE]

    @pytest.mark.parametrize("line", DATES)
    def test_every_form_of_date_as_exact_as_it_is(self, line):
        found = read(HEAD, line, ONE, TWO)
        assert found.source_date.value == DATES[line]
        assert roles(found, "paragraph") == [ONE, TWO]

    def test_the_first_publication_counts_not_a_change(self):
        found = read(HEAD, "Updated: October 5, 2025", "Published: October 3, 2025", ONE)
        assert found.source_date.value == "2025-10-03"

    def test_the_names_of_site_and_section_are_not_the_headline(self):
        found = read("Entertainment", "Television", HEAD, "By Kim Min-ji", ONE, TWO)
        assert (found.text_of("kicker"), found.headline) == ("Television", HEAD)

    def test_a_standfirst_stands_before_the_byline(self):
        first = "It is the first time that both are in one show, and fans are glad."
        found = read(HEAD, first, "By Kim Min-ji", ONE, TWO)
        assert found.text_of("standfirst") == first

    def test_a_headline_may_be_of_many_words(self):
        long = f"{HEAD}; a third one leaves another show – the latest news of who plays what in Korea"
        found = read(long, ONE, TWO)
        assert (found.headline, found.headline_is_ours) == (long, False)

    def test_a_headline_may_be_left_open_and_a_name_above_the_date(self):
        found = read(
            f"{HEAD}, and more of them…", ONE, "Esther Low", "| July 6, 2023", TWO, THREE
        )
        assert found.headline.endswith("more of them…")
        assert found.bylines == ["Esther Low"]

    def test_without_a_headline_one_is_made_and_marked(self):
        found = read(ONE, TWO, THREE)
        assert found.headline_is_ours
        assert found.headline.startswith("Two actors will play")
        assert roles(found, "paragraph") == [ONE, TWO, THREE]

    def test_a_dateline_tells_the_outlet_and_stays_in_the_text(self):
        first = f"SEOUL, Oct. 3 (Yonhap) -- {ONE}"
        found = read(HEAD, first, TWO)
        assert found.outlet_names == ["Yonhap"]
        assert roles(found, "paragraph") == [first, TWO]


class TestResidue:
    @pytest.mark.parametrize("line", RESIDUE)
    def test_wherever_it_stands_it_is_set_apart_with_a_reason(self, line):
        for lines in [(HEAD, ONE, line, TWO, THREE), (HEAD, ONE, TWO, THREE, line)]:
            found = read(*lines)
            assert reasons(found) == {line: RESIDUE[line]}
            assert roles(found, "paragraph") == [ONE, TWO, THREE]

    @pytest.mark.parametrize(
        "label",
        ["Related stories", "Most Read", "More from The Outlet", "관련기사", "Xem thêm"],
    )
    def test_teasers_below_a_label_go_to_the_end(self, label):
        teasers = ["A singer tours the country again", "Ten films to see this autumn"]
        found = read(HEAD, ONE, TWO, THREE, label, *teasers)
        assert roles(found, "paragraph") == [ONE, TWO, THREE]
        assert set(reasons(found)) == {label, *teasers}

    def test_cards_with_a_line_of_text_each_are_teasers_too(self):
        cards = [
            "A singer tours",
            "The singer will be seen in nine cities this year.",
            "Ten films",
            "Ten films that one should see this autumn, and why.",
        ]
        found = read(HEAD, ONE, TWO, THREE, "Latest news", *cards)
        assert roles(found, "paragraph") == [ONE, TWO, THREE]

    def test_the_story_goes_on_after_a_box_within_it(self):
        found = read(
            HEAD, ONE, "Related articles", "A singer tours the country again", TWO, THREE
        )
        assert roles(found, "paragraph") == [ONE, TWO, THREE]

    def test_headlines_in_another_language_at_the_end_are_teasers(self):
        found = read(
            HEAD,
            ONE,
            TWO,
            "Phim Hàn chiếu rạp dịp lễ mất dần vị thế",
            "Tại Hàn Quốc, năm nay chỉ có duy nhất một phim mới ra rạp.",
        )
        assert roles(found, "paragraph") == [ONE, TWO]

    def test_a_press_release_ends_before_what_it_says_of_its_sender(self):
        about = "The Studio makes series and films for channels in twelve countries of Asia."
        found = read(
            "FOR IMMEDIATE RELEASE",
            HEAD,
            ONE,
            TWO,
            THREE,
            "About The Studio",
            about,
            "Media contact:",
            "Mina Park",
        )
        assert roles(found, "paragraph") == [ONE, TWO, THREE]
        assert found.headline == HEAD

    def test_an_agency_ends_its_story(self):
        found = read(
            HEAD, ONE, TWO, "(END)", "- Envoys of three states condemn a fourth", "- Another"
        )
        assert roles(found, "item") == []
        assert set(reasons(found).values()) == {
            "agency boilerplate",
            "after the end of the story",
        }

    def test_a_last_paragraph_may_end_in_the_name_of_an_agency(self):
        last = (
            f"{THREE[:-1]}, which said no more about it on Monday or on any other day. (Yonhap)"
        )
        assert roles(read(HEAD, "By Yonhap", ONE, TWO, last), "paragraph") == [ONE, TWO, last]

    def test_a_bullet_below_the_end_points_elsewhere(self):
        found = read(
            HEAD,
            ONE,
            TWO,
            "김민지 기자 minji@outlet.example",
            "▶ Free: what money does this year",
        )
        assert roles(found, "item") == []

    def test_speech_that_sounds_like_a_notice_stays(self):
        speech = "“Sign up for our newsletter, they said, and I never did, not once in all these years,” he laughed."
        assert speech in roles(read(HEAD, ONE, speech, TWO), "paragraph")

    def test_subheads_stay_in_the_text(self):
        found = read(HEAD, ONE, "How it began", TWO, THREE)
        assert roles(found, "heading") == ["How it began"]

    def test_no_word_is_lost(self):
        lines = [
            HEAD,
            "By Kim Min-ji",
            ONE,
            "Share",
            TWO,
            "Read more: Another",
            "Photo: Producer",
            THREE,
            "© 2025 X",
        ]
        kept = " ".join(f"{piece.text} {piece.credit}" for piece in read(*lines).pieces)
        assert all(word in kept for line in lines for word in line.split())


class TestPictures:
    @pytest.mark.parametrize("line", CAPTIONS)
    def test_a_caption_is_told_by_its_credit(self, line):
        found = read(HEAD, ONE, line, TWO)
        [caption] = [piece for piece in found.pieces if piece.role == "caption"]
        assert (caption.text, caption.credit) == CAPTIONS[line]
        assert roles(found, "paragraph") == [ONE, TWO]

    def test_a_trailer_is_a_video(self):
        found = read(HEAD, ONE, "Trailer: https://www.youtube.com/watch?v=abcdefghijk", TWO)
        [video] = [piece for piece in found.pieces if piece.role == "video"]
        assert (video.place, video.text) == ("youtube:abcdefghijk", "Trailer")


def test_what_is_far_longer_than_a_story_is_refused():
    with pytest.raises(Unreadable, match="characters of text"):
        read(HEAD, "word " * 80_000)


def test_a_list_that_ends_a_story_is_its_own():
    rows = [f"{n}. A show of the week on channel {n} (share: {n})" for n in range(1, 6)]
    found = read(HEAD, ONE, TWO, THREE, *rows)
    assert reasons(found) == {}
