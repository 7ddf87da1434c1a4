"""What the commands that import archives have in common."""

import sys

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction

from .filing import MOST_SHOWN, Filing
from .library import Library
from .posts import Broken, Passed, Unreadable

OUTCOMES = {
    "created": "new stories",
    "updated": "stories brought up to date",
    "unchanged": "unchanged since the last import",
    "kept": "changed here since, and left alone",
    "linked": "of them with links to others of them, which now lead to stories",
    "held": "of them filed as drafts, since something stands in their way",
    "passed": "entries that are no stories",
    "broken": "entries that could not be filed",
}


class RolledBack(Exception):
    """Ends a transaction of which nothing is to stay."""


class ArchiveCommand(BaseCommand):
    """A subclass names the ``reader`` of its archive."""

    reader = None

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument(
            "--pictures", metavar="FOLDER", help="Where the archive's files are."
        )
        parser.add_argument("--credit", default="", help="For pictures that come without one.")
        parser.add_argument(
            "--language", default="en", help="Of posts that do not name theirs."
        )
        parser.add_argument("--drafts", action="store_true", help="Publish nothing.")
        parser.add_argument(
            "--link-tags",
            action="store_true",
            help="Link a story to the person, show, company or country that a tag names.",
        )
        parser.add_argument("--atomic", action="store_true", help="Import all or nothing.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done.")

    def handle(self, file, **options):
        self.dry, self.whole = options["dry_run"], options["atomic"] or options["dry_run"]
        library = Library(options["pictures"], options["credit"])
        choices = {name: options[name] for name in ["language", "drafts", "link_tags"]}
        self.filing = Filing(library, **choices)
        try:
            if self.whole:
                with transaction.atomic():
                    self.file_all(file)
                    self.end(options["atomic"])
            else:
                self.file_all(file)
        except RolledBack:
            library.take_back()
        self.report(library)
        self.refuse(options["atomic"])

    def file_all(self, path):
        number = 0
        try:
            for number, entry in enumerate(self.reader(path), start=1):
                self.take(entry)
                if sys.stderr.isatty() and number % 10 == 0:
                    self.stderr.write(f"\r{number} entries", ending="")
        except Unreadable as error:
            self.filing.outcomes["broken"] += 1
            self.filing.notes.append(f"{path}: {error}")
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        if not number and not self.filing.outcomes["broken"]:
            raise CommandError(f"{path}: there is no entry in it. Is it an export?")
        self.filing.link_up()

    def take(self, entry):
        if isinstance(entry, Passed):
            self.filing.outcomes["passed"] += 1
            self.filing.note(entry, f"passed over: {entry.reason}")
        elif isinstance(entry, Broken):
            self.broken(entry, entry.reason)
        else:
            try:
                self.filing.file(entry)
            except ValidationError as error:
                self.broken(entry, in_words(error))
            except (DatabaseError, ValueError) as error:
                self.broken(entry, str(error).strip())

    def broken(self, entry, reason):
        self.filing.outcomes["broken"] += 1
        self.filing.note(entry, f"not filed: {reason}")
        # Photos that were made for it went with it.
        self.filing.library.known.clear()

    def end(self, atomic):
        if self.dry or (atomic and self.filing.outcomes["broken"]):
            raise RolledBack

    def report(self, library):
        for line in self.filing.notes:
            self.stderr.write(line)
        self.say("Pictures without their file", library.missing.items())
        self.say(
            "Old addresses that lead to stories",
            self.filing.redirects,
            self.filing.outcomes["redirects"],
        )
        self.say("Tags that name no record, or several", self.filing.unresolved.most_common())
        for outcome, words in OUTCOMES.items():
            if count := self.filing.outcomes[outcome]:
                self.stdout.write(f"{count:>7} {words}")
        if self.dry:
            self.stdout.write("Nothing was written: this was a dry run.")

    def say(self, title, pairs, total=None):
        """The first of ``pairs``, and how many there are, here or in all."""
        pairs = list(pairs)
        total = total or len(pairs)
        if pairs:
            self.stdout.write(f"{title} ({total}):")
        for name, said in pairs[:MOST_SHOWN]:
            self.stdout.write(f"        {name}: {said}")
        if total > MOST_SHOWN:
            self.stdout.write(f"        and {total - MOST_SHOWN} more")

    def refuse(self, atomic):
        if broken := self.filing.outcomes["broken"]:
            done = "Nothing was imported" if atomic else "The rest was imported"
            raise CommandError(f"{done}: {broken} could not be filed. See the lines above.")


def in_words(error):
    """The messages of a ValidationError, each with its field."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(f"{name}: {' '.join(m)}" for name, m in error.message_dict.items())
