"""The desk's own site of Django's admin."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.utils import NestedObjects
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.text import capfirst, slugify

from newsroom.paging import DeskPaginator, UncountedPages

EDIT_ALL = "articles.edit_all_articles"
PAGES = 10
# The lists of the admin, in the order in which a desk needs them. What is not named
# comes last, with what only publishing and the forms write.
GROUPS = {
    "Stories": "Article Note FrontPagePick Fact Correction Author",
    "People, shows and pictures": "Person Production Photo Company Country Tag Credit "
    "CompanyCredit",
    "Accounts": "User Group",
}
THE_REST = "Behind the scenes"


class DeskConfig(AdminConfig):
    """Stands for ``django.contrib.admin`` among the installed apps."""

    default_site = "articles.desk_site.DeskSite"


class Choices(UncountedPages, AutocompleteJsonView):
    """Offers records with enough to choose by."""

    def get_paginator(self, *args, **kwargs):
        return DeskPaginator(*args, **kwargs)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        self.hints = dict(self.admin_site.described(context["object_list"]))
        return context

    def serialize_result(self, obj, to_field_name):
        result = super().serialize_result(obj, to_field_name)
        if hint := self.hints[obj]:
            result["text"] += f" — {hint}"
        return result


class DeskSite(AdminSite):
    site_header = site_title = "Newsroom"
    index_title = "The desk"

    def get_urls(self):
        # The second in the place of Django's, which leads any of the staff to any address.
        return [
            path("find/", self.admin_view(self.find), name="find"),
            path("calendar/", self.admin_view(self.calendar), name="calendar"),
            path(
                "facts/<slug:kind>/<int:pk>/", self.admin_view(self.facts), name="facts_about"
            ),
            path(
                "r/<int:content_type_id>/<path:object_id>/",
                self.admin_view(self.view_on_site),
                name="view_on_site",
            ),
            *super().get_urls(),
        ]

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        return apps if app_label else list(grouped(apps))

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    # The admin's modules below need the site that this module makes.

    def index(self, request, extra_context=None):
        from .admin.overview import overview  # noqa: PLC0415

        context = {"overview": overview(request, self), **(extra_context or {})}
        return super().index(request, context)

    def calendar(self, request):
        from .admin.calendar import calendar  # noqa: PLC0415

        return calendar(request, self)

    def facts(self, request, kind, pk):
        from .admin.facts_about import facts_about  # noqa: PLC0415

        return facts_about(request, self, kind, pk)

    def facts_page(self, record):
        """Where the facts about a record of people, shows and companies are compared."""
        return reverse("admin:facts_about", args=[record._meta.model_name, record.pk])

    def saved_views(self, request, cl):
        from .admin.saved_views import bar  # noqa: PLC0415

        return bar(request, cl)

    def act_on_view(self, request, model_admin):
        from .admin.saved_views import act  # noqa: PLC0415

        return act(request, model_admin)

    def find(self, request):
        """Answers the palette: records in any spelling, and the pages of the desk."""
        from .admin.finding import LONGEST, found, records_with  # noqa: PLC0415
        from .admin.hints import Hints  # noqa: PLC0415

        words = request.GET.get("q", "").strip()[:LONGEST]
        rows = list(records_with(words, request, self))
        hints = Hints(record for _, record in rows)
        records = [
            found(kind, record, hints) | {"address": address_of(record)}
            for kind, record in rows
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

    def view_on_site(self, request, content_type_id, object_id):
        # Not above: the site is made before any model.
        from django.contrib.contenttypes.models import ContentType  # noqa: PLC0415
        from django.contrib.contenttypes.views import shortcut  # noqa: PLC0415

        kind = get_object_or_404(ContentType, pk=content_type_id)
        if not self.is_registered(kind.model_class()):
            raise Http404
        model_admin = self.get_model_admin(kind.model_class())
        record = model_admin.get_object(request, object_id)
        if record is None:
            raise Http404
        if not model_admin.has_view_or_change_permission(request, record):
            raise PermissionDenied
        return shortcut(request, content_type_id, object_id)

    def found_by_name(self, records, words):
        """For what lies below the names of records, and has some: tags."""
        from talent.models.names import found_or_meant  # noqa: PLC0415

        return found_or_meant(records, words)

    def autocomplete_view(self, request):
        return Choices.as_view(admin_site=self)(request)

    def described(self, records):
        """Each of ``records`` with a line that tells it from others of its name."""
        from .admin.hints import Hints  # noqa: PLC0415

        hints = Hints(records)
        return [(record, hints.on(record)) for record in hints.records]

    def holders(self, request, records, described):
        """What keeps ``records`` from being deleted; of stories, only how much of them,
        to whom may not see them all.
        """
        if request.user.has_perm(EDIT_ALL):
            return described
        collector = NestedObjects(using=records[0]._state.db)
        collector.collect(records)
        by_name = [row for row in collector.protected if row._meta.app_label != "articles"]
        told = [f"{capfirst(row._meta.verbose_name)}: {row}" for row in by_name]
        untold = len(collector.protected) - len(by_name)
        return [*told, f"Stories use it, in places: {untold}"] if untold else told


def grouped(apps):
    models = {model["object_name"]: model for app in apps for model in app["models"]}
    for name, objects in GROUPS.items():
        chosen = [models.pop(each) for each in objects.split() if each in models]
        yield from group(name, chosen)
    yield from group(THE_REST, list(models.values()))


def group(name, models):
    """As Django has an app; it has no page of its own, but a place on the front page."""
    label = slugify(name)
    if models:
        address = f"{reverse('admin:index')}#{label}"
        yield {"name": name, "app_label": label, "app_url": address, "models": models}


def address_of(record):
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
