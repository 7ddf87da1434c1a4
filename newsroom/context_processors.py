from django.conf import settings
from django.contrib import admin

ACCOUNT_PAGES = ("/admin/account/", "/admin/login/")


def site(request):
    return {"site_name": settings.SITE_NAME, "site_tagline": settings.SITE_TAGLINE}


def desk(request):
    """The frame of the admin, for pages of it that are not the admin's own."""
    return admin.site.each_context(request) if request.path.startswith(ACCOUNT_PAGES) else {}
