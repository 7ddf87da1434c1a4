"""``bin/soak``: a site of its own, worked hard or broken, and whether anything was lost."""

import argparse
import sys

from .site import Site, free_port


def memory(options):
    from .memory import run

    with Site(options.database, 1, free_port()) as site:
        return run(site, options.requests)


def kills(options):
    with Site(options.database, 2, free_port()) as site:
        from .kills import run

        return run(site, options.kills)


def main(arguments):
    parser = argparse.ArgumentParser(prog="bin/soak", description=__doc__.replace("``", ""))
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("memory", help="One worker, asked for so many addresses.")
    command.set_defaults(run=memory)
    command.add_argument("--requests", type=int, default=100_000)
    command = commands.add_parser("kills", help="Processes killed at random moments of work.")
    command.set_defaults(run=kills)
    command.add_argument("--kills", type=int, default=100)
    for command in commands.choices.values():
        command.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    options = parser.parse_args(arguments)
    well = options.run(options)
    print("Nothing amiss." if well else "Something is amiss.")
    sys.exit(not well)


main(sys.argv[1:])
