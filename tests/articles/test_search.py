import pytest

from articles import search
from articles.models import Edition
from articles.publishing import publish
from newsroom.models import Tag
from tests.factories import (
    make_author,
    make_person,
    make_photo,
    make_production,
    make_story,
    make_tag,
)

pytestmark = pytest.mark.django_db


def found(text):
    matching = Edition.objects.live().matching(text)
    places = search.best_first(matching, text, 100)
    headlines = dict(Edition.objects.values_list("pk", "headline"))
    return [headlines[place.pk] for place in places]


def test_a_story_is_found_by_any_word_of_it():
    photo = make_photo(caption="On the quay.", original_caption="Bến tàu", credit="Producer")
    make_story(
        "Netflix’s émotifs",
        kicker="Streaming",
        standfirst="A trend.",
        body=f'<p>Cross-border &amp; “bold”</p><figure data-ref="photo:{photo.pk}"></figure>',
        tags=[make_tag("Romance")],
        authors=[make_author("An Nhiên")],
    )
    words = ["netflix", "EMOTIFS", "streaming", "trend", "cross-border", "bold", "a"]
    words += ["quay", "ben tau", "producer", "romance", "nhien"]
    assert [word for word in words if not found(word)] == []


def test_every_word_must_be_in_it():
    make_story("Moving returns", body="<p>On Disney.</p>")
    assert found("returns disney")
    assert not found("returns netflix")


@pytest.mark.parametrize(
    "spelling",
    ["Han Hyo-joo", "Hyo-joo Han", "Hyojoo Han", "hanhyojoo", "한효주", "효주", "Han Hyo Ju"],
)
def test_a_story_is_found_by_any_spelling_of_the_people_in_it(spelling):
    person = make_person("Han Hyo-joo", native_name="한효주")
    person.names.create(name="Han Hyo-ju")
    make_story("On stage", people=[(person, 3)])
    make_story("Off stage")
    assert found(spelling) == ["On stage"]


def test_a_story_is_found_by_what_it_prints_itself():
    story = make_story("On stage", shows=[make_production("Romantics Anonymous")])
    assert not found("Romantic Anonymous")
    story.productions.update(printed="Romantic Anonymous")
    publish(story)
    assert found("Romantic Anonymous") == ["On stage"]


@pytest.mark.parametrize(
    "word", ["한효주", "효주", "주", "밀수", "小栗", "旬", "ガラス", "ラス"]
)
def test_words_inside_unspaced_text_are_found(word):
    make_story("Unspaced", body="<p>배우 한효주는 밀수에 나온다. 俳優の小栗旬はガラスの…</p>")
    assert found(word) == ["Unspaced"]


def test_pairs_that_do_not_stand_together_are_no_word():
    make_story(body="<p>한효 그리고 효주</p>")
    assert not found("한효주")


def test_headlines_come_first_then_names_then_the_newest():
    make_story("Text, older", body="<p>Moving</p>")
    make_story("Text, newer", body="<p>Moving</p>")
    make_story("Named", shows=[(make_production("Moving"), 3)])
    make_story("Moving in the headline")
    assert found("moving") == ["Moving in the headline", "Named", "Text, newer", "Text, older"]


def test_of_many_that_match_the_newest_are_ranked_and_the_rest_follow(client, monkeypatch):
    monkeypatch.setattr(search, "MOST_RANKED", 3)
    make_story("Moving, the oldest")
    for number in range(3):
        make_story(f"Text {number}", body="<p>Moving</p>")
    make_story("Moving, old")
    make_story("Text, newest", body="<p>Moving</p>")
    expected = [
        "Moving, old",
        "Text, newest",
        "Text 2",
        "Text 1",
        "Text 0",
        "Moving, the oldest",
    ]
    assert found("moving") == expected
    for limit in (1, 2, 3, 4, 5, 6, 7):
        told, address = [], f"/api/v1/search?q=moving&limit={limit}"
        while address:
            answer = client.get(address).json()
            told += [story["headline"] for story in answer["stories"]]
            address = answer["next"]
        assert told == expected, limit


@pytest.mark.parametrize(
    "text",
    ["", " ", "…", '"', "' OR 1=1 --", "NEAR(a b)", "a AND", "title:x", "{title}: x", "*", "(",
     "a:*", "!a", "a | b", "\\", "x" * 5000, "é " * 3000, "\x00", "👩‍👩‍👧", "\u202eabc", "%s %d", "1e5 -7"],
)  # fmt: skip
def test_no_text_is_an_error(text):
    make_story()
    found(text)


def test_a_tag_is_indexed_under_its_name_of_the_moment():
    tag = make_tag("Hallyu")
    make_story("Wave", tags=[tag])
    tag = Tag.objects.get()
    tag.name = "Korean wave"
    tag.save()
    assert found("korean wave") == ["Wave"]
    assert not found("hallyu")


def test_a_page_that_names_somebody_says_that_no_story_matches(client):
    make_story(people=[make_person("Han Hyo-joo")])
    nothing, leave = "No story matches all of this.", 'href="/search/?q=Han"'
    assert nothing not in client.get("/search/?q=Han").text
    html = client.get("/search/?q=Han&language=ko&year=1999").text
    assert "Han Hyo-joo" in html
    assert nothing in html
    assert leave in html
    assert nothing in client.get("/search/?q=nobody&year=1999").text
    make_person("Shun Oguri")
    assert "No stories yet." in client.get("/search/?q=Oguri").text
