"""No way of writing a tag makes a second one that differs by case, accent, hyphen or space."""

import json
from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from newsroom.models import Tag
from talent.models import NameKey
from tests.admin.pages import Form, errors_in
from tests.factories import make_article, make_tag, make_user

pytestmark = pytest.mark.django_db

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
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.create(name=second, slug="second")
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
    with pytest.raises(IntegrityError), transaction.atomic():
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
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.filter(pk=other.pk).update(name=second)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.bulk_update([other], ["name"])


@twins
def test_not_by_typing(first, second):
    make_tag(first)
    with suppress(IntegrityError), transaction.atomic():
        make_article().tags.add(second)
    assert Tag.objects.count() == 1


@twins
def test_not_in_the_admin(client, first, second):
    make_tag(first)
    client.force_login(make_user(is_superuser=True))
    page = Form(client, Tag).submit(name=second, slug="second")
    assert "in another spelling" in errors_in(page)
    assert Tag.objects.count() == 1


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
