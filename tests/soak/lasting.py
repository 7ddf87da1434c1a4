"""Mixed work for as long as is wished: no error, and nothing that grows."""

import os
import time
from pathlib import Path

from django.contrib.sessions.models import Session
from django.db import connection, connections

from articles.models import EditSession

from .editors import crew
from .kills import diagnosis
from .ledger import Ledger
from .memory import resident

EDITORS, READERS, PAUSE = 4, 6, 0.5
SAMPLES = 20
# Of a worker's memory, and of its open files, since half the time was over.
MORE_MEMORY, MORE_FILES = 1.05, 4

# How a line of the log begins that should not be there.
BAD = ("ERROR", "CRITICAL", "Traceback")
LONGEST_TRACEBACK = 120


def run(site, minutes):
    ledger = Ledger()
    workers = crew(site, ledger, EDITORS, READERS, PAUSE)
    begun, sampled = sample(site), []
    for _ in range(SAMPLES):
        time.sleep(minutes * 60 / SAMPLES)
        sampled.append(sample(site))
        done = sum(worker.done for worker in workers)
        print(f"{done:8,} done ", *(f"{n} {v:,}" for n, v in sampled[-1].items()), flush=True)
    for worker in workers:
        worker.end()
    ended = sample(site)
    amiss = [*troubles(workers), *ledger.missing(), *diagnosis()]
    amiss += [*grown(sampled), *kept(begun, ended, ledger)]
    seconds = site.stop()
    amiss += told_wrong(site.log().splitlines())
    print(f"{ledger.acknowledged:,} writes acknowledged; stopped in {seconds:.1f} s")
    print(*amiss, sep="\n")
    return not amiss


def told_wrong(log):
    """How often it tells of an error, and the first with what was called."""
    wrong = [place for place, line in enumerate(log) if line.startswith(BAD)]
    if wrong:
        yield f"{len(wrong)} in the log, first:"
        yield from log[wrong[0] : wrong[0] + LONGEST_TRACEBACK]


def sample(site):
    workers = site.workers_now()
    files = [len(os.listdir(f"/proc/{pid}/fd")) for pid in workers]
    return {
        "MB": sum(map(resident, workers)) // 10**6,
        "files": sum(files),
        "connections": database_connections(),
        "temporary": sum(1 for path in site.temporary.rglob("*") if path.is_file()),
        "sessions": Session.objects.count(),
        "unsaved": EditSession.objects.unsaved().count(),
        "log": Path(site.folder, "log").stat().st_size,
        "WAL": sum(path.stat().st_size for path in site.folder.glob("*-wal")),
    }


def database_connections():
    """Of everybody, where the database has a server."""
    if connection.vendor == "sqlite":
        return 0
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        )
        return cursor.fetchone()[0]


def troubles(workers):
    for worker in workers:
        yield from (f"{type(worker).__name__}: {one}" for one in worker.troubles[:5])
        yield from (f"{type(worker).__name__}: {one}" for one in worker.refusals[:5])


def grown(sampled):
    """The last quarter beside the second."""
    quarter = len(sampled) // 4
    then, now = sampled[quarter : 2 * quarter], sampled[-quarter:]
    for name, most in [("MB", MORE_MEMORY), ("WAL", 2)]:
        before, after = (max(one[name] for one in part) for part in [then, now])
        if after > before * most:
            yield f"{name}: {before:,}, then {after:,}"
    for name in ["files", "connections"]:
        before, after = (max(one[name] for one in part) for part in [then, now])
        if after > before + MORE_FILES:
            yield f"{name}: {before}, then {after}"


def kept(begun, ended, ledger):
    """Rows and files that nobody needs."""
    unsaved = sum(1 for (kind, _), text in ledger.known.items() if kind == "typed" and text)
    if ended["unsaved"] != unsaved:
        yield f"unsaved texts: {ended['unsaved']}, and {unsaved} were left"
    if ended["temporary"]:
        yield f"{ended['temporary']} temporary files"
    if ended["sessions"] != begun["sessions"]:
        yield f"sessions: {begun['sessions']}, then {ended['sessions']}"
