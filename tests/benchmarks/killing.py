"""Imports killed at random moments: ``bin/bench kills 4``, so many kills of each.

After each kill the database must be sound and hold whole stories only, and another run must
come to what an undisturbed one comes to. The databases are copies of a test database.
"""

import json
import os
import random
import re
import signal
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections

from articles.models import Edition, Listing, SearchText
from tests.articles.archive_files import ghost, ghost_post, wxr, wxr_item
from tests.doctor import diagnosis

from .copying import write as write_copy
from .stories import Fixture

STORIES = 60
KNOWN = ["newsroom.tag", "talent"]
# What each run makes anew: moments, and ids that are drawn.
OF_THE_RUN = re.compile(
    r"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+\d\d:\d\d)|[0-9a-f]{8}(-[0-9a-f]{4}){3}-\w{12}"
)


def run(kills):
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    amiss = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, prepare, command in imports(Path(folder)):
            prepare()
            found = [*Trials(name, command).run(kills)]
            amiss += len(found)
            print(f"{name}: {kills} kills, {len(found)} amiss", *found, sep="\n  ", flush=True)
    connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
    sys.exit(bool(amiss))


def imports(folder):
    """Each import: its name, what must be there first, and the command."""
    fixture, known = folder / "stories.json", folder / "known.json"
    Fixture(STORIES).write(fixture)
    records = json.loads(fixture.read_text())
    known.write_text(json.dumps([r for r in records if r["model"].startswith(tuple(KNOWN))]))
    yield "loaddata", nothing, ["loaddata", str(fixture)]
    call_command("loaddata", str(known), verbosity=0)
    copy = list(write_copy(folder, STORIES))
    yield "import_copy", nothing, ["import_copy", *copy, "--link", "--publish"]
    for name, text in archives().items():
        file = folder / name
        file.write_text(text)
        yield name, nothing, [name, str(file)]
    yield "relist", lambda: leave_unlisted(fixture), ["relist"]


def nothing():
    pass


def archives():
    posts = range(1, STORIES + 1)
    words = "<p>Words of a post, and more of them.</p>" * 5
    return {
        "import_wxr": wxr(
            *(wxr_item(n, content=words, tags=[("post_tag", f"Tag {n % 9}")]) for n in posts)
        ),
        "import_ghost": ghost(*(ghost_post(n, html=words) for n in posts)),
        "import_ninjs": "\n".join(json.dumps(item(n, words)) for n in posts),
    }


def item(number, words):
    return {
        "uri": f"urn:item:{number}",
        "type": "text",
        "headline": f"A headline {number}",
        "body_html": words,
        "versioncreated": "2019-05-01T03:00:00Z",
        "pubstatus": "usable",
    }


def leave_unlisted(fixture):
    call_command("loaddata", str(fixture), verbosity=0)
    Listing.objects.all().delete()
    SearchText.objects.all().delete()


class Trials:
    """The kills of one command, each in a copy of the database as it is now."""

    def __init__(self, name, command):
        self.name, self.command = name, command
        self.before = state()
        self.whole, self.takes = self.in_copy(self.undisturbed)

    def run(self, kills):
        for number in range(kills):
            moment = random.uniform(0, self.takes)
            for found in self.in_copy(self.killed, moment):
                yield f"kill {number + 1}, after {moment:.2f} of {self.takes:.2f} s: {found}"

    def in_copy(self, look, *args):
        creation, name = connection.creation, connection.settings_dict["NAME"]
        connections.close_all()
        creation.clone_test_db("killed", verbosity=0, autoclobber=True)
        connection.settings_dict["NAME"] = creation.get_test_db_clone_settings("killed")["NAME"]
        try:
            return look(*args)
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = name

    def undisturbed(self):
        begun = time.monotonic()
        os.waitpid(self.start(), 0)
        return state(), time.monotonic() - begun

    def killed(self, moment):
        pid = self.start()
        time.sleep(moment)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        # What relist has not come to yet is as unlisted as it was.
        found = [] if self.name == "relist" else [*self.unsound(state())]
        _, status = os.waitpid(self.start(), 0)
        if status:
            found.append("the next run fails")
        if state() != self.whole:
            found.append("the next run comes to something else")
        return [*found, *diagnosis()]

    def unsound(self, left):
        yield from diagnosis()
        if self.name == "loaddata" and left not in (self.before, self.whole):
            yield "loaded in part"
        for story, rows in left.items():
            if story and rows != self.whole.get(story):
                yield f"{story} is there in part"

    def start(self):
        """The command in a process of its own; returns the id of that."""
        connections.close_all()
        sys.stdout.flush()
        if pid := os.fork():
            return pid
        status = 1
        try:
            with open(os.devnull, "w") as out:
                call_command(*self.command, verbosity=0, stdout=out, stderr=out)
            status = 0
        finally:
            os._exit(status)


def state():
    """All that there is, by the story it is of, without what differs from run to run."""
    with tempfile.NamedTemporaryFile("r", suffix=".jsonl") as file:
        call_command("dumpdata", format="jsonl", output=file.name, verbosity=0)
        found = defaultdict(list)
        for line in file:
            data = json.loads(OF_THE_RUN.sub("", line))
            found[story_of(data)].append(json.dumps(data, sort_keys=True))
    for slug, kind, band in Listing.objects.values_list("edition__slug", "kind", "band"):
        found[slug].append(f"listed: {kind} {band}")
    for slug, words in Edition.objects.values_list("slug", "search_text__words"):
        found[slug].append(f"found by: {words}")
    return {story: sorted(rows) for story, rows in found.items()}


def story_of(data):
    fields = data["fields"]
    named = fields.get("article") or fields.get("content_object")
    if named:
        return named[0]
    return fields["slug"] if data["model"] == "articles.article" else ""
