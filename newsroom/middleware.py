from django.conf import settings
from django.shortcuts import render
from django.utils import translation

RETRY_AFTER = 300
# What is for editors and for programs is in the desk's language.
DESK = ("/admin/", "/api/")


def drop_nul(get_response):
    """PostgreSQL holds no NUL: a query with one is answered as if it were not there."""

    def middleware(request):
        query = request.META.get("QUERY_STRING", "")
        while "%00" in query:
            query = query.replace("%00", "")
        request.META["QUERY_STRING"] = query
        return get_response(request)

    return middleware


def language(get_response):
    """The address decides, and nothing of the reader's: a page is the same for everybody."""

    def middleware(request):
        is_desk = request.path.startswith(DESK)
        code = settings.LANGUAGE_CODE if is_desk else settings.SITE_LANGUAGE
        with translation.override(code):
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
