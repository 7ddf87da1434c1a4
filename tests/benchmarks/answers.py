"""What the site is compared with: the least that a server can do, and that Django can."""

from functools import cache

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.urls import path

BODY = b"<!doctype html><title>Hello</title>" + b"x" * 20_000
HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(BODY)))]
CACHING = "django.middleware.cache"


def bare(environ, start_response):
    start_response("200 OK", HEADERS)
    return [BODY]


urlpatterns = [path("", lambda request: HttpResponse(BODY))]


def hello(environ, start_response):
    return handler()(environ, start_response)


@cache
def handler():
    settings.configure(
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        MIDDLEWARE=[
            f"{CACHING}.UpdateCacheMiddleware",
            "django.middleware.common.CommonMiddleware",
            f"{CACHING}.FetchFromCacheMiddleware",
        ],
    )
    django.setup()
    return WSGIHandler()
