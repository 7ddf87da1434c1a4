"""Records that are found by every spelling of their names, and not added twice unawares."""

import re

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Media
from django.forms.widgets import Script
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from newsroom.desk_admin import DeskAdmin
from newsroom.merge_admin import MergeableAdmin

from .models.names import found_or_meant, meant

MOST_TWINS = 10
MOST_GUESSES = 3
OTHER_NAME = re.compile(r"(?:names|titles)-\d+-name")
# Of a form that is being filled in no more is read than this.
MOST_NAMES, LONGEST = 30, 250


class TwinsAdmin(ModelAdmin):
    """Says who or what is there already under the names of a record that is added.

    As they are typed, and once more before it is saved.
    """

    own_names = ["name", "native_name"]

    def get_urls(self):
        view = self.admin_site.admin_view(self.twins_view)
        return [path("twins/", view, name=self.twins_page_name), *super().get_urls()]

    @property
    def twins_page_name(self):
        return f"{self.opts.app_label}_{self.opts.model_name}_twins"

    @property
    def media(self):
        return super().media + Media(js=[Script("newsroom/desk/twins.js", type="module")])

    def twins_view(self, request):
        """What the form shows beside the names that are typed in it."""
        if not (self.has_add_permission(request) and self.has_view_permission(request)):
            raise PermissionDenied
        sent = [name.replace("\x00", "") for name in request.GET.getlist("name")]
        names = [name[:LONGEST] for name in sent[:MOST_NAMES] if name.strip()]
        twins = self.twins(request, names)
        context = {"twins": twins, "guesses": [] if twins else self.guesses(request, names)}
        return TemplateResponse(request, "admin/talent/twins.html", context)

    def twins(self, request, names):
        """Those that are called so, each with what tells it from others."""
        found = self.get_queryset(request).called(*names).order_by("pk")[:MOST_TWINS]
        return self.admin_site.described(found)

    def guesses(self, request, names):
        found = meant(self.get_queryset(request), names[0])[:MOST_GUESSES] if names else []
        return self.admin_site.described(found)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and not object_id and (twin := self.chosen_twin(request)):
            return self.use(request, twin)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def chosen_twin(self, request):
        """The record that is used in the place of one that would have been added."""
        pk = request.POST.get("_use", "")
        known = pk and self.has_add_permission(request) and self.has_view_permission(request)
        return self.get_object(request, pk) if known else None

    def use(self, request, twin):
        if "_popup" in request.POST:
            return self.response_add(request, twin)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", twin.pk)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if not change and request.method == "POST" and self.has_view_permission(request):
            form.guard = staticmethod(lambda sent: self.warn_of_twins(request, sent))
        return form

    def warn_of_twins(self, request, form):
        """Nobody adds what is there already under another spelling without having been told."""
        names = [form.cleaned_data.get(name) or "" for name in self.own_names]
        names += [request.POST[key] for key in request.POST if OTHER_NAME.fullmatch(key)]
        request.twins = self.twins(request, names)
        seen = request.POST.getlist("_twins_seen")
        if any(str(twin.pk) not in seen for twin, _ in request.twins):
            raise ValidationError(
                "It may be here already, under one of its names: see below.", code="twin"
            )

    def render_change_form(self, request, context, add=False, **kwargs):
        context["twins"] = getattr(request, "twins", [])
        if add and self.has_view_permission(request):
            context["twins_page"] = reverse(f"admin:{self.twins_page_name}")
            context["own_names"] = self.own_names
        return super().render_change_form(request, context, add=add, **kwargs)


class NamedAdmin(TwinsAdmin, DeskAdmin):
    change_form_template = "admin/talent/change_form.html"

    def render_change_form(self, request, context, obj=None, **kwargs):
        context["facts_page"] = self.admin_site.facts_page(obj) if obj else ""
        return super().render_change_form(request, context, obj=obj, **kwargs)

    def get_search_results(self, request, queryset, search_term):
        if search_term.strip():
            order = queryset.query.order_by
            queryset = found_or_meant(queryset, search_term)
            if "o" in request.GET:
                queryset = queryset.order_by(*order)
        return queryset, False


class MergeableNamedAdmin(MergeableAdmin, NamedAdmin):
    change_form_template = NamedAdmin.change_form_template
