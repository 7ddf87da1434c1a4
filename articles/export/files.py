"""An export's file: whole, or not there."""

import os
import sys
from contextlib import contextmanager
from pathlib import Path

OFTEN = 100


@contextmanager
def whole_file(path):
    """Writes beside ``path``, and takes its place when all is written."""
    path = Path(path).resolve()
    if path.exists() and not path.is_file():
        raise FileExistsError(0, "this is no ordinary file")
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with part.open("x", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


class Watched:
    """The ids of stories: ``say`` is told how many of them have been taken."""

    def __init__(self, ids, say):
        self.ids, self.say = ids, say

    def iterator(self, chunk_size):
        total, number = self.ids.count(), 0
        for number, pk in enumerate(self.ids.iterator(chunk_size=chunk_size), start=1):
            yield pk
            tell(self.say, f"{number:,} of {total:,} stories", now=number % OFTEN == 0)
        tell(self.say, f"{number:,} stories", end="\n")


class Lines:
    """A file: ``say`` is told how many lines have been written to it."""

    def __init__(self, file, say):
        self.file, self.say, self.number = file, say, 0

    def write(self, text):
        self.file.write(text)
        self.number += "\n" in text
        tell(
            self.say, f"{self.number:,} records", now="\n" in text and self.number % OFTEN == 0
        )

    def end(self):
        tell(self.say, f"{self.number:,} records", end="\n")


def tell(say, words, *, now=True, end=""):
    """What comes before the end is for a terminal, and gives way to what comes next."""
    if now and (end or sys.stderr.isatty()):
        say(f"\r{words}" if sys.stderr.isatty() else words, ending=end)
