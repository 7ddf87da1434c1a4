from datetime import timedelta

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, re_path
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from . import health, media, metrics, policy_reports


@require_safe
def security_contact(request):
    """Whom to tell of a hole (RFC 9116); an answer is to be believed for a year."""
    contact = settings.SECURITY_CONTACT
    if not contact:
        raise Http404
    address = f"mailto:{contact}" if "@" in contact else contact
    until = timezone.now().date() + timedelta(days=365)
    text = f"Contact: {address}\nExpires: {until}T00:00:00Z\nPreferred-Languages: en\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request):
    """For browsers that ask for it unbidden, as they do on pages of the admin."""
    return redirect(static("newsroom/favicon.svg"))


handler400 = "newsroom.failures.unreadable"
handler404 = "articles.views.errors.not_found"
handler500 = "newsroom.failures.failed"

urlpatterns = [
    path("admin/", include("newsroom.account_urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready),
    path("metrics", metrics.metrics),
    path("policy-reports", policy_reports.report),
    path(".well-known/security.txt", security_contact),
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
