"""``bin/bench``: a corpus, what its pages cost, how many are answered in a second, a table."""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")


def load(size):
    """Migrate the database, and write a corpus into it."""
    import django

    django.setup()
    from django.core.management import call_command

    from .corpus import Corpus

    call_command("migrate", verbosity=0)
    begun = time.monotonic()
    for step in Corpus(size).load():
        print(f"{time.monotonic() - begun:7.0f} s  {step}", flush=True)


def pages(times, out, only):
    """Measure a page of each kind, and keep the figures in a file."""
    import django

    django.setup()
    from articles.models import Edition

    from .pages import addresses, at_the_desk, desk_addresses, measure

    editor, found = at_the_desk(), {}
    everything = [(*page, {}) for page in addresses().items()]
    everything += [(*page, editor) for page in desk_addresses().items()]
    for name, address, environ in everything:
        if only not in name:
            continue
        cost = measure(address, times, **environ)
        found[name] = cost._asdict()
        print(
            f"{name:27}{cost.here:8.2f} ms{cost.database:8.2f} ms{cost.queries:4} {cost.size:8}"
        )
    stories = Edition.objects.count()
    Path(out).write_text(json.dumps({"stories": stories, "pages": found}, indent=1))


def names():
    """What a look-up of a name costs among 1,000 names and among 100,000; needs no corpus."""
    import django

    django.setup()
    from django.core.management import call_command

    from .names import compare

    call_command("migrate", verbosity=0)
    for look_up, typed, few, many in compare():
        print(f"{look_up:14}{typed:14}{few:8.2f} ms{many:8.2f} ms{many / few:6.1f}")


def fixtures(size, loaders):
    """How long ``loaddata`` takes for so many stories, and Django's own, in databases of their own."""
    from .loading import LOADERS, compare

    compare(size, loaders or LOADERS)


def copy(size):
    """How fast so many texts are read, and their names recognised among 5,000."""
    import django

    django.setup()
    from .copying import run

    run(size)


def kills(number):
    """Kill each import so many times, and see whether the next run finishes the job."""
    import django
    from django.conf import settings

    from .loading import test_database

    with tempfile.TemporaryDirectory() as folder:
        name = test_database(f"{folder}/kills")
        settings.DATABASES["default"]["TEST"] = {"NAME": name}
        django.setup()
        from .killing import run

        run(number)


def requests(seconds, connections):
    from .serving import compare

    compare(seconds, connections)


def table(files, plot):
    from .table import as_markdown, as_svg

    runs = sorted(
        (json.loads(Path(name).read_text()) for name in files), key=lambda run: run["stories"]
    )
    print(as_markdown(runs))
    if plot:
        Path(plot).write_text(as_svg(runs))


def main(arguments):
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__.replace("``", ""))
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("load", help=load.__doc__)
    command.set_defaults(run=load)
    command.add_argument("size", type=int, help="how many stories")
    command = commands.add_parser("pages", help=pages.__doc__)
    command.set_defaults(run=pages)
    command.add_argument("--times", type=int, default=30, help="of which the least counts")
    command.add_argument("--out", default="var/bench.json")
    command.add_argument("--only", default="", help="pages with this in their name")
    command = commands.add_parser("names", help=names.__doc__)
    command.set_defaults(run=names)
    command = commands.add_parser("fixtures", help=fixtures.__doc__.replace("``", ""))
    command.set_defaults(run=fixtures)
    command.add_argument("size", type=int, help="how many stories")
    command.add_argument("loaders", nargs="*", help="“ours” or “django”; both unless told")
    command = commands.add_parser("copy", help=copy.__doc__)
    command.set_defaults(run=copy)
    command.add_argument("size", type=int, help="how many texts")
    command = commands.add_parser("kills", help=kills.__doc__)
    command.set_defaults(run=kills)
    command.add_argument("number", type=int)
    command = commands.add_parser(
        "requests", help="Answers in a second, next to a bare WSGI answer; needs Debian's wrk."
    )
    command.set_defaults(run=requests)
    command.add_argument("--seconds", type=int, default=5)
    command.add_argument("--connections", type=int, default=16)
    command = commands.add_parser("table", help="A table of files that “pages” has written.")
    command.set_defaults(run=table)
    command.add_argument("files", nargs="+")
    command.add_argument("--plot", help="where to draw how costs grow, as SVG")
    options = vars(parser.parse_args(arguments))
    options.pop("run")(**options)


main(sys.argv[1:])
