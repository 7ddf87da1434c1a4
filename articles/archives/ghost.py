"""Ghost's export (JSON), of any size: what posts refer to is read first, then post by post."""

import re
from collections import defaultdict
from datetime import UTC, datetime
from json import dumps

import ijson

from .posts import Broken, Passed, Picture, Post, Unreadable, why

PUT_OUT = {"published", "scheduled", "sent"}
# Ghost's own address, where the export has it.
HOST = "__GHOST_URL__"
# A piece of text in the format of its newer editor; a card, and a piece of text, in the older's.
WORDS = re.compile(r'"text":|"cards":\s*\[\s*\[|\[0,\s*\[[\d,\s]*\],\s*\d+,\s*"[^"]')


def read(path):
    """Every entry of the export at ``path``, in its order, as what it comes to."""
    around = Around(path)
    for number, post in enumerate(rows(path, "posts"), start=1):
        where = f"post {number} (“{str(post.get('title') or '')[:60]}”)"
        try:
            yield as_post(post, where, around)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
            yield Broken(where, why(error))


def rows(path, table):
    """Every row of ``table``, whether or not the export is wrapped in “db”."""
    try:
        with open(path, "rb") as file:
            for place in [f"db.item.data.{table}.item", f"data.{table}.item"]:
                file.seek(0)
                yield from ijson.items(file, place, use_float=True)
    except ijson.JSONError as error:
        raise Unreadable(f"this is no whole JSON: {error}") from error


class Around:
    """Authors, tags and notes on pictures, by the id of their post."""

    def __init__(self, path):
        users = {
            row["id"]: (row.get("slug") or "", row.get("name") or "")
            for row in rows(path, "users")
            if "id" in row
        }
        # A tag that begins with # is internal: it is for the theme, not for readers.
        tags = {
            row["id"]: row["name"]
            for row in rows(path, "tags")
            if "id" in row and row.get("name") and not row["name"].startswith("#")
        }
        self.authors = joined(rows(path, "posts_authors"), "author_id", users)
        self.tags = joined(rows(path, "posts_tags"), "tag_id", tags)
        self.users = users
        self.meta = {row.get("post_id"): row for row in rows(path, "posts_meta")}


def joined(pairs, column, named):
    found = defaultdict(list)
    for row in sorted(pairs, key=lambda row: row.get("sort_order") or 0):
        if row.get(column) in named:
            found[row.get("post_id")].append(named[row[column]])
    return found


def as_post(post, where, around):
    if post.get("type", "post") != "post" or post.get("page"):
        return Passed(where, "a page, no story")
    body = post.get("html") or ""
    if not body and has_words(post):
        raise ValueError(
            "the export holds its text in Ghost's editor format alone, not as HTML"
        )
    meta = around.meta.get(post["id"], {})
    author = around.users.get(post.get("author_id"))
    return Post(
        where=where,
        source_id=f"ghost:{post.get('uuid') or post['id']}",
        headline=post.get("title") or "",
        body=body.replace(HOST, ""),
        raw=dumps(post, ensure_ascii=False),
        slug=post.get("slug") or "",
        standfirst=post.get("custom_excerpt") or "",
        authors=tuple(around.authors[post["id"]]) or ((author,) if author else ()),
        tags=tuple(dict.fromkeys(around.tags[post["id"]])),
        publish_at=moment(post) if is_out(post) else None,
        lead=lead(post, meta),
        source_url=f"/{post['slug']}/" if post.get("slug") else "",
    )


def is_out(post):
    """What only members could read is not put out before all readers."""
    is_for_all = post.get("visibility") in {None, "", "public"}
    return post.get("status") in PUT_OUT and is_for_all


def has_words(post):
    """An empty text of either of Ghost's editors is a few hundred characters of JSON."""
    written = (post.get("lexical") or "") + (post.get("mobiledoc") or "")
    return bool(post.get("plaintext") or WORDS.search(written))


def lead(post, meta):
    if address := post.get("feature_image"):
        return Picture(
            address.replace(HOST, ""),
            alt=meta.get("feature_image_alt") or "",
            caption=meta.get("feature_image_caption") or "",
        )
    return None


def moment(post):
    written = post.get("published_at")
    if not written:
        raise ValueError("it is put out, and has no date")
    if isinstance(written, int | float):
        return datetime.fromtimestamp(written / 1000, UTC)
    found = datetime.fromisoformat(written.replace(" ", "T"))
    return found if found.tzinfo else found.replace(tzinfo=UTC)
