"""Two records made one, and set apart again exactly as they were."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.listing import relist
from articles.models import Article, ArticlePerson, Edition, Fact
from articles.models.desk import LinkInBody
from articles.publishing import has_unpublished_changes, publish
from newsroom.merging import merge, undo
from newsroom.models import OldAddress
from talent.models import Credit, Person, Production
from tests.factories import (
    make_article,
    make_country,
    make_person,
    make_photo,
    make_production,
    make_story,
    make_user,
)

pytestmark = pytest.mark.django_db

# Of these only what they say counts: they are made anew from the rest.
DERIVED = {"articles.Listing", "articles.LinkInBody", "articles.SearchText", "talent.NameKey"}
LOGS = {"newsroom.Merge", "admin.LogEntry", "sessions.Session"}


def dump():
    """Every row of every table."""
    rows = {}
    for model in apps.get_models(include_auto_created=True):
        if (label := model._meta.label) not in LOGS:
            names = [f.attname for f in model._meta.concrete_fields]
            kept = [n for n in names if not (label in DERIVED and n == "id")]
            rows[label] = sorted(map(str, model._base_manager.values_list(*kept)))
    return rows


def differences(before, after):
    return {
        label: (set(before[label]) ^ set(after[label]))
        for label in before
        if before[label] != after[label]
    }


@pytest.fixture
def user():
    return make_user("chief")


@pytest.fixture
def han():
    return make_person(
        "Han Hyo-joo", native_name="한효주", native_language="ko", slug="han-hyo-joo"
    )


@pytest.fixture
def twin():
    return make_person(
        "Han Hyo Joo", slug="han-hyo-joo-2", disambiguation="actor", bio="An actor.",
        birth="1987", birth_certainty="stated", nationalities=[make_country("South Korea")],
    )  # fmt: skip


def everything_about(person, other):
    """Whatever may name a person, ``other`` beside them in some of it."""
    show = make_production("Moving", cast=[person])
    both = make_production("W", cast=[person, other])
    person.names.create(name="Hyo-joo", kind="stage")
    other.names.create(name="Hyo-joo")
    person.pictures.add(make_photo())
    story = make_story(
        "Han stars", people=[(person, 2)], shows=[show],
        body=f'<p><a data-ref="person:{person.pk}">Han</a></p>',
    )  # fmt: skip
    two = make_article("Both", people=[(other, 3), (person, 1)], shows=[(both, 3)])
    two.people.filter(person=person).update(printed="Hyo Joo", quoted=True)
    two.people.filter(person=other).update(printed="Hyo-joo Han")
    Fact.objects.create(article=two, person=person, label="Age", kind="other", quote="She is.")
    publish(two)
    OldAddress.objects.keep("person", "hyojoo", person.slug)
    return story, Article.objects.get(pk=two.pk)


def test_everything_goes_over_and_comes_back(client, user, han, twin):
    story, two = everything_about(twin, han)
    before = dump()
    done = merge(han, twin, user=user)

    assert not Person.objects.filter(pk=twin.pk).exists()
    assert set(han.names.values_list("name", flat=True)) == {"Hyo-joo", "Han Hyo Joo"}
    han.refresh_from_db()
    assert (han.bio, han.birth, han.disambiguation) == ("An actor.", "1987", "")
    assert [c.name for c in han.nationalities.all()] == ["South Korea"]
    assert ArticlePerson.objects.get(article=story).person == han
    link = two.people.get()
    assert (link.person, link.prominence, link.printed, link.quoted) == (
        han, 1, "Hyo-joo Han", True,
    )  # fmt: skip
    assert two.facts.get().person == han
    assert Credit.objects.filter(person=han).count() == 2
    for slug in ["han-hyo-joo-2", "hyojoo"]:
        answer = client.get(f"/people/{slug}/?page=1")
        assert (answer.status_code, answer.url) == (301, "/people/han-hyo-joo/?page=1")
    page = client.get("/people/han-hyo-joo/").text
    assert "Han stars" in page
    assert "Both" in page
    assert '<a href="/people/han-hyo-joo/">Han</a>' in client.get("/stories/han-stars/").text
    assert "Han stars" in client.get("/people/han-hyo-joo/feed.rss").text
    assert "Han stars" in client.get("/search/?q=한효주").text
    assert "Han stars" in client.get("/countries/south-korea/?via=people").text
    assert not has_unpublished_changes(story)
    assert not has_unpublished_changes(two)
    publish(two)
    twice = Edition.objects.get(article=two)
    assert [link["id"] for link in twice.links if link["kind"] == "person"] == [han.pk]
    # Publishing it was a change of its own.
    assert undo(done, user=user).left
    assert client.get("/people/han-hyo-joo-2/").status_code == 200
    assert set(differences(before, dump())) <= {
        *("articles.Article", "articles.Edition", "articles.Event", "articles.Revision"),
        *("articles.Listing", "articles.PublishedFact", "articles.SearchText"),
    }


def test_undoing_restores_the_database_exactly(user, han, twin):
    everything_about(twin, han)
    make_production("Remake").based_on.add(Production.objects.get(title="W"))
    before = dump()
    done = merge(han, twin, user=user)
    assert differences(before, dump())
    assert undo(done, user=user).left == []
    assert differences(before, dump()) == {}


def test_two_thousand_stories_take_less_than_sixty_queries(client, user, han, twin):
    han.nationalities.add(make_country("Japan"))
    other = make_production("Moving", cast=[twin])
    stories_by_the_thousand(twin, other, 2000)
    before = dump()
    with CaptureQueriesContext(connection) as captured:
        done = merge(han, twin, user=user)
    assert len(captured) < 60, [q["sql"][:150] for q in captured]
    assert "Story number 1999" in client.get("/people/han-hyo-joo/").text
    with CaptureQueriesContext(connection) as captured:
        assert undo(done, user=user).left == []
    assert len(captured) < 100, [q["sql"][:150] for q in captured]
    assert differences(before, dump()) == {}


def stories_by_the_thousand(person, show, count):
    """As if they had been published one by one."""
    body = f'<p><a data-ref="person:{person.pk}">Han</a></p>'
    first = make_story("Story number 0", people=[person], shows=[show], body=body)
    edition, revision, link = first.editions.get(), first.revisions.get(), first.people.get()
    start = timezone.now() - timedelta(days=1)

    def copies(row, **changes):
        values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
        values.pop("id")
        return [
            type(row)(**values | {name: change(n) for name, change in changes.items()})
            for n in range(1, count)
        ]

    articles = Article.objects.bulk_create(
        copies(
            first, slug=lambda n: f"story-{n}", headline=lambda n: f"Story number {n}",
            uid=lambda n: Article._meta.get_field("uid").get_default(),
        )
    )  # fmt: skip
    ids = [None, *(article.pk for article in articles)]
    of_article = {"article_id": lambda n: ids[n]}
    revisions = type(revision).objects.bulk_create(copies(revision, **of_article))
    ArticlePerson.objects.bulk_create(copies(link, **of_article))
    type(first.productions.get()).objects.bulk_create(
        copies(first.productions.get(), **of_article)
    )
    editions = Edition.objects.bulk_create(
        copies(
            edition, **of_article, revision_id=lambda n: revisions[n - 1].pk,
            slug=lambda n: f"story-{n}", headline=lambda n: f"Story number {n}",
            published_at=lambda n: start + timedelta(seconds=n),
        )
    )  # fmt: skip
    LinkInBody.objects.bulk_create(copies(LinkInBody.objects.get(), **of_article))
    relist(editions)
