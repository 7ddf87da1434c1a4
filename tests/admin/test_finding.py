"""What the editor of a body finds: enough to choose by, and nothing that one may not see."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

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
from tests.pictures import content, image, upload

from .pages import queries_of
from .rows import make_user_who_may

pytestmark = pytest.mark.django_db

RECORDS = reverse("admin:articles_article_find_records")
PHOTOS = reverse("admin:articles_article_find_photos")


def find(client, address=RECORDS, **query):
    return client.get(address, query).json()["results"]


def refs(results):
    return [result["ref"] for result in results]


class TestRecords:
    @pytest.mark.parametrize("words", ["Oguri Shun", "shunoguri", "小栗", " SHUN-OGURI "])
    def test_a_person_is_found_in_any_spelling(self, desk, words):
        person = make_person("Shun Oguri", native_name="小栗旬")
        assert refs(find(desk, q=words)) == [f"person:{person.pk}"]

    def test_every_kind_of_record_is_found(self, desk):
        records = [
            ("person", make_person("Moving One")),
            ("show", make_production("Moving")),
            ("company", make_company("Moving Pictures")),
            ("country", make_country("Movingland")),
            ("tag", make_tag("moving houses")),
            ("story", make_article("A story on Moving")),
        ]
        assert refs(find(desk, q="moving")) == [f"{kind}:{r.pk}" for kind, r in records]

    def test_two_of_one_name_are_told_apart(self, desk):
        korea = make_country("South Korea", code="KR")
        make_person("Kim", disambiguation="actor", native_name="김", birth="1996-11-05")
        make_person("Kim", slug="kim-2", disambiguation="singer", nationalities=[korea])
        make_production("Kim", year=2024, kind="film", countries=[korea])
        assert [(r["label"], r["hint"], r["kind"]) for r in find(desk, q="kim")] == [
            ("Kim (actor)", "김 · born 1996-11-05", "person"),
            ("Kim (singer)", "South Korea", "person"),
            ("Kim", "film · 2024 · South Korea", "show"),
        ]

    def test_the_answer_and_its_queries_are_bounded(self, desk):
        def fill(numbers):
            for number in numbers:
                make_article(f"Kim returns {number}")
                make_person(f"Kim {number}", nationalities=[make_country()])

        fill(range(10))
        find(desk, q="kim")
        before = queries_of(desk, f"{RECORDS}?q=kim")
        fill(range(10, 20))
        assert queries_of(desk, f"{RECORDS}?q=kim") == before == 13
        assert len(find(desk, q="kim")) == 12

    @pytest.mark.parametrize("words", ["emotifs", "ÉMOT anon", "anonymes émo", "영화"])
    def test_a_draft_is_found_by_half_words_in_any_accents(self, desk, words):
        draft = make_article("Les Émotifs Anonymes, 한국영화")
        assert [each["ref"] for each in find(desk, q=words)] == [f"story:{draft.pk}"]

    @pytest.mark.parametrize("words", ["", " ", "…", "%", "x" * 5000, "\ud83d\ude00"])
    def test_words_that_find_nothing_are_answered(self, desk, words):
        make_person("Kim")
        assert find(desk, q=words.encode("utf-16", "surrogatepass").decode("utf-16")) == []

    @pytest.mark.parametrize("words", ["émotifs", "anonymes emotifs", "moti"])
    def test_who_sees_own_stories_alone_finds_others_as_readers_see_them(self, client, words):
        reporter = make_user_who_may("articles.add_article", "articles.view_article")
        client.force_login(reporter)
        live = make_story("Les Émotifs Anonymes")
        live.headline = "Les Émotifs, secretly renamed"
        live.save()
        make_article("Another on Émotifs Anonymes")
        own = make_article("My émotifs anonymes", created_by=reporter)
        found = {(each["ref"], each["name"]) for each in find(client, q=words)}
        assert found - {(f"story:{own.pk}", own.headline)} == {
            (f"story:{live.pk}", "Les Émotifs Anonymes")
        }


class TestPhotos:
    def test_a_photo_is_found_by_any_of_its_words(self, desk):
        photo = make_photo(caption="Two actors at the premiere", credit="Yonhap")
        make_photo(caption="Another premiere", credit="Reuters")
        [found] = find(desk, PHOTOS, q="premiere yonhap")
        assert found["ref"] == f"photo:{photo.pk}"
        assert (found["kind"], found["thumbnail"]) == ("no picture yet", None)

    def test_one_is_asked_for_by_its_id(self, desk):
        photos = [make_photo() for _ in range(3)]
        assert refs(find(desk, PHOTOS, id=photos[1].pk)) == [f"photo:{photos[1].pk}"]

    @pytest.mark.parametrize("pk", ["", "x", "٣", "9" * 30, "-1"])
    def test_what_is_no_id_finds_nothing(self, desk, pk):
        make_photo()
        assert find(desk, PHOTOS, id=pk) == []

    def test_the_answer_is_bounded(self, desk):
        for _ in range(30):
            make_photo()
        assert len(find(desk, PHOTOS)) == 24

    def test_what_follows_is_asked_for_by_the_last_that_is_there(self, desk):
        photos = [make_photo() for _ in range(30)]
        first = desk.get(PHOTOS).json()
        more = desk.get(PHOTOS, {"before": first["before"]}).json()
        assert refs(first["results"] + more["results"]) == [
            f"photo:{photo.pk}" for photo in reversed(photos)
        ]
        assert "before" not in more

    def test_a_picture_is_shown_small_and_says_why_it_may_not_be_used(self, desk):
        yesterday = timezone.now() - timedelta(days=1)
        photo = make_photo(file=upload(content("PNG", image((800, 600)))), expires_at=yesterday)
        [found] = find(desk, PHOTOS)
        assert photo.file.name not in found["thumbnail"]["src"]
        assert (found["thumbnail"]["width"], found["thumbnail"]["height"]) == (320, 320)
        assert (found["preview"]["width"], found["preview"]["height"]) == (640, 480)
        assert found["warning"].startswith("Its licence ended")
        photo.expires_at, photo.embargo_until = None, timezone.now() + timedelta(days=1)
        photo.save()
        assert find(desk, PHOTOS)[0]["warning"].startswith("Not to be used before")

    def test_who_may_add_one_is_told_where(self, desk, client):
        assert desk.get(PHOTOS).json()["upload"].endswith("/upload-one/")
        client.force_login(make_user_who_may("articles.add_article", "newsroom.view_photo"))
        assert "upload" not in client.get(PHOTOS).json()


class TestPermissions:
    @pytest.mark.parametrize("address", [RECORDS, PHOTOS])
    def test_only_those_who_write_stories_are_answered(self, client, address):
        assert client.get(address).status_code == 302
        client.force_login(make_user(is_staff=False))
        assert client.get(address).status_code == 302
        client.force_login(make_user())
        assert client.get(address).status_code == 403
        client.force_login(make_user_who_may("articles.view_article", "newsroom.view_photo"))
        assert client.get(address).status_code == 403

    def test_nobody_finds_what_they_may_not_list(self, client):
        make_person("Moving One")
        show = make_production("Moving")
        make_photo()
        client.force_login(make_user_who_may("articles.add_article", "talent.view_production"))
        assert refs(find(client, q="moving")) == [f"show:{show.pk}"]
        assert client.get(PHOTOS).status_code == 403
