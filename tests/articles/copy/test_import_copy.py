"""``import_copy``: drafts by default, repeatable, and whole stories only."""

import pytest
from django.core.management import CommandError, call_command

from articles.copy import filing
from articles.management.commands import import_copy
from articles.models import Article, ArticlePerson, Edition
from tests.factories import make_person, make_production

pytestmark = pytest.mark.django_db
TEXT = (
    "{} in a new series\n\nHan Hyo-joo will play the lead in it, the channel said on Monday.\n"
)


@pytest.fixture
def files(tmp_path):
    make_person("Han Hyo-joo")
    for number in range(3):
        (tmp_path / f"wire-{number}.txt").write_text(TEXT.format(f"Actress {number}"))
    return sorted(map(str, tmp_path.glob("*.txt")))


def test_drafts_without_links_are_what_it_makes(files):
    call_command("import_copy", *files)
    assert set(Article.objects.values_list("state", "source_id")) == {
        ("draft", f"wire-{number}") for number in range(3)
    }
    assert not ArticlePerson.objects.exists()
    assert not Edition.objects.exists()


def test_what_is_sure_is_linked_when_that_is_asked_for(files):
    call_command("import_copy", *files, "--link", "0.9")
    assert ArticlePerson.objects.count() == 3


def test_stories_are_put_out_when_that_is_asked_for(files):
    call_command("import_copy", *files, publish=True)
    assert Edition.objects.live().count() == 3


def test_a_dry_run_says_all_and_does_nothing(files, capsys):
    call_command("import_copy", *files, link=0.9, dry_run=True)
    said = capsys.readouterr().out
    assert "link person Han Hyo-joo (0.97: the full name)" in said
    assert "3 would be filed, 0 filed before, 0 refused." in said
    assert not Article.objects.exists()


def test_a_dry_run_tells_facts_conflicts_and_what_was_filed_before(tmp_path, capsys):
    make_production("The Wide River", kind="series")
    text = (
        "A film by the river\n\nOctober 1, 2025\n\nThe film “The Wide River” will be released "
        "on October 16, the channel said on Monday.\n"
    )
    (tmp_path / "one.txt").write_text(text)
    call_command("import_copy", str(tmp_path / "one.txt"))
    (tmp_path / "two.txt").write_text(text)
    call_command("import_copy", str(tmp_path / "two.txt"), dry_run=True)
    said = capsys.readouterr().out
    assert "fact The Wide River: release, on October 16: 2025-10-16 (planned)" in said
    assert "conflict The Wide River, kind: here “film”, on record “series”" in said
    assert "filed before? A film by the river" in said


def test_run_again_it_goes_on_where_it_was_broken_off(files, capsys):
    call_command("import_copy", *files[:1])
    call_command("import_copy", *files)
    assert "2 filed, 1 filed before, 0 refused." in capsys.readouterr().out
    assert Article.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_what_breaks_off_leaves_no_half_of_a_story(files, monkeypatch):
    def broken(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(filing, "add_revisions", broken)
    with pytest.raises(KeyboardInterrupt):
        call_command("import_copy", *files)
    assert not Article.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_breaks_off_leaves_no_story_that_is_not_out(files, monkeypatch):
    def broken(article):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(import_copy, "publish", broken)
        call_command("import_copy", *files, publish=True)
    assert not Article.objects.exists()
    call_command("import_copy", *files, publish=True)
    assert Edition.objects.live().count() == 3


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(files, tmp_path, capsys):
    (tmp_path / "broken.txt").write_bytes(b"\xff\xfe\xff")
    (tmp_path / "empty.txt").write_bytes(b"")
    bad = [str(tmp_path / name) for name in ["broken.txt", "empty.txt", "absent.txt"]]
    with pytest.raises(CommandError, match="Not all could be filed: 3"):
        call_command("import_copy", *bad, *files)
    said = capsys.readouterr().err
    assert "empty.txt: The file is empty." in said
    assert "absent.txt: No such file" in said
    assert Article.objects.count() == 3


def test_two_files_of_one_name_are_one_source(files, tmp_path, capsys):
    other = tmp_path / "more" / "wire-0.txt"
    other.parent.mkdir()
    other.write_text("Something else\n\nIt is another text that has the name of the first.\n")
    with pytest.raises(CommandError):
        call_command("import_copy", *files, str(other))
    assert f"{other}: has the name of {files[0]}" in capsys.readouterr().err
    assert Article.objects.count() == 3


@pytest.mark.parametrize("threshold", ["-1", "2", "much"])
def test_a_threshold_is_from_0_to_1(files, threshold):
    with pytest.raises(CommandError):
        call_command("import_copy", *files, "--link", threshold)
