import pytest

from articles.models import Article, Edition
from articles.revisions import restore, save_revision
from talent.models import Company
from tests.factories import (
    make_article,
    make_author,
    make_company,
    make_country,
    make_person,
    make_production,
    make_story,
    make_tag,
    make_user,
)

pytestmark = pytest.mark.django_db


def make_full_article():
    article = make_article(
        "First",
        slug="first",
        shows=[make_production("Moving", slug="moving")],
        people=[(make_person("Han Hyo-joo", slug="han-hyo-joo"), 2)],
        companies=[(make_company("Netflix"), 3)],
        countries=[make_country("South Korea", code="KR")],
        authors=[make_author("An Nhiên", slug="an-nhien")],
        tags=[make_tag("24"), make_tag("Chocolate, dark")],
    )
    article.facts.create(label="Viewing", kind="viewing_hours", value="7.7", quote="7.7 hours")
    article.corrections.create(text="It is a series.")
    return article


def test_a_save_that_changes_nothing_makes_no_revision():
    article = make_full_article()
    first = save_revision(article)
    assert save_revision(article) == first
    article.refresh_from_db()
    assert article.version == 1


def test_a_change_to_any_part_makes_a_revision():
    article = make_full_article()
    save_revision(article)
    article.people.update(printed="Han Hyo Joo")
    assert save_revision(article, user=make_user("mina")).number == 2
    article.tagged.first().delete()
    assert save_revision(article).number == 3


def test_restoring_brings_every_part_back():
    article = make_full_article()
    first = save_revision(article)
    article.headline = "Second"
    article.save()
    for part in ["productions", "people", "companies", "countries", "facts", "corrections"]:
        getattr(article, part).all().delete()
    article.tagged.all().delete()
    article.byline_set.all().delete()
    save_revision(article)
    restored = restore(article, first)
    assert restored.data == first.data
    assert (restored.number, restored.kind) == (3, "restore")


def test_restoring_keeps_what_was_not_yet_saved_as_a_revision():
    article = make_article("First")
    first = save_revision(article)
    Article.objects.filter(pk=article.pk).update(headline="Second")
    restore(article, first)
    headlines = [revision.data["fields"]["headline"] for revision in article.revisions.all()]
    assert headlines == ["First", "Second", "First"]


def test_restoring_never_touches_the_public_copy():
    article = make_story("First")
    first = article.revisions.get()
    Article.objects.filter(pk=article.pk).update(headline="Second")
    before = Edition.objects.values().get()
    restore(article, first)
    assert Edition.objects.values().get() == before


def test_a_renamed_record_is_found_and_a_lost_one_left_out():
    article = make_full_article()
    first = save_revision(article)
    person = article.people.get().person
    article.people.all().delete()
    article.companies.all().delete()
    person.slug = "hyo-joo-han"
    person.save()
    Company.objects.all().delete()
    restore(article, first)
    assert article.people.get().person == person
    assert not article.companies.exists()


def test_links_in_the_text_are_kept_by_slug_and_come_back_by_id():
    person = make_person("Han Hyo-joo", slug="han-hyo-joo")
    article = make_article(body='<p><a data-ref="person/han-hyo-joo">Han</a></p>')
    assert f'data-ref="person:{person.pk}"' in article.body
    first = save_revision(article)
    assert 'data-ref="person/han-hyo-joo"' in first.data["fields"]["body"]
    Article.objects.filter(pk=article.pk).update(body="")
    restore(article, first)
    article.refresh_from_db()
    assert f'data-ref="person:{person.pk}"' in article.body
