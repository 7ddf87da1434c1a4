"""A dump of everything, loaded elsewhere, gives the same desk and the same public pages."""

import json
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from articles.models import (
    Article,
    Author,
    Correction,
    Edition,
    FrontPagePick,
    Note,
    Revision,
    SavedView,
)
from articles.publishing import has_unpublished_changes, publish, schedule, withdraw
from articles.revisions import save_revision
from newsroom.models import OldAddress, Photo, Tag
from talent.models import Company, Country, Person, PersonName, Production
from tests.factories import (
    make_article,
    make_company,
    make_person,
    make_production,
    make_story,
    make_tag,
    make_user,
)

from .fixture_files import LABELS, STORIES, every_row, load

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# In an order in which nothing that is deleted is still held by what stands later.
EVERYTHING = [
    *(SavedView, Note, FrontPagePick, Edition, Revision, Article, Author),
    *(Production, Person, Company, Country, Tag, Photo, OldAddress),
]
# Where a feed has no date of its own it says now.
BUILT_AT = re.compile(rb"<lastBuildDate>[^<]*</lastBuildDate>")
# As for each test, but for the whole of this file.
QUICK = {
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "STORAGES": settings.STORAGES
    | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
}


def dump(*labels, **options):
    said = StringIO()
    call_command("dumpdata", *labels, stdout=said, **options)
    # A moment loses its microseconds, and with them the fraction if there are no more.
    return said.getvalue().replace(".000Z", "Z")


def rename(record, slug):
    record.slug = slug
    record.save()


def a_working_desk():
    """What some weeks of work leave behind."""
    editor = make_user("editor", first_name="Mina", email="mina@newsroom.example")
    editor.user_permissions.add(Permission.objects.get(codename="publish_article"))
    desk = Group.objects.create(name="Desk")
    desk.permissions.set(Permission.objects.filter(content_type__app_label="talent"))
    editor.groups.add(desk)
    renamed_records()
    a_live_story_that_is_being_changed(editor)
    stories_in_every_state()
    lead = Article.objects.get(slug=STORIES["001"])
    Correction.objects.create(article=lead, text="The chart was Tuesday’s.")
    publish(lead, user=editor)
    FrontPagePick.objects.create(article=lead, position=1)
    Note.objects.create(article=lead, written_by=editor, text="Ask CJ ENM.", passage="in May")
    SavedView.objects.create(user=editor, path="/admin/articles/article/", name="Mine")


def renamed_records():
    for model, old, new in [
        (Person, "shun-oguri", "oguri-shun"),
        (Production, "okja", "okja-film"),
        (Company, "tbs", "tbs-japan"),
        (Tag, "hallyu", "korean-wave"),
        (Author, "an-nhien", "nhien"),
    ]:
        rename(model.objects.get(slug=old), new)
    # Each refers to a later one of its kind.
    Company.objects.filter(slug="viki").update(parent=make_company("Rakuten"))
    Production.objects.get(slug="moving").based_on.add(make_production("Moving, the comic"))
    early = make_tag("Serials")
    Tag.objects.filter(pk=early.pk).update(synonym_of=make_tag("Serial dramas"))
    PersonName.objects.create(person=make_person("Anh Tran"), name="Trần Anh", kind="native")
    Tag.objects.create(
        slug="kdrama", name="Kdramas", synonym_of=Tag.objects.get(slug="k-drama")
    )


def a_live_story_that_is_being_changed(editor):
    article = make_story(
        "Live, and being changed",
        slug="first-address",
        body='<p><a data-ref="person/han-hyo-joo">Han</a> and '
        '<a data-ref="story/netflix-to-adapt-les-emotifs-anonymes">more</a></p>',
        people=[Person.objects.get(slug="jin-akanishi")],
        authors=Author.objects.all(),
        tags=[Tag.objects.get(slug="k-drama")],
        lead_photo=Photo.objects.first(),
    )
    Article.objects.filter(pk=article.pk).update(slug="second-address")
    publish(Article.objects.get(pk=article.pk), user=editor)
    Article.objects.filter(pk=article.pk).update(
        slug="third-address", headline="Not yet for readers", assignee=editor
    )
    save_revision(article, user=editor, comment="Half done")
    article.people.create(person=Person.objects.get(slug="bong-joon-ho"))
    save_revision(article, user=editor)


