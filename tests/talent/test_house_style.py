import pytest

from newsroom.text import language_of, script_of
from talent.house_style import house_style, language_of_person, sort_name
from tests.factories import make_company, make_person, make_production


@pytest.mark.parametrize(
    ("name", "language", "written"),
    [
        ("Han Hyo-Joo", "ko", "Han Hyo-joo"),
        ("Hyo-joo Han", "ko", "Han Hyo-joo"),
        ("HAN Hyo Joo", "ko", "Han Hyo-joo"),
        ("Oguri Shun", "ja", "Shun Oguri"),
        ("TSUJI Hitonari", "ja", "Hitonari Tsuji"),
    ],
)
def test_what_is_not_in_house_style_is_put_so(name, language, written):
    assert house_style(name, language) == written
    assert house_style(written, language) == written


@pytest.mark.parametrize(
    ("name", "language"),
    [
        *(
            ("Bae Doona", "ko"),
            ("Gong Yoo", "ko"),
            ("IU", "ko"),
            ("Song Kang", "ko"),
            ("", "ko"),
        ),
        *(
            ("Shun Oguri", "ja"),
            ("Ken Watanabe", "ja"),
            ("Beat Takeshi", "ja"),
            ("小栗 旬", "ja"),
        ),
        *(("Reed Hastings", ""), ("Oguri Shun", ""), ("Trấn Thành", "vi")),
    ],
)
def test_what_no_rule_knows_to_be_wrong_is_left(name, language):
    assert house_style(name, language) == name


@pytest.mark.parametrize(
    ("name", "language", "filed"),
    [
        ("Han Hyo-joo", "ko", "Han Hyo-joo"),
        ("Shun Oguri", "ja", "Oguri, Shun"),
        ("Reed Hastings", "en", "Hastings, Reed"),
        ("Tony Jaa", "th", "Tony Jaa"),
        ("Unknown Person", "", "Unknown Person"),
        ("Ichiko", "ja", "Ichiko"),
    ],
)
def test_a_name_is_filed_as_its_language_has_it(name, language, filed):
    assert sort_name(name, language) == filed


def test_the_language_of_a_person_is_told_by_what_is_known():
    assert language_of_person("ja", "小栗旬") == "ja"
    assert language_of_person("", "한효주") == "ko"
    assert language_of_person("", "小栗旬", ["JP"]) == "ja"
    assert language_of_person("zh-Hant", "張曼玉") == "zh"
    assert language_of_person() == ""


@pytest.mark.parametrize(
    ("text", "script", "language"),
    [
        *(("한효주", "hangul", "ko"), ("長澤まさみ", "kana", "ja"), ("小栗旬", "han", "")),
        *(("จา พนม", "thai", "th"), ("Trấn Thành", "latin", ""), ("…", "", "")),
    ],
)
def test_a_script_tells_itself_and_at_times_the_language(text, script, language):
    assert (script_of(text), language_of(text)) == (script, language)


@pytest.mark.django_db
class TestNativeNames:
    def test_a_blank_language_and_sort_name_are_filled_in(self):
        person = make_person("Han Hyo-joo", native_name="한효주")
        assert (person.native_language, person.sort_name) == ("ko", "Han Hyo-joo")
        person = make_person("Shun Oguri", native_name="小栗旬", native_language="ja")
        assert person.sort_name == "Oguri, Shun"

    def test_they_are_shown_in_their_language_wherever_the_name_is(self, client):
        person = make_person("Shun Oguri", native_name="小栗旬", native_language="ja")
        company = make_company("CJ ENM", native_name="씨제이이엔엠")
        title = {"original_title": "匿名の恋人たち", "original_language": "ja"}
        show = make_production("Romantics Anonymous", cast=[person], **title)
        show.company_credits.create(company=company, role="production")
        native = '<span lang="ja">小栗旬</span>'
        for page in [
            person.get_absolute_url(),
            show.get_absolute_url(),
            "/people/",
            "/actors/",
        ]:
            assert native in client.get(page).content.decode(), page
        for page in ["/search/?q=oguri"]:
            assert native in client.get(page).content.decode(), page
        for page in [company.get_absolute_url(), show.get_absolute_url(), "/companies/"]:
            html = client.get(page).content.decode()
            assert '<span lang="ko">씨제이이엔엠</span>' in html, page
        for page in [show.get_absolute_url(), "/shows/", "/search/?q=romantics"]:
            html = client.get(page).content.decode()
            assert '<span lang="ja">匿名の恋人たち</span>' in html, page
