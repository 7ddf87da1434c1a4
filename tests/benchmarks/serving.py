"""Answers in a second, all in one run: bare, Django's cached hello, and pages of the site."""

import os
import re
import subprocess
import sys
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.servers import answers, children, wait_until

HOST = "127.0.0.1"
FIRST_PORT = 8190
ROUNDS = 3
# Every browser reads compressed pages.
AS_A_BROWSER = ["-H", "Accept-Encoding: gzip, deflate, br"]
# What is served, and what else its environment has.
SERVERS = {
    "bare": ("tests.benchmarks.answers:bare", {}),
    "hello": ("tests.benchmarks.answers:hello", {}),
    "kept": ("newsroom.wsgi:application", {}),
    "made": ("newsroom.wsgi:application", {"PAGE_CACHE_BYTES": "0"}),
}
KINDS = ["front page", "story", "show", "country, common", "stories", "feed"]


def systems():
    """A name, a server, and an address there."""
    import django

    django.setup()
    from .pages import addresses

    yield "bare WSGI answer", "bare", "/"
    yield "Django’s cached hello", "hello", "/"
    found = addresses()
    for server in ["kept", "made"]:
        yield from ((f"{name}, {server}", server, found[name]) for name in KINDS)


def compare(seconds, connections):
    """The best of each, since a machine has other things to do as well."""
    measured = list(systems())
    with ExitStack() as stack:
        servers = {
            name: (FIRST_PORT + place, stack.enter_context(served(*how, FIRST_PORT + place)))
            for place, (name, how) in enumerate(SERVERS.items())
        }
        runs = [
            [
                measure(*servers[server], address, seconds, connections)
                for _, server, address in measured
            ]
            for _ in range(ROUNDS)
        ]
    print(f"{'':24}{'a second':>12}{'of bare':>10}{'processor':>12}{'of bare':>10}")
    best = [
        (max(rate for rate, _ in found), min(cost for _, cost in found))
        for found in zip(*runs, strict=True)
    ]
    for (name, *_), (rate, cost) in zip(measured, best, strict=True):
        shares = f"{rate / best[0][0]:10.2f}{cost * 1e6:9.0f} µs{best[0][1] / cost:10.2f}"
        print(f"{name:24}{rate:12,.0f}{shares}", flush=True)


@contextmanager
def served(application, environment, port):
    """One worker, as ``bin/serve`` has it."""
    options = ["--host", HOST, "--port", str(port), "--workers", "1"]
    options += ["--blocking-threads", "4", "--no-access-log", "--log-level", "warning"]
    server = subprocess.Popen(  # noqa: S603 - all of it is written here
        [sys.executable, "-m", "granian", "--interface", "wsgi", *options, application],
        env=os.environ | environment,
    )
    try:
        wait_until(
            lambda: answers(f"http://{HOST}:{port}/"), f"The start at port {port}", server
        )
        yield server
    finally:
        server.terminate()
        server.wait(20)


def measure(port, server, address, seconds, connections):
    """How many a second, and what each takes of the processor in seconds."""
    address = f"http://{HOST}:{port}{address}"
    urllib.request.urlopen(address).close()  # noqa: S310
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", *AS_A_BROWSER, address]
    begun = processor_time(server.pid)
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    spent = processor_time(server.pid) - begun
    assert "Non-2xx" not in said, said
    rate = float(re.search(r"Requests/sec:\s+([0-9.]+)", said)[1])
    return rate, spent / max(1, int(re.search(r"(\d+) requests in", said)[1]))


def processor_time(pid):
    """Of a process and those that it has started, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(map(processor_time, children(pid)))
