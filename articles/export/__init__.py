"""Stories out again, a window of them at a time: what leads back in is beside it, in archives."""

from collections.abc import Callable
from typing import NamedTuple

from .fixtures import fixture
from .formats import jsonl, ninjs, table
from .telling import stories
from .wordpress import wxr


class Format(NamedTuple):
    """``pieces`` makes the text of stories by their ids, as they are asked for.

    One that ``is_desks`` has the desk's copies in any case.
    """

    label: str
    suffix: str
    content_type: str
    pieces: Callable
    is_desks: bool = False


def of_told(write):
    return lambda ids, drafts: write(stories(ids, drafts))


FORMATS = {
    "jsonl": Format("JSON Lines", "jsonl", "application/jsonl", of_told(jsonl)),
    "wxr": Format("WXR (WordPress)", "xml", "application/xml", of_told(wxr)),
    "ninjs": Format("IPTC ninjs 3.0", "jsonl", "application/jsonl", of_told(ninjs)),
    "csv": Format("CSV", "csv", "text/csv; charset=utf-8", of_told(table)),
    "fixtures": Format(
        "Fixtures, with all that the stories rest on",
        "jsonl",
        "application/jsonl",
        lambda ids, drafts: fixture(ids),
        is_desks=True,
    ),
}
