import pytest

from newsroom.paging import ListPaginator
from talent.models import Person
from tests.factories import make_company, make_person, make_story

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
