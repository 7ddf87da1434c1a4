import pytest

from newsroom.text import cover_of, fold, indexed_words, runs, search_phrases


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Les Émotifs Anonymes", "les emotifs anonymes"),
        ("Han Hyo-Joo", "han hyo joo"),
        ("An Nhiên", "an nhien"),
        ("Đặng Bích Hà", "dang bich ha"),
        ("Netflix’s", "netflixs"),
        ("Straße", "strasse"),
        ("Ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("ガス", "ガス"),
        ("한효주", "한효주"),
        ("Godzilla vs. Kong", "godzilla vs kong"),
        ("…—!", ""),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


def test_folding_twice_changes_nothing():
    once = fold("Élan Ωmega ŐŰ ǅ İstanbul ﬁ 한효주는 パリ")
    assert fold(once) == once


def test_a_voicing_mark_is_no_accent():
    assert fold("バス") != fold("ハス")


def test_a_run_of_hangul_is_looked_for_as_its_pairs_side_by_side():
    assert search_phrases("한효주 Moving") == [["한효", "효주"], ["moving"]]


def test_a_possessive_is_found_by_its_noun():
    assert indexed_words("Korea's Netflix’s") == "korea netflix"


def test_the_last_character_of_a_run_is_indexed_alone():
    assert indexed_words("한효주") == "한효 효주 주"


class TestRuns:
    @pytest.mark.parametrize(
        ("text", "language", "marked"),
        [
            ("Han Hyo-joo (한효주) and 小栗旬", "en", [("한효주", "ko")]),
            ("“무빙” is called 『ムービング』, 2 편", "en", [("무빙", "ko"), ("ムービング", "ja"), ("편", "ko")]),
            ("It says 사랑의 불시착, 2편 today", "en", [("사랑의 불시착, 2편", "ko")]),
            ("東京ラブストーリー", "en-gb", [("東京ラブストーリー", "ja")]),
            ("한효주와 小栗旬, ラブ", "ko", [("小栗旬, ラブ", "ja")]),
            ("小栗旬と한효주", "ja", [("한효주", "ko")]),
            ("กลรักลวงใจ", "vi", [("กลรักลวงใจ", "th")]),
            ("小栗旬", "zh", []),
            ("Plain – text", "ko", []),
            ("", "en", []),
        ],
    )  # fmt: skip
    def test_what_the_script_tells(self, text, language, marked):
        pieces = list(runs(text, language, {}))
        assert [piece for piece in pieces if piece[1]] == marked
        assert "".join(piece for piece, _ in pieces) == text

    @pytest.mark.parametrize("text", ["小栗旬", "小栗旬主演", "小栗"])
    def test_a_name_tells_how_its_han_is_read(self, text):
        assert (text, "ja") in runs(f"As {text} ", "en", {"小栗旬": "ja", "王菲": "zh"})


def test_covers_are_hardly_ever_alike():
    assert len({cover_of(f"story-{number}") for number in range(100)}) > 95
