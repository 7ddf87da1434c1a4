"""Clients that never finish what they say: others are answered meanwhile."""

import socket
import time
from contextlib import ExitStack

from .visitor import HOST, Visitor

HEADS = f"GET / HTTP/1.1\r\nHost: {HOST}\r\nX-Slow: "
BODY = (
    f"POST /policy-reports HTTP/1.1\r\nHost: {HOST}\r\nX-Forwarded-Proto: https\r\n"
    "Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"
)
MOST = 2.0


def attack(port):
    for what, count, begins in [("headers", 300, HEADS), ("bodies", 50, BODY)]:
        with ExitStack() as stack:
            slow = [
                stack.enter_context(socket.create_connection(("127.0.0.1", port)))
                for _ in range(count)
            ]
            for connection in slow:
                connection.sendall(begins.encode())
            longest = max(dripping(port, slow))
        yield (
            longest < MOST,
            f"{count} clients with slow {what}",
            f"others wait {longest:.2f} s",
        )


def dripping(port, slow):
    for number in range(6):
        for connection in slow:
            try:
                connection.sendall(b"a")
            except OSError:
                # Shut out, as it ought to be.
                continue
        started = time.perf_counter()
        try:
            Visitor(port).get(["/", "/search/?q=a", "/admin/login/"][number % 3])
        except OSError:
            yield 60.0
        else:
            yield time.perf_counter() - started
        time.sleep(1)
