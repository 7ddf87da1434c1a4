"""A card is made once for all that it says, and anew when any of it differs."""

import pytest

from articles.models import Fact
from articles.publishing import publish
from articles.templatetags import cards
from tests.factories import make_author, make_country, make_production, make_story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def none_made():
    cards.made.cache_clear()


@pytest.fixture
def story():
    show = make_production("Moving", countries=[make_country("South Korea", slug="korea")])
    return make_story("First words", shows=[show], authors=[make_author("Jane Doe")])


def test_a_second_page_makes_no_card_that_a_first_has_made(client, story):
    client.get("/stories/")
    made = cards.made.cache_info().misses
    assert client.get("/stories/?page=1").status_code == 200
    assert cards.made.cache_info().misses == made


def test_every_change_is_seen(client, story):
    def shown():
        return client.get("/stories/").content.decode()

    assert "By" in shown()
    article = story
    article.headline = "Other words"
    article.save()
    publish(article)
    assert "Other words" in shown()
    author = article.bylines.get()
    author.name = "John Roe"
    author.save()
    assert "John Roe" in shown()
    show = article.productions.get().production
    show.title = "Standing"
    show.save()
    assert "Standing" in client.get("/").content.decode()


def test_why_a_story_is_listed_is_of_the_page_that_it_is_on(client, story):
    pages = [
        client.get(page).content.decode() for page in ["/shows/moving/", "/countries/korea/"]
    ]
    assert ["is from South Korea" in page for page in pages] == [False, True]


def test_every_change_of_a_fact_is_seen(client, story):
    show = story.productions.get().production
    fact = Fact.objects.create(
        article=story, label="Moving: hours", kind="viewing_hours", production=show, value=1234
    )

    def shown(address):
        publish(story)
        return client.get(address).content.decode()

    page, own = "/shows/moving/", f"/stories/{story.slug}/"
    assert "1,234" in shown(page)
    fact.value = 4321
    fact.save()
    assert "4,321" in shown(page)
    assert [">Moving: hours<" in shown(address) for address in [page, own]] == [False, True]
    assert ["fact-source" in shown(address) for address in [page, own]] == [True, False]
    fact.quote = "小栗旬"
    fact.save()
    assert '<span lang="ja">小栗旬</span></blockquote>' not in shown(own)
    show.original_title, show.original_language = "小栗旬", "ja"
    show.save()
    html = client.get(own).content.decode()
    assert '<span lang="ja">小栗旬</span></blockquote>' in html
