"""Names on record are found by what stands round them, and nothing that only looks like one."""

import pytest

from articles.copy.drafting import Drafter
from articles.copy.outline import outline
from articles.copy.received import pasted
from talent.models import Credit, PersonName, ProductionTitle
from tests.factories import make_company, make_country, make_person, make_production

pytestmark = pytest.mark.django_db
SURE = 0.9
AROUND = "The channel said so on Monday, and nobody has said anything else since then."


@pytest.fixture
def records():
    korea = make_country(
        "South Korea", code="KR", demonym="South Korean", other_names="Korea\nKorean\n한국"
    )
    make_country("North Korea", code="KP", demonym="North Korean")
    make_country("United States", code="US", demonym="American", other_names="US\nU.S.")
    make_country("Japan", code="JP", demonym="Japanese", other_names="日本")
    han = make_person("Han Hyo-joo", sort_name="Han, Hyo-joo", native_name="한효주")
    oguri = make_person("Shun Oguri", sort_name="Oguri, Shun", native_name="小栗旬")
    make_person("Lee Min-ho", sort_name="Lee, Min-ho", nationalities=[korea])
    make_person("Suzy")
    moving = make_production("Moving", kind="series", year=2023)
    Credit.objects.create(production=moving, person=han)
    for title in [
        "Parasite",
        "Confession",
        "Kingdom",
        "Hope",
        "Squid Game",
        "Girl",
    ]:
        make_production(title)
    make_production("The Call", kind="film")
    make_production("Japan", disambiguation="film")
    tears = make_production("Queen of Tears")
    ProductionTitle.objects.create(production=tears, name="눈물의 여왕")
    PersonName.objects.create(person=oguri, name="오구리 슌")
    make_person("Hyun Bin", sort_name="Hyun, Bin")
    make_person("Yoona")
    make_person("Kim Soo-hyun", sort_name="Kim, Soo-hyun")
    for title in [
        "Train to Busan",
        "Train",
        "Saturday",
        "Take Me to the Moon",
        "The Last Samurai",
        "Boys' Love",
        "Three",
        "Korean",
    ]:
        make_production(title)
    for title, native in [("Illang", "人狼 JINRO"), ("Marriage", "Thế giới hôn nhân")]:
        ProductionTitle.objects.create(production=make_production(title), name=native)
    make_company("Disney", kind="production")
    make_company("Disney+", kind="platform", slug="disney-plus")
    make_company("JTBC", kind="broadcaster")
    make_company("Netflix", kind="platform")
    make_company("TBS")
    return {"han": han, "oguri": oguri, "moving": moving}


def found(*sentences):
    """What is surely named, as recorded: from sentences that stand in one paragraph."""
    read = outline(pasted(f"A headline of no matter\n\n{' '.join(sentences)} {AROUND}"))
    [draft] = Drafter().drafts([read])
    return {str(s.record): s for s in draft.suggestions if s.confidence >= SURE}


