"""What bin/attack runs: python -m tests.attacks [--port PORT] [ATTACK …]"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from .visitor import HOST

ATTACKS = ["headers", "scripts", "probes", "words", "logins", "slow"]
FOLDER = Path("var/attack").resolve()


def main():
    parser = argparse.ArgumentParser(prog="bin/attack", description=__doc__.split(": ")[0])
    parser.add_argument("attacks", nargs="*", choices=[[], *ATTACKS], metavar="ATTACK")
    parser.add_argument("--port", type=int, default=8097)
    given = parser.parse_args()
    # As Ctrl-C does, so that the site is not left behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    os.environ |= {
        "DATABASE_URL": f"sqlite:///{FOLDER / 'site.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "SITE_URL": f"https://{HOST}",
        "BEHIND_PROXY": "True",
        "SECOND_FACTOR_REQUIRED": "False",
        "PORT": str(given.port),
    }
    with (FOLDER / "site.log").open("w") as log:
        server = subprocess.Popen(["bin/serve"], stdout=log, stderr=log)  # noqa: S607
    try:
        return run(given, server)
    finally:
        server.terminate()
        server.wait()


def run(given, server):
    import django  # noqa: PLC0415 - the environment says which database

    django.setup()
    target = import_module("tests.attacks.target")
    target.wait_for(given.port, server)
    target.write()
    failed = 0
    for name in given.attacks or ATTACKS:
        attack = import_module(f"tests.attacks.{name}").attack
        for is_well, what, words in attack(given.port):
            failed += not is_well
            line = f"{'ok' if is_well else 'NOT'}\t{name:8} {what:58} {words}"
            print(line.expandtabs(5), flush=True)  # noqa: T201 - a command's output
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
