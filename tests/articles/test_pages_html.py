"""The HTML of the public pages: what readers and machines are told, and what they are not."""

import gzip
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from articles.publishing import publish, withdraw
from articles.templatetags.newsroom import in_prose, linked, quantity, tone
from tests.factories import (
    make_article,
    make_author,
    make_country,
    make_person,
    make_photo,
    make_production,
    make_story,
    make_tag,
)

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


@pytest.fixture
def korea():
    return make_country("South Korea", code="KR")


@pytest.fixture
def show(korea):
    return make_production("Moving", countries=[korea], cast=[make_person("Han Hyo-joo")])


@pytest.fixture
def page(client):
    def words(address):
        """The page with its runs of white space as one space."""
        return " ".join(client.get(address).content.decode().split())

    return words


@pytest.fixture
def every_address(korea, show):
    person = make_person("Shun Oguri", nationalities=[korea])
    make_story(
        "A story",
        shows=[show],
        people=[person],
        countries=[korea],
        authors=[make_author("Jane Doe")],
        tags=[make_tag("romance")],
        standfirst='It says "so".',
        source_url="https://example.com/story",
    )
    indexes = ["shows", "people", "actors", "countries", "companies", "tags", "authors"]
    return [
        *("/", "/stories/", "/stories/a-story/", "/search/", "/search/?q=story", "/nowhere/"),
        *(f"/{index}/" for index in indexes),
        *("/shows/moving/", "/people/shun-oguri/", "/countries/south-korea/"),
        *("/tags/romance/", "/authors/jane-doe/"),
    ]


class TestEveryPage:
    def test_has_one_heading_of_the_first_rank(self, every_address, page):
        for address in every_address:
            assert page(address).count("<h1") == 1, address

    def test_needs_nothing_that_the_policy_forbids(self, every_address, page):
        for address in every_address:
            html = page(address)
            assert not re.search(
                r'<script(?! (?:type="module" )?src="/| type="application/ld\+json">)|<style| style=| on\w+=',
                html,
            ), address
            loaded = re.findall(
                r'<(?:img|link rel="(?:stylesheet|icon)")[^>]*?"(http[^"]*)', html
            )
            assert loaded == [], address

    def test_names_no_session(self, every_address, client):
        for address in every_address:
            response = client.get(address)
            assert "Vary" not in response.headers, address
            assert not response.cookies, address


def test_what_every_page_loads_stays_small():
    static = Path(settings.BASE_DIR, "newsroom/static/newsroom")
    stylesheet = (static / "site.css").read_bytes()
    assert len(stylesheet) <= 30 * 1024
    assert len(gzip.compress(stylesheet)) <= 10 * 1024
    scripts = ["reading.js", "embeds.js"]
    assert sum((static / script).stat().st_size for script in scripts) <= 10 * 1024


class TestHead:
    def test_a_page_of_its_own_is_canonical_with_its_number(self, page, show):
        for number in range(21):
            make_story(f"Story {number}", shows=[show])
        canonical = '<link rel="canonical" href="http://testserver/stories/{}">'
        assert canonical.format("") in page("/stories/?page=1")
        assert canonical.format("?page=2") in page("/stories/?page=2&other=1")
        assert 'rel="prev" href="/stories/"' in page("/stories/?page=2")

    @pytest.mark.parametrize(
        "address",
        ["/stories/?show=moving", "/search/?q=x", "/countries/south-korea/?mentions=1", "/no/"],
    )
    def test_what_is_not_to_be_indexed_says_so(self, address, page, show):
        html = page(address)
        assert '<meta name="robots" content="noindex">' in html
        assert "canonical" not in html

    def test_lists_name_their_feed(self, page, show):
        feed = '<link rel="alternate" type="application/rss+xml" title="{}" href="{}">'
        assert feed.format("Newsroom", "/feed.rss") in page("/")
        assert feed.format("Newsroom: Moving", "/shows/moving/feed.rss") in page(
            "/shows/moving/"
        )
        assert feed.format("Newsroom: Shows", "/shows/feed.rss") in page("/shows/")
        assert 'href="/stories/feed.rss?show=moving"' in page("/stories/?show=moving&page=3")


class TestDates:
    def test_a_dated_story_shows_its_moment_in_the_desk_s_zone(self, page):
        make_story("Dated", now=NOON)
        for address in ["/", "/stories/dated/"]:
            assert "14 March 2026, 21:00 KST" in page(address)

    def test_an_undated_story_shows_its_source_s_date_and_no_more(self, page, show):
        make_story(
            "Undated",
            shows=[show],
            source_id="1",
            source_date="2024",
            source_date_certainty="inferred",
        )
        for address in ["/", "/stories/", "/stories/undated/", "/shows/moving/"]:
            html = page(address)
            assert '<time datetime="2024">2024</time>, inferred' in html
            assert "January" not in html
            assert "2024-01" not in html

    def test_a_story_without_any_date_shows_none(self, page):
        make_story("Timeless", source_id="1")
        for address in ["/", "/stories/timeless/"]:
            assert "<time" not in page(address)


