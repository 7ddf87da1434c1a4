"""A form that is sent twice makes one story."""

import pytest

from articles.models import Article
from tests.factories import make_person

from .pages import Form, errors_in, messages_in, url_of
from .rows import make_user_who_may

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(desk):
    """A new story, written and not saved yet."""
    form = Form(desk, Article)
    form.fields |= {"headline": "New", "slug": "new", "body": "<p>Text.</p>"}
    form.add_row("people", person=make_person().pk, prominence="1", position="0")
    form.sent = dict(form.fields)
    return form


def send(form, button="_save", **changed):
    return form.client.post(form.url, {**form.sent, button: "1", **changed}, follow=True)


def test_pressed_twice_it_is_saved_once(form):
    send(form)
    page = send(form)
    assert "saved once" in messages_in(page)
    story = Article.objects.get()
    assert page.redirect_chain[-1][0] == url_of(story)
    assert story.people.count() == story.revisions.count() == 1


def test_a_text_that_saving_cleans_and_links_is_the_same_story(form):
    make_person("Han Hyo-joo")
    body = '<p class="x"><a data-ref="person/han-hyo-joo">She</a> is back.</p>'
    for _ in range(2):
        page = send(form, body=body)
    assert "saved once" in messages_in(page)


def test_publish_pressed_twice_publishes_once(form):
    send(form, "_publish")
    assert "saved once" in messages_in(send(form, "_publish"))
    assert Article.objects.get().events.count() == 1


def test_what_was_written_after_going_back_is_neither_lost_nor_a_second_story(form):
    send(form)
    page = send(form, headline="Written after going back", slug="another")
    assert "made a story already" in errors_in(page)
    assert "Written after going back" in page.content.decode()
    assert Article.objects.get().headline == "New"


def test_two_forms_make_two_stories(desk, form):
    send(form)
    other = Form(desk, Article)
    other.submit(headline="Other", slug="other")
    assert Article.objects.count() == 2


def test_a_form_with_a_mistake_keeps_its_identity(form):
    page = form.submit(slug="")
    assert errors_in(page)
    assert form.fields["_once"] == form.sent["_once"]


@pytest.mark.parametrize("once", ["", "x", "\x00", "0" * 33, "{}"])
def test_a_garbled_identity_is_none(form, once):
    assert "was added successfully" in messages_in(send(form, _once=once))


def test_it_takes_the_permission(client, form):
    send(form)
    client.force_login(make_user_who_may("articles.view_article"))
    assert client.post(form.url, {**form.sent, "_save": "1"}).status_code == 403
