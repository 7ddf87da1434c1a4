"""Where browsers say what the content security policy has stopped.

Anybody can send anything here, so little is read, less is kept, and only so much a minute.
"""

import json
import logging
from urllib.parse import urlsplit

from django.core.cache import cache
from django.http import HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

logger = logging.getLogger(__name__)
MOST_BYTES, MOST_A_MINUTE, LONGEST = 10_000, 60, 100


@csrf_exempt
@require_POST
def report(request):
    answer = HttpResponse(status=204)
    if int(request.META.get("CONTENT_LENGTH") or 0) <= MOST_BYTES and is_within_limit():
        for said in violations(request.body):
            told = told_of(said)
            logger.warning(
                "%(directive)s stopped “%(stopped)s” on %(on)s", told, extra={"fields": told}
            )
    return answer


def is_within_limit():
    """All of them together: an address of each reader would have to be kept otherwise."""
    cache.add("policy_reports", 0, timeout=60)
    try:
        return cache.incr("policy_reports") <= MOST_A_MINUTE
    except ValueError:
        # The minute has just ended.
        return True


def violations(body):
    """What the body says, in the one form that browsers send or in the other."""
    try:
        sent = json.loads(body)
    except ValueError:
        return []
    reports = sent if isinstance(sent, list) else [sent]
    found = [r.get("csp-report") or r.get("body") for r in reports if isinstance(r, dict)]
    return [said for said in found if isinstance(said, dict)][:5]


def told_of(said):
    return {
        "directive": text(said, "effective-directive", "effectiveDirective"),
        "stopped": origin(text(said, "blocked-uri", "blockedURL")),
        "on": route(text(said, "document-uri", "documentURL")),
        "source": route(text(said, "source-file", "sourceFile")),
        "line": text(said, "line-number", "lineNumber"),
    }


def text(said, *names):
    found = next((str(said[name]) for name in names if name in said), "")
    return " ".join(found.split())[:LONGEST]


def origin(address):
    """Who was asked, not for what; or a word such as “inline”."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else parts.path


def route(address):
    try:
        return f"/{resolve(urlsplit(address).path).route}"
    except (Resolver404, ValueError):
        return ""
