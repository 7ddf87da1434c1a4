"""The tools of others, in var/audit: what they are, and how one is run."""

import json
import subprocess
import sys

from .site import FOLDER

FROM_NPM = {
    "lighthouse": "^13.5",
    "schema-dts": "^2.1",
    "sitemap": "^9.0",
    "typescript": "^5.9",
    "vnu-jar": "^26.9",
}
FROM_PYPI = ["openapi-spec-validator~=0.9", "schemathesis~=4.32", "xmlschema~=4.3"]
MODULES = FOLDER / "node_modules"
PYTHON = FOLDER / "venv" / "bin"


def install():
    """Bring what is not there yet. Needs node, java and Debian's chromium."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = json.dumps({"private": True, "dependencies": FROM_NPM})
    if (FOLDER / "package.json").exists() and (FOLDER / "package.json").read_text() == wanted:
        return
    run([sys.executable, "-m", "venv", FOLDER / "venv"])
    run([PYTHON / "pip", "install", "--quiet", *FROM_PYPI])
    (FOLDER / "package.json").write_text(wanted)
    run(["npm", "install", "--no-audit", "--no-fund", "--silent"])


def run(command, **options):
    """What a command prints, and whether it ended well."""
    done = subprocess.run(  # noqa: S603 - commands of this package alone
        [str(part) for part in command],
        check=False,
        cwd=FOLDER,
        capture_output=True,
        text=True,
        **options,
    )
    return done.stdout + done.stderr, done.returncode == 0
