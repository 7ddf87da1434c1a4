"""Tables for spreadsheets, which take some texts for formulas and carry them out."""

import csv

RISKY = ("=", "+", "-", "@", "\t", "\r")


def harmless(value) -> str:
    """``value`` as a cell that no spreadsheet carries out: after an apostrophe, if need be."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(RISKY) else text


def as_written(text: str) -> str:
    """What ``harmless`` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith(RISKY) else text


class Echo:
    """Gives a writer of CSV its line back."""

    def write(self, line):
        return line


def as_csv(head, rows):
    """Lines of CSV, made as they are asked for."""
    lines = csv.writer(Echo())
    # Without the mark a spreadsheet takes Korean for something else.
    yield "\ufeff" + lines.writerow(head)
    for row in rows:
        yield lines.writerow(map(harmless, row))
