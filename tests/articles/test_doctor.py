"""The doctor finds what a crash may leave, says so, and mends it when told."""

import os
import time
from pathlib import Path

import pytest
from django.db import connection, models
from django.utils import timezone

from articles.models import Article, Edition, Listing, PublishedFact, SearchText
from articles.publishing import publish
from newsroom.models import Photo, Tag
from talent.models import NameKey
from tests.doctor import doctor
from tests.every_page import every_page
from tests.factories import make_article, make_person, make_production, make_tag
from tests.pictures import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    show = make_production("Romantics Anonymous", cast=[make_person("Han Hyo-joo")])
    article = make_article("A story", shows=[show], tags=[make_tag("romance")])
    article.facts.create(label="Premiere", kind="release", quote="premieres", production=show)
    publish(article)
    return article


def test_a_sound_site_is_well(story):
    assert doctor() == (0, "All is well.\n")


DAMAGES = {
    "a listing is missing": (lambda: Listing.objects.first().delete(), "not listed or found"),
    "a listing says too much": (
        lambda: Listing.objects.filter(kind="tag").update(subject_id=999),
        "not listed or found",
    ),
    "search words are missing": (SearchText.objects.all().delete, "not listed or found"),
    "search words are of before": (
        lambda: SearchText.objects.update(title="of before"),
        "not listed or found",
    ),
    "a fact is missing": (PublishedFact.objects.all().delete, "other facts"),
    "a withdrawn story is listed": (
        lambda: Edition.objects.update(withdrawn_at=timezone.now()),
        "Withdrawn, and still listed",
    ),
    "a name has no key": (
        lambda: NameKey.objects.filter(kind="person").delete(),
        "People that are not found by their names",
    ),
    "a key is of nobody": (
        lambda: NameKey.objects.filter(kind="person").update(subject_id=999),
        "People that are not found by their names",
    ),
    "a tag has an old key": (
        # Past the queryset, which would keep it in step.
        lambda: models.QuerySet(Tag).update(key="old"),
        "Tags with the key of another name",
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_what_is_amiss_is_named_then_mended(story, name):
    damage, words = DAMAGES[name]
    damage()
    status, said = doctor()
    assert (status, words in said) == (1, True), said
    assert "--mend mends it" in said
    status, said = doctor("--mend")
    assert (status, "mended" in said) == (0, True), said
    assert doctor() == (0, "All is well.\n")


def test_mending_brings_the_pages_back(story):
    before = every_page()
    Listing.objects.all().delete()
    SearchText.objects.all().delete()
    PublishedFact.objects.all().delete()
    assert every_page() != before
    doctor("--mend")
    assert every_page() == before


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its index itself")
def test_a_search_index_that_lags_is_made_anew(story, client):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO articles_searchindex(articles_searchindex) VALUES ('delete-all')"
        )
    assert "The search index differs" in doctor()[1]
    assert doctor("--mend")[0] == 0
    assert "A story" in client.get("/search/?q=story").content.decode()


def test_files_of_no_photo_are_deleted_once_nobody_can_be_writing_them(settings):
    photo = Photo.objects.create(slug="poster", file=upload())
    folder = Path(settings.MEDIA_ROOT)
    left = [
        folder / "photos/left.png",
        folder / f"r/{photo.pk}/abc/free-320.jpg.0123456789abcdef",
    ]
    for path in left:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
    assert doctor() == (0, "All is well.\n")
    for path in left:
        os.utime(path, (time.time() - 7200,) * 2)
    status, said = doctor()
    assert (status, "Files of no photo: 1" in said, "Renditions" in said) == (1, True, True)
    assert doctor("--mend")[0] == 0
    assert not any(path.exists() for path in left)
    assert Path(photo.file.path).exists()


def test_a_photo_without_its_file_needs_a_hand():
    photo = Photo.objects.create(slug="poster", file=upload())
    Path(photo.file.path).unlink()
    for options in [[], ["--mend"]]:
        status, said = doctor(*options)
        assert (status, "Photos without their file: 1 (poster): needs your hand" in said) == (
            1,
            True,
        )


def test_a_published_story_that_nobody_sees_is_told(story):
    make_article("Half published", state=Article.State.PUBLISHED)
    assert "Published, with nothing for readers to see: 1 (half-published)" in doctor()[1]


def test_sessions_that_ended_are_cleared(client, admin_user):
    client.force_login(admin_user)
    client.session.model.objects.update(expire_date=timezone.now())
    assert "Sessions that have ended: 1" in doctor("--mend")[1]
    assert not client.session.model.objects.exists()
