"""The shipped fixtures, and broken or changed ones made from them."""

import copy
import json
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

# The documented line.
LABELS = "countries tags companies people productions photos authors articles"
FOLDER = Path(settings.BASE_DIR) / "fixtures"
SHIPPED = {
    label: json.loads((FOLDER / f"{label}.json").read_text()) for label in LABELS.split()
}
FILE_OF = {
    record["model"].split(".")[1]: label
    for label, records in SHIPPED.items()
    for record in records
}
STORIES = {
    "000": "netflix-to-adapt-les-emotifs-anonymes",
    "001": "with-k-romantics-anonymous-tops-netflix-chart-in-japan",
    "002": "netflix-to-create-more-asian-films-and-original-series",
    "003": "korean-movies-love-to-tell-cross-border-romance-stories",
}
NEWCOMER = {"model": "talent.person", "fields": {"slug": "newcomer", "name": "Newcomer"}}


def every_row():
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models(include_auto_created=True)
    }


def shipped(model, key=""):
    """The records of the file that holds ``model``, and where the one with ``key`` stands.

    ``key`` is the beginnings of some words in it, with slashes between them.
    """
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


def record(model, pk=None, **fields):
    return {"model": model, "fields": fields} | ({"pk": pk} if pk else {})


def write(path, records):
    """A fixture of these records, after one with which nothing is wrong."""
    path.write_text(json.dumps([NEWCOMER, *records]))
    return path


def load(*files, **options):
    """What ``loaddata`` says of these files, to both streams."""
    said = StringIO()
    call_command("loaddata", *map(str, files), stdout=said, stderr=said, **options)
    return said.getvalue()


def refusal(*files, **options):
    """The lines that say why these files are refused."""
    problems = StringIO()
    with pytest.raises(CommandError, match=r"^Nothing was loaded: \d+ problems?\.$"):
        call_command("loaddata", *map(str, files), stderr=problems, **options)
    return problems.getvalue().splitlines()
