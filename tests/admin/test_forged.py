"""A story's form, sent as no browser would send it: an answer in words, and no harm done."""

import uuid

import pytest

from articles.models import Article
from articles.models.ownership import EDIT_ALL
from tests.factories import make_article, make_person, make_production, make_tag

from .pages import Form, url_of
from .rows import make_correction, make_fact, make_user_who_may

pytestmark = pytest.mark.django_db

HUGE, NUL, SURROGATE = "9" * 400, "a\x00b", "a\ud800b"
JUNK = ["", "x", "-1", "1.5", "99", HUGE, NUL, SURROGATE, "é" * 9999, "{}", "1 OR 1=1"]
PREFIXES = ["people", "tagged", "facts", "corrections", "notes"]
HANDLES = [
    "_choice:headline",
    "_base",
    "_opened_as",
    "_once",
    "_tab",
    "_recovered",
    "_save_over",
    "_comment",
]


@pytest.fixture
def story():
    story = make_article(
        "Mine", people=[make_person()], shows=[make_production()], tags=[make_tag()]
    )
    make_fact(story)
    make_correction(story)
    return story


@pytest.fixture
def form(desk, story):
    return Form(desk, story)


def send(form, button="_save", **forged):
    """Encoded as a client that means harm encodes it, a lone surrogate too."""
    sent = {**form.fields, button: "1", **forged}
    body = "&".join(
        f"{quoted(name)}={quoted(text)}"
        for name, texts in sent.items()
        for text in (texts if isinstance(texts, list) else [texts])
    )
    kind = "application/x-www-form-urlencoded"
    page = form.client.post(form.url, body, content_type=kind)
    assert page.status_code < 500
    return page


def quoted(text):
    return "".join(f"%{byte:02X}" for byte in str(text).encode(errors="surrogatepass"))


@pytest.mark.parametrize("junk", JUNK)
class TestJunk:
    def test_in_the_handles(self, form, junk):
        send(form, **dict.fromkeys(HANDLES, junk))

    def test_in_all_that_is_written(self, form, junk):
        names = [name for name in form.fields if name not in HANDLES and "_FORMS" not in name]
        send(form, **dict.fromkeys(names, junk))


@pytest.mark.parametrize("name", ["TOTAL_FORMS", "INITIAL_FORMS"])
@pytest.mark.parametrize("junk", ["", "-1", "99", "1001", HUGE, NUL])
def test_any_number_of_rows(form, name, junk):
    send(form, **{f"{prefix}-{name}": junk for prefix in PREFIXES})


@pytest.mark.parametrize("claimed", ["99", "99999999"])
def test_rows_that_were_not_sent_are_not_drawn(form, claimed):
    page = send(form, headline="", **{f"{prefix}-TOTAL_FORMS": claimed for prefix in PREFIXES})
    assert b'name="people-0-printed"' in page.content
    assert b'name="people-1-printed"' not in page.content


@pytest.mark.parametrize("name", ["people-0-person", "tagged-0-tag", "lead_photo", "outlet"])
def test_a_record_that_is_not_there(form, name):
    assert b"errorlist" in send(form, **{name: "987654"}).content


@pytest.mark.parametrize("count", ["0", "-1"])
def test_rows_that_are_saved_and_said_to_be_new(form, story, count):
    page = send(form, **{"people-INITIAL_FORMS": count})
    assert b"do not fit together" in page.content
    assert story.people.count() == 1


@pytest.mark.parametrize(("prefix", "name"), [("people", "person"), ("tagged", "tag")])
def test_one_record_twice(form, prefix, name):
    form.add_row(prefix, **{name: form.fields[f"{prefix}-0-{name}"], "prominence": "1"})
    form.fields[f"{prefix}-1-position"] = "0"
    assert b"errorlist" in send(form).content


def rows_of(story):
    return {
        manager: list(getattr(story, manager).values())
        for manager in ["people", "tagged", "facts", "corrections", "productions"]
    }


class TestAnotherStory:
    @pytest.fixture
    def other(self):
        other = make_article(
            "Theirs", people=[make_person()], shows=[make_production()], tags=[make_tag()]
        )
        make_fact(other)
        make_correction(other)
        return other

    @pytest.mark.parametrize("how", ["in place", "deleted", "with its story", "as new"])
    @pytest.mark.parametrize("prefix", ["people", "productions", "tagged", "facts"])
    def test_its_rows_are_not_touched(self, form, other, prefix, how):
        row = getattr(other, prefix).get()
        before = rows_of(other)
        forged = {f"{prefix}-0-id": row.pk, f"{prefix}-0-printed": "Forged"}
        if how == "deleted":
            forged[f"{prefix}-0-DELETE"] = "on"
        if how == "with its story":
            parent = "content_object" if prefix == "tagged" else "article"
            forged[f"{prefix}-0-{parent}"] = other.pk
        if how == "as new":
            forged[f"{prefix}-INITIAL_FORMS"] = "0"
        send(form, **forged)
        assert rows_of(other) == before
        other.refresh_from_db()
        assert other.headline == "Theirs"


class TestIdentity:
    """The identity of a story that one may not see, in the form of a new one."""

    @pytest.fixture
    def reporter(self, client):
        permissions = ["add_article", "change_article", "view_article"]
        client.force_login(make_user_who_may(*(f"articles.{name}" for name in permissions)))
        return client

    def test_it_tells_nothing_and_touches_nothing(self, reporter):
        secret = make_article("Secret")
        form = Form(reporter, Article)
        form.fields |= {"headline": "Mine", "slug": "mine", "_once": str(secret.uid)}
        page = send(form)
        assert page.status_code == 302
        mine = Article.objects.get(headline="Mine")
        assert page.headers["Location"] == url_of(Article, "changelist")
        assert mine.uid != secret.uid
        secret.refresh_from_db()
        assert (secret.headline, Article.objects.count()) == ("Secret", 2)

    def test_nor_does_it_tell_that_a_story_is_there(self, reporter):
        secret = make_article("Secret")
        answers = []
        for number, once in enumerate([secret.uid, uuid.uuid4()]):
            form = Form(reporter, Article)
            form.fields |= {"headline": "x", "slug": f"x-{number}", "_once": str(once)}
            page = form.client.post(form.url, {**form.fields, "_save": "1"}, follow=True)
            answers.append([str(message) for message in page.context["messages"]])
        assert len(answers[0]) == len(answers[1]) == 1
        assert "added successfully" in answers[0][0]

    def test_who_may_edit_all_is_led_to_the_story(self, client):
        client.force_login(
            make_user_who_may("articles.add_article", "articles.change_article", EDIT_ALL)
        )
        form = Form(client, Article)
        form.fields |= {"headline": "Twice", "slug": "twice"}
        assert {send(form).status_code for _ in range(2)} == {302}
        assert Article.objects.count() == 1
