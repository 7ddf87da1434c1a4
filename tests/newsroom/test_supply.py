"""What the site is made of, and whom to tell of a hole in it."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from newsroom.sbom import packages

ROOT = Path(__file__).resolve().parents[2]
LOCKED = {canonicalize_name(name): version for name, version, _ in packages()}


def test_every_requirement_is_locked_in_a_version_that_it_allows():
    lines = (ROOT / "requirements.txt").read_text().split("\n")
    for wanted in map(Requirement, filter(None, lines)):
        version = LOCKED.get(canonicalize_name(wanted.name))
        assert version, f"{wanted.name} is not in requirements.lock: run bin/lock"
        assert wanted.specifier.contains(version), f"{wanted} is not {version}: run bin/lock"


def test_every_package_has_its_hashes():
    text = (ROOT / "requirements.lock").read_text()
    assert len(LOCKED) == len(re.findall("^[a-zA-Z].*==", text, re.MULTILINE)) > 30
    assert all(hashes for _, _, hashes in packages())


def test_the_bill_of_materials_names_them_all():
    out = StringIO()
    call_command("sbom", stdout=out)
    bill = json.loads(out.getvalue())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    components = {component["purl"]: component for component in bill["components"]}
    assert len(components) == len(LOCKED)
    django = components[f"pkg:pypi/django@{LOCKED['django']}"]
    assert django["licenses"] == [{"license": {"name": "BSD-3-Clause"}}]


def test_licences_are_listed():
    out = StringIO()
    call_command("sbom", "--licences", stdout=out)
    assert f"django {LOCKED['django']}: BSD-3-Clause" in out.getvalue()


@pytest.mark.django_db
def test_whom_to_tell_is_said_where_it_is_known(client, settings):
    address = "/.well-known/security.txt"
    assert client.get(address).status_code == 404
    settings.SECURITY_CONTACT = "security@news.example"
    assert "Contact: mailto:security@news.example\nExpires: 2" in client.get(address).text
    settings.SECURITY_CONTACT = "https://news.example/holes"
    assert "Contact: https://news.example/holes\n" in client.get(address).text
