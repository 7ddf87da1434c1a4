"""Servers that are started to be looked at: where they listen, when they answer, what they start."""

import socket
import time
import urllib.request
from pathlib import Path

STARTS_IN = 180


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(address) -> bool:
    """Whether a page of ours comes from there, and not an error."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - our own
            return answer.status == 200
    except OSError:
        return False


def wait_until(is_ready, what, server=None, seconds=STARTS_IN):
    """Ends the program if the process ``server`` ends, or if ``what`` takes longer than that."""
    end = time.monotonic() + seconds
    while not is_ready():
        if server and server.poll() is not None:
            raise SystemExit(f"{what}: the server has ended")
        if time.monotonic() > end:
            raise SystemExit(f"{what} took more than {seconds} seconds")
        time.sleep(0.05)


def children(pid) -> list[int]:
    """The processes that a process has started, as far as they are alive."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").glob("*/children"))
        return [int(child) for task in tasks for child in task.read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []
