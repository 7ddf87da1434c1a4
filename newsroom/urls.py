from django.contrib import admin
from django.http import HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, re_path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from . import media


@require_safe
@never_cache
def healthy(request):
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def favicon(request):
    """For browsers that ask for it unbidden, as they do on pages of the admin."""
    return redirect(static("newsroom/favicon.svg"))


handler404 = "articles.views.errors.not_found"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", healthy, name="healthz"),
    path("favicon.ico", favicon),
    path(
        "robots.txt",
        TemplateView.as_view(template_name="robots.txt", content_type="text/plain"),
        name="robots",
    ),
    re_path(
        r"^media/r/(?P<pk>[0-9]{1,18})/(?P<signed>[0-9a-f]+)"
        r"/(?P<ratio>[0-9a-z]+)-(?P<width>[0-9]{1,4})\.(?P<extension>[a-z]+)$",
        media.rendition,
    ),
    path("media/<path:path>", media.original),
    path("", include("articles.urls")),
]
