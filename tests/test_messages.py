"""The public pages in other languages: whole, and compiled as they are written."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings

from articles.models import Fact
from articles.publishing import publish
from tests import messages
from tests.factories import (
    make_article,
    make_author,
    make_country,
    make_person,
    make_production,
    make_story,
    make_tag,
)

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
OTHERS = pytest.mark.parametrize("language", messages.LANGUAGES)


@OTHERS
class TestCatalog:
    def test_has_every_word_and_no_other(self, language):
        wanted = {(m.id, m.context) for m in messages.found()}
        assert {(m.id, m.context) for m in messages.translated(language)} == wanted

    def test_is_translated_throughout(self, language):
        catalog = messages.translated(language)
        missing = [m.id for m in catalog if m.id and (m.fuzzy or not all(strings(m)))]
        assert missing == []
        assert [(m.id, errors) for m, errors in catalog.check() if errors] == []

    def test_keeps_what_is_filled_in(self, language):
        for message in messages.translated(language):
            if message.id:
                texts = [message.id] if isinstance(message.id, str) else message.id
                wanted = set(re.findall(r"%\(\w+\)s|{\w*}|<[^>]*>", texts[-1]))
                for string in strings(message):
                    assert set(re.findall(r"%\(\w+\)s|{\w*}|<[^>]*>", string)) == wanted

    def test_is_compiled(self, language):
        compiled = messages.file_of(language, "mo").read_bytes()
        assert compiled == messages.as_mo(messages.translated(language)), "run bin/messages"


def strings(message):
    return [message.string] if isinstance(message.string, str) else message.string


def test_every_language_but_the_desk_s_has_its_catalog():
    assert [settings.LANGUAGE_CODE, *messages.LANGUAGES] == list(dict(settings.LANGUAGES))


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def show(self):
        korea, japan = make_country("South Korea", code="KR"), make_country("Japan", code="JP")
        cast = [make_person("Han Hyo-joo"), make_person("Shun Oguri")]
        return make_production(
            "Moving", kind="series", year=2023, countries=[korea, japan], cast=cast
        )

    @pytest.fixture
    def pages(self, show):
        story = make_article(
            "A story",
            shows=[show],
            authors=[make_author("Jane Doe")],
            tags=[make_tag("romance")],
            countries=list(show.countries.all()),
        )
        Fact.objects.create(
            article=story,
            label="Rank",
            kind="chart_rank",
            value=1,
            production=show,
            date="2025-10",
            date_certainty="planned",
            quote="first",
        )
        publish(story, now=NOON)
        story.corrections.create(made_at=NOON, text="Another.")
        publish(story, now=NOON)
        indexes = ["shows", "people", "actors", "countries", "companies", "tags", "authors"]
        return [
            *("/", "/stories/", "/stories/?year=2026&show=moving", "/stories/a-story/"),
            *("/search/", "/search/?q=moving", "/search/?q=xyz", "/nowhere/", "/stories/gone/"),
            *(f"/{index}/" for index in indexes),
            *("/shows/moving/", "/people/shun-oguri/", "/countries/japan/?mentions=1"),
            *("/tags/romance/", "/authors/jane-doe/"),
        ]

    @OTHERS
    def test_say_in_which_language_they_are(self, pages, client, settings, language):
        settings.SITE_LANGUAGE = language
        for address in pages:
            html = client.get(address).content.decode()
            assert f'<html lang="{language}"' in html, address
            # Words that every page has, and those of a list or a record.
            for word in ["Skip to content", ">Stories<", "Search ", "Follow by", "Timeline"]:
                assert word not in html, address

    @OTHERS
    def test_so_does_what_programs_are_told(self, pages, client, settings, language):
        settings.SITE_LANGUAGE = language
        told = {
            "/stories/a-story/": '"name": "Stories"',
            "/shows/moving/": '"name": "Shows"',
            "/shows/": 'title="Newsroom: shows"',
            "/shows/feed.rss": "shows</title>",
            "/actors/feed.json": '"Newsroom: actors"',
            "/countries/japan/feed.atom": ": japan</title>",
            "/releases.ics": ": releases",
        }
        for address, english in told.items():
            assert english.lower() not in client.get(address).text.lower(), address
        assert client.get("/feed.json").json()["language"] == language

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("en-gb", ["14 March 2026, 21:00 KST", "October 2025", "planned", "No. 1",
                       "</a> and <a", "1 min read"]),
            ("ko", ["2026년 3월 14일 21:00 KST", "2025년 10월", "예정", "1위", "</a>, <a",
                    "읽는 데 1분"]),
            ("ja", ["2026年3月14日 21:00 KST", "2025年10月", "予定", "1位", "</a>、<a",
                    "約1分"]),
            ("vi", ["21:00 14/3/2026 KST", "tháng 10/2025", "dự kiến", "Hạng 1",
                    "</a> và <a", "1 phút đọc"]),
        ],
    )  # fmt: skip
    def test_dates_and_numbers_are_those_of_the_language(
        self, pages, client, settings, language, words
    ):
        settings.SITE_LANGUAGE = language
        html = client.get("/stories/a-story/").content.decode()
        assert [word for word in words if word not in html] == []

    def test_a_story_in_another_language_says_so(self, client, settings):
        settings.SITE_LANGUAGE = "ko"
        make_story("A story", language="en")
        html = client.get("/stories/a-story/").content.decode()
        assert '<html lang="ko"' in html
        assert '<article class="story" lang="en">' in html
        assert '<div class="meta" lang="ko">' in html

    def test_headings_of_lists_are_sentences(self, client, settings, show):
        settings.SITE_LANGUAGE = "ko"
        html = client.get("/stories/?show=moving&country=japan&year=2025").content.decode()
        assert ">2025년 일본 Moving 관련 기사</h1>" in html

    def test_the_desk_and_the_api_stay_in_the_desk_s(self, client, settings):
        settings.SITE_LANGUAGE = "ko"
        assert '<html lang="en-gb"' in client.get("/admin/login/").content.decode()
        assert "Language" not in client.get("/api/v1/stories").headers.get("Vary", "")

    def test_the_reader_s_browser_decides_nothing(self, client, settings):
        settings.SITE_LANGUAGE = "vi"
        response = client.get("/nowhere/", headers={"accept-language": "ko"})
        assert '<html lang="vi"' in response.content.decode()
        assert "Vary" not in response.headers

    @OTHERS
    def test_closed_it_says_so_without_a_database(self, client, settings, language):
        settings.SITE_LANGUAGE, settings.MAINTENANCE = language, True
        html = client.get("/").content.decode()
        assert f'<html lang="{language}"' in html
        assert "Back soon" not in html
