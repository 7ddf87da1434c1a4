"""Merging and undoing as the desk does it, and who may."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.urls import reverse

from newsroom.models import Merge
from talent.models import Company, Person
from tests.factories import (
    make_article,
    make_company,
    make_person,
    make_photo,
    make_production,
    make_story,
    make_tag,
    make_user,
)

from .pages import Form, act, messages_in, queries_of, url_of
from .rows import make_user_who_may

pytestmark = pytest.mark.django_db


def colleague(role):
    user = make_user()
    user.groups.add(Group.objects.get(name=role))
    return user


def merge_in(client, loser, survivor):
    return client.post(
        url_of(loser, "merge"), {"into": survivor.pk, "_merge": "1"}, follow=True
    )


def test_two_chosen_in_the_list_are_shown_then_merged_then_undone(desk, han, twin):
    make_story("Han stars", people=[twin])
    page = act(desk, "merge_selected", [han, twin])
    assert "“Han Hyo Joo” goes into “Han Hyo-joo”" in page.text
    assert "People in the story: 1 moved" in page.text
    assert "Han stars" in page.text
    page = merge_in(desk, twin, han)
    assert "Merged “Han Hyo Joo” into “Han Hyo-joo”" in messages_in(page)
    assert LogEntry.objects.filter(change_message__contains="Merged", object_id=han.pk).exists()
    done = Merge.objects.get()
    page = desk.get(url_of(done))
    assert 'value="Undo"' in page.text
    page = desk.post(reverse("admin:newsroom_merge_undo", args=[done.pk]), follow=True)
    assert "Undone" in messages_in(page)
    assert Person.objects.filter(pk=twin.pk, slug="twin").exists()
    assert 'value="Undo"' not in page.text


@pytest.mark.parametrize(
    "make", [make_person, make_company, make_production, make_tag], ids=lambda m: m.__name__
)
def test_every_kind_has_its_page(desk, make):
    one, other = make(), make()
    assert url_of(one, "merge") in desk.get(url_of(one)).text
    page = desk.get(f"{url_of(one, 'merge')}?into={other.pk}")
    assert f"“{one}” goes into “{other}”" in page.text
    merge_in(desk, one, other)
    assert Merge.objects.get().loser_id == one.pk


def test_one_or_three_are_not_two(desk, han, twin):
    for records in [[han], [han, twin, make_person()]]:
        page = act(desk, "merge_selected", records)
        assert "Choose the two that are one." in messages_in(page)


@pytest.mark.parametrize("into", ["x", "", "0", "-1", "99999999999999999999", "%00", "1_2"])
def test_nonsense_is_refused(desk, twin, into):
    assert desk.get(f"{url_of(twin, 'merge')}?into={into}").status_code == 200
    page = desk.post(url_of(twin, "merge"), {"into": into, "_merge": "1"})
    assert page.status_code == 200
    assert not Merge.objects.exists()


def test_a_record_cannot_go_into_itself(desk, twin):
    merge_in(desk, twin, twin)
    assert Person.objects.filter(pk=twin.pk).exists()


def test_what_is_gone_leads_back(desk, han, twin):
    merge_in(desk, twin, han)
    page = merge_in(desk, twin, han)
    assert "was merged" in messages_in(page)


@pytest.mark.parametrize("role", ["Reporter", "Editor", "Archivist", "Desk chief"])
def test_only_a_desk_chief_merges(client, role, han, twin):
    client.force_login(colleague(role))
    is_chief = role == "Desk chief"
    assert client.get(url_of(twin, "merge")).status_code == (200 if is_chief else 403)
    merge_in(client, twin, han)
    assert Merge.objects.exists() is is_chief
    assert ("Merge into…" in client.get(url_of(han)).text) is is_chief


def test_only_who_merges_undoes(client, desk, han, twin):
    merge_in(desk, twin, han)
    done = Merge.objects.get()
    client.force_login(make_user_who_may("newsroom.view_merge", "talent.change_person"))
    assert 'value="Undo"' not in client.get(url_of(done)).text
    undoing = reverse("admin:newsroom_merge_undo", args=[done.pk])
    assert client.post(undoing).status_code == 403
    assert client.get(undoing).status_code == 405
    assert not Person.objects.filter(pk=twin.pk).exists()


def test_nobody_sees_others_stories_in_a_preview(client, han, twin):
    make_article("Secret", people=[twin], body=f'<p><a data-ref="person:{twin.pk}">H</a></p>')
    client.force_login(
        make_user_who_may(
            *("newsroom.merge_records", "talent.change_person", "talent.view_person"),
            "articles.view_article",
        )
    )
    page = client.get(f"{url_of(twin, 'merge')}?into={han.pk}")
    assert "People in the story: 1 moved" in page.text
    assert "Secret" not in page.text
    assert "Secret" not in client.get(url_of(twin)).text


def test_where_a_person_is_used(desk, han):
    make_production("Moving", cast=[han])
    story = make_article("Linked", people=[han])
    make_article("In the text", body=f'<p><a data-ref="person:{han.pk}">Han</a></p>')
    story.facts.create(person=han, label="Age", kind="other", quote="Words.")
    page = desk.get(url_of(han)).text
    for what in [">Linked<", ">In the text<", ">Age<", "actor of Moving"]:
        assert what in page


def test_where_a_tag_and_a_company_are_used(desk):
    tag, company = make_tag("hallyu"), make_company("CJ ENM")
    make_article("Tagged", tags=[tag])
    make_production("Moving").genres.add(tag)
    make_article("Named", companies=[company])
    make_article("Supplied", outlet=company)
    page = desk.get(url_of(tag)).text
    assert ">Tagged<" in page
    assert ">Moving<" in page
    page = desk.get(url_of(company)).text
    assert ">Named<" in page
    assert ">Supplied<" in page


def test_where_used_costs_the_same_for_many(desk, han):
    queries_of(desk, url_of(han))
    few = None
    for _ in range(2):
        for _ in range(15):
            make_article(people=[han])
            make_article(body=f'<p><a data-ref="person:{han.pk}">Han</a></p>')
        few = few or queries_of(desk, url_of(han))
    assert queries_of(desk, url_of(han)) == few
    assert few <= 25
    assert "and more" in desk.get(url_of(han)).text


def test_a_merge_of_another_kind_is_not_reached_by_a_forged_post(desk, han):
    company = make_company(pk=han.pk + 1000)
    merge_in(desk, han, company)
    assert Company.objects.filter(pk=company.pk).exists()
    assert not Merge.objects.exists()


def test_the_form_of_a_record_with_a_picture_is_untouched_by_where_used(desk):
    person = make_person(photo=make_photo())
    assert "was changed successfully" in messages_in(Form(desk, person).submit())
