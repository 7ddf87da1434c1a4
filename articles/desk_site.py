"""The desk's own site of Django's admin."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import JsonResponse
from django.urls import path, reverse


class DeskConfig(AdminConfig):
    """Stands for ``django.contrib.admin`` among the installed apps."""

    default_site = "articles.desk_site.DeskSite"


class DeskSite(AdminSite):
    site_header = site_title = "Newsroom"
    index_title = "The desk"

    def get_urls(self):
        find = self.admin_view(self.find)
        return [path("find/", find, name="find"), *super().get_urls()]

    def find(self, request):
        """Answers the palette: records in any spelling, and the pages of the desk."""
        # The admin's modules need the site that this module makes.
        from .admin.finding import LONGEST, found, records_with  # noqa: PLC0415

        words = request.GET.get("q", "").strip()[:LONGEST]
        records = [
            found(kind, record) | {"address": address_of(record)}
            for kind, record in records_with(words, request, self)
        ]
        pages = [
            page for page in self.pages(request) if words.casefold() in page["label"].casefold()
        ]
        return JsonResponse({"results": [*records, *pages[:PAGES]]})

    def pages(self, request):
        """The list of each model, and the form of a new one, as far as one may go."""
        for app in self.get_app_list(request):
            for model in app["models"]:
                for label, address in [
                    (model["name"], model["admin_url"]),
                    (f"Add {model['object_name'].lower()}", model["add_url"]),
                ]:
                    if address:
                        yield {
                            "kind": "page",
                            "label": str(label),
                            "hint": "",
                            "address": address,
                        }


PAGES = 10


def address_of(record):
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
