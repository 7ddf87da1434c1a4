import pytest

from articles import views
from articles.passages import LOOKED_THROUGH, passage, pattern
from tests.factories import make_story


def found(text, query):
    return passage(text, pattern(query))


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("On Netflix now", "netflix", "On <mark>Netflix</mark> now"),
        ("Les Émotifs’ own", "emotifs own", "Les <mark>Émotifs</mark>’ <mark>own</mark>"),
        ("배우 한효주는 왔다", "한효주", "배우 <mark>한효주</mark>는 왔다"),
        ("俳優の小栗旬は", "小栗旬", "俳優の<mark>小栗旬</mark>は"),
        ("art and party", "art", "<mark>art</mark> and party"),
        ("<b>bold</b> & Co", "co", "&lt;b&gt;bold&lt;/b&gt; &amp; <mark>Co</mark>"),
        ("Hyo-joo’s film", "hyo-joo's", "<mark>Hyo</mark>-<mark>joo</mark>’s film"),
        ("nothing", "else", ""),
        ("ﬁlm", "film", "<mark>ﬁlm</mark>"),
    ],
)
def test_what_was_found_is_marked_in_the_text_as_it_is(text, query, shown):
    assert found(text, query) == shown


def test_a_long_text_is_cut_around_it():
    text = "before " * 100 + "needle " + "after " * 100
    shown = found(text, "needle")
    assert shown.startswith("… before") and shown.endswith("after …")
    assert "<mark>needle</mark>" in shown
    assert len(shown) < 350


def test_only_so_much_is_looked_through():
    assert found("x " * LOOKED_THROUGH + "needle", "needle") == ""
    assert len(found("한" * 50_000, "한한")) < 10_000


@pytest.mark.parametrize("query", ["", " ", "(", "*", "\\", "[a-z]", "…", "a" * 200, "' OR"])
def test_no_query_is_an_error(query):
    wanted = pattern(query)
    assert wanted is None or passage("Some text (a) ' or", wanted) is not None


@pytest.mark.django_db
class TestPage:
    def test_shows_the_passage_instead_of_the_standfirst(self, client):
        make_story("One", standfirst="A trend.", body="<p>Filmed by the <b>harbour</b>.</p>")
        html = client.get("/search/?q=harbour").content.decode()
        assert "<mark>harbour</mark>" in html
        assert "1 story, the best first" in html

    def test_is_narrowed_by_year_and_by_record(self, client):
        make_story("Harbour one", language="ko")
        make_story("Harbour two")
        found = client.get("/search/?q=harbour&language=ko").context["object_list"]
        assert [story.headline for story in found] == ["Harbour one"]
        for query in ["year=abc", "year=1950", "page=99", "show=" + "x" * 999]:
            response = client.get(f"/search/?q=harbour&{query}")
            assert response.status_code == 200
            assert not response.context["object_list"]

    def test_of_a_common_word_the_newest_are_ranked(self, client, monkeypatch):
        monkeypatch.setattr(views.search, "MOST_FOUND_STORIES", 2)
        for number in range(3):
            make_story(f"Harbour {number}")
        response = client.get("/search/?q=harbour")
        found = [story.headline for story in response.context["object_list"]]
        assert found == ["Harbour 2", "Harbour 1"]
        assert "More than 1,000 stories" in response.content.decode()
