"""The tables of docs/permissions.md, which say who may do what."""

from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "permissions.md"
STATES = {"D": "draft", "V": "review", "R": "ready", "P": "published", "W": "withdrawn"}


def table(head):
    """The cells of the table whose first column is headed so, by row and column."""
    lines = PAGE.read_text().splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {head} |"))
    columns = cells(lines[start])[1:]
    found = {}
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        row, *values = cells(line)
        found[row] = dict(zip(columns, values, strict=True))
    return found


def cells(line):
    return [cell.strip() for cell in line.strip("|").split("|")]


def of_a_story(role, own, state):
    """What the ``role`` may do with a story in this state."""
    column = f"{role}, {'own' if own else 'others’'}".replace("’", "'")
    found = set()
    for verb, row in table("story").items():
        letters = row.get(column, row.get(role))
        if state in {STATES[letter] for letter in letters if letter in STATES}:
            found.add(verb)
    return found
