import re
from urllib.parse import unquote

from django.db import DatabaseError
from django.shortcuts import redirect, render

from articles.models.public import Edition, OldPath
from articles.subjects import resolve
from talent.models import NameKey

MOST_WORDS = 8
MOST_SUGGESTED = 6


def not_found(request, exception=None):
    """Leads on from where an imported story was; else suggests what the words of the address
    may have meant. At most five queries.
    """
    words = words_of(request.path)
    try:
        if story := OldPath.objects.story_at(request.path):
            return redirect(story, permanent=True)
        context = suggestions(words)
    except DatabaseError:
        context = {}
    return render(request, "404.html", {"words": words, **context}, status=404)


def words_of(path):
    """The words of the last part of an address; none of a file's or of the desk's."""
    last = unquote(path).rstrip("/").rpartition("/")[2][:200]
    if path.startswith(("/admin/", "/media/", "/static/")) or re.search(r"\.\w{1,5}$", last):
        return ""
    return " ".join(re.findall(r"[^\W_]+", last)[:MOST_WORDS])


def suggestions(words):
    if not words:
        return {}
    names = NameKey.objects.within(words)[: MOST_SUGGESTED * 4]
    subjects = resolve((name.kind, name.subject_id) for name in names)
    return {
        "subjects": list(subjects.values())[:MOST_SUGGESTED],
        "stories": stories_with(words) or stories_with_longest(words),
    }


def stories_with_longest(words):
    longest = max(words.split(), key=len)
    return stories_with(longest) if longest != words else []


def stories_with(words):
    found = Edition.objects.live().matching(words).order_by("-published_at", "-article_id")
    return list(found.only("headline", "slug", "language")[:MOST_SUGGESTED])