def stories_in_every_state():
    now = timezone.now()
    save_revision(make_article("A draft", slug="draft", internal_note="Not for readers"))
    withdraw(make_story("Taken down", slug="withdrawn"))
    make_story("Over", slug="expired", now=now - DAY, expires_at=now - HOUR)
    schedule(make_article("Later", slug="scheduled"), at=now + DAY)
    changing = make_story("To be changed later", slug="changing")
    Article.objects.filter(pk=changing.pk).update(headline="As it will be")
    schedule(Article.objects.get(pk=changing.pk), at=now + DAY)
    pair = [make_story(f"Version {n}", slug=f"version-{n}") for n in "ab"]
    for one, other in [pair, pair[::-1]]:
        Article.objects.filter(pk=one.pk).update(translation_of=other)
        publish(Article.objects.get(pk=one.pk))


def move_ids_on():
    """Take some ids, so that what comes next gets others than it had elsewhere."""
    for number in range(7):
        make_tag(f"passing {number}").delete()
        make_person(f"Passing {number}").delete()
        article = make_story(f"Passing {number}")
        article.editions.all().delete()
        article.delete()


def empty_database():
    Company.objects.update(parent=None)
    Article.objects.update(translation_of=None)
    for model in EVERYTHING:
        model.objects.all().delete()
    User.objects.all().delete()
    Group.objects.all().delete()


def addresses():
    """Every public address that the database knows of, and those of lists."""
    slugs = Article.objects.values_list("slug", flat=True)
    yield from ["/", "/feed.rss", "/sitemap.xml", "/robots.txt"]
    yield from [f"/stories/{slug}/" for slug in slugs]
    yield from [f"/stories/{slug}/" for slug in Edition.objects.values_list("slug", flat=True)]
    yield from [old.get_absolute_url() for old in OldAddress.objects.all()]
    lists = [
        "stories",
        "shows",
        "people",
        "actors",
        "companies",
        "countries",
        "tags",
        "authors",
    ]
    for name in lists:
        yield from [f"/{name}/", f"/{name}/feed.rss", f"/{name}/?page=2"]
    for model in [Person, Production, Company, Tag, Author]:
        for record in model.objects.all():
            yield record.get_absolute_url()
            yield f"{record.get_absolute_url()}feed.rss"
    yield from ["/countries/kr/", "/countries/atlantis/", "/stories/none/"]
    for country in Country.objects.filter(slug__in=COUNTRIES):
        yield from [f"{country.get_absolute_url()}{q}" for q in ["", "?mentions=1&via=people"]]
    yield from [f"/search/?q={words}" for words in SEARCHES]


COUNTRIES = ["south-korea", "japan", "france", "vietnam", "united-states", "albania"]
SEARCHES = [
    "netflix",
    "oguri",
    "Trần Anh",
    "Not yet",
    "Taken down",
    "korean wave",
    "한효주",
    "",
]


def records(side):
    return {json.dumps(record, sort_keys=True) for record in json.loads(side["dump"])}


def pages():
    client = Client()
    answers = {address: client.get(address) for address in dict.fromkeys(addresses())}
    return {
        address: (
            answer.status_code,
            answer.headers.get("Location"),
            BUILT_AT.sub(b"", answer.content),
        )
        for address, answer in answers.items()
    }


def look():
    ids = {record.pk for model in [Person, Article] for record in model.objects.all()}
    return {"dump": dump(), "pages": pages(), "ids": ids}


@pytest.fixture(scope="module")
def trip(django_db_setup, django_db_blocker, tmp_path_factory):
    """What a dump and the public pages are before and after it is loaded elsewhere."""
    file = tmp_path_factory.mktemp("dump") / "everything.jsonl"
    with django_db_blocker.unblock(), override_settings(**QUICK), transaction.atomic():
        load(*LABELS.split())
        a_working_desk()
        before = look()
        call_command("export", "fixtures", output=str(file), stderr=StringIO())
        empty_database()
        move_ids_on()
        said = load(file)
        yield before, look(), said
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_link_to_somebody_gone_leads_to_nobody_elsewhere(tmp_path, client):
    gone = make_person("Gone")
    make_story(slug="story", body=f'<p><a data-ref="person:{gone.pk}">Gone</a></p>')
    pk, _deleted = gone.pk, gone.delete()
    assert "<p>Gone</p>" in client.get("/stories/story/").text
    file = tmp_path / "everything.json"
    file.write_text(dump())
    empty_database()
    make_person("Somebody else", pk=pk)
    load(file)
    assert "<p>Gone</p>" in client.get("/stories/story/").text


