import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

django = get_wsgi_application()

# Once Django is set up.
from django.conf import settings  # noqa: E402

from .page_cache import PageCache  # noqa: E402

application = (
    PageCache(django, settings.PAGE_CACHE_BYTES) if settings.PAGE_CACHE_BYTES else django
)
