"""Answers in a second, all in one run: bare, Django's cached hello, and pages of the site."""

import os
import re
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

HOST = "127.0.0.1"
FIRST_PORT = 8190
# A name, the application, the address, and what else its environment has.
SYSTEMS = [
    ("bare WSGI answer", "tests.benchmarks.answers:bare", "/", {}),
    ("Django’s cached hello", "tests.benchmarks.answers:hello", "/", {}),
    ("site, page kept", "newsroom.wsgi:application", "/", {}),
    ("site, list kept", "newsroom.wsgi:application", "/stories/", {}),
    ("site, page made", "newsroom.wsgi:application", "/", {"PAGE_CACHE_BYTES": "0"}),
    ("site, list made", "newsroom.wsgi:application", "/stories/", {"PAGE_CACHE_BYTES": "0"}),
]


def compare(seconds, connections):
    first = None
    for number, (name, application, address, environment) in enumerate(SYSTEMS):
        port = FIRST_PORT + number
        with served(application, port, environment):
            found = answers(f"http://{HOST}:{port}{address}", seconds, connections)
        first = first or found
        print(f"{name:24}{found:10,.0f} a second{found / first:8.3f}", flush=True)


@contextmanager
def served(application, port, environment):
    """One worker, as ``bin/serve`` has it."""
    options = ["--host", HOST, "--port", str(port), "--workers", "1"]
    options += ["--blocking-threads", "4", "--no-access-log", "--log-level", "warning"]
    server = subprocess.Popen(  # noqa: S603 - all of it is written here
        [sys.executable, "-m", "granian", "--interface", "wsgi", *options, application],
        env=os.environ | environment,
    )
    try:
        wait_for(port)
        yield
    finally:
        server.terminate()
        server.wait(20)


def wait_for(port):
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://{HOST}:{port}/").close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"Nothing answers on port {port}.")


def answers(address, seconds, connections):
    urllib.request.urlopen(address).close()  # noqa: S310
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    assert "Non-2xx" not in said, said
    return float(re.search(r"Requests/sec:\s+([0-9.]+)", said)[1])
