import logging
import re
import time
import uuid

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import translation

from . import logs, metrics
from .accounts import has_second_factor

RETRY_AFTER = 300
# What must answer whatever the state of the rest.
ALWAYS_OPEN = {"/healthz", "/metrics"}
REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
DESK = "/admin/"
# What is for editors and for programs is in the desk's language.
IN_DESK_LANGUAGE = (DESK, "/api/")
# Where a second factor is set up, and the way there and out.
BEFORE_A_FACTOR = ("/admin/account/", "/admin/login/", "/admin/logout/", "/admin/jsi18n/")
# What no page of this site has a use for.
UNUSED = [
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "midi",
]
UNUSED += ["microphone", "payment", "serial", "usb", "xr-spatial-tracking"]
PERMISSIONS = ", ".join(f"{feature}=()" for feature in UNUSED)
requests = logging.getLogger("newsroom.requests")


def observe(get_response):
    """Gives every request an id, and tells the log and the metrics how it went."""

    def middleware(request):
        started = time.perf_counter()
        request.log_id = given_id(request) or uuid.uuid4().hex
        token = logs.request_id.set(request.log_id)
        try:
            response = get_response(request)
            seconds = time.perf_counter() - started
            metrics.observe(request, response, seconds)
            requests.info("request", extra={"fields": told_of(request, response, seconds)})
        finally:
            logs.request_id.reset(token)
        response["X-Request-ID"] = request.log_id
        return response

    return middleware


def given_id(request):
    """From a proxy alone: anybody else could choose an id to mislead with."""
    given = request.headers.get("X-Request-ID", "") if settings.BEHIND_PROXY else ""
    return given if REQUEST_ID.fullmatch(given) else None


def told_of(request, response, seconds):
    return {
        "method": request.method,
        "route": logs.route(request),
        "status": response.status_code,
        "milliseconds": round(seconds * 1000),
    }


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
        is_desk = request.path.startswith(IN_DESK_LANGUAGE)
        code = settings.LANGUAGE_CODE if is_desk else settings.SITE_LANGUAGE
        with translation.override(code):
            return get_response(request)

    return middleware


def policies(get_response):
    """Say what a page may do, and that others may show our pictures and nothing else of ours."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        is_picture = response.headers.get("Content-Type", "").startswith("image/")
        is_shared = is_picture or "Access-Control-Allow-Origin" in response.headers
        site = "cross-origin" if is_shared else "same-origin"
        response.headers.setdefault("Cross-Origin-Resource-Policy", site)
        return response

    return middleware


def surrogate_keys(get_response):
    """Say what a page is of, by names at which a network of caches can be told to drop it."""

    def middleware(request):
        response = get_response(request)
        match = request.resolver_match
        if match and match.url_name and not request.path.startswith(DESK):
            slug = match.kwargs.get("slug")
            names = ["site", match.url_name, *([f"{match.url_name}/{slug}"] if slug else [])]
            response["Surrogate-Key"] = " ".join(names)
        return response

    return middleware


def maintenance_is_on():
    return settings.MAINTENANCE or settings.MAINTENANCE_FILE.exists()


def maintenance(get_response):
    """While the site is being worked on, every page says so; it needs no database."""

    def middleware(request):
        if not maintenance_is_on() or request.path in ALWAYS_OPEN:
            return get_response(request)
        response = render(None, "503.html", status=503)
        response["Retry-After"] = RETRY_AFTER
        response["Cache-Control"] = "no-store"
        return response

    return middleware


def second_factor(get_response):
    """Leads staff who have none to where they set one up, where a setting says so."""

    def middleware(request):
        if not lacks_factor(request):
            return get_response(request)
        messages.warning(
            request, "Set up a second factor first: the desk asks it of everybody."
        )
        return redirect("mfa_index")

    return middleware


def lacks_factor(request):
    return (
        settings.SECOND_FACTOR_REQUIRED
        and request.path.startswith(DESK)
        and not request.path.startswith(BEFORE_A_FACTOR)
        and request.user.is_authenticated
        and not has_second_factor(request.user)
    )