class TestStory:
    def test_a_caption_without_its_picture_is_shown_in_both_languages(self, page):
        photo = make_photo(
            caption="Two actors.",
            original_caption="Hai dien vien.",
            original_language="vi",
            credit="Photo: X",
            original_credit="Anh: X",
        )
        make_story("Pictures", body=f'<figure data-ref="photo:{photo.pk}"></figure>')
        html = page("/stories/pictures/")
        assert "no-picture" in html
        assert 'lang="en">Two actors.</p>' in html
        assert 'lang="vi">Hai dien vien.</p>' in html
        assert '<span lang="vi">Anh: X</span>' in html
        assert "<img" not in html

    def test_corrections_and_facts_are_shown(self, page, show):
        article = make_article("Facts", shows=[show])
        article.corrections.create(made_at=NOON, text="The name was wrong.")
        article.facts.create(
            label="Moving: hours viewed",
            kind="viewing_hours",
            production=show,
            value=7_700_000_000,
            unit="hours",
            approximate=True,
            date="2025-10",
            date_certainty="planned",
            quote="about 7.7 billion hours",
        )
        publish(article, now=NOON)
        html = page("/stories/facts/")
        assert "The name was wrong." in html
        assert "about 7,700,000,000 hours" in html
        on_show_page = page("/shows/moving/")
        assert "October 2025</time>, planned" in on_show_page
        assert ">Hours viewed</p>" in on_show_page
        assert '<a href="/stories/facts/" lang="en">Facts</a>' in on_show_page

    def test_what_was_withdrawn_says_so(self, client):
        withdraw(make_story("Gone", now=NOON))
        response = client.get("/stories/gone/")
        assert response.status_code == 410
        assert b"withdrawn" in response.content


class TestCountry:
    def test_each_story_says_why_it_is_listed(self, page, korea, show):
        person = make_person("Shun Oguri", nationalities=[korea])
        make_story("One", countries=[korea])
        make_story("Two", shows=[show])
        make_story("Three", countries=[korea], shows=[show])
        make_story("Four", countries=[(korea, 3)])
        make_story("Five", people=[person])
        html = page("/countries/south-korea/?mentions=1&via=people")
        moving = '<a href="/shows/moving/">Moving</a>'
        for reason in [
            "About South Korea",
            f"{moving} is from South Korea",
            f"About South Korea; {moving} is from there",
            "Mentions South Korea in passing",
            'Through <a href="/people/shun-oguri/">Shun Oguri</a>, from South Korea',
        ]:
            assert f'<p class="reason"> {reason} </p>' in html

    def test_the_two_choices_keep_each_other(self, page, korea):
        address = "/countries/south-korea/"
        assert 'href="?mentions=1&amp;via=people"' in page(f"{address}?mentions=1&page=4")
        assert f'href="{address}?via=people"' in page(f"{address}?mentions=1&via=people")

    def test_one_without_stories_says_so(self, page, korea):
        assert "No stories about South Korea yet." in page("/countries/south-korea/")


def test_the_page_to_search_from_may_be_found_itself(page):
    html = page("/search/")
    assert "noindex" not in html
    assert '<link rel="canonical" href="http://testserver/search/">' in html


def test_robots_keep_out_of_the_desk_and_the_search(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/\nDisallow: /search/?\n" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


class TestWords:
    def test_a_colour_is_the_same_on_every_load(self):
        assert tone("moving") == "tone-4 art-5"

    def test_links_read_as_a_sentence(self):
        tags = [make_tag("a"), make_tag("b"), make_tag("<c>", slug="c")]
        assert linked([]) == ""
        assert linked(tags[:1]) == '<a href="/tags/a/">a</a>'
        assert linked(tags).endswith(
            '<a href="/tags/b/">b</a> and <a href="/tags/c/">&lt;c&gt;</a>'
        )

    def test_countries_take_their_article(self):
        named = {"the United States", "the Philippines", "the Faroe Islands", "South Korea"}
        assert {in_prose(name.removeprefix("the ")) for name in named} == named

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"kind": "chart_rank", "value": "1"}, "No. 1"),
            ({"value": "15", "unit": "days", "consecutive": True}, "15 days in a row"),
            ({"value": "81500000.500", "unit": "x"}, "81,500,000.5 x"),
            ({}, ""),
        ],
    )
    def test_figures_are_said_in_words(self, fields, words):
        article = make_article()
        fact = article.facts.create(**{"kind": "other", "label": "x", "quote": "x"} | fields)
        fact.refresh_from_db()
        assert quantity(fact) == words
