"""The desk's own site of Django's admin."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """Stands for ``django.contrib.admin`` among the installed apps."""

    default_site = "articles.desk_site.DeskSite"


class DeskSite(AdminSite):
    site_header = site_title = "Newsroom"
    index_title = "The desk"
