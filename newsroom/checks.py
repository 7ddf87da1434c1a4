"""What ``check --deploy`` says beyond Django's own checks."""

import os

from django.conf import settings
from django.core.checks import Warning, register

# Of the servers that are in use with Django, and of bin/serve.
WORKERS = ["WORKERS", "GRANIAN_WORKERS", "WEB_CONCURRENCY"]


@register(deploy=True)
def workers_share_their_cache(app_configs, **kwargs):
    workers = max(int(os.environ.get(name) or 1) for name in WORKERS)
    is_apart = settings.CACHES["default"]["BACKEND"].endswith("LocMemCache")
    if workers == 1 or not is_apart:
        return []
    return [
        Warning(
            f"{workers} workers have a cache each, so that each counts guesses at passwords "
            "by itself.",
            hint="Set CACHE_URL to one that they share, such as redis://127.0.0.1:6379/1.",
            id="newsroom.W001",
        )
    ]
