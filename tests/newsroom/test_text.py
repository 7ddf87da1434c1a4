import pytest

from newsroom.text import fold, indexed_words, search_phrases


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
