"""The shipped nginx in front of two processes: what is withdrawn is gone within the second."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from django.conf import settings
from django.db import connection

from articles.publishing import withdraw
from tests.factories import make_story
from tests.servers import free_port, wait_until

from .nginx import command

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not shutil.which("nginx"), reason="needs Debian’s nginx"),
    pytest.mark.skipif(
        "postgres" not in os.environ.get("DATABASE_URL", ""), reason="needs PostgreSQL"
    ),
]


@pytest.fixture
def ports(tmp_path, request):
    """Of nginx and of two processes that answer on the test's own database."""
    ports = {name: free_port() for name in ["front", "first", "second"]}
    url = re.sub(r"/[^/]*$", f"/{connection.settings_dict['NAME']}", os.environ["DATABASE_URL"])
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-access-log"]
    granian += ["--blocking-threads", "2", "--log-level", "warning"]
    commands = [command(tmp_path, ports["front"], [ports["first"], ports["second"]])]
    commands += [
        [*granian, "--port", str(ports[name]), "newsroom.wsgi:application"]
        for name in ["first", "second"]
    ]
    # Static files by their own names, which nobody has collected.
    more = {"DATABASE_URL": url, "BEHIND_PROXY": "True", "DEBUG": "True"}
    environment = os.environ | more
    started = [
        subprocess.Popen(each, env=environment, cwd=settings.BASE_DIR)  # noqa: S603
        for each in commands
    ]
    try:
        for port in ports.values():
            wait_until(
                lambda port=port: get(port, "/healthz")[0] == 200, f"Port {port}", seconds=30
            )
        yield ports
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(20)


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
