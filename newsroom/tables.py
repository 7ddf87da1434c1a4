"""Cells for spreadsheets, which take some texts for formulas and carry them out."""

RISKY = ("=", "+", "-", "@", "\t", "\r")


def harmless(value) -> str:
    """``value`` as a cell that no spreadsheet carries out: after an apostrophe, if need be."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(RISKY) else text


def as_written(text: str) -> str:
    """What ``harmless`` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith(RISKY) else text
