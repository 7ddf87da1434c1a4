"""What bin/attack runs: python -m tests.attacks [--port PORT] [ATTACK …]"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from tests.deploy import nginx
from tests.servers import wait_until

from .visitor import HOST, Visitor

ATTACKS = ["headers", "scripts", "probes", "words", "logins", "slow"]
FOLDER = Path("var/attack").resolve()
# It believes what it is told of where a visitor is, and by which way.
BELIEVING = [
    (r"/srv/newsroom/var", f"{FOLDER.parent}"),
    (r"\$scheme\b", "$http_x_forwarded_proto"),
    (r"X-Forwarded-For \$remote_addr", "X-Forwarded-For $http_x_forwarded_for"),
]


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
        "PORT": str(given.port + 1000),
    }
    proxy = nginx.command(FOLDER, given.port, [given.port + 1000], BELIEVING)
    with (FOLDER / "site.log").open("w") as log:
        servers = [
            subprocess.Popen(command, stdout=log, stderr=log)  # noqa: S603
            for command in [["bin/serve"], proxy]
        ]
    try:
        return run(given, servers[0])
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            server.wait()


def is_healthy(port):
    try:
        return Visitor(port).get("/healthz").status == 200
    except OSError:
        return False


def run(given, server):
    import django  # noqa: PLC0415 - the environment says which database

    django.setup()
    what = "bin/attack: the start of the site (var/attack/site.log)"
    wait_until(lambda: is_healthy(given.port), what, server)
    import_module("tests.attacks.target").write()
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
