"""What bin/attack runs: python -m tests.attacks [--port PORT] [ATTACK …]"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
from getpass import getuser
from importlib import import_module
from pathlib import Path

from tests.deploy.nginx import AROUND

from .visitor import HOST

ATTACKS = ["headers", "scripts", "probes", "words", "logins", "slow"]
FOLDER = Path("var/attack").resolve()
SUBSTITUTES = [
    (r"server \{\s+listen 80 .*?\n\}", ""),
    (r"listen 443 ssl http2;", "listen 127.0.0.1:PORT;"),
    (r"listen \[::\]:443 [^\n]*", ""),
    (r"ssl_[^\n]*;", ""),
    (r"server 127.0.0.1:8001;", "server 127.0.0.1:NEXT;"),
    (r"server 127.0.0.1:8002;", ""),
    (r"/var/cache/nginx", f"{FOLDER}/cache"),
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
    with (FOLDER / "site.log").open("w") as log:
        servers = [
            subprocess.Popen(command, stdout=log, stderr=log)  # noqa: S603
            for command in [["bin/serve"], proxy(given.port)]
        ]
    try:
        return run(given, servers[0])
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            server.wait()


def proxy(port):
    """The shipped nginx; it believes what it is told of where a visitor is, and by which way."""
    site = Path("deploy/nginx.conf").read_text()
    for pattern, substitute in SUBSTITUTES:
        site = re.sub(pattern, substitute, site, flags=re.DOTALL)
    around = AROUND.format(folder=FOLDER, site=site, user=getuser())
    (FOLDER / "nginx.conf").write_text(
        around.replace("PORT", str(port)).replace("NEXT", str(port + 1000))
    )
    (FOLDER / "cache").mkdir()
    return ["nginx", "-e", "stderr", "-c", str(FOLDER / "nginx.conf")]


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
