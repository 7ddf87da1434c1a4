"""Whether a worker's memory stays flat, however many addresses it is asked for."""

import time
from itertools import count
from pathlib import Path
from threading import Lock, Thread

from .browser import Browser

READERS = 4
SAMPLES = 20
# Pages that are kept, pages that are led on from, pages that are not there; each costs as
# little as it may, since it is their number that counts.
ADDRESSES = [
    "/countries/kr/?n={n}",
    "/people/nobody-{n}/",
    "/countries/jp/?n={n}",
    "/authors/?n={n}",
    "/countries/fr/?n={n}",
    "/feed.json?n={n}",
    "/countries/vn/?n={n}",
    "/search/?n={n}",
]
# Of the most that it had in the first half; the heap of a process breathes.
GROWTH = 1.05


def resident(pid):
    """In bytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) * 1024


def run(site, requests):
    numbers, lock, failed = count(), Lock(), []
    done = 0

    def read():
        nonlocal done
        browser = Browser(site.address)
        while True:
            with lock:
                number = next(numbers)
            if number >= requests:
                return
            path = ADDRESSES[number % len(ADDRESSES)].format(n=number)
            status, _ = browser.read(path)
            with lock:
                done += 1
                if status not in {200, 301, 404}:
                    failed.append((path, status))

    readers = [Thread(target=read) for _ in range(READERS)]
    [worker] = site.workers_now()
    for reader in readers:
        reader.start()
    sampled, begun = [], time.monotonic()
    while any(reader.is_alive() for reader in readers):
        time.sleep(0.2)
        if done >= len(sampled) * requests / SAMPLES:
            sampled.append(resident(worker))
            seconds = time.monotonic() - begun
            print(
                f"{done:9,} requests {seconds:6.0f} s {sampled[-1] / 1e6:8.1f} MB", flush=True
            )
    sampled.append(resident(worker))
    quarter = len(sampled) // 4
    then, now = max(sampled[quarter : 2 * quarter]), max(sampled[-quarter:])
    print(
        f"{done:,} requests; {then / 1e6:.1f} MB, then {now / 1e6:.1f} MB; failed: {failed[:5]}"
    )
    return not failed and now <= then * GROWTH
