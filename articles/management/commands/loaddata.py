import gc
import os
import shutil
import sys
import zipfile
import zlib
from contextlib import nullcontext
from functools import cached_property, partial
from io import BytesIO
from itertools import chain
from tempfile import TemporaryFile

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

    def handle(self, *fixture_labels, **options):
        # So many objects come and go that to look through all that were there before takes time.
        gc.collect()
        gc.freeze()
        try:
            super().handle(*fixture_labels, **options)
        finally:
            gc.unfreeze()

    def loaddata(self, fixture_labels):
        """Called by ``handle`` inside one transaction, which an error rolls back."""
        connection = connections[self.using]
        problems = []
        # Each is read twice: of one that is broken nothing is loaded, and none is held whole.
        counts = {file: self.count(file, problems) for file in self.files(fixture_labels)}
        sound = [file for file, count in counts.items() if count]
        total = sum(filter(None, counts.values()))
        loader = Loader(self.using, self.ignore)
        with connection.constraint_checks_disabled():
            records = chain.from_iterable(map(self.records, sound))
            loader.load(self.progress("checked", records, total))
        self.refuse([*problems, *loader.problems])
        try:
            held_back = finish(loader, partial(self.progress, "published"))
            self.refuse(loader.problems)
            connection.check_constraints(
                table_names=[model._meta.db_table for model in loader.changed]
            )
        except (DatabaseError, IntegrityError) as error:
            self.refuse([one_line(error)])
        self.reset_sequences(connection, set(loader.changed))
        self.report(total, loader.changed, held_back)

    def files(self, labels):
        self.serialization_formats = loaddata.serializers.get_public_serializer_formats()
        found = [fixture[0] for label in labels for fixture in self.find_fixtures(label)]
        return list(dict.fromkeys(found))

    def count(self, path, problems):
        """How many records a file has, or None if it cannot be read to its end."""
        try:
            count = sum(1 for _ in self.records(path))
        except Unreadable as error:
            problems.append(str(error))
            return None
        except READ_ERRORS as error:
            problems.append(f"{shown(path)}: cannot be read: {one_line(error)}")
            return None
        if not count:
            self.stderr.write(f"{shown(path)} holds no objects.", self.style.WARNING)
        return count

    def records(self, path):
        _name, format, compression = self.parse_name(os.path.basename(path))
        with self.open(path, compression) as stream:
            for record in read(stream, shown(path), format or self.format):
                if not self.is_excluded(str(record.model_label)):
                    yield record

    def open(self, path, compression):
        if path == loaddata.READ_STDIN:
            self.typed_in.seek(0)
            return nullcontext(self.typed_in)
        open_file, mode = self.compression_formats[compression]
        opened = open_file(path, mode)
        # A zip that holds one file, as Django has made sure.
        is_zip = isinstance(opened, zipfile.ZipFile)
        return opened.open(opened.namelist()[0]) if is_zip else opened

    @cached_property
    def typed_in(self):
        """Standard input, where it can be read again. It may be text, in any encoding."""
        file = TemporaryFile()  # noqa: SIM115 - closed with the command
        stdin = getattr(sys.stdin, "buffer", None) or BytesIO(sys.stdin.read().encode())
        shutil.copyfileobj(stdin, file)
        return file

    def is_excluded(self, label):
        return label.lower() in self.excluded or label.split(".")[0] in self.excluded

    @cached_property
    def excluded(self):
        models = {model._meta.label_lower for model in self.excluded_models}
        return models | {app.label for app in self.excluded_apps}

    def refuse(self, problems):
        """Name the problems there are, and end; if there are none, do nothing."""
        if problems:
            for problem in problems:
                self.stderr.write(problem, self.style.ERROR)
            count = len(problems)
            raise CommandError(f"Nothing was loaded: {count} problem{'s'[: count != 1]}.")

    def report(self, total, changed, held_back):
        for line in held_back:
            self.stderr.write(line, self.style.WARNING)
        if self.verbosity >= 1:
            count = sum(map(len, changed.values()))
            self.stdout.write(f"Loaded {total} object(s): {count} new or changed.")

    def progress(self, done, items, total):
        """Go through ``items``; on a terminal, say how far it is."""
        show = self.verbosity >= 1 and sys.stderr.isatty()
        for number, item in enumerate(items, start=1):
            yield item
            if show and (number % 100 == 0 or number == total):
                end = "\n" if number == total else ""
                self.stderr.write(f"\r{number} of {total} {done}", str, end)


def shown(path):
    """``path`` as seen from here, if it is below."""
    if path == loaddata.READ_STDIN:
        return "standard input"
    return os.path.relpath(path) if path.startswith(os.getcwd() + os.sep) else path
