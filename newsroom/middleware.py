from django.conf import settings
from django.shortcuts import render

RETRY_AFTER = 300


def drop_nul(get_response):
    """PostgreSQL holds no NUL: a query with one is answered as if it were not there."""

    def middleware(request):
        query = request.META.get("QUERY_STRING", "")
        while "%00" in query:
            query = query.replace("%00", "")
        request.META["QUERY_STRING"] = query
        return get_response(request)

    return middleware


def maintenance_is_on():
    return settings.MAINTENANCE or settings.MAINTENANCE_FILE.exists()


def maintenance(get_response):
    """While the site is being worked on, every page says so; it needs no database."""

    def middleware(request):
        if not maintenance_is_on() or request.path == "/healthz":
            return get_response(request)
        response = render(None, "503.html", status=503)
        response["Retry-After"] = RETRY_AFTER
        response["Cache-Control"] = "no-store"
        return response

    return middleware
