import pytest

from newsroom.paging import ListPaginator
from talent.models import Person
from tests.factories import make_company, make_person, make_production, make_story

pytestmark = pytest.mark.django_db


def test_far_down_a_list_its_pages_are_those_of_its_order():
    for number in range(7):
        make_person(f"Person {number}", sort_name="Same")
    everybody = list(Person.objects.all())
    pages = [ListPaginator(Person.objects.all(), 3).get_page(n) for n in (1, 2, 3, 4)]
    assert [row for page in pages for row in page.object_list] == everybody
    assert [page.has_next() for page in pages] == [True, True, False, False]


def test_a_story_that_a_list_has_twice_is_on_it_twice(client, monkeypatch):
    company = make_company("KBS")
    for number in range(3):
        make_story(f"Story {number}", companies=[(company, 3)], outlet=company)
    rows = []
    monkeypatch.setattr("articles.views.subjects.SubjectPage.paginate_by", 2)
    for number in range(1, 5):
        page = client.get(f"/companies/kbs/?page={number}").context["object_list"]
        rows += [(row.band, row.edition.headline) for row in page]
    assert rows == [(band, f"Story {n}") for band in (2, 5) for n in (2, 1, 0)]


def test_a_list_too_long_to_be_counted_is_leafed_through_from_its_end(client, monkeypatch):
    monkeypatch.setattr("newsroom.paging.UncountedPaginator.MOST_COUNTED", 4)
    monkeypatch.setattr("articles.views.subjects.SubjectPage.paginate_by", 2)
    show = make_production("Moving")
    for number in range(5):
        make_story(f"Story {number}", shows=[show])

    def page(number):
        page = client.get(f"/shows/moving/?page={number}")
        return [row.edition.headline for row in page.context["object_list"]], page.text

    found, html = page("last")
    assert found == ["Story 1", "Story 0"]
    assert "Page 1 from the end" in html
    assert 'href="?page=-2"' in html
    assert 'rel="next"' not in html
    assert [page(n)[0] for n in (-2, -3, -4)] == [["Story 3", "Story 2"], ["Story 4"], []]
    assert 'href="?page=-1"' in page(-2)[1]
    assert 'rel="prev"' not in page(-3)[1]
    assert client.get("/search/?q=story&page=-1").status_code == 200


def test_a_search_has_further_pages(client, monkeypatch):
    monkeypatch.setattr("articles.views.search.Search.paginate_by", 2)
    for number in range(5):
        make_story(f"Harbour {number}")
    found = [
        story.headline
        for number in (1, 2, 3)
        for story in client.get(f"/search/?q=harbour&page={number}").context["object_list"]
    ]
    assert found == [f"Harbour {number}" for number in (4, 3, 2, 1, 0)]
