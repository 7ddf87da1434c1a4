from django.conf import settings
from django.contrib import admin
from django.http import HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from django.views.static import serve


@require_safe
def healthy(request):
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def favicon(request):
    """For browsers that ask for it unbidden, as they do on pages of the admin."""
    return redirect(static("newsroom/favicon.svg"))


urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", healthy, name="healthz"),
    path("favicon.ico", favicon),
    path(
        "robots.txt",
        TemplateView.as_view(template_name="robots.txt", content_type="text/plain"),
        name="robots",
    ),
    path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
    path("", include("articles.urls")),
]
