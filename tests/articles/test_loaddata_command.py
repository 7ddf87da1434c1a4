"""``loaddata`` as a command: the files it reads, its options, and how it answers a shell."""

import bz2
import gzip
import io
import json
import lzma
import os
import subprocess
import sys
import zipfile

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from newsroom.models import Photo, Tag
from talent.models import Country, Person, PersonName

from .fixture_files import FOLDER, LABELS, NEWCOMER, load, record, refusal, write

PEOPLE = [
    NEWCOMER,
    record("talent.personname", person=["newcomer"], name="Late comer"),
]


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.django_db
class TestFormats:
    def check(self, file, **options):
        assert "Loaded 2 object(s)" in load(file, **options)
        assert PersonName.objects.get().person == Person.objects.get()

    def test_json_lines(self, tmp_path):
        file = tmp_path / "people.jsonl"
        file.write_text("\n".join(map(json.dumps, PEOPLE)) + "\n\n")
        self.check(file)

    def test_yaml_where_it_is_installed(self, tmp_path):
        yaml = pytest.importorskip("yaml")
        file = tmp_path / "people.yaml"
        file.write_text(yaml.safe_dump(PEOPLE[::-1], allow_unicode=True))
        self.check(file)

    def test_xml_with_a_later_record(self, tmp_path):
        file = tmp_path / "people.xml"
        file.write_text(
            """<?xml version="1.0" encoding="utf-8"?>
            <django-objects version="1.0">
            <object model="talent.personname">
              <field name="person" rel="ManyToOneRel" to="talent.person">
                <natural>newcomer</natural></field>
              <field name="name" type="CharField">Late comer</field>
            </object>
            <object model="talent.person">
              <field name="slug" type="SlugField">newcomer</field>
              <field name="name" type="CharField">Newcomer</field>
              <field name="nationalities" rel="ManyToManyRel" to="talent.country">
                <object><natural>japan</natural></object></field>
            </object>
            </django-objects>"""
        )
        Country.objects.create(code="JP", name="Japan", slug="japan")
        self.check(file)
        assert Person.objects.get().nationalities.get().code == "JP"

    @pytest.mark.parametrize(
        ("suffix", "pack"),
        [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)],
    )
    def test_packed(self, tmp_path, suffix, pack):
        file = tmp_path / f"people.json.{suffix}"
        file.write_bytes(pack(json.dumps(PEOPLE).encode()))
        self.check(file)

    def test_zipped(self, tmp_path):
        file = tmp_path / "people.json.zip"
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("people.json", json.dumps(PEOPLE))
        self.check(file)

    def test_standard_input(self, monkeypatch):
        monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(PEOPLE)))
        self.check("-", format="json")

    def test_standard_input_needs_a_format(self):
        with pytest.raises(CommandError, match="--format must be specified"):
            load("-")

    def test_what_is_wrong_with_standard_input(self, monkeypatch):
        monkeypatch.setattr(sys, "stdin", io.StringIO("["))
        (problem,) = refusal("-", format="json")
        assert problem.startswith("standard input: not valid JSON at line 1")

    def test_a_picture_with_its_size(self, tmp_path):
        from PIL import Image  # noqa: PLC0415 - for this test alone

        media = tmp_path / "media"
        media.mkdir()
        Image.new("RGB", (40, 30)).save(media / "x.png")
        load(write(tmp_path / "a.json", [record("newsroom.photo", slug="x", file="x.png")]))
        photo = Photo.objects.get()
        assert (photo.width, photo.height) == (40, 30)
        assert "0 new or changed" in load(tmp_path / "a.json")


