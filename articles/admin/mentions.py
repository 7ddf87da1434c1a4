"""What the text that is being written names: asked by its editor, as it is typed."""

import json
from collections import defaultdict

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from articles.body import REFERENCE
from articles.naming import Words, unlinked_people
from articles.references import MODELS

from .finding import FindingAdmin, may_see

KINDS = ["person", "show", "company"]
MOST_ROWS, MOST_PEOPLE, LONGEST_TEXT = 200, 8, 200_000


class Typed:
    """What an editor has sent. Raises ValueError where it is not that."""

    def __init__(self, body):
        try:
            message = json.loads(body)
            self.words = Words(str(message["text"])[:LONGEST_TEXT].replace("\0", " "))
            rows = message["rows"][:MOST_ROWS]
            self.printed = {str(row["ref"]): str(row["printed"]) for row in rows}
            self.linked = {str(ref) for ref in message["linked"]}
        except (KeyError, TypeError, RecursionError) as error:
            raise ValueError from error

    def ids(self, refs):
        ids = defaultdict(set)
        for found in filter(None, map(REFERENCE.fullmatch, refs)):
            if found[2] and found[2].isascii() and len(found[2]) < 19:
                ids[found[1]].add(int(found[2]))
        return ids


class MentioningAdmin(FindingAdmin):
    def get_urls(self):
        view = self.admin_site.admin_view(self.find_names)
        url = path("find-names/", view, name="articles_article_find_names")
        return [url, *super().get_urls()]

    @method_decorator(require_POST)
    def find_names(self, request):
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        try:
            typed = Typed(request.body)
        except ValueError:
            return JsonResponse({"reason": "not understood"}, status=400)
        site = self.admin_site
        kinds = [kind for kind in KINDS if may_see(request, MODELS[kind], site)]
        rows = [row for kind in kinds for row in mentioned(kind, typed)]
        people = list(named_beside(typed)) if "person" in kinds else []
        return JsonResponse({"rows": rows, "people": people})


def mentioned(kind, typed):
    """Those of the story's rows that the text names and does not link. Two queries."""
    ids = typed.ids(typed.printed.keys() - typed.linked)[kind]
    for record in MODELS[kind].objects.filter(pk__in=ids).with_names() if ids else []:
        ref = f"{kind}:{record.pk}"
        if words := typed.words.first_mention([typed.printed[ref], *record.recorded_names()]):
            yield {"ref": ref, "name": str(record), "words": words}


def named_beside(typed):
    """People whom the text names, and no row does."""
    known = typed.ids(typed.printed.keys() | typed.linked)["person"]
    people = unlinked_people(typed.words, known).with_names().order_by("sort_name", "pk")
    for person in people[:MOST_PEOPLE]:
        words = typed.words.first_mention(person.recorded_names()) or person.name
        yield {"ref": f"person:{person.pk}", "name": str(person), "words": words}
