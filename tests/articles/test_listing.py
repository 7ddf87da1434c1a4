"""Where a story is listed, and why; and that it moves when the records move."""

from io import StringIO

import pytest
from django.core.management import call_command

from articles import receivers
from articles.models import Listing, SearchText
from talent.models import Credit
from tests.factories import (
    make_author,
    make_company,
    make_country,
    make_person,
    make_production,
    make_story,
    make_tag,
)

pytestmark = pytest.mark.django_db

ABOUT, MENTION, SHOWS, PEOPLE, SUPPLIED = 1, 2, 3, 4, 5


def places(subject):
    """The bands, prominences and reasons of the one story listed under ``subject``."""
    listings = Listing.objects.filter(kind=subject.address_kind, subject_id=subject.pk)
    return [(row.band, row.prominence, row.reason) for row in listings.order_by("band")]


def test_main_and_featured_subjects_stand_above_those_mentioned():
    main, featured, mentioned = make_production(), make_production(), make_production()
    make_story(shows=[main, (featured, 2), (mentioned, 3)])
    assert places(main) == [(ABOUT, 1, [])]
    assert places(featured) == [(ABOUT, 2, [])]
    assert places(mentioned) == [(MENTION, 3, [])]


def test_a_story_on_a_joint_production_is_listed_under_both_countries():
    korea, vietnam = make_country("South Korea"), make_country("Vietnam")
    film = make_production("Leaving Mom", countries=[korea, vietnam])
    make_story(shows=[(film, 2)], countries=[korea])
    assert places(korea) == [(ABOUT, 1, [film.pk])]
    assert places(vietnam) == [(ABOUT, None, [film.pk])]


def test_a_show_that_is_only_mentioned_brings_neither_country_nor_cast():
    korea, actor = make_country(), make_person()
    make_story(shows=[(make_production(countries=[korea], cast=[actor]), 3)])
    assert places(korea) == places(actor) == []


def test_a_country_that_is_named_and_also_mentioned_is_listed_once():
    korea = make_country()
    show = make_production(countries=[korea])
    make_story(shows=[show], countries=[(korea, 3)])
    assert places(korea) == [(ABOUT, None, [show.pk])]


def test_the_cast_of_a_show_is_listed_lower_unless_it_is_named():
    named, unnamed = make_person(), make_person()
    show = make_production(cast=[named, unnamed])
    make_story(shows=[show], people=[(named, 3)])
    assert places(named) == [(MENTION, 3, [])]
    assert places(unnamed) == [(SHOWS, None, [show.pk])]


def test_nationality_lists_a_story_apart():
    korea = make_country()
    person = make_person(nationalities=[korea])
    make_story(people=[(person, 2)])
    assert places(korea) == [(PEOPLE, None, [person.pk])]


def test_one_that_is_mentioned_and_has_its_people_is_listed_once(client):
    korea = make_country("South Korea", code="KR")
    make_story(people=[make_person(nationalities=[korea])], countries=[(korea, 3)])
    for query in ["mentions=1", "via=people", "mentions=1&via=people"]:
        response = client.get(f"/countries/south-korea/?{query}")
        assert len(response.context["object_list"]) == 1, query


def test_tags_authors_and_outlet():
    tag, author, outlet = make_tag(), make_author(), make_company()
    make_story(tags=[tag], authors=[author], outlet=outlet)
    assert places(tag) == places(author) == [(ABOUT, None, [])]
    assert places(outlet) == [(SUPPLIED, None, [])]


def test_a_synonym_lists_under_the_tag_that_it_stands_for():
    main = make_tag("Hallyu")
    synonym = make_tag("Korean wave", synonym_of=main)
    make_story(tags=[synonym])
    assert places(synonym) == []
    assert places(main) == [(ABOUT, None, [])]


class TestMoving:
    """When talent changes, the stories are listed again at once."""

    def test_production_countries(self):
        japan = make_country()
        show = make_production()
        make_story(shows=[show])
        show.countries.add(japan)
        assert places(japan) == [(ABOUT, None, [show.pk])]
        japan.productions.remove(show)
        assert places(japan) == []
        show.countries.set([japan])
        show.countries.clear()
        assert places(japan) == []

    def test_many_follow_a_change_when_it_is_committed(
        self, monkeypatch, django_capture_on_commit_callbacks
    ):
        monkeypatch.setattr(receivers, "AT_ONCE", 1)
        japan, show = make_country(), make_production()
        for _ in range(2):
            make_story(shows=[show])
        with django_capture_on_commit_callbacks() as callbacks:
            show.countries.add(japan)
        assert places(japan) == []
        for callback in callbacks:
            callback()
        assert places(japan) == [(ABOUT, None, [show.pk])] * 2

    def test_credits(self):
        show, actor = make_production(), make_person()
        make_story(shows=[show])
        credit = Credit.objects.create(production=show, person=actor)
        assert places(actor) == [(SHOWS, None, [show.pk])]
        credit.delete()
        assert places(actor) == []

    def test_a_credit_that_passes_to_another_show(self):
        show, other, actor = make_production(), make_production(), make_person()
        make_story(shows=[show])
        credit = Credit.objects.create(production=show, person=actor)
        credit.production = other
        credit.save()
        assert places(actor) == []

    def test_nationalities(self):
        korea, person = make_country(), make_person()
        make_story(people=[person])
        person.nationalities.add(korea)
        assert places(korea) == [(PEOPLE, None, [person.pk])]
        korea.people.clear()
        assert places(korea) == []

    def test_names(self):
        person = make_person("Han Hyo-joo")
        make_story(people=[person])
        person.names.create(name="한효주", kind="native")
        assert "효주" in SearchText.objects.get().names.split()

    def test_tags_that_become_synonyms(self):
        main, other = make_tag("Hallyu"), make_tag("Korean wave")
        make_story(tags=[other])
        other.synonym_of = main
        other.save()
        assert places(main) == [(ABOUT, None, [])]
        other.synonym_of = None
        other.save()
        assert places(main) == []
        assert places(other) == [(ABOUT, None, [])]


def test_relist_makes_every_listing_again():
    korea = make_country()
    show = make_production(countries=[korea])
    for _ in range(3):
        make_story(shows=[show])
    columns = ["article_id", "kind", "subject_id", "band", "prominence", "reason"]
    before = list(Listing.objects.order_by("article_id", "kind").values_list(*columns))
    Listing.objects.all().delete()
    SearchText.objects.all().delete()
    out = StringIO()
    call_command("relist", stdout=out)
    assert list(Listing.objects.order_by("article_id", "kind").values_list(*columns)) == before
    assert SearchText.objects.count() == 3
    assert "3 editions" in out.getvalue()


def test_relist_goes_on_where_it_was_stopped():
    first, second = make_story(), make_story()
    SearchText.objects.all().delete()
    done = first.editions.get().pk
    err = StringIO()
    call_command("relist", after=done, stdout=StringIO(), stderr=err)
    found = SearchText.objects.get()
    assert found.edition.article == second
    assert f"1 of 1, up to number {found.pk}" in err.getvalue()
