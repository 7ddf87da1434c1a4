"""Tags under every spelling, merged, promoted, and typed."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.urls import reverse

from articles.models import Article, TaggedArticle
from articles.promoting import promote
from articles.publishing import has_unpublished_changes
from articles.revisions import restore
from newsroom.merging import NotMergeable, merge, undo
from newsroom.models import Merge, OldAddress, Tag
from talent.models import Company, Person
from tests.admin.pages import Form, errors_in, messages_in, url_of
from tests.admin.rows import make_user_who_may
from tests.factories import (
    make_article,
    make_person,
    make_photo,
    make_production,
    make_story,
    make_tag,
    make_user,
)
from tests.talent.test_merging import differences, dump

from .fixture_files import load, record, refusal, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return make_user("chief", is_superuser=True)


@pytest.fixture
def desk(client, user):
    client.force_login(user)
    return client


def test_a_merged_tag_becomes_a_synonym_and_comes_back(client, user):
    drama, dramas = make_tag("K-drama"), make_tag("Korean dramas")
    make_tag("hallyu drama", synonym_of=dramas)
    OldAddress.objects.keep("tag", "kdramas", dramas.slug)
    make_production("Moving").genres.add(dramas, drama)
    story = make_story(
        "Story", tags=[dramas], body=f'<p><a data-ref="tag:{dramas.pk}">D</a></p>'
    )
    both = make_story("Both", tags=[dramas, drama])
    before = dump()
    done = merge(drama, dramas, user=user)
    assert [tag.name for tag in story.tags.all()] == ["K-drama"]
    assert [tag.name for tag in both.tags.all()] == ["K-drama"]
    for slug in [dramas.slug, "hallyu-drama", "kdramas"]:
        assert client.get(f"/tags/{slug}/").url == f"/tags/{drama.slug}/"
    page = client.get(f"/tags/{drama.slug}/").text
    assert "Story" in page
    assert "Both" in page
    assert f'<a href="/tags/{drama.slug}/">D</a>' in client.get("/stories/story/").text
    assert not has_unpublished_changes(story)
    assert not has_unpublished_changes(both)
    assert Tag.objects.named("KOREAN dramas") == drama
    assert undo(done, user=user).left == []
    assert differences(before, dump()) == {}


@pytest.mark.parametrize("kind", ["person", "show", "company"])
def test_a_tag_is_promoted_and_set_back(client, user, kind):
    tag = make_tag("Bong Joon-ho", description="A filmmaker.", photo=make_photo())
    make_tag("Director Bong", synonym_of=tag)
    OldAddress.objects.keep("tag", "bong", tag.slug)
    story = make_story("Bong’s", tags=[tag], body=f'<p><a data-ref="tag:{tag.pk}">Bong</a></p>')
    before = dump()
    done = promote(tag, kind, user=user)
    place = reverse(kind, args=["bong-joon-ho"])
    for slug in ["bong-joon-ho", "director-bong", "bong"]:
        assert client.get(f"/tags/{slug}/").url == place
    assert "Bong’s" in client.get(place).text
    assert f'<a href="{place}">Bong</a>' in client.get("/stories/bongs/").text
    assert not has_unpublished_changes(story)
    assert not story.tagged.exists()
    assert undo(done, user=user).left == []
    assert differences(before, dump()) == {}


def test_a_tag_is_promoted_to_a_person_who_is_there(client, user):
    tag, person = make_tag("Bong"), make_person("Bong Joon-ho")
    linked = make_story("Linked", tags=[tag], people=[(person, 3)])
    main = make_story("Main", tags=[tag], people=[(person, 1)])
    before = dump()
    done = promote(tag, "person", user=user, record=person)
    assert linked.people.get().prominence == 2
    assert main.people.get().prominence == 1
    assert [name.name for name in person.names.all()] == ["Bong"]
    assert not has_unpublished_changes(linked)
    assert undo(done, user=user).left == []
    assert differences(before, dump()) == {}


def test_a_person_made_for_a_tag_stays_if_used_since(user):
    tag = make_tag("Bong")
    done = promote(tag, "person", user=user)
    make_article(people=[Person.objects.get()])
    left = undo(done, user=user).left
    assert left == ["“Bong” has been changed or used since, and stays."]
    assert Person.objects.exists()
    assert Tag.objects.filter(pk=tag.pk).exists()


def test_an_older_version_with_a_promoted_tag_brings_back_the_person(user):
    tag = make_tag("Bong")
    story = make_story("Story", tags=[tag])
    first = story.revisions.get()
    promote(tag, "person", user=user)
    story.people.all().delete()
    restore(Article.objects.get(pk=story.pk), first, user=user)
    assert story.people.get().person.name == "Bong"
    assert story.people.get().prominence == 2


def test_what_cannot_be_promoted(user):
    genre, synonym = make_tag("Thriller"), make_tag("Thrillers")
    Tag.objects.filter(pk=synonym.pk).update(synonym_of=genre)
    make_production("Moving").genres.add(genre)
    with pytest.raises(NotMergeable, match="genre of “Moving”"):
        promote(genre, "show", user=user)
    with pytest.raises(NotMergeable, match="promote “Thriller”"):
        promote(Tag.objects.get(pk=synonym.pk), "show", user=user)


def test_the_page_that_promotes(desk):
    tag = make_tag("CJ ENM")
    make_story("CJ", tags=[tag])
    assert "(1)" in desk.get(url_of(tag, "promote")).text
    for kind in ["", "x", "country"]:
        assert desk.post(url_of(tag, "promote"), {"kind": kind}).status_code == 200
    page = desk.post(url_of(tag, "promote"), {"kind": "company"}, follow=True)
    assert "is the company “CJ ENM” now" in page.text
    assert Company.objects.filter(slug="cj-enm").exists()
    undoing = reverse("admin:newsroom_merge_undo", args=[Merge.objects.get().pk])
    page = desk.post(undoing, follow=True)
    assert "Undone: CJ ENM into CJ ENM" in messages_in(page)
    assert not Company.objects.exists()
    assert LogEntry.objects.filter(object_id=tag.pk, change_message__contains="Undone").exists()
    make_person("Taken")
    page = desk.post(url_of(make_tag("Taken"), "promote"), {"kind": "person"})
    assert "There is a person of this name" in page.text


@pytest.mark.parametrize("role", ["Reporter", "Editor", "Archivist"])
def test_others_than_the_chief_do_not_promote(client, role):
    user = make_user()
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    page = client.post(url_of(make_tag("CJ ENM"), "promote"), {"kind": "company"})
    assert page.status_code == 403
    assert not Company.objects.exists()


def test_the_form_offers_existing_tags_first(desk):
    drama = make_tag("K-drama")
    make_tag("Kdramatic")
    make_tag("Korean series", synonym_of=drama)
    make_story("Story", tags=[drama])
    offered = desk.get(reverse("admin:newsroom_tag_offered"), {"term": "k drama"}).json()
    assert offered["results"] == [
        {"id": str(drama.pk), "text": "K-drama (1)"},
        {"id": str(Tag.objects.get(name="Kdramatic").pk), "text": "Kdramatic (0)"},
    ]
    offered = desk.get(reverse("admin:newsroom_tag_offered"), {"term": "KOREAN Series"}).json()
    assert offered["results"] == [{"id": str(drama.pk), "text": "K-drama (1)"}]
    offered = desk.get(reverse("admin:newsroom_tag_offered"), {"term": "24"}).json()
    assert offered["results"] == [{"id": "new:24", "text": "Add the tag “24”"}]
    for term in ["", "\x00", "%", "é" * 5000, "'"]:
        assert (
            desk.get(reverse("admin:newsroom_tag_offered"), {"term": term}).status_code == 200
        )


def tags_of(story):
    return [row.tag.name for row in TaggedArticle.objects.filter(content_object=story)]


def test_a_tag_is_typed_on_a_story(desk):
    drama = make_tag("K-drama")
    synonym = make_tag("Korean series", synonym_of=drama)
    story = make_article()
    form = Form(desk, story)
    form.add_row("tagged", tag="new:24")
    form.add_row("tagged", tag=str(synonym.pk))
    page = form.submit()
    assert not errors_in(page)
    assert tags_of(story) == ["24", "K-drama"]
    other = make_article()
    form = Form(desk, other)
    form.add_row("tagged", tag="new:k DRAMA")
    form.submit()
    assert tags_of(other) == ["K-drama"]


def test_nonsense_is_no_tag_and_stays_in_the_form(desk):
    story = make_article()
    for typed in ["new:", "new:!!!", "new:" + "x" * 300, "x", "99999999999999999999"]:
        form = Form(desk, story)
        form.add_row("tagged", tag=typed)
        assert errors_in(form.submit()), typed
    assert tags_of(story) == []
    form = Form(desk, story)
    form.add_row("tagged", tag="new:Good")
    page = form.submit(headline="")
    assert '<option value="new:Good" selected>' in page.text


def test_who_may_not_add_tags_cannot_by_typing(client):
    user = make_user()
    user.groups.add(Group.objects.get(name="Reporter"))
    client.force_login(user)
    story = make_article(created_by=user)
    offered = client.get(reverse("admin:newsroom_tag_offered"), {"term": "new one"}).json()
    assert offered["results"] == []
    form = Form(client, story)
    form.add_row("tagged", tag="new:new one")
    assert "you may not add one" in errors_in(form.submit())
    assert not Tag.objects.exists()


def test_closed_groups_are_for_few(client):
    may = ["newsroom.add_tag", "newsroom.change_tag", "newsroom.view_tag"]
    client.force_login(make_user_who_may(*may))
    sent = {"name": "Thriller", "slug": "thriller", "group": "genre"}
    page = client.post(url_of(Tag, "add"), sent)
    assert "genre is not one of the available choices" in page.text
    genre = make_tag("Horror", group="genre")
    assert Form(client, genre).submit(group="topic").status_code == 200
    genre.refresh_from_db()
    assert genre.group == "genre"
    client.force_login(make_user_who_may(*may, "newsroom.extend_closed_groups"))
    client.post(url_of(Tag, "add"), sent)
    assert Tag.objects.filter(name="Thriller", group="genre").exists()


def test_topics_may_be_closed_too(client, settings):
    settings.CLOSED_TAG_GROUPS = ["topic", "region", "genre"]
    may = ["newsroom.add_tag", "newsroom.change_tag", "newsroom.view_tag"]
    client.force_login(make_user_who_may(*may))
    assert client.get(url_of(Tag, "add")).status_code == 403
    offered = client.get(reverse("admin:newsroom_tag_offered"), {"term": "new one"}).json()
    assert offered["results"] == []
    client.force_login(make_user_who_may(*may, "newsroom.extend_closed_groups"))
    offered = client.get(reverse("admin:newsroom_tag_offered"), {"term": "new one"}).json()
    assert offered["results"] == [{"id": "new:new one", "text": "Add the tag “new one”"}]


def test_a_tag_in_use_becomes_a_synonym_by_merging_alone(desk):
    tag, synonym = make_tag("K-drama"), make_tag("Korean series")
    make_tag("Series of Korea", synonym_of=synonym)
    assert "merge it into “K-drama” instead" in errors_in(
        Form(desk, synonym).submit(synonym_of=tag.pk)
    )
    Tag.objects.filter(synonym_of=synonym).delete()
    story = make_article(tags=[synonym])
    assert "It is in use" in errors_in(Form(desk, synonym).submit(synonym_of=tag.pk))
    story.delete()
    assert not errors_in(Form(desk, synonym).submit(synonym_of=tag.pk))
    assert Tag.objects.named("korean SERIES") == tag


def test_a_fixture_that_names_a_synonym_means_its_tag(tmp_path):
    drama = make_tag("K-drama")
    make_tag("Korean series", synonym_of=drama)
    make_article("Story", slug="story")
    rows = [
        record("articles.taggedarticle", content_object=["story"], tag=["korean-series"]),
    ]
    load(write(tmp_path / "tags.json", rows))
    assert tags_of(Article.objects.get()) == ["K-drama"]


def test_a_fixture_may_name_a_tag_and_its_synonym(tmp_path):
    drama = make_tag("K-drama")
    make_tag("Korean series", synonym_of=drama)
    make_article("Story", slug="story")
    rows = [
        record("articles.taggedarticle", content_object=["story"], tag=[slug])
        for slug in ["k-drama", "korean-series"]
    ]
    load(write(tmp_path / "tags.json", rows))
    assert tags_of(Article.objects.get()) == ["K-drama"]


def test_a_fixture_that_names_what_was_merged_or_promoted_is_refused(tmp_path, user):
    make_article("Story", slug="story")
    promote(make_tag("Bong"), "person", user=user)
    merge(make_person("Han Hyo-joo"), make_person("Hyo Joo"), user=user)
    rows = [
        record("articles.taggedarticle", content_object=["story"], tag=["bong"]),
        record("articles.articleperson", article=["story"], person=["hyo-joo"]),
    ]
    first, second = refusal(write(tmp_path / "old.json", rows))
    assert "it has moved to the person “bong”" in first
    assert "it has moved to “han-hyo-joo”" in second


@pytest.mark.parametrize("name", ["K Drama", "k-drama", "KDRAMA", "Ḱ-drama"])
def test_no_way_makes_a_second_tag(tmp_path, name):
    make_tag("K-drama")
    rows = [record("newsroom.tag", name=name, slug="other")]
    assert "in another spelling" in refusal(write(tmp_path / "t.json", rows))[0]
    with pytest.raises(ValidationError, match="in another spelling"):
        Tag.objects.create(name=name, slug="other")


def test_the_page_of_a_tag_says_what_it_is(client):
    make_tag("Hallyu", description="The Korean wave.", photo=make_photo())
    assert "The Korean wave." in client.get("/tags/hallyu/").text
