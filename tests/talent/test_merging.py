"""Two records made one, and set apart again exactly as they were."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.transaction import atomic
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.listing import relist
from articles.models import Article, ArticlePerson, Edition, Fact
from articles.models.desk import LinkInBody
from articles.publishing import has_unpublished_changes, publish, schedule, withdraw
from articles.revisions import restore
from newsroom.merging import NotMergeable, merge, undo
from newsroom.models import Merge, OldAddress
from talent.models import Credit, Person, Production
from tests.articles.test_two_at_once import at_once
from tests.factories import (
    make_article,
    make_company,
    make_country,
    make_person,
    make_photo,
    make_production,
    make_story,
    make_tag,
    make_user,
)
from tests.transactions import meanwhile

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


def test_an_older_version_that_names_both_is_restored_with_one(user, han, twin):
    story = make_story("Story", people=[(twin, 1), (han, 2)])
    first = story.revisions.get()
    merge(han, twin, user=user)
    story.people.all().delete()
    restore(Article.objects.get(pk=story.pk), first, user=user)
    link = story.people.get()
    assert (link.person, link.prominence) == (han, 1)


def test_of_two_shows_every_credit_is_kept(user, han, twin):
    one, two = make_production("One", cast=[han]), make_production("Two", cast=[twin])
    for show in [one, two]:
        Credit.objects.create(production=show, credited_as="A passer-by", billing=3)
    Credit.objects.create(production=two, credited_as="A cook", billing=4)
    merge(one, two, user=user)
    names = [
        credit.person or credit.credited_as for credit in one.credits.order_by("billing", "pk")
    ]
    assert names == [han, twin, "A passer-by", "A cook"]


def test_a_record_that_comes_back_while_it_is_asked_for_is_found(client, user, han, twin):
    done = merge(han, twin, user=user)
    with meanwhile('"talent_person"', lambda: undo(done, user=user)):
        assert client.get(twin.get_absolute_url()).status_code == 200


def test_a_chain_is_followed_in_one_hop_and_undone_from_its_end(client, user, han, twin):
    third = make_person("Hyo-joo Han", slug="third")
    make_story("Story", people=[twin])
    before = dump()
    first = merge(han, twin, user=user)
    second = merge(third, han, user=user)
    assert client.get("/people/han-hyo-joo-2/").url == "/people/third/"
    with pytest.raises(NotMergeable, match="Undo the later one first"):
        undo(first, user=user)
    assert undo(second, user=user).left == []
    assert client.get("/people/han-hyo-joo-2/").url == "/people/han-hyo-joo/"
    assert undo(first, user=user).left == []
    assert differences(before, dump()) == {}
    with pytest.raises(NotMergeable, match="undone already"):
        undo(first, user=user)


def test_the_second_of_two_is_told_where_it_went(user, han, twin):
    stale = Person.objects.get(pk=twin.pk)
    merge(han, twin, user=user)
    with pytest.raises(NotMergeable, match="it was merged into “Han Hyo-joo”"):
        merge(make_person(), stale, user=user)


def test_what_was_changed_since_stays_and_is_said(client, user, han, twin):
    story = make_story("Story", people=[twin])
    make_story("Other", people=[twin])
    done = merge(han, twin, user=user)
    Person.objects.filter(pk=han.pk).update(bio="Edited since.")
    Person.objects.get(pk=han.pk).names.filter(name="Han Hyo Joo").update(kind="misprint")
    story.people.all().delete()
    renamed = Person.objects.get(pk=han.pk)
    renamed.slug = "han"
    renamed.save()
    new = make_story("New", people=[renamed])
    left = "\n".join(undo(done, user=user).left)
    assert "“bio” of 1 has been changed since" in left
    assert "“Han Hyo Joo” has been changed since, and stays." in left
    assert "People in the story: 1 of 2 gone or changed since" in left
    renamed.refresh_from_db()
    assert (renamed.bio, renamed.birth) == ("Edited since.", "")
    assert new.people.get().person == renamed
    assert client.get("/people/han-hyo-joo-2/").status_code == 200
    assert client.get("/people/han-hyo-joo/").url == "/people/han/"
    assert "Other" in client.get("/people/han-hyo-joo-2/").text
    Person.objects.get(pk=twin.pk).full_clean()


def test_a_name_that_is_taken_since_keeps_it_from_being_undone(user, han, twin):
    done = merge(han, twin, user=user)
    make_person("Han Hyo Joo", disambiguation="actor", slug="another")
    with pytest.raises(ValidationError, match="another record has its name"), atomic():
        undo(done, user=user)
    done.refresh_from_db()
    assert done.can_be_undone


def test_after_thirty_days_it_stands(user, han, twin):
    done = merge(han, twin, user=user)
    Merge.objects.update(merged_at=timezone.now() - timedelta(days=31))
    with pytest.raises(NotMergeable, match="longer ago than 30 days"):
        undo(done, user=user)
    merge(make_person(), make_person(), user=user)
    assert Merge.objects.get(pk=done.pk).changes is None


def test_a_work_goes_into_what_it_is_based_on(user):
    novel, film = make_production("Moving"), make_production("Moving, the film")
    film.based_on.add(novel)
    sequel = make_production("Moving 2")
    sequel.based_on.add(film)
    company = make_company()
    for show in [novel, film]:
        show.company_credits.create(company=company, role="platform")
    film.titles.create(name="Moving", country=make_country())
    before = dump()
    done = merge(novel, film, user=user)
    assert not novel.based_on.exists()
    assert list(novel.adaptations.all()) == [sequel]
    assert novel.company_credits.count() == 1
    assert [title.name for title in novel.titles.all()] == ["Moving, the film"]
    assert undo(done, user=user).left == []
    assert differences(before, dump()) == {}


def test_companies_follow_and_none_comes_to_own_itself(client, user):
    parent, child = make_company("CJ"), make_company("CJ ENM")
    child.parent = parent
    child.save()
    grandchild = make_company("Studio Dragon", parent=child)
    outlet = make_story("Supplied", outlet=parent, companies=[parent, child])
    with pytest.raises(NotMergeable, match="change that first"):
        merge(grandchild, parent, user=user)
    before = dump()
    done = merge(child, parent, user=user)
    child.refresh_from_db()
    assert child.parent is None
    assert "Supplied" in client.get("/companies/cj-enm/").text
    assert not has_unpublished_changes(outlet)
    assert undo(done, user=user).left == []
    assert differences(before, dump()) == {}


@pytest.mark.parametrize("make", [make_person, make_tag, make_production, make_company])
def test_nothing_goes_into_itself_or_another_kind(user, make):
    record = make()
    other = make_company() if make is not make_company else make_person()
    for survivor in [record, other]:
        with pytest.raises(NotMergeable), atomic():
            merge(survivor, record, user=user)


def test_what_is_withdrawn_or_scheduled_follows(client, user, han, twin):
    gone = make_story("Gone", people=[twin])
    withdraw(gone)
    later = make_article("Later", people=[twin])
    schedule(later, at=timezone.now() + timedelta(days=1))
    merge(han, twin, user=user)
    for story in [gone, later]:
        links = story.editions.get().links
        assert [link["id"] for link in links] == [han.pk]
    assert client.get("/stories/gone/").status_code == 410


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="the test database is for one only")
def test_two_who_merge_one_record_at_once(user):
    twin, first, second = make_person(), make_person(), make_person()
    make_story(people=[twin])
    results = at_once(
        lambda: merge(first, twin, user=user), lambda: merge(second, twin, user=user)
    )
    assert sorted(type(result).__name__ for result in results) == ["Merge", "NotMergeable"]
