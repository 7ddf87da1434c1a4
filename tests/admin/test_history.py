"""A story's versions, and how one is brought back."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from articles.models import Article, Revision
from articles.revisions import save_revision
from tests.factories import make_article, make_person, make_story, make_tag

from .pages import Form, act, messages_in, url_of
from .rows import make_user_who_may

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(desk):
    """A live story of which the first version is out and the second is the draft."""
    story = make_story("First", people=[make_person("Han Hyo-joo")], tags=[make_tag("drama")])
    form = Form(desk, story)
    form.submit(headline="Second", **{"people-0-DELETE": "on", "tagged-0-DELETE": "on"})
    return story


def restore_url(revision):
    return reverse("admin:articles_revision_restore", args=[revision.pk])


def test_the_form_leads_to_the_versions_of_its_story(desk, story):
    save_revision(make_article())
    url = f"{url_of(Revision, 'changelist')}?article__id__exact={story.pk}"
    assert f'href="{url}"' in desk.get(url_of(story)).content.decode()
    shown = desk.get(url).context["cl"].result_list
    assert [revision.number for revision in shown] == [2, 1]


def test_a_version_shows_what_it_holds(desk, story):
    page = desk.get(url_of(story.revisions.get(number=1))).content.decode()
    assert "han-hyo-joo" in page
    assert "Restore into the draft" in page


class TestRestoring:
    def test_by_the_button(self, desk, editor, story):
        page = desk.post(restore_url(story.revisions.get(number=1)), follow=True)
        assert "Version 1 is the draft again" in messages_in(page)
        story.refresh_from_db()
        assert story.headline == "First"
        assert story.people.get().person.name == "Han Hyo-joo"
        assert story.tagged.get().tag.name == "drama"
        newest = story.revisions.order_by("-number").first()
        assert (newest.kind, newest.user) == (Revision.Kind.RESTORE, editor)

    def test_by_the_action(self, desk, story):
        act(desk, "restore_selected", [story.revisions.get(number=1)])
        story.refresh_from_db()
        assert story.headline == "First"

    def test_takes_one_version_at_a_time(self, desk, story):
        page = act(desk, "restore_selected", list(story.revisions.all()))
        assert "Choose one version" in messages_in(page)
        story.refresh_from_db()
        assert story.headline == "Second"

    def test_readers_see_what_they_saw(self, desk, story):
        edition = story.editions.values().get()
        desk.post(restore_url(story.revisions.get(number=2)))
        assert story.editions.values().get() == edition

    def test_is_logged(self, desk, story):
        desk.post(restore_url(story.revisions.get(number=1)))
        assert LogEntry.objects.first().get_change_message() == "Restored version 1."

    def test_an_address_that_another_story_has_taken_is_refused(self, desk, story):
        Form(desk, story).submit(slug="elsewhere")
        make_article(slug="first")
        page = desk.post(restore_url(story.revisions.get(number=1)), follow=True)
        assert "Not restored" in messages_in(page)
        story.refresh_from_db()
        assert story.slug == "elsewhere"

    def test_who_has_the_story_open_is_told(self, desk, story):
        form = Form(desk, story)
        desk.post(restore_url(story.revisions.get(number=1)))
        form.submit(headline="Third")
        assert Article.objects.get(pk=story.pk).headline == "First"


class TestPermissions:
    def test_it_takes_the_permission_to_change_stories(self, client, desk, story):
        first = story.revisions.get(number=1)
        rights = ["articles.view_revision", "articles.edit_all_articles"]
        client.force_login(make_user_who_may(*rights))
        assert "Restore" not in client.get(url_of(first)).content.decode()
        assert client.post(restore_url(first)).status_code == 403
        act(client, "restore_selected", [first])
        story.refresh_from_db()
        assert story.headline == "Second"

    def test_it_takes_a_post_from_the_page_itself(self, desk, editor, story):
        first = story.revisions.get(number=1)
        assert desk.get(restore_url(first)).status_code == 405
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(editor)
        assert strict.post(restore_url(first)).status_code == 403

    def test_one_that_does_not_exist_is_not_found(self, desk):
        assert desk.post("/admin/articles/revision/999/restore/").status_code == 404

    def test_nobody_deletes_a_version(self, desk, story):
        first = story.revisions.get(number=1)
        assert desk.post(url_of(first, "delete"), {"post": "yes"}).status_code == 403
