"""What readers see: the only story tables that a public request reads."""

from .facts import FactFields, PublishedFact
from .stories import (
    FOREVER,
    MOST_LANGUAGES,
    UNDATED,
    Author,
    Edition,
    FrontPagePick,
    Listing,
    OldPath,
    Prominence,
    SearchText,
    original_first,
)

__all__ = [
    "FOREVER",
    "MOST_LANGUAGES",
    "UNDATED",
    "Author",
    "Edition",
    "FactFields",
    "FrontPagePick",
    "Listing",
    "OldPath",
    "Prominence",
    "PublishedFact",
    "SearchText",
    "original_first",
]
