"""The pages of requests that cannot be read, or that failed. They ask nothing of the database."""

import sys

from django.http import JsonResponse
from django.shortcuts import render

from .full_disk import SAID, is_full


def unreadable(request, exception=None):
    """Django's own reads the form again, for its token, and so fails where it is the form
    that cannot be read.
    """
    return render(None, "400.html", status=400)


def failed(request):
    if not is_full(sys.exc_info()[1]):
        return render(None, "500.html", status=500)
    if "text/html" in request.headers.get("Accept", ""):
        return render(None, "507.html", {"said": SAID}, status=507)
    return JsonResponse({"problems": [SAID], "reason": "full"}, status=507)
