"""What every archive comes down to."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class Picture:
    """A picture as an archive names it: by the address at which it was."""

    url: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True)
class Post:
    """A story of an archive. ``body`` is the archive's own HTML, ``raw`` all that it says."""

    where: str
    source_id: str
    headline: str
    body: str
    raw: str
    slug: str = ""
    standfirst: str = ""
    language: str = "en"
    # Pairs of a slug, which may be blank, and a name.
    authors: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    # None for a draft. A moment to come schedules the story.
    publish_at: datetime | None = None
    lead: Picture | None = None
    source_url: str = ""
    # Whole addresses at which it was before it was at that of the source.
    old_addresses: tuple[str, ...] = ()
    # Of a post that has no date beyond this, which may be blank; then its moment only orders.
    source_date: str | None = None


@dataclass(frozen=True)
class Passed:
    """An entry of an archive that is no story, with what it is instead."""

    where: str
    reason: str


@dataclass(frozen=True)
class Broken:
    """An entry of an archive that cannot be read, with why."""

    where: str
    reason: str


def why(error):
    """What is wrong with an entry that could not be read, in words."""
    if isinstance(error, KeyError):
        return f"it has no “{error.args[0]}”"
    if isinstance(error, ValueError):
        return str(error)
    return f"a part of it is of another kind than it should be: {error}"


class Unreadable(Exception):
    """The rest of an archive cannot be read; says where and why."""


def path_of(address: str) -> str:
    """The path of a page or a picture, without the query; none of what is no address."""
    try:
        return unquote(urlsplit(address).path).replace("\0", "").strip("/")
    except ValueError:
        return ""
