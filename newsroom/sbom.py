"""What the site is made of: the packages of requirements.lock, as CycloneDX describes them."""

import re
import uuid
from importlib import metadata

from django.conf import settings
from django.utils import timezone

LOCK = settings.BASE_DIR / "requirements.lock"
PACKAGE = re.compile(
    r"^([A-Za-z0-9._-]+)==(\S+) \\\n((?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.M
)
HASH = re.compile(r"sha256:([0-9a-f]{64})")
OSI = "License :: OSI Approved :: "


def packages():
    """Each package that production installs: its name, its version and its files' hashes."""
    for name, version, hashes in PACKAGE.findall(LOCK.read_text()):
        yield name, version, HASH.findall(hashes)


def licence_of(name) -> str:
    """As the package itself says; empty where it is not installed or does not say."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    if expression := told.get("License-Expression"):
        return expression
    classified = [c.removeprefix(OSI) for c in told.get_all("Classifier", []) if OSI in c]
    return " OR ".join(classified) or told.get("License", "").split("\n")[0]


def bill() -> dict:
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": uuid.uuid4().urn,
        "version": 1,
        "metadata": {
            "timestamp": timezone.now().isoformat(timespec="seconds"),
            "component": {"type": "application", "bom-ref": "newsroom", "name": "newsroom"},
        },
        "components": [component(*package) for package in packages()],
    }


def component(name, version, hashes):
    address = f"pkg:pypi/{name.lower().replace('_', '-')}@{version}"
    licence = licence_of(name)
    return {
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": version,
        "purl": address,
        # One of them is of the file that was installed.
        "properties": [{"name": "newsroom:sha256", "value": value} for value in hashes],
        **({"licenses": [{"license": {"name": licence}}]} if licence else {}),
    }
