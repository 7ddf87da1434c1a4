"""How the site is doing, for Prometheus: how long requests take, and what an app counts."""

import os

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from .logs import route

METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
REQUESTS = Histogram(
    "newsroom_request_seconds",
    "How long requests took.",
    ["method", "route", "status"],
    buckets=[0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
)
# They come before any middleware, and take no time worth measuring.
KEPT_PAGES = Counter("newsroom_kept_pages", "Pages that were sent as they had been kept.")
GAUGES = {}


def gauge(name, text):
    """Register a function that counts something whenever the metrics are read."""

    def register(function):
        GAUGES[name] = (text, function)
        return function

    return register


def observe(request, response, seconds):
    method = request.method if request.method in METHODS else "other"
    REQUESTS.labels(method, route(request), response.status_code).observe(seconds)


class Gauges:
    def collect(self):
        for name, (text, function) in GAUGES.items():
            yield GaugeMetricFamily(name, text, function())


@require_safe
def metrics(request):
    if not settings.METRICS_TOKEN:
        raise Http404
    sent = request.headers.get("Authorization", "")
    if not constant_time_compare(sent, f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    gauges = CollectorRegistry()
    gauges.register(Gauges())
    body = generate_latest(of_all_workers()) + generate_latest(gauges)
    response = HttpResponse(body, content_type=CONTENT_TYPE_LATEST)
    response["Cache-Control"] = "no-store"
    return response


def of_all_workers():
    """Of this process alone, unless the client library's own variable names a shared folder."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry
