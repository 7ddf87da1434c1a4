"""A thousand connections that read while an editor works: none is shown what is past.

What an editor changes is to be seen by every request that is sent a second after it was done;
until then the page before it may be shown as well.
"""

import asyncio
import random
import re
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta

from django.utils import timezone
from django.utils.timezone import localtime

from .editors import Editor
from .kills import diagnosis
from .ledger import Ledger

STORIES = 8
# Within which every change is to be seen.
SECOND = 1.0
PATIENCE = 60
# Between two requests of a connection, in seconds.
PAUSE = 10
# A schedule is set so far ahead that its form has been sent by then.
AHEAD = timedelta(seconds=20)
HEADLINE = re.compile(rb"<h1[^>]*>\s*(Soak chief \d+)")
SHOWN = {"public": "/stories/{}/", "merged": "/people/{}/"}


class Truth:
    """What an address has shown: each value with when it was begun and when it was done."""

    def __init__(self, value):
        self.changes = [(0, 0, value)]

    def allowed(self, asked, answered):
        """All that may be shown to a request that was under way from then until then."""
        changes = list(self.changes)
        ends = [done for _, done, _ in changes[1:]] + [None]
        return [
            value
            for (begun, _, value), end in zip(changes, ends, strict=True)
            if begun <= answered and (end is None or asked < end + SECOND)
        ]


class Watched(Ledger):
    """A ledger that knows what readers are to see."""

    def __init__(self):
        super().__init__()
        self.truths = {}

    def truth(self, kind, name, value=None):
        return self.truths.setdefault(SHOWN[kind].format(name), Truth(value))

    @contextmanager
    def writing(self, **values):
        keys = {tuple(name.split("__")): value for name, value in values.items()}
        shown = {
            self.truth(kind, name): value
            for (kind, name), value in keys.items()
            if kind in SHOWN
        }
        for truth, value in shown.items():
            truth.changes.append((time.monotonic(), None, value))
        with super().writing(**values):
            yield
        for truth in shown:
            begun, _, value = truth.changes[-1]
            truth.changes[-1] = begun, time.monotonic(), value


class Chief(Editor):
    """Publishes, withdraws, merges and reschedules, in pages that are watched."""

    def __init__(self, address, ledger, pause):
        super().__init__(address, ledger, "chief", pause)
        self.scheduled = {}
        ledger.truth("merged", self.people[1].slug, value=False)
        while len(self.stories) < STORIES:
            self.begin()
            ledger.truth("public", self.stories[-1])

    def work(self):
        verbs = [self.publish, self.publish, self.withdraw, self.reschedule, self.merge_or_undo]
        random.choice(verbs)()

    def chosen(self):
        """A story of which nothing is about to go out."""
        story, path = super().chosen()
        if time.monotonic() < self.scheduled.get(story.slug, 0) + SECOND:
            return self.chosen()
        return story, path

    def reschedule(self):
        if sum(at > time.monotonic() for at in self.scheduled.values()) >= STORIES // 2:
            return
        story, path = self.chosen()
        said, fields = self.text()
        at = (timezone.now() + AHEAD).replace(microsecond=0)
        day, hour = localtime(at).strftime("%d/%m/%Y %H:%M:%S").split()
        with self.ledger.writing(**{f"draft__{story.slug}": said}):
            self.submit(path, fields | {"publish_at_0": day, "publish_at_1": hour}, "_schedule")
        due = time.monotonic() + (at - timezone.now()).total_seconds()
        self.scheduled[story.slug] = due
        self.ledger.known["public", story.slug] = said
        self.ledger.truth("public", story.slug).changes.append((due, due, said))


def run(site, connections, minutes):
    ledger = Watched()
    chief = Chief(site.address, ledger, pause=0.1)
    chief.start()
    told = Counter()
    asyncio.run(read_all(site, ledger, connections, minutes * 60, told))
    chief.end()
    time.sleep(max(0, max(chief.scheduled.values(), default=0) - time.monotonic()))
    lost = [*ledger.missing(), *diagnosis()]
    print(
        f"{connections:,} connections, {told['answers']:,} answers, {told['ms'] / 1000:.0f} s worst"
    )
    print(
        f"{ledger.acknowledged} writes acknowledged; refused: {chief.refusals + chief.troubles}"
    )
    amiss = [f"{times} times: {what}" for what, times in told.items() if what not in COUNTS]
    print(*amiss[:20], *lost, sep="\n")
    return not (amiss or lost or chief.refusals or chief.troubles)


COUNTS = {"answers", "ms"}


async def read_all(site, ledger, connections, seconds, told):
    end = time.monotonic() + seconds
    await asyncio.gather(*(read(site.port, ledger, end, told) for _ in range(connections)))


async def read(port, ledger, end, told):
    """One reader, on one connection."""
    await asyncio.sleep(random.uniform(0, 2 * PAUSE))
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.monotonic() < end:
            path = random.choice([*ledger.truths])
            asked = time.monotonic()
            try:
                value = await asyncio.wait_for(ask(reader, writer, path), PATIENCE)
            except (asyncio.IncompleteReadError, ConnectionError) as error:
                if getattr(error, "partial", b""):
                    raise
                # Closed while nothing was asked, as a server may.
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                continue
            answered = time.monotonic()
            told["answers"] += 1
            told["ms"] = max(told["ms"], round((answered - asked) * 1000))
            allowed = ledger.truths[path].allowed(asked, answered)
            if value not in allowed:
                told[f"{path} showed {value!r}, not {allowed}"] += 1
            await asyncio.sleep(random.uniform(0, 2 * PAUSE))
        writer.close()
    except (OSError, EOFError, TimeoutError) as error:
        told[repr(error)] += 1


async def ask(reader, writer, path):
    """What is shown there: a headline, None for nothing, or whether it leads on."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(re.search(rb"(?i)content-length: (\d+)", head)[1])
    body = await reader.readexactly(length)
    status = int(head.split(b" ", 2)[1])
    if path.startswith("/people/"):
        return {200: False, 301: True}.get(status, status)
    if status in {404, 410}:
        return None
    found = HEADLINE.search(body)
    return found[1].decode() if status == 200 and found else status
