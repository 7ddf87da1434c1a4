"""Processes killed at random moments of work: all that was acknowledged must still be there."""

import os
import random
import signal
import sys
import time
from collections import Counter
from datetime import timedelta

from django.db import connections

from newsroom import doctor
from tests.doctor import diagnosis

from .editors import crew
from .ledger import Ledger

EDITORS, READERS = 3, 1
LONGEST = 1.5
LOOKED_AT_AFTER = 4


def run(site, kills):
    ledger, killed, amiss, left = Ledger(), Counter(), [], 0
    workers = crew(site, ledger, EDITORS, READERS, pause=0.02)
    for number in range(1, kills + 1):
        time.sleep(random.uniform(0.1, LONGEST))
        before = site.processes()
        killed[kill(site)] += 1
        left += site.revive(before)
        if number % LOOKED_AT_AFTER == 0 or number == kills:
            found = [*look(workers, ledger)]
            amiss += found
            print(f"{number} kills, {ledger.acknowledged} acknowledged, {len(amiss)} amiss")
            print(*(f"  {one}" for one in found), sep="\n", end="", flush=True)
    for worker in workers:
        worker.end()
    return verdict(workers, ledger, killed, amiss, left)


def kill(site):
    """One of the site's processes or of its database's; returns what it was."""
    ours = dict(zip(site.processes(), ["watcher", "granian"], strict=False))
    ours |= dict.fromkeys(site.workers_now(), "worker")
    theirs = dict.fromkeys(site.database.processes(), "of the database")
    groups = [ours, theirs] if theirs else [ours]
    pid, what = random.choice([*random.choice(groups).items()])
    os.kill(pid, signal.SIGKILL)
    return what


def look(workers, ledger):
    """With the work at rest: what is missing, and what the doctor says."""
    for worker in workers:
        worker.rest()
    connections.close_all()
    yield from ledger.missing()
    yield from diagnosis()
    for path in ["/", "/stories/"]:
        status, _ = workers[-1].browser.read(path)
        if status != 200:
            yield f"{status} for {path}"
    for worker in workers:
        worker.go_on()


def verdict(workers, ledger, killed, amiss, left):
    # What an hour would show.
    doctor.SETTLED = timedelta(0)
    leavings = [*diagnosis()]
    unmended = [*diagnosis("--mend")] and [*diagnosis()]
    refusals = Counter(r for worker in workers for r in worker.refusals)
    done = sum(worker.done for worker in workers)
    print(f"Killed: {dict(killed)}; {left} processes outlived their parents")
    print(f"{done} things done, {ledger.acknowledged} writes acknowledged, {len(amiss)} amiss")
    print(f"Refused meanwhile: {refusals.most_common(8)}")
    print(f"To be mended: {leavings or 'nothing'}; after mending: {unmended or 'nothing'}")
    sys.stdout.flush()
    return not amiss and not unmended
