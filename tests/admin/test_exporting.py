"""Stories exported from their list."""

import json

import pytest
from django.contrib.admin.models import LogEntry

from articles.models import Article
from tests.factories import make_article, make_person, make_story

from .pages import act, fields_of

pytestmark = pytest.mark.django_db

EXPORT = "/admin/articles/article/export/"


def taken(client, query="", **sent):
    page = client.post(EXPORT + query, {"format": "jsonl"} | sent)
    assert page.streaming
    return page, b"".join(page.streaming_content).decode()


def headlines(client, query="", **sent):
    _page, text = taken(client, query, **sent)
    return {json.loads(line)["headline"] for line in text.splitlines()}


@pytest.fixture
def stories():
    make_story("Live")
    make_article("Draft")
    changing = make_story("Changing")
    Article.objects.filter(pk=changing.pk).update(headline="Changed", is_ahead=True)


def test_it_takes_what_readers_see_of_the_list_or_what_the_desk_has(desk, stories):
    assert headlines(desk) == {"Live", "Changing"}
    assert headlines(desk, drafts="1") == {"Live", "Changed", "Draft"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?readers=ahead", {"Changed"}),
        ("?state__exact=draft", {"Draft"}),
        ("?q=live", {"Live"}),
        ("?q=nothing", set()),
    ],
)
def test_the_list_s_filters_and_search_narrow_it(desk, stories, query, found):
    assert headlines(desk, query, drafts="1") == found


def test_the_list_leads_to_it_as_it_is_narrowed(desk, stories):
    page = desk.get("/admin/articles/article/?state__exact=draft").content.decode()
    assert f'href="{EXPORT}?state__exact=draft"' in page
    form = desk.get(f"{EXPORT}?state__exact=draft")
    assert "1 story" in form.content.decode()
    assert fields_of(form, "export_form")["drafts"] == [""]


def test_the_chosen_ones_can_be_taken(desk, stories):
    page = act(desk, "export_selected", [Article.objects.get(headline="Draft")])
    [(address, _status)] = page.redirect_chain
    assert headlines(desk, address.removeprefix(EXPORT), drafts="1") == {"Draft"}


def test_all_that_are_chosen_across_pages_are_those_of_the_list(desk, stories):
    sent = {"action": "export_selected", "select_across": "1"}
    sent["_selected_action"] = Article.objects.first().pk
    page = desk.post("/admin/articles/article/?readers=ahead", sent)
    assert page["Location"] == f"{EXPORT}?readers=ahead"


@pytest.mark.parametrize("query", ["?nosuch=1", "?id__in=x", "?author__password=1"])
def test_a_list_that_cannot_be_narrowed_so_is_not_written_whole(desk, stories, query):
    page = desk.post(EXPORT + query, {"format": "jsonl"})
    assert not page.streaming
    assert page["Location"] == "/admin/articles/article/"
    assert not LogEntry.objects.exists()


def test_a_form_that_asks_for_no_format_writes_nothing(desk, stories):
    page = desk.post(EXPORT, {"format": "tar"})
    assert (page.status_code, page.streaming) == (200, False)


def test_who_took_what_is_recorded(desk, editor, stories):
    taken(desk, "?state__exact=draft", format="csv", drafts="1")
    entry = LogEntry.objects.get()
    assert entry.user == editor
    assert "CSV" in entry.change_message
    assert "state__exact=draft" in entry.change_message
    assert "as the desk has them" in entry.change_message


def test_the_file_has_a_name_and_a_type(desk, stories):
    page, text = taken(desk, format="wxr")
    assert page["Content-Type"] == "application/xml"
    assert page["Content-Disposition"].endswith('.xml"')
    assert text.startswith("<?xml") and text.endswith("</rss>\n")


def test_fixtures_bring_what_they_rest_on(desk):
    make_story(people=[make_person(slug="han")])
    _page, text = taken(desk, format="fixtures")
    models = {json.loads(line)["model"] for line in text.splitlines()}
    assert {"articles.article", "articles.edition", "talent.person"} <= models
    assert "auth.user" not in models