NAMED = {
    "Actress Han Hyo Joo was there.": "Han Hyo-joo",
    "They met Hyo-joo Han in Seoul.": "Han Hyo-joo",
    "They met Oguri Shun in Tokyo.": "Shun Oguri",
    "배우 한효주는 서울에 있었다.": "Han Hyo-joo",
    "俳優の小栗旬が主演を務める。": "Shun Oguri",
    "배우 오구리 슌이 왔다.": "Shun Oguri",
    "드라마 '눈물의 여왕'이 끝났다.": "Queen of Tears",
    "The series “Moving” is back.": "Moving",
    "She is known for her role in Moving and others.": "Moving",
    "Fans of Han Hyo-joo (Moving) were glad.": "Moving",
    "They made The Call in one year.": "The Call",
    "The film Parasite won a prize.": "Parasite",
    "Season two of Kingdom, then Squid Game season 2, came out.": "Squid Game",
    "Moving (2023) was a success.": "Moving",
    "The drama stars Suzy in the lead.": "Suzy",
    "Korean films are on Netflix.": "South Korea",
    "The Koreans won.": "South Korea",
    "A non-Japanese cast was in U.S. cinemas.": "United States",
    "A new Korean film is out.": "South Korea",
    "한국에서는 그 영화가 화제다.": "South Korea",
    "한국인들이 그 영화를 봤다.": "South Korea",
    "It is on Disney+ from today.": "Disney+",
    "It is one of Disney’s own.": "Disney",
    "A channel that some write jTBC.": "JTBC",
    "The leads are Han Hyo-joo and Hyunbin.": "Hyun Bin",
    "It stars Han Hyo-joo, Yoona and others.": "Yoona",
    "배우 한효주와 小栗旬, 그리고 많은 사람.": "Han Hyo-joo",
    "In 2023’s Moving she can fly.": "Moving",
    "They liked Han Hyo-joo’s Hope more than most.": "Hope",
    "It came after Korean dub work for the dub of Parasite in May.": "Parasite",
    "Fans of “Parasite” star Song Kang-ho were glad.": "Parasite",
    "Parasite director Bong Joon-ho was there.": "Parasite",
    "Parasite’s South Korean director was there.": "Parasite",
    "The week belonged to SQUID GAME and to nobody else.": "Squid Game",
    "The week belonged to KINGDOM and to nobody else.": "Kingdom",
    "They showed Take me to the Moon once more.": "Take Me to the Moon",
    'Many saw “Last Samurai" on a screen.': "The Last Samurai",
    "The label Boys' Love is the title here.": "Boys' Love",
    "“Squid Game 2” came in first.": "Squid Game",
    "He was confirmed for Squid Game 2, a hit.": "Squid Game",
    "He is new in Squid Game 2 where he plays a cook.": "Squid Game",
    "They liked it. Kingdom was her most recent work.": "Kingdom",
    "It won him a prize for his Korean-language feature Parasite in May.": "Parasite",
    "Họ gặp Choi Woo-shik, nam chính của Parasite, trong tuần.": "Parasite",
    "“Squid Game (working title)” came in first.": "Squid Game",
    "映画『人狼 JINRO』が公開された。": "Illang",
    "She will take the role Han Hyo-joo played before.": "Han Hyo-joo",
    "The cast has stars such as Han Hyo-joo and others.": "Han Hyo-joo",
}
NOT_NAMED = {
    "Moving to Seoul was hard, and she was moving again.": "Moving",
    "It was the call of duty, he said of the call.": "The Call",
    "The insect is a parasite. Parasite or not, it lived.": "Parasite",
    "Her song “Confession” was a success.": "Confession",
    "“Confession of a Murderer” was a film.": "Confession",
    "He lives in hope. Hope is all he has.": "Hope",
    "The United Kingdom has a king.": "Kingdom",
    "“Moving” (1993) is a film from long ago.": "Moving",
    "Lee Min (Han Hyo-joo) is a cook.": "Lee Min-ho",
    "He met Lee Min-hoon in Busan.": "Lee Min-ho",
    "She plays Lee Min-ho, a cook.": "Lee Min-ho",
    "North Korea and a North Korean film.": "South Korea",
    "He gave it to us.": "United States",
    "“The Girl Next Door” is a film.": "Girl",
    "Latin American films won.": "United States",
    "It cost US$50 million to make.": "United States",
    "한국음식점이 많다.": "South Korea",
    "It is on Disney+ from today.": "Disney",
    "The Korean series “Moving” is out, and the Korean drama too.": "Korean",
    "He left the Film School, and the Series Three Club.": "Three",
    "The series follows Lee Yoo-na (Han) at work.": "Yoona",
    "“Train to Busan” earned most. “Train” has had six weeks.": "Train",
    "He went with vengeful Soo-hyun. Kim was there too.": "Kim Soo-hyun",
    "Win stars as Kavin, Dew as Yoona and Han Hyo-joo as herself.": "Yoona",
    "They made the film The Call 2 in one year.": "The Call",
    "He was in the film The Call: Part Two in May.": "The Call",
    "It was the drama Japan liked, and Japan’s cast won.": "Japan (film)",
    "It was seen on a Saturday episode of May.": "Saturday",
}