@pytest.mark.django_db
class TestOptions:
    def test_a_model_is_excluded(self, tmp_path):
        file = write(tmp_path / "a.json", PEOPLE[1:])
        assert "Loaded 1 object(s)" in load(file, exclude=["talent.PersonName"])
        assert not PersonName.objects.exists()

    def test_an_app_is_excluded(self, tmp_path):
        file = write(tmp_path / "a.json", [record("newsroom.tag", slug="x", name="X")])
        load(file, exclude=["talent"])
        assert Tag.objects.exists()
        assert not Person.objects.exists()

    def test_what_does_not_exist_can_be_ignored(self, tmp_path):
        records = [
            record("talent.person", slug="x", name="X", shoe_size=46),
            record("talent.shoe", size=46),
        ]
        assert len(refusal(write(tmp_path / "a.json", records))) == 2
        load(tmp_path / "a.json", ignore=True)
        assert Person.objects.filter(slug="x").exists()

    def test_what_is_wrong_is_not_ignored(self, tmp_path):
        records = [record("talent.person", slug="x", shoe_size=46), "text"]
        lines = refusal(write(tmp_path / "a.json", records), ignore=True)
        assert [line.rpartition(": ")[2] for line in lines] == [
            "is missing",
            "must be an object",
        ]

    def test_a_label_is_found_in_the_folder_of_fixtures(self):
        load("countries")
        assert Country.objects.count() == 249

    def test_an_app_narrows_where_labels_are_looked_for(self):
        load("countries", app_label="talent")
        assert Country.objects.count() == 249

    def test_it_can_be_silent(self, tmp_path):
        assert load(write(tmp_path / "a.json", PEOPLE[1:]), verbosity=0) == ""

    def test_progress_is_shown_on_a_terminal_only(self, tmp_path, monkeypatch):
        terminal = Terminal()
        load("countries")
        assert terminal.getvalue() == ""
        monkeypatch.setattr(sys, "stderr", terminal)
        call_command("loaddata", *LABELS.split(), stdout=io.StringIO())
        shown = terminal.getvalue()
        assert "\r100 of 546 checked" in shown
        assert "\r546 of 546 checked\n" in shown
        assert "\r4 of 4 published\n" in shown
        assert Person.objects.count() == 15

    def test_an_empty_fixture_is_named(self, tmp_path):
        file = tmp_path / "a.json"
        file.write_text("[]")
        assert f"{file} holds no objects.\nLoaded 0 object(s)" in load(file)


class Shell:
    """``manage.py`` as a shell calls it, on a database of its own."""

    def __init__(self, folder):
        self.environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/newsroom.sqlite3",
            "SECRET_KEY": "of no use elsewhere",
        }

    def __call__(self, *arguments, **options):
        return subprocess.run(  # noqa: S603 - what is run is ours
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=self.environment,
            capture_output=True,
            check=False,
            **{"text": True} | options,
        )


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    shell = Shell(tmp_path_factory.mktemp("shell"))
    assert shell("migrate", "--verbosity=0").returncode == 0
    return shell


class TestShell:
    def test_the_documented_line_in_an_empty_database(self, shell):
        done = shell("loaddata", *LABELS.split())
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == "Loaded 546 object(s): 546 new or changed.\n"

    def test_a_broken_fixture(self, shell, tmp_path):
        before = shell("dumpdata").stdout
        text = (FOLDER / "people.json").read_text().replace("Oguri", "\\ud800")
        people = tmp_path / "people.json"
        people.write_text(text.replace('"bio"', '"boi"').replace('"slug"', '"slag"', 1))
        broken = tmp_path / "broken.json"
        broken.write_bytes(b"[\xff]")

        done = shell("loaddata", str(broken), str(people))

        assert done.returncode == 1
        assert done.stdout == ""
        *lines, last = done.stderr.splitlines()
        assert last == f"CommandError: Nothing was loaded: {len(lines)} problems."
        assert lines[0] == f"{broken}: not valid UTF-8 at byte 1"
        assert all(line.startswith(f"{people}: #") for line in lines[1:])
        assert len(lines) > 10
        assert shell("dumpdata").stdout == before

    def test_a_file_that_is_not_there(self, shell):
        done = shell("loaddata", "none")
        assert done.returncode == 1
        assert done.stderr == "CommandError: No fixture named 'none' found.\n"

    def test_standard_input_that_is_not_utf_8(self, shell):
        done = shell("loaddata", "--format=json", "-", input="[é]", encoding="latin-1")
        assert done.returncode == 1
        assert done.stderr.startswith("standard input: not valid UTF-8 at byte 1\n")
