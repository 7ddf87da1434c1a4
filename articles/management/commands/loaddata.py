import os
import sys
import zipfile
import zlib
from functools import partial

from django.core.management.base import CommandError
from django.core.management.commands import loaddata
from django.db import DatabaseError, IntegrityError, connections

from articles.loading.finishing import finish
from articles.loading.reading import Unreadable, one_line, read
from articles.loading.writing import Loader

# What opening and unpacking a file raise, between them. Some builds of Python lack lzma.
READ_ERRORS = (
    *(EOFError, NotImplementedError, OSError, RuntimeError, ValueError),
    *(zipfile.BadZipFile, zlib.error),
    *((loaddata.lzma.LZMAError,) if loaddata.has_lzma else ()),
)


class Command(loaddata.Command):
    help = (
        "Load fixtures whole or not at all. Every object is checked as the admin would "
        "check it; stories whose state is published are published; keys, links, listings "
        "and search are up to date afterwards. Loading twice changes nothing. If anything "
        "is wrong nothing is loaded, each problem is named on a line of its own, and the "
        "exit status is 1."
    )

    def loaddata(self, fixture_labels):
        """Called by ``handle`` inside one transaction, which an error rolls back."""
        connection = connections[self.using]
        problems = []
        records = [
            record
            for file in self.files(fixture_labels)
            for record in self.read(file, problems)
        ]
        loader = Loader(self.using, self.ignore)
        with connection.constraint_checks_disabled():
            loader.load(records, partial(self.progress, "checked"))
        self.refuse(problems, records)
        try:
            held_back = finish(loader, partial(self.progress, "published"))
            self.refuse([], records)
            connection.check_constraints(
                table_names=[model._meta.db_table for model in loader.changed]
            )
        except (DatabaseError, IntegrityError) as error:
            self.refuse([one_line(error)])
        self.reset_sequences(connection, set(loader.changed))
        self.report(records, loader.changed, held_back)

    def files(self, labels):
        self.serialization_formats = loaddata.serializers.get_public_serializer_formats()
        found = [fixture for label in labels for fixture in self.find_fixtures(label)]
        return list(dict.fromkeys(found))

    def read(self, fixture, problems):
        path = fixture[0]
        file = "standard input" if path == loaddata.READ_STDIN else shortest(path)
        try:
            records = self.records(path, file)
        except Unreadable as error:
            problems.append(str(error))
            return []
        except READ_ERRORS as error:
            problems.append(f"{file}: cannot be read: {one_line(error)}")
            return []
        if not records:
            self.stderr.write(f"{file} holds no objects.", self.style.WARNING)
        return [record for record in records if not self.is_excluded(str(record.model_label))]

    def records(self, path, file):
        _name, format, compression = self.parse_name(os.path.basename(path))
        open_file, mode = self.compression_formats[compression]
        with open_file(path, mode) as stream:
            return read(stream, file, format or self.format)

    def is_excluded(self, label):
        models = {model._meta.label_lower for model in self.excluded_models}
        apps = {app.label for app in self.excluded_apps}
        return label.lower() in models or label.split(".")[0] in apps

    def refuse(self, problems, records=()):
        """Name the problems there are, and end; if there are none, do nothing."""
        problems = [*problems, *(problem for r in records for problem in r.problems)]
        if problems:
            for problem in problems:
                self.stderr.write(problem, self.style.ERROR)
            count = len(problems)
            raise CommandError(f"Nothing was loaded: {count} problem{'s'[: count != 1]}.")

    def report(self, records, changed, held_back):
        for line in held_back:
            self.stderr.write(line, self.style.WARNING)
        if self.verbosity >= 1:
            count = sum(map(len, changed.values()))
            self.stdout.write(f"Loaded {len(records)} object(s): {count} new or changed.")

    def progress(self, done, items):
        """Go through ``items``; on a terminal, say how far it is."""
        show = self.verbosity >= 1 and sys.stderr.isatty()
        for number, item in enumerate(items, start=1):
            yield item
            if show and (number % 100 == 0 or number == len(items)):
                end = "\n" if number == len(items) else ""
                self.stderr.write(f"\r{number} of {len(items)} {done}", str, end)


def shortest(path):
    """``path`` as seen from here, if it is below."""
    return os.path.relpath(path) if path.startswith(os.getcwd() + os.sep) else path
