"""``bin/soak``: a site of its own, worked hard or broken, and whether anything was lost."""

import argparse
import signal
import sys

from tests.servers import free_port

from .site import Site


def memory(options):
    from .memory import run

    with Site(options.database, 1, free_port()) as site:
        return run(site, options.requests)


def kills(options):
    with Site(options.database, options.workers, free_port()) as site:
        from .kills import run

        return run(site, options.kills)


def lasting(options):
    with Site(options.database, 2, free_port(), options.cache) as site:
        from .lasting import run

        return run(site, options.minutes)


def readers(options):
    with Site(options.database, options.workers, free_port(), options.cache) as site:
        from .readers import run

        return run(site, options.connections, options.minutes)


def main(arguments):
    parser = argparse.ArgumentParser(prog="bin/soak", description=__doc__.replace("``", ""))
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("memory", help="One worker, asked for so many addresses.")
    command.set_defaults(run=memory)
    command.add_argument("--requests", type=int, default=100_000)
    command = commands.add_parser("kills", help="Processes killed at random moments of work.")
    command.set_defaults(run=kills)
    command.add_argument("--kills", type=int, default=100)
    command.add_argument("--workers", type=int, default=2)
    command = commands.add_parser("lasting", help="Mixed work for so many minutes.")
    command.set_defaults(run=lasting)
    command.add_argument("--minutes", type=float, default=60)
    command.add_argument("--cache", default="", help="as CACHE_URL")
    command = commands.add_parser(
        "readers", help="Connections that read while an editor works."
    )
    command.set_defaults(run=readers)
    command.add_argument("--connections", type=int, default=1000)
    command.add_argument("--workers", type=int, default=2)
    command.add_argument("--minutes", type=float, default=5)
    command.add_argument("--cache", default="", help="as CACHE_URL")
    for command in commands.choices.values():
        command.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    options = parser.parse_args(arguments)
    well = options.run(options)
    print("Nothing amiss." if well else "Something is amiss.")
    sys.exit(not well)


# So that what was begun is ended, whoever stops it.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
main(sys.argv[1:])