class TestNames:
    @pytest.mark.parametrize("text", NAMED)
    def test_it_is_found(self, records, text):
        assert NAMED[text] in found(text)

    @pytest.mark.parametrize("text", NOT_NAMED)
    def test_it_is_not_found(self, records, text):
        assert NOT_NAMED[text] not in found(text)

    def test_a_title_in_sentence_case_is_found_in_a_language_that_writes_it_so(self, records):
        text = (
            "Đây là bộ phim được nhiều người quan tâm nhất trong tuần, theo một cuộc khảo sát.\n\n"
            "Khán giả xem Thế giới hôn nhân rất nhiều, và họ nói như vậy trong nhiều ngày."
        )
        [draft] = Drafter().drafts([outline(pasted(text))])
        assert "Marriage" in {str(s.record) for s in draft.suggestions if s.confidence >= SURE}

    def test_the_head_of_an_entry_in_a_list_is_a_title(self, records):
        text = f"The dramas of May\n\n{AROUND}\n\n1. Kingdom\n\n{AROUND}\n\nHope\n\n{AROUND}"
        [draft] = Drafter().drafts([outline(pasted(text))])
        sure = {str(s.record) for s in draft.suggestions if s.confidence >= SURE}
        assert "Kingdom" in sure
        assert "Hope" not in sure

    def test_the_printed_form_is_kept_where_the_recorded_one_is_not_printed(self, records):
        assert found("Actress Han Hyo Joo was there.")["Han Hyo-joo"].printed == "Han Hyo Joo"
        both = found("Actress Han Hyo Joo, or Han Hyo-joo, was there.")
        assert both["Han Hyo-joo"].printed == ""

    def test_the_longest_name_is_meant(self, records):
        make_company("The Korea Herald", kind="outlet")
        names = found("According to the Korea Herald, all is well.")
        assert "The Korea Herald" in names
        assert "South Korea" not in names

    def test_a_family_name_alone_counts_once_the_full_name_was_met(self, records):
        once = found("Han Hyo-joo came.")
        often = found("Han Hyo-joo came. Later Han spoke, and Han left.")
        assert once["Han Hyo-joo"].prominence >= often["Han Hyo-joo"].prominence

    def test_who_is_quoted(self, records):
        names = found("“I was very glad to be there,” said Han Hyo-joo, who met Shun Oguri.")
        assert (names["Han Hyo-joo"].quoted, names["Shun Oguri"].quoted) == (True, False)

    def test_of_two_works_of_one_title_the_kind_that_is_said_is_meant(self, records):
        make_production("What Comes After", kind="series", disambiguation="series")
        make_production(
            "What Comes After", kind="novel", disambiguation="novel", slug="wca-novel"
        )
        assert "What Comes After (novel)" in found("The novel “What Comes After” is long.")
        assert "What Comes After (series)" in found("The drama “What Comes After” is long.")
        assert (
            not {"What Comes After (novel)", "What Comes After (series)"}
            & found("“What Comes After” is long.").keys()
        )

    def test_a_character_is_no_unknown_person(self, records):
        read = outline(
            pasted(
                f"A headline\n\nKim Bo-ra (Han Hyo-joo) is a cook, said director Park Seo-yeon. {AROUND}"
            )
        )
        [draft] = Drafter().drafts([read])
        assert {(u.kind, u.name) for u in draft.unknown} == {
            ("character", "Kim Bo-ra"),
            ("person", "Park Seo-yeon"),
        }

    def test_many_texts_are_few_queries(self, records, django_assert_num_queries):
        reads = [outline(pasted(f"A headline\n\n{text} {AROUND}")) for text in NAMED]
        with django_assert_num_queries(7):
            Drafter().drafts(reads)
