import os
import sys
import warnings

from django.core.management.base import CommandError
from django.core.management.commands import loaddata
from django.db import IntegrityError, connections

from articles.loading.finishing import finish
from articles.loading.reading import Unreadable, read
from articles.loading.writing import Loader


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
            loader.load(self.progress(records, "checked"))
        problems += [problem for record in records for problem in record.problems]
        if not problems:
            finish(loader.changed, lambda stories: self.progress(list(stories), "published"))
            problems += [problem for record in records for problem in record.problems]
        self.refuse(problems)
        self.check_constraints(connection, loader.changed)
        self.reset_sequences(connection, set(loader.changed))
        if self.verbosity >= 1:
            changed = sum(map(len, loader.changed.values()))
            self.stdout.write(f"Loaded {len(records)} object(s): {changed} new or changed.")

    def files(self, labels):
        self.serialization_formats = loaddata.serializers.get_public_serializer_formats()
        found = [fixture for label in labels for fixture in self.find_fixtures(label)]
        return list(dict.fromkeys(found))

    def read(self, fixture, problems):
        path = fixture[0]
        _name, format, compression = self.parse_name(os.path.basename(path))
        open_file, mode = self.compression_formats[compression]
        file = "standard input" if path == loaddata.READ_STDIN else shortest(path)
        try:
            with open_file(path, mode) as stream:
                records = read(stream, file, format or self.format)
        except Unreadable as error:
            problems.append(str(error))
            return []
        except (OSError, EOFError) as error:
            problems.append(f"{file}: cannot be read: {error}")
            return []
        if not records:
            warnings.warn(f"{file} holds no objects.", RuntimeWarning, stacklevel=2)
        excluded = {model._meta.label_lower for model in self.excluded_models}
        excluded_apps = {app.label for app in self.excluded_apps}
        return [
            record
            for record in records
            if str(record.model_label).lower() not in excluded
            and str(record.model_label).split(".")[0] not in excluded_apps
        ]

    def refuse(self, problems):
        if problems:
            for problem in problems:
                self.stderr.write(problem, self.style.ERROR)
            count = len(problems)
            raise CommandError(f"Nothing was loaded: {count} problem{'s'[: count != 1]}.")

    def check_constraints(self, connection, models):
        try:
            connection.check_constraints(table_names=[model._meta.db_table for model in models])
        except IntegrityError as error:
            self.refuse([" ".join(str(error).split())])

    def progress(self, items, done):
        """Pass ``items`` on; on a terminal, say how far it is."""
        show = self.verbosity >= 1 and getattr(sys.stderr, "isatty", bool)()
        if not show:
            return items
        return self.counted(items, done)

    def counted(self, items, done):
        for number, item in enumerate(items, start=1):
            yield item
            if number % 100 == 0 or number == len(items):
                self.stderr.write(f"\r{number} of {len(items)} {done}", ending="")
        if items:
            self.stderr.write("")


def shortest(path):
    """``path`` as seen from here, if it is below."""
    return os.path.relpath(path) if path.startswith(os.getcwd() + os.sep) else path
