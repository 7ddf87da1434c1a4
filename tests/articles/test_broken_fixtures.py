"""A fixture with anything wrong in it is refused whole, and each problem is named."""

import copy
import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from .broken_fields import FIELDS

LABELS = "countries tags companies people productions photos authors articles".split()
FOLDER = Path(settings.BASE_DIR) / "fixtures"
SHIPPED = {label: json.loads((FOLDER / f"{label}.json").read_text()) for label in LABELS}
FILE_OF = {
    record["model"].split(".")[1]: label
    for label, records in SHIPPED.items()
    for record in records
}
NEWCOMER = {"model": "talent.person", "fields": {"slug": "newcomer", "name": "Newcomer"}}
LINE = re.compile(r"(\w+) (\S+), (\w+): (.+) → (.+?)(?: \[(.+)\])?")


@pytest.fixture(scope="module")
def seeds(django_db_setup, django_db_blocker):
    """The shipped fixtures, loaded once, and every row that they make."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", *LABELS, verbosity=0)
        yield every_row()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def nothing_loaded(seeds, db):
    yield
    assert every_row() == seeds


def every_row():
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models(include_auto_created=True)
    }


def refusal(*paths, **options):
    """The lines that say why these files are refused."""
    problems = StringIO()
    with pytest.raises(CommandError, match="^Nothing was loaded"):
        call_command("loaddata", *map(str, paths), stderr=problems, **options)
    return problems.getvalue().splitlines()


def write(path, records):
    """A fixture of these records, after one with which nothing is wrong."""
    path.write_text(json.dumps([NEWCOMER, *records]))
    return path


def shipped(model, key=""):
    """The records of the file that holds ``model``, and where the one with ``key`` stands."""
    records = copy.deepcopy(SHIPPED[FILE_OF[model]])
    places = [
        place
        for place, record in enumerate(records)
        if record["model"].endswith(f".{model}")
        and all(any(v.startswith(k) for v in words(record)) for k in key.split("/"))
    ]
    return records, places[0]


def words(record):
    values = record["fields"].values()
    return [str(part) for v in values for part in (v if isinstance(v, list) else [v])]


class TestOneField:
    @pytest.mark.parametrize("line", FIELDS, ids=lambda line: line.partition(" →")[0])
    def test_it_is_refused_by_name(self, tmp_path, line):
        model, key, field, value, reason, blamed = LINE.fullmatch(line).groups()
        records, place = shipped(model, key)
        if value == "nothing":
            del records[place]["fields"][field]
        else:
            records[place]["fields"][field] = json.loads(value)
        file = write(tmp_path / f"{FILE_OF[model]}.json", records)

        (problem,) = refusal(file)

        assert problem.startswith(f"{file}: #{place + 2} {records[place]['model']} (")
        assert f"): {blamed or field}: " in problem
        assert reason in problem
        for part in key.split("/"):
            if any(word.startswith(part) for word in words(records[place])):
                assert part in problem
