"""Who may do what, by whatever request: each role, at own and others' stories, in every state."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime

from articles.models import Article, Edition, Event, Fact, Note, Revision
from articles.publishing import schedule, withdraw
from articles.revisions import save_revision
from articles.roles import ROLES
from tests.factories import (
    make_article,
    make_author,
    make_person,
    make_photo,
    make_story,
    make_user,
)
from tests.permissions import of_a_story

from .pages import Form, act_and_confirm, queries_of, url_of
from .rows import make_fact, make_user_who_may

pytestmark = pytest.mark.django_db

State, Kind = Article.State, Event.Kind
SOON = localtime() + timedelta(days=1)
SENT = {
    "headline": "Sent by them",
    "publish_at_0": SOON.strftime("%d/%m/%Y"),
    "publish_at_1": SOON.strftime("%H:%M:%S"),
    "_comment": "Change it.",
}


def make_colleague(role, **fields):
    user = make_user(**fields)
    user.groups.add(Group.objects.get(name=role))
    return user


def story_in(state, **fields):
    """A story in this state, of which an older version could be restored."""
    out = state in {State.PUBLISHED, State.WITHDRAWN}
    story = (make_story if out else make_article)("On Moving", slug="on-moving", **fields)
    save_revision(story)
    if state == State.WITHDRAWN:
        withdraw(story)
    elif not out:
        Article.objects.filter(pk=story.pk).update(state=state)
    make_fact(story, label="Premiere")
    # So that a story which is out has something to publish.
    save_revision(story)
    story.refresh_from_db()
    return story


class Attempt:
    """One request that tries something; ``worked`` looks whether it did."""

    def __init__(self, send, worked):
        self.send, self.worked = send, worked

    def succeeds(self, client, story, fields):
        with transaction.atomic():
            page = self.send(client, story, fields)
            worked = self.worked(page, story)
            transaction.set_rollback(True)
        return worked


def looks_at(page):
    """A page about the story."""
    return Attempt(
        lambda client, story, fields: client.get(url_of(story, page)),
        lambda page, story: page.status_code == 200,
    )


def presses(button, event):
    """The form, with whatever the browser of somebody with every right would send."""
    return Attempt(
        lambda client, story, fields: client.post(url_of(story), fields | SENT | {button: "1"}),
        lambda page, story: story.events.filter(kind=event, user__isnull=False).exists(),
    )


def in_bulk(action, event):
    return Attempt(
        lambda client, story, fields: act_and_confirm(client, action, [story]),
        lambda page, story: story.events.filter(kind=event, user__isnull=False).exists(),
    )


def saved(page, story):
    return Article.objects.get(pk=story.pk).headline == SENT["headline"]


def restore(client, story, fields):
    revision = story.revisions.order_by("number").first()
    return client.post(reverse("admin:articles_revision_restore", args=[revision.pk]))


def add_fact(client, story, fields):
    fact = {"article": story.pk, "label": "Forged", "kind": "other", "quote": "Words."}
    return client.post(url_of(Fact, "add"), fact)


def add_note(client, story, fields):
    return client.post(url_of(Note, "add"), {"article": story.pk, "text": "Forged."})


def change_fact(client, story, fields):
    fact = {"label": "Forged", "kind": "other", "quote": "Words."}
    page = client.get(url_of(story.facts.get()))
    opened = page.context.get("opened_as", "") if page.context else ""
    return client.post(url_of(story.facts.get()), fact | {"_opened_as": opened})


def find(client, story, fields):
    return client.get(reverse("admin:articles_article_find_records"), {"q": "On Moving"})


def complete(client, story, fields):
    names = {"app_label": "articles", "model_name": "article", "field_name": "translation_of"}
    return client.get("/admin/autocomplete/", {**names, "term": "Moving"})


def export(client, story, fields):
    address = reverse("admin:articles_article_export") + f"?id__in={story.pk}"
    return client.post(address, {"format": "csv", "drafts": "1"})


def written(page):
    return b"".join(page.streaming_content).decode()


def names_it(page, story):
    return page.status_code == 200 and "On Moving" in page.content.decode()


def listed(model):
    def succeeds(page, story):
        return page.status_code == 200 and page.context["cl"].result_count > 0

    return Attempt(
        lambda client, story, fields: client.get(url_of(model, "changelist")), succeeds
    )


ATTEMPTS = {
    "view": looks_at("change"),
    "trail": looks_at("history"),
    "compare": looks_at("compare"),
    "checklist": looks_at("checklist"),
    "preview": looks_at("preview_page"),
    "change": Attempt(lambda c, s, f: c.post(url_of(s), f | SENT | {"_continue": "1"}), saved),
    "delete": Attempt(
        lambda c, s, f: c.post(url_of(s, "delete"), {"post": "yes"}),
        lambda page, s: not Article.objects.filter(pk=s.pk).exists(),
    ),
    "submit": presses("_submit", Kind.SUBMIT),
    "take back": presses("_take_back", Kind.TAKE_BACK),
    "request changes": presses("_request_changes", Kind.REQUEST_CHANGES),
    "ready": presses("_ready", Kind.READY),
    "publish": presses("_publish", Kind.PUBLISH),
    "schedule": presses("_schedule", Kind.SCHEDULE),
    "withdraw": presses("_withdraw", Kind.WITHDRAW),
    "submit in bulk": in_bulk("submit_selected", Kind.SUBMIT),
    "ready in bulk": in_bulk("ready_selected", Kind.READY),
    "publish in bulk": in_bulk("publish_selected", Kind.PUBLISH),
    "withdraw in bulk": in_bulk("withdraw_selected", Kind.WITHDRAW),
    "export": Attempt(export, lambda page, s: page.streaming and s.slug in written(page)),
    "restore": Attempt(restore, lambda page, s: s.revisions.filter(kind="restore").exists()),
    "add a fact": Attempt(add_fact, lambda page, s: s.facts.filter(label="Forged").exists()),
    "change a fact": Attempt(
        change_fact, lambda page, s: s.facts.filter(label="Forged").exists()
    ),
    "add a note": Attempt(add_note, lambda page, s: s.notes.exists()),
    "find": Attempt(find, names_it),
    "complete": Attempt(complete, names_it),
    "list": listed(Article),
    "list its facts": listed(Fact),
    "list its versions": listed(Revision),
}


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("own", [True, False], ids=["own", "others"])
@pytest.mark.parametrize("role", ["Reporter", "Editor", "Desk chief", "Archivist"])
def test_each_role_can_do_what_it_may_and_no_more(client, editor, role, own, state):
    user = make_colleague(role)
    story = story_in(state, created_by=user if own else make_user())
    superuser = Client()
    superuser.force_login(editor)
    fields = Form(superuser, story).fields
    client.force_login(user)
    done = {name for name, each in ATTEMPTS.items() if each.succeeds(client, story, fields)}
    assert done == of_a_story(role, own, state)


class TestRoles:
    def test_every_right_of_the_table_is_there_but_those_to_merge(self):
        found = Permission.objects.select_related("content_type")
        known = {f"{p.content_type.app_label}.{p.codename}" for p in found}
        lacking = set().union(*ROLES.values()) - known
        assert all(right.partition(".")[2].startswith("merge_") for right in lacking)

    def test_a_migration_sets_them_right_again(self):
        group = Group.objects.get(name="Reporter")
        group.permissions.add(Permission.objects.get(codename="publish_article"))
        call_command("migrate", verbosity=0)
        rights = {
            f"{app}.{name}"
            for app, name in group.permissions.values_list(
                "content_type__app_label", "codename"
            )
        }
        assert rights == ROLES["Reporter"]


class TestOwning:
    @pytest.mark.parametrize("how", ["created_by", "assignee", "byline"])
    def test_a_story_is_theirs_in_any_of_three_ways(self, client, how):
        user = make_colleague("Reporter")
        if how == "byline":
            story = make_article(authors=[make_author(user=user)])
        else:
            story = make_article(**{how: user})
        client.force_login(user)
        assert client.get(url_of(story)).status_code == 200

    def test_who_begins_a_story_owns_it(self, client):
        user = make_colleague("Reporter")
        client.force_login(user)
        Form(client, Article).submit(headline="New", slug="new", assignee=make_user().pk)
        story = Article.objects.get()
        assert (story.created_by, story.assignee) == (user, None)

    def test_a_reporter_gives_nothing_away(self, client):
        user, other = make_colleague("Reporter"), make_user()
        story = make_article(created_by=user, assignee=user)
        client.force_login(user)
        Form(client, story).submit(created_by=other.pk, assignee=other.pk, state="published")
        story.refresh_from_db()
        assert (story.created_by, story.assignee, story.state) == (user, user, "draft")


class TestEmbargo:
    @pytest.mark.parametrize("role", ["Reporter", "Editor"])
    def test_it_is_lifted_by_no_form_and_no_restoring(self, client, role):
        user = make_colleague(role)
        story = make_article(created_by=user)
        save_revision(story)
        Article.objects.filter(pk=story.pk).update(embargo_until=SOON, headline="Later")
        client.force_login(user)
        form = Form(client, story)
        assert "embargo_until_0" not in form.fields
        form.submit(embargo_until_0="", embargo_until_1="", headline="Sent")
        restore(client, story, {})
        story.refresh_from_db()
        assert story.embargo_until == SOON
        assert story.revisions.filter(kind="restore").exists()

    def test_a_desk_chief_lifts_it(self, client):
        client.force_login(make_colleague("Desk chief"))
        story = make_article(embargo_until=SOON)
        Form(client, story).submit(embargo_until_0="", embargo_until_1="")
        story.refresh_from_db()
        assert story.embargo_until is None


@pytest.fixture
def reporter(client):
    user = make_colleague("Reporter")
    client.force_login(user)
    return user


class TestLeaks:
    """Another's draft is called “Secret” here, and no page of a reporter's says so."""

    def test_by_translating_it(self, client, reporter):
        secret, mine = make_article("Secret"), make_article(created_by=reporter)
        page = Form(client, mine).submit(translation_of=secret.pk)
        mine.refresh_from_db()
        assert "Secret" not in page.content.decode()
        assert mine.translation_of is None

    def test_but_what_an_editor_has_chosen_stays(self, client, reporter):
        mine = make_article(created_by=reporter, translation_of=make_article("Original"))
        Form(client, mine).submit(headline="Changed")
        mine.refresh_from_db()
        assert (mine.headline, str(mine.translation_of)) == ("Changed", "Original")

    def test_by_linking_to_it(self, client, reporter):
        secret, mine = make_article("Secret", slug="secret"), make_article(created_by=reporter)
        for ref in [f"story:{secret.pk}", "story/secret"]:
            body = f'<p><a data-ref="{ref}">x</a></p>'
            page = Form(client, mine).submit(body=body)
            assert "a story that is not there" in page.content.decode()
        mine.refresh_from_db()
        assert "data-ref" not in mine.body

    def test_by_the_address_of_what_is_scheduled(self, client, reporter):
        secret, mine = make_article("Secret"), make_article(created_by=reporter)
        schedule(secret, at=SOON)
        schedule(mine, at=SOON)
        reporter.user_permissions.add(Permission.objects.get(codename="view_edition"))
        kind = ContentType.objects.get_for_model(Edition)
        pages = [
            client.get(f"/admin/r/{kind.pk}/{story.editions.get().pk}/").status_code
            for story in [secret, mine]
        ]
        assert pages == [404, 302]
        for odd in [f"{kind.pk}/x", f"{kind.pk}/0", "999999/1"]:
            assert client.get(f"/admin/r/{odd}/").status_code == 404

    def test_by_the_pictures_that_it_uses(self, client, reporter):
        photo = make_photo()
        make_article("Secret", lead_photo=photo)
        make_article("Mine", lead_photo=photo, created_by=reporter)
        page = client.get(url_of(photo)).content.decode()
        assert "Secret" not in page
        assert "Mine" in page

    def test_by_deleting_what_it_names(self, client):
        client.force_login(make_colleague("Archivist"))
        person = make_person()
        make_article("Secret", people=[person])
        page = client.get(url_of(person, "delete")).content.decode()
        assert "Secret" not in page
        assert "Stories use it, in places: 1" in page


class TestAccounts:
    def test_a_desk_chief_gives_roles_and_no_more(self, client):
        chief, user = make_colleague("Desk chief"), make_user()
        other = Group.objects.create(name="Board")
        user.groups.add(other)
        client.force_login(chief)
        roles = {group.name: group.pk for group in Group.objects.all()}
        form = Form(client, user)
        form.submit(
            groups=[roles["Editor"]],
            is_superuser="on",
            user_permissions=[Permission.objects.first().pk],
        )
        user.refresh_from_db()
        assert set(user.groups.values_list("name", flat=True)) == {"Editor", "Board"}
        assert (user.is_superuser, user.user_permissions.count()) == (False, 0)
        form.submit(groups=[other.pk])
        assert "Board" not in chief.groups.values_list("name", flat=True)

    def test_and_leaves_superusers_alone(self, client, editor):
        client.force_login(make_colleague("Desk chief"))
        assert client.post(url_of(editor), {"username": "mine"}).status_code == 403
        assert client.post(f"/admin/auth/user/{editor.pk}/password/", {}).status_code == 403

    @pytest.mark.parametrize("role", ["Reporter", "Editor", "Archivist"])
    def test_nobody_else_changes_them(self, client, role):
        user = make_colleague(role)
        client.force_login(user)
        assert client.post(url_of(user), {"is_superuser": "on"}).status_code == 403


def test_who_may_publish_own_stories_alone_keeps_them_when_they_are_out(client):
    rights = ["change_article", "view_article", "publish_article"]
    user = make_user_who_may(*(f"articles.{right}" for right in rights))
    client.force_login(user)
    story = make_story(created_by=user)
    Form(client, story).submit("_publish", headline="Again")
    assert story.editions.get().headline == "Again"
    assert client.get(url_of(make_story())).status_code == 302


def test_no_query_is_asked_more_for_more_stories_of_ones_own(client, reporter):
    def queries(number):
        for _ in range(number):
            make_article(created_by=reporter, updated_at=timezone.now())
        return queries_of(client, url_of(Article, "changelist"))

    queries(1)
    assert queries(2) == queries(20)
