import os

from django.core.wsgi import get_wsgi_application

from .starting import refuse_missing_migrations

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
# PostgreSQL's client reads these: no request may hold a query or a transaction for longer.
os.environ.setdefault(
    "PGOPTIONS",
    "-c statement_timeout=30s -c lock_timeout=20s -c idle_in_transaction_session_timeout=60s",
)

django = get_wsgi_application()
refuse_missing_migrations()

# Once Django is set up.
from django.conf import settings  # noqa: E402

from .page_cache import PageCache  # noqa: E402

application = (
    PageCache(django, settings.PAGE_CACHE_BYTES) if settings.PAGE_CACHE_BYTES else django
)