class TestEverything:
    @pytest.fixture(autouse=True)
    def elsewhere(self, trip, db):
        """Each test works in the database that the dump was loaded into."""

    def test_ids_are_others_there(self, trip):
        before, after, _said = trip
        assert not before["ids"] & after["ids"]

    def test_a_second_dump_is_the_same(self, trip):
        before, after, _said = trip
        assert records(after) == records(before)
        assert after["dump"] == before["dump"]

    def test_every_page_is_the_same_byte_for_byte(self, trip):
        before, after, _said = trip
        assert len(before["pages"]) > 200
        assert {status for status, _to, _text in before["pages"].values()} == {
            200,
            301,
            404,
            410,
        }
        assert set(after["pages"]) == set(before["pages"])
        differ = [a for a in before["pages"] if after["pages"][a] != before["pages"][a]]
        assert not differ

    def test_loading_it_again_changes_nothing(self, trip, tmp_path):
        rows = every_row()
        file = tmp_path / "everything.json"
        file.write_text(trip[0]["dump"])
        assert ": 0 new or changed." in load(file)
        assert every_row() == rows

    def test_what_was_not_published_is_not(self, trip, client):
        article = Article.objects.get(slug="third-address")
        assert has_unpublished_changes(article)
        assert Edition.objects.get(article=article).slug == "second-address"
        for _status, _to, text in trip[1]["pages"].values():
            assert b"Not yet for readers" not in text
            assert b"As it will be" not in text
        assert client.get("/stories/first-address/").url == "/stories/second-address/"

    def test_what_is_scheduled_comes_out_in_time(self):
        later = Edition.objects.live(timezone.now() + 2 * DAY)
        assert later.filter(slug="scheduled").exists()
        assert later.get(slug="changing").headline == "As it will be"

    @pytest.mark.parametrize("slug", ["withdrawn", "expired"])
    def test_what_is_gone_is_gone(self, client, slug):
        assert client.get(f"/stories/{slug}/").status_code == 410

    def test_history_and_notes_are_there(self):
        article = Article.objects.get(slug="third-address")
        assert article.assignee.username == "editor"
        assert list(article.revisions.values_list("number", "kind", "comment")) == [
            (4, "save", ""),
            (3, "save", "Half done"),
            (2, "publish", ""),
            (1, "publish", ""),
        ]
        assert Note.objects.get().written_by.username == "editor"
        assert SavedView.objects.get().name == "Mine"

    def test_accounts_keep_their_passwords_and_rights(self, client):
        assert client.login(username="editor", password="a long enough password")
        editor = User.objects.get()
        assert editor.has_perms(["articles.publish_article", "talent.change_person"])

    def test_an_older_dump_publishes_nothing_of_what_is_being_changed(self, trip, tmp_path):
        file = tmp_path / "everything.json"
        file.write_text(trip[0]["dump"])
        publish(Article.objects.get(slug="third-address"))
        Article.objects.filter(slug="third-address").update(headline="Later still")
        load(file)
        assert not Edition.objects.filter(headline="Later still").exists()


class TestFormats:
    @pytest.mark.parametrize("format", ["jsonl", "xml", "yaml"])
    def test_another_format_carries_the_same(self, trip, db, tmp_path, format):
        if format == "yaml":
            pytest.importorskip("yaml")
        file = tmp_path / f"everything.{format}"
        file.write_text(dump(format=format))
        empty_database()
        load(file)
        assert dump() == trip[1]["dump"]


class TestOptions:
    def test_what_is_derived_is_left_out(self, trip, db):
        models = {record["model"] for record in json.loads(trip[0]["dump"])}
        assert {"articles.edition", "newsroom.oldaddress", "auth.user"} <= models
        for derived in ["listing", "searchtext", "publishedfact", "namekey", "contenttype"]:
            assert not [model for model in models if model.endswith(derived)]
        assert '"pk"' not in trip[0]["dump"]

    def test_more_can_be_left_out(self, trip, db):
        models = {r["model"] for r in json.loads(dump(exclude=["auth", "articles.note"]))}
        assert not models & {"auth.user", "articles.note", "articles.listing"}
        assert "articles.article" in models

    def test_a_part_can_be_dumped(self, trip, db, tmp_path):
        file = tmp_path / "talent.json"
        file.write_text(dump("talent"))
        assert ": 0 new or changed." in load(file)
