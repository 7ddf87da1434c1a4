"""The shipped nginx in front of two processes: what is withdrawn is gone within the second."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from getpass import getuser
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from articles.publishing import withdraw
from tests.factories import make_story

from .nginx import AROUND

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not shutil.which("nginx"), reason="needs Debian’s nginx"),
    pytest.mark.skipif(
        "postgres" not in os.environ.get("DATABASE_URL", ""), reason="needs PostgreSQL"
    ),
]
# What a test has otherwise than a host of its own: ports, places, no certificate.
SUBSTITUTES = [
    (r"server \{\s+listen 80 .*?\n\}", ""),
    (r"listen 443 ssl http2;", "listen 127.0.0.1:{front};"),
    (r"listen \[::\]:443 .*", ""),
    (r"ssl_.*;", ""),
    (r"server 127.0.0.1:8001;", "server 127.0.0.1:{first};"),
    (r"server 127.0.0.1:8002;", "server 127.0.0.1:{second};"),
    (r"/var/cache/nginx", "{folder}/cache"),
]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def ports(tmp_path, request):
    """Of nginx and of two processes that answer on the test's own database."""
    ports = {name: free_port() for name in ["front", "first", "second"]}
    site = Path(settings.BASE_DIR, "deploy/nginx.conf").read_text()
    places = ports | {"folder": tmp_path}
    for pattern, substitute in SUBSTITUTES:
        site = re.sub(
            pattern, substitute.format(**places), site, flags=re.DOTALL if "{" in pattern else 0
        )
    (tmp_path / "cache").mkdir()
    (tmp_path / "nginx.conf").write_text(
        AROUND.format(folder=tmp_path, site=site, user=getuser())
    )
    url = re.sub(r"/[^/]*$", f"/{connection.settings_dict['NAME']}", os.environ["DATABASE_URL"])
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-access-log"]
    granian += ["--blocking-threads", "2", "--log-level", "warning"]
    commands = [["nginx", "-e", "stderr", "-c", str(tmp_path / "nginx.conf")]]
    commands += [
        [*granian, "--port", str(ports[name]), "newsroom.wsgi:application"]
        for name in ["first", "second"]
    ]
    # Static files by their own names, which nobody has collected.
    more = {"DATABASE_URL": url, "BEHIND_PROXY": "True", "DEBUG": "True"}
    environment = os.environ | more
    started = [
        subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR)  # noqa: S603
        for command in commands
    ]
    try:
        for port in ports.values():
            wait_for(port)
        yield ports
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(20)


def wait_for(port):
    for _ in range(300):
        if get(port, "/healthz")[0] == 200:
            return
        time.sleep(0.1)
    raise AssertionError(f"Nothing answers on port {port}.")


def get(port, path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.headers
    except OSError:
        return None, None


def test_a_withdrawal_reaches_every_reader_within_its_second(ports):
    story = make_story("Out for a while")
    path = f"/stories/{story.slug}/"
    until = time.monotonic() + 2
    while time.monotonic() < until:
        assert {get(port, path)[0] for port in ports.values()} == {200}
    withdraw(story)
    gone = time.monotonic() + 1
    while time.monotonic() < gone:
        for port in ports.values():
            get(port, path)
    assert {port: get(port, path)[0] for port in ports.values()} == dict.fromkeys(
        ports.values(), 410
    )
