"""No way of writing a tag makes a second one that differs by case, accent, hyphen or space."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import F

from newsroom.models import Tag
from talent.models import NameKey
from tests.admin.pages import Form, errors_in
from tests.factories import make_article, make_production, make_tag, make_user

pytestmark = pytest.mark.django_db

REFUSAL = "in another spelling"

# Full-width letters, compatibility jamo and forms taken apart among them.
TWINS = [
    *(("K-drama", "k drama"), ("K-drama", "KDRAMA"), ("K-drama", "K‑Drama"), ("K-drama", "Ｋ－ｄｒａｍａ")),
    *(("Café", "cafe"), ("Café", "Cafe\u0301"), ("Café", "CAFÉ "), ("Café", "ca fe")),
    *(("한류", "\u1112\u1161\u11ab\u1105\u1172"), ("한류", "한 류"), ("ㅎ", "\u1112")),
    *(("Ⅳ", "iv"), ("ﬁlm", "film"), ("カルト", "ｶﾙﾄ"), ("Straße", "STRASSE"), ("50’s", "50s")),
]  # fmt: skip
twins = pytest.mark.parametrize(("first", "second"), TWINS)


@twins
def test_not_in_the_shell(first, second):
    make_tag(first)
    with pytest.raises(ValidationError, match=f"is the tag “{first}” {REFUSAL}"):
        Tag.objects.create(name=second)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.bulk_create([Tag(name="Other")])
        Tag._base_manager.update(name=second, key=Tag.objects.get(name=first).key)
    assert Tag.objects.count() == 1


@twins
def test_not_by_loaddata(first, second, tmp_path):
    make_tag(first)
    file = tmp_path / "second.json"
    row = {"model": "newsroom.tag", "fields": {"name": second, "slug": "second"}}
    file.write_text(json.dumps([row]))
    with pytest.raises(CommandError):
        call_command("loaddata", file, verbosity=0)
    assert Tag.objects.count() == 1


@pytest.mark.parametrize("together", [True, False])
@twins
def test_not_in_bulk(first, second, together):
    rows = [Tag(name=first, slug="first"), Tag(name=second, slug="second")]
    with pytest.raises(ValidationError, match=REFUSAL):
        if together:
            Tag.objects.bulk_create(rows)
        else:
            rows[0].save()
            Tag.objects.bulk_create(rows[1:])


@twins
def test_not_by_renaming(first, second):
    make_tag(first)
    other = make_tag("Another")
    other.name = second
    for rename in [
        other.save,
        lambda: other.save(update_fields=["name"]),
        lambda: Tag.objects.filter(pk=other.pk).update(name=second),
        lambda: Tag.objects.bulk_update([other], ["name"]),
    ]:
        with pytest.raises(ValidationError, match=REFUSAL):
            rename()


@twins
def test_not_by_typing(first, second):
    tag, story = make_tag(first), make_article()
    story.tags.add(second)
    assert list(story.tags.all()) == [tag]
    story.tags.set([second, first])
    assert list(story.tags.all()) == [tag]
    story.tags.remove(second)
    assert not story.tags.exists()
    assert Tag.objects.count() == 1


@twins
def test_not_in_the_admin(client, first, second):
    make_tag(first)
    client.force_login(make_user(is_superuser=True))
    page = Form(client, Tag).submit(name=second, slug="second")
    assert REFUSAL in errors_in(page)
    assert Tag.objects.count() == 1


class TestTyping:
    def test_a_synonym_is_taken_for_its_tag(self):
        tag, story, show = make_tag("Korean wave"), make_article(), make_production()
        synonym = make_tag("Hallyu", synonym_of=tag)
        story.tags.add("HALLYU", synonym, "Korean-Wave")
        assert list(story.tags.all()) == [tag]
        show.genres.add(synonym)
        show.genres.add(synonym, tag)
        show.genres.set([synonym])
        assert list(show.genres.all()) == [tag]
        story.tags.remove("hallyu")
        assert not story.tags.exists()

    def test_what_is_new_is_made_with_an_address_of_its_own(self, client):
        make_article().tags.add("한류", "24", "Đam mỹ", "Dam-my", "C", "日本")
        slugs = dict(Tag.objects.values_list("name", "slug"))
        assert slugs.pop("한류") != slugs.pop("日本")
        assert slugs == {"24": "24", "Đam mỹ": "dam-my", "C": "c"}
        for tag in Tag.objects.all():
            assert client.get(tag.get_absolute_url()).status_code == 200

    def test_an_address_that_another_gave_up_stays_its(self):
        tag = make_tag("Old", slug="new")
        tag.slug = "newer"
        tag.save()
        make_article().tags.add("New")
        assert Tag.objects.get(name="New").slug == "new-2"

    @pytest.mark.parametrize("name", ["", "!!!", "x" * 300])
    def test_nonsense_is_refused(self, name):
        with pytest.raises(ValidationError):
            make_article().tags.add(name)
        assert not Tag.objects.exists()

    def test_a_key_follows_its_name_however_that_is_written(self):
        tag = make_tag("Old")
        tag.name = "New one"
        tag.save(update_fields=["name"])
        assert Tag.objects.get().key == "newone"
        Tag.objects.update(name=F("slug"))
        assert Tag.objects.get().key != "newone"


class TestKeys:
    def test_a_tag_is_found_by_the_words_in_it_and_by_its_synonyms(self):
        tag = make_tag("Korean wave")
        synonym = make_tag("Hallyu", synonym_of=tag)
        for words in ["korean", "wave", "hallyu"]:
            assert NameKey.objects.beginning(words).get().subject_id == tag.pk
        synonym.synonym_of = None
        synonym.save()
        assert NameKey.objects.exactly("hallyu").get().subject_id == synonym.pk
        synonym.delete()
        tag.delete()
        assert not NameKey.objects.exists()

    def test_loaded_ones_are_too(self, tmp_path):
        file = tmp_path / "tags.json"
        rows = [
            {"slug": "wave", "name": "Korean wave"},
            {"slug": "hallyu", "name": "Hallyu", "synonym_of": ["wave"]},
        ]
        file.write_text(json.dumps([{"model": "newsroom.tag", "fields": row} for row in rows]))
        call_command("loaddata", file, verbosity=0)
        wave = Tag.objects.get(slug="wave")
        assert NameKey.objects.exactly("hallyu").get().subject_id == wave.pk
