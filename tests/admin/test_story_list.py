"""The list of stories stays quick however large the archive is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.admin.stories import ArticleAdmin
from articles.models import Article
from newsroom.paging import UncountedPaginator
from tests.factories import make_article, make_story, make_user

from .pages import url_of

pytestmark = pytest.mark.django_db

STORIES = "/admin/articles/article/"
QUERIES = [
    *("", "p=2", "p=3", "q=story", "q=nothing", "o=-2", "assigned=me", "assigned=mine"),
    *("assigned=nobody", "readers=live", "readers=ahead", "readers=scheduled", "due=soon"),
    *("due=today", "state__exact=draft", "due=2026-11-24", "out=2026-11-24", "_facets=True"),
]


@pytest.fixture
def small(monkeypatch):
    """An archive of ten stories is a large one."""
    monkeypatch.setattr(ArticleAdmin, "list_per_page", 4)
    monkeypatch.setattr(ArticleAdmin, "list_max_show_all", 5)
    monkeypatch.setattr(UncountedPaginator, "MOST_COUNTED", 6)
    for number in range(10):
        make_article(f"Story {number}", assignee=make_user())


def listed(client, query=""):
    page = client.get(f"{STORIES}?{query}")
    assert page.status_code == 200
    return page


@pytest.mark.parametrize("query", QUERIES)
def test_it_takes_few_queries_and_counts_no_more_than_it_says(desk, small, query):
    make_story()
    with CaptureQueriesContext(connection) as captured:
        listed(desk, query)
    sent = [each["sql"] for each in captured]
    assert len(sent) <= 12
    assert all("LIMIT" in sql for sql in sent if "COUNT(" in sql)
    assert all("LIMIT" in sql or "auth_user" not in sql.split("FROM")[1] for sql in sent[2:])


class TestPages:
    def test_what_is_more_than_is_counted_is_said_so(self, desk, small):
        page = listed(desk)
        assert "More than 1,000 stories" in page.content.decode()
        assert "across all pages" not in page.content.decode()
        assert "4 results" not in page.content.decode()

    @pytest.mark.parametrize("column", [1, 2, 5])
    def test_both_ways_of_a_column_are_the_same_order(self, desk, column):
        for number, headline in enumerate(["Same", "Other", "Same"]):
            make_article(headline, slug=f"story-{number}")
        ways = [listed(desk, f"o={way}{column}").context["cl"].result_list for way in ("", "-")]
        assert list(ways[0]) == list(reversed(ways[1]))

    def test_a_list_that_is_djangos_own_is_counted(self, desk, small):
        assert "11 users" in desk.get("/admin/auth/user/").content.decode()

    def test_each_story_stands_on_one_page(self, desk, small):
        seen, query = [], ""
        while query is not None:
            cl = listed(desk, query).context["cl"]
            seen += [story.headline for story in cl.result_list]
            query = cl.next_address.lstrip("?") if cl.page.has_next() else None
        assert sorted(seen) == [f"Story {number}" for number in range(10)]

    def test_the_way_on_and_back_keeps_the_filters(self, desk, small):
        page = listed(desk, "assigned=nobody&q=story").content.decode()
        assert 'rel="next"' not in page
        page = listed(desk, "q=story&p=2").content.decode()
        assert '"?p=1&amp;q=story" rel="prev"' in page
        assert '"?p=3&amp;q=story" rel="next"' in page

    def test_a_short_list_is_counted_and_can_be_shown_whole(self, desk, small):
        Article.objects.filter(pk__in=Article.objects.values("pk")[:5]).delete()
        assert "5 stories" in listed(desk).content.decode()
        assert len(listed(desk, "all=").context["cl"].result_list) == 5

    @pytest.mark.parametrize("junk", ["p=x", "p=-3", "p=0", "p=99999999999999999999"])
    def test_no_page_is_out_of_range(self, desk, small, junk):
        listed(desk, junk)


class TestNarrowing:
    def test_by_what_readers_see(self, desk):
        make_article("Draft")
        make_story("Live")
        page = desk.get(url_of(Article, "changelist"), {"readers": "live"})
        assert [story.headline for story in page.context["cl"].result_list] == ["Live"]

    @pytest.mark.parametrize(
        "query", ["readers=x", "due=x", "out=x", "assigned=x", "due=0001-01-01"]
    )
    def test_junk_narrows_nothing(self, desk, query):
        make_article()
        assert listed(desk, query).context["cl"].result_count == 1
