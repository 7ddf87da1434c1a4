"""Lists as their users like to see them: kept, named, shared with the desk."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from articles.models import Article, SavedView
from newsroom.models import Photo
from talent.models import Person, Production
from tests.factories import make_article, make_user

from .pages import messages_in, url_of
from .rows import make_user_who_may

pytestmark = pytest.mark.django_db

STORIES = "/admin/articles/article/"


def save(client, query="state__exact=draft", path=STORIES, **fields):
    sent = {"_view": "save", "name": "Drafts", **fields}
    return client.post(f"{path}?{query}", sent, follow=True)


def make_colleague(role):
    user = make_user()
    user.groups.add(Group.objects.get(name=role))
    return user


class TestSaving:
    @pytest.mark.parametrize("model", [Article, Person, Production, Photo])
    def test_each_list_has_its_own(self, desk, editor, model):
        path = url_of(model, "changelist")
        save(desk, "q=star", path)
        view = SavedView.objects.get()
        assert (view.user, view.path, view.query) == (editor, path, "q=star")
        page = desk.get(path)
        assert f'href="{path}?q=star"' in page.content.decode()
        assert list(page.context["current_views"]) == []
        assert list(desk.get(f"{path}?q=star").context["current_views"]) == [view]

    def test_it_opens_what_was_saved(self, desk):
        make_article("A draft")
        make_article("In review", state="review")
        save(desk)
        view = SavedView.objects.get()
        listed = desk.get(f"{view.path}?{view.query}").context["cl"].result_list
        assert [story.headline for story in listed] == ["A draft"]

    def test_only_what_the_list_knows_is_kept(self, desk):
        save(desk, "state__exact=draft&p=3&e=1&_popup=1&headline__startswith=A&o=-2&q=a%26b")
        assert SavedView.objects.get().query == "o=-2&q=a%26b&state__exact=draft"

    @pytest.mark.parametrize("name", ["", "  ", "x" * 61])
    def test_a_name_that_is_none_is_refused(self, desk, name):
        page = save(desk, name=name)
        assert page.status_code == 200
        assert messages_in(page)
        assert not SavedView.objects.exists()

    def test_a_query_that_is_too_long_is_refused(self, desk):
        page = save(desk, "q=" + "a" * 2000)
        assert "at most 1000 characters" in messages_in(page)
        assert not SavedView.objects.exists()

    @pytest.mark.parametrize("query", ["nosuch=1", "created_by__password__startswith=x"])
    def test_what_the_list_refuses_is_not_saved(self, desk, query):
        page = save(desk, query)
        assert page.status_code == 200
        assert "cannot be saved" in messages_in(page)
        assert not SavedView.objects.exists()

    def test_two_of_one_name_are_refused_on_one_list_alone(self, desk):
        save(desk)
        assert "a view of this name already" in messages_in(save(desk, "q=other"))
        save(desk, "q=other", path="/admin/talent/person/")
        assert SavedView.objects.count() == 2

    def test_it_takes_the_token_of_the_form(self, editor):
        client = Client(enforce_csrf_checks=True)
        client.force_login(editor)
        assert save(client).status_code == 403
        assert not SavedView.objects.exists()

    def test_who_may_not_see_the_list_saves_none(self, client):
        client.force_login(make_colleague("Archivist"))
        assert save(client).status_code == 403


class TestSharing:
    def test_a_shared_one_says_whose_it_is(self, desk):
        chief = make_user("mina", first_name="Mina", last_name="Seo")
        SavedView.objects.create(user=chief, path=STORIES, name="All hers", shared=True)
        SavedView.objects.create(user=chief, path=STORIES, name="Private")
        page = desk.get(STORIES).content.decode()
        assert "All hers" in page
        assert "Mina Seo’s" in page
        assert "Private" not in page

    @pytest.mark.parametrize(("role", "shared"), [("Reporter", False), ("Editor", True)])
    def test_editors_share_and_reporters_keep_their_own(self, client, role, shared):
        client.force_login(make_colleague(role))
        assert ("Share with the desk" in client.get(STORIES).content.decode()) == shared
        save(client, shared="on")
        assert SavedView.objects.get().shared == shared

    def test_a_private_one_is_nobody_elses_in_the_admins_list_either(self, client):
        SavedView.objects.create(user=make_user(), path=STORIES, name="Private")
        client.force_login(make_colleague("Desk chief"))
        assert client.get("/admin/articles/savedview/").context["cl"].result_count == 0


class TestChanging:
    def test_one_is_renamed_shared_and_deleted(self, desk):
        save(desk)
        view = SavedView.objects.get()
        sent = {"view": view.pk, "name": "All  drafts", "shared": "on"}
        desk.post(STORIES, {"_view": "change", **sent})
        view.refresh_from_db()
        assert (view.name, view.shared, view.query) == (
            "All drafts",
            True,
            "state__exact=draft",
        )
        desk.post(STORIES, {"_view": "delete", "view": view.pk})
        assert not SavedView.objects.exists()

    @pytest.mark.parametrize("act", ["change", "delete"])
    @pytest.mark.parametrize("which", ["another’s", "other list", "", "x", "9" * 30])
    def test_nobody_elses_and_no_other_lists(self, desk, editor, act, which):
        theirs = SavedView.objects.create(
            user=make_user(), path=STORIES, name="Theirs", shared=True
        )
        other = SavedView.objects.create(user=editor, path="/admin/talent/person/", name="Mine")
        pk = {"another’s": theirs.pk, "other list": other.pk}.get(which, which)
        page = desk.post(STORIES, {"_view": act, "view": pk, "name": "Forged"}, follow=True)
        assert "not there any more" in messages_in(page)
        assert set(SavedView.objects.values_list("name", flat=True)) == {"Theirs", "Mine"}

    def test_an_unknown_act_is_refused(self, desk):
        page = desk.post(STORIES, {"_view": "x"}, follow=True)
        assert "Choose what to do" in messages_in(page)


class TestWhatNoLongerWorks:
    @pytest.mark.parametrize(
        "query", ["nosuch=1", "created_by__password__startswith=x", "id=x"]
    )
    def test_it_shows_the_whole_list_and_says_so(self, desk, query):
        make_article("Still there")
        page = desk.get(f"{STORIES}?{query}")
        assert page.status_code == 200
        assert "shows everything" in page.content.decode()
        assert page.context["cl"].result_count == 1

    def test_but_no_action_is_done_to_all_in_the_place_of_some(self, desk):
        story = make_article(state="draft")
        sent = {"action": "ready_selected", "select_across": "1", "index": "0"}
        page = desk.post(f"{STORIES}?nosuch=1", {**sent, "_selected_action": [story.pk]})
        assert page.status_code == 302
        story.refresh_from_db()
        assert story.state == "draft"


def test_the_admins_own_page_of_views_shows_ones_own(client):
    user = make_user_who_may("articles.view_savedview")
    SavedView.objects.create(user=user, path=STORIES, name="Mine")
    client.force_login(user)
    assert client.get("/admin/articles/savedview/").context["cl"].result_count == 1
