"""What bin/audit runs: python -m tests.audit [--port PORT] [--stories N] [lighthouse html data axe api]"""

import argparse
import signal
import sys

from . import api, axe, data, html, lighthouse
from .site import served
from .tools import install

# Of the site as it is, then of the one that hostile stories strain.
PLAIN = {"lighthouse": lighthouse}
STRAINED = {"html": html, "data": data, "axe": axe, "api": api}
CHECKS = PLAIN | STRAINED


def main():
    parser = argparse.ArgumentParser(prog="bin/audit", description=__doc__.split(": ")[0])
    parser.add_argument("checks", nargs="*", choices=[[], *CHECKS], metavar="CHECK")
    parser.add_argument("--port", type=int, default=8098)
    parser.add_argument(
        "--stories", type=int, default=0, help="of a corpus, in place of the seeds"
    )
    given = parser.parse_args()
    # As Ctrl-C does, so that the site is not left behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    install()
    failed = 0
    asked = given.checks or CHECKS
    with served(given.port, given.stories) as site:
        for name in sorted(asked, key=list(CHECKS).index):
            if name in STRAINED:
                site.strain()
            for is_well, what, words in CHECKS[name].check(site):
                failed += not is_well
                say(f"{'ok' if is_well else 'NOT'}\t{name:10} {what:62} {words}")
    return bool(failed)


def say(line):
    print(line.expandtabs(5), flush=True)  # noqa: T201 - a command's output


if __name__ == "__main__":
    sys.exit(main())
