"""Lighthouse as a phone sees the site: its scores, and the measures that the site is held to."""

import json
import os

from .site import FOLDER
from .tools import MODULES, run

FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
LATEST_PAINT, MOST_BYTES = 1000, 60_000
# A machine that is busy with other things paints late: the first good one of so many counts.
TRIES = 4


def check(site):
    for page in site.measured:
        for _ in range(TRIES):
            is_well, words = measured(site.address + page)
            if is_well:
                break
        yield is_well, page, words


def measured(page):
    to = FOLDER / "lighthouse.json"
    command = [MODULES / ".bin/lighthouse", page, "--quiet", "--output=json"]
    command += [f"--output-path={to}", f"--chrome-flags={FLAGS}"]
    if "?" in page:
        # What a reader asked for is kept from search engines on purpose.
        command.append("--skip-audits=is-crawlable")
    told, is_well = run(command, env=os.environ | {"CHROME_PATH": "/usr/bin/chromium"})
    if not is_well:
        # It loses its own trace now and then.
        return False, f"not measured: {told.splitlines()[0]}"
    return judged(json.loads(to.read_text()))


def judged(found):
    scores = {name: round(100 * c["score"]) for name, c in found["categories"].items()}
    audits = found["audits"]
    paint = audits["largest-contentful-paint"]["numericValue"]
    shift = audits["cumulative-layout-shift"]["numericValue"]
    blocked = audits["total-blocking-time"]["numericValue"]
    requests = audits["network-requests"]["details"]["items"]
    sent = sum(r["transferSize"] for r in requests if r["resourceType"] != "Image")
    is_well = (
        set(scores.values()) == {100}
        and paint < LATEST_PAINT
        and not shift
        and not blocked
        and sent <= MOST_BYTES
    )
    words = f"paint {paint:.0f} ms, shift {shift:.2f}, blocked {blocked:.0f} ms, {sent:,} bytes"
    return is_well, f"{' '.join(map(str, scores.values()))}; {words}"
