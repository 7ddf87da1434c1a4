"""What stands around a story on its page."""

from datetime import UTC, datetime, timedelta

import pytest

from articles.models import Fact
from articles.publishing import publish, withdraw
from newsroom.text import minutes_to_read
from tests.factories import (
    make_article,
    make_company,
    make_country,
    make_person,
    make_production,
    make_story,
)
from tests.transactions import meanwhile

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


@pytest.fixture
def around(client):
    def context(slug):
        return client.get(f"/stories/{slug}/").context

    return context


def headlines(stories):
    return [story.headline for story in stories]


def test_one_that_is_put_out_anew_while_its_page_is_made_has_one(client):
    story = make_story("Moon", slug="moon", now=NOON)
    with meanwhile("'translation'", lambda: publish(story)):
        assert client.get("/stories/moon/").status_code == 200


def test_related_stories_come_by_how_much_they_share(around):
    show, person = make_production("Moving"), make_person("Han Hyo-joo")
    make_story("Neither", now=NOON - timedelta(days=1))
    make_story("Person", people=[person])
    make_story("First before", shows=[show], now=NOON - timedelta(days=9))
    make_story("Just before", shows=[show], now=NOON - timedelta(days=2))
    make_story("This", shows=[show], people=[person], now=NOON)
    make_story("Both", shows=[show], people=[person], now=NOON + timedelta(days=9))
    make_story("Just after", shows=[show], now=NOON + timedelta(days=1))
    make_article("A draft", shows=[show])
    withdraw(make_story("Withdrawn", shows=[show]))
    page = around("this")
    assert headlines(page["related"]) == ["Both", "First before", "Person", "Neither"]
    assert page["earlier"].headline == "Just before"
    assert page["later"].headline == "Just after"


def test_a_story_alone_has_nothing_around_it(around, client):
    make_story("Alone", body="<p></p>")
    page = around("alone")
    assert (page["related"], page["earlier"], page["later"], page["show"]) == (
        [],
        None,
        None,
        None,
    )
    assert "min read" not in client.get("/stories/alone/").content.decode()


def test_the_card_of_its_show_says_who_where_and_when(client):
    korea, netflix = make_country("South Korea"), make_company("Netflix")
    cast = [make_person("Second"), make_person("First")]
    show = make_production("Moving", kind="series", year=2023, countries=[korea], cast=cast)
    show.credits.filter(person=cast[1]).update(billing=0)
    show.company_credits.create(company=netflix, role="platform")
    story = make_article("Story", shows=[show])
    Fact.objects.create(
        article=story, label="release", kind="release", production=show, date="2023-08-09"
    )
    publish(story)
    html = client.get("/stories/story/").content.decode()
    card = html.split('id="the-show"')[1].split("</section>")[0]
    assert card.index(">First<") < card.index(">Second<")
    for words in ["Series, 2023", "South Korea", "Netflix", "9 August 2023"]:
        assert words in card


def test_it_is_passed_on_without_anybody_else_s_code(client):
    make_story("A & B?")
    html = client.get("/stories/a-b/").content.decode()
    assert "sharer.php?u=http%3A%2F%2Ftestserver%2Fstories%2Fa-b%2F" in html
    assert "text=A%20%26%20B%3F" in html
    assert html.count('<script type="module"') == 1


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("", 0), ("one", 1), ("word " * 230, 1), ("word " * 231, 2), ("한" * 500, 1), ("小栗旬ー" * 126, 2),
     ("’—!", 0), ("don't " * 230, 1)],
)  # fmt: skip
def test_minutes_to_read(text, minutes):
    assert minutes_to_read(text) == minutes


def test_runs_of_another_script_carry_their_language(client):
    person = make_person("Shun Oguri", native_name="小栗旬", native_language="ja")
    make_story(
        "Oguri <小栗旬> in 한국",
        slug="runs",
        people=[person],
        standfirst="ラブ & 사랑",
        body='<p>See <a data-ref="person/shun-oguri">小栗旬</a> &amp; <span lang="zh">王菲</span>'
        " in <em>무빙</em>.</p>",
    )
    html = client.get("/stories/runs/").content.decode()
    for marked in [
        '>Oguri &lt;<span lang="ja">小栗旬</span>&gt; in <span lang="ko">한국</span></h1>',
        '<span lang="ja">ラブ</span> &amp; <span lang="ko">사랑</span></p>',
        '<a href="/people/shun-oguri/"><span lang="ja">小栗旬</span></a> &amp; <span lang="zh">王菲',
        '<em><span lang="ko">무빙</span></em>',
        '<meta name="description" content="ラブ &amp; 사랑">',
    ]:
        assert marked in html
    assert 'lang="ko">한국</span></a>' in client.get("/stories/").content.decode()


@pytest.mark.parametrize(("language", "way"), [("ar", "rtl"), ("fa-ir", "rtl"), ("ko", "ltr")])
def test_it_runs_the_way_of_its_language_whatever_it_begins_with(client, language, way):
    make_story("한효주 مسلسل", slug="one", language=language, kicker="Netflix")
    html = client.get("/stories/one/").text
    assert f'<div class="wrap" dir="{way}">' in html
    assert f'<div class="prose" dir="{way}">' in html
