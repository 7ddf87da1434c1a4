"""The desk. Each module registers its own part of it."""

from . import (  # noqa: F401 - each registers itself
    facts,
    history,
    notes,
    people,
    picks,
    public,
    stories,
    tags,
    users,
    uses,
)
