"""Schemathesis, which asks the API whatever its description allows, and what it does not."""

import re

from .site import FOLDER
from .tools import PYTHON, run

SUMMARY = re.compile(r"(\d+ generated.*)")


def check(site):
    description = f"{site.address}/api/v1/openapi.json"
    options = ["--max-examples=100", "--seed=1", "--no-color"]
    told, is_well = run([PYTHON / "schemathesis", "run", description, *options])
    (FOLDER / "schemathesis.log").write_text(told)
    summary = SUMMARY.search(told)
    words = summary[1] if summary else told[-2000:]
    yield is_well, "/api/v1/", words if is_well else f"{words}; see var/audit/schemathesis.log"
