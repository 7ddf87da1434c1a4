"""What other live stories say of what a story states, as its form tells an editor."""

import pytest

from articles.models import Fact
from articles.publishing import publish, withdraw
from tests.factories import make_article, make_company, make_country, make_production

from .pages import queries_of, url_of
from .rows import make_user_who_may

pytestmark = pytest.mark.django_db

RELEASE = {"kind": "release", "date": "2025-10-16", "date_certainty": "stated"}
CHART = {"kind": "chart_rank", "value": 1, "chart": "Top 10", "date": "2025-10"}


@pytest.fixture
def show():
    return make_production("Romantics Anonymous")


def state(*facts, headline=None, live=False, **fields):
    story = make_article(headline)
    for number, fact in enumerate(facts):
        values = {"label": f"Fact {number}", "quote": "So.", **fact, **fields}
        Fact.objects.create(article=story, **values)
    if live:
        publish(story)
    return story


def found(desk, story):
    page = desk.get(f"/admin/articles/article/{story.pk}/same-facts/")
    assert page.status_code == 200
    return [(same.theirs.edition.headline, same.agrees) for same in page.context["found"]]


@pytest.mark.parametrize(
    ("ours", "theirs", "agrees"),
    [
        ({}, {}, True),
        ({}, {"date": "2025-10-17"}, False),
        ({}, {"date": "2025", "date_certainty": "planned"}, True),
        ({}, {"date": "2024", "date_certainty": "planned"}, False),
        ({}, {"date": ""}, True),
        (CHART, CHART | {"chart": "top 10"}, True),
        (CHART, CHART | {"value": 2}, False),
        (CHART, CHART | {"value": 2, "date": ""}, False),
        (CHART | {"value": 100}, CHART | {"value": 104, "approximate": True}, True),
        (CHART | {"value": 100}, CHART | {"value": 120, "approximate": True}, False),
    ],
)
def test_whether_they_agree(desk, show, ours, theirs, agrees):
    state(RELEASE | theirs, headline="Theirs", live=True, production=show)
    story = state(RELEASE | ours, production=show)
    assert found(desk, story) == [("Theirs", agrees)]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (RELEASE, RELEASE | {"kind": "filming"}),
        (CHART, CHART | {"chart": "Another"}),
        (CHART, CHART | {"date": "2025-11"}),
        (CHART, CHART | {"unit": "weeks"}),
        ({"kind": "other", "label": "One"}, {"kind": "other", "label": "Another"}),
    ],
)
def test_another_fact_is_not_the_same(desk, show, ours, theirs):
    state(theirs, live=True, production=show)
    assert found(desk, state(ours, production=show)) == []


def test_it_must_be_about_the_same(desk, show):
    state(RELEASE, live=True, production=make_production())
    state(RELEASE, live=True, production=show, country=make_country())
    state(RELEASE, live=True)
    assert found(desk, state(RELEASE, production=show)) == []
    assert found(desk, state(RELEASE)) == []


def test_a_platform_that_is_not_named_may_be_the_same_one(desk, show):
    netflix = make_company("Netflix")
    state(RELEASE, headline="Silent", live=True, production=show)
    state(RELEASE, headline="Other", live=True, production=show, platform=make_company())
    assert found(desk, state(RELEASE, production=show, platform=netflix)) == [("Silent", True)]


def test_only_of_other_stories_and_only_what_is_live(desk, show):
    state(RELEASE, production=show)
    withdraw(state(RELEASE, live=True, production=show))
    assert found(desk, state(RELEASE, live=True, production=show)) == []


def test_it_is_said_in_words_with_a_link(desk, show):
    other = state(
        RELEASE | {"date": "2024", "date_certainty": "planned"}, live=True, production=show
    )
    story = state(RELEASE, production=show)
    page = desk.get(f"/admin/articles/article/{story.pk}/same-facts/").content.decode()
    said = " ".join(page.split())
    assert "16 October 2025 (stated)" in said
    link = f'<a href="/stories/{other.slug}/">{other.headline}</a>'
    assert f"<strong>Differs</strong> in {link}: 2024 (planned)" in said
    assert f"{story.pk}/same-facts/" in desk.get(url_of(story)).content.decode()


def test_it_takes_as_many_queries_for_many(desk, show):
    address = "/admin/articles/article/{}/same-facts/"
    few = address.format(state(RELEASE, production=show).pk)
    queries_of(desk, few)
    one = queries_of(desk, few)
    for _ in range(3):
        state(RELEASE, CHART, live=True, production=show)
    many = address.format(state(RELEASE, CHART, production=show).pk)
    assert queries_of(desk, few) == queries_of(desk, many) == one


def test_who_may_not_see_the_story_is_not_told(client, show):
    story = state(RELEASE, production=show)
    client.force_login(make_user_who_may("articles.view_article"))
    page = client.get(f"/admin/articles/article/{story.pk}/same-facts/", follow=True)
    assert "found" not in (page.context or {})


class TestOfARecord:
    """From the form of a show, a person, a company or a country."""

    def test_the_newest_is_shown_beside_the_others(self, desk, show):
        state(RELEASE, headline="First", live=True, production=show)
        state(RELEASE | {"date": "2024"}, headline="Second", live=True, production=show)
        state(RELEASE, headline="Third", live=True, production=show)
        state(CHART, headline="Alone", live=True, production=show)
        page = desk.get(url_of(show)).context["facts_page"]
        found = desk.get(page).context["found"]
        assert [
            (s.ours.edition.headline, s.theirs.edition.headline, s.agrees) for s in found
        ] == [
            ("Third", "Second", False),
            ("Third", "First", True),
        ]
        assert queries_of(desk, page) <= 6
        assert f'href="{page}"' in desk.get(url_of(show)).content.decode()

    @pytest.mark.parametrize("make", [make_company, make_country])
    def test_of_every_kind(self, desk, make):
        record = make()
        for _ in range(2):
            state(RELEASE, live=True, **{record._meta.model_name: record})
        page = desk.get(url_of(record)).context["facts_page"]
        assert "<strong>Agrees</strong>" in desk.get(page).content.decode()

    def test_that_one_story_says_it_twice_is_nothing(self, desk, show):
        state(RELEASE, RELEASE, live=True, production=show)
        assert "None." in desk.get(f"/admin/facts/production/{show.pk}/").content.decode()

    @pytest.mark.parametrize("page", ["production/0", "edition/1", f"production/{'9' * 30}"])
    def test_of_nothing_there_are_none(self, desk, page):
        assert desk.get(f"/admin/facts/{page}/").status_code == 404

    def test_who_may_not_see_the_record_is_not_told(self, client, show):
        client.force_login(make_user_who_may("articles.view_article"))
        assert client.get(f"/admin/facts/production/{show.pk}/").status_code == 403
