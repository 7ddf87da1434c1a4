"""Stories of the list written out: those that its filters and search leave, or the chosen."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.timezone import localtime

from articles.export import FORMATS
from articles.models.ownership import EDIT_ALL
from newsroom.accounts import require_recent_login

SIDES = {
    "": "as readers see them: those that are live",
    "1": "as the desk has them: every one, with changes that are not out",
}


class ExportForm(forms.Form):
    format = forms.ChoiceField(
        choices=[(name, format.label) for name, format in FORMATS.items()]
    )
    drafts = forms.ChoiceField(
        label="Stories",
        choices=list(SIDES.items()),
        required=False,
        help_text="Fixtures have them as the desk has them in any case.",
    )


class ExportingAdmin(admin.ModelAdmin):
    actions = ["export_selected"]

    def get_urls(self):
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/", view, name="articles_article_export"), *super().get_urls()]

    def has_export_permission(self, request):
        return request.user.has_perm(EDIT_ALL)

    @admin.action(description="Export …", permissions=["edit_all"])
    def export_selected(self, request, stories):
        here = reverse("admin:articles_article_export")
        if request.POST.get("select_across") == "1":
            query = request.GET.urlencode()
        else:
            query = urlencode(
                {"id__in": ",".join(map(str, stories.values_list("pk", flat=True)))}
            )
        return redirect(f"{here}?{query}")

    def export_view(self, request):
        if not self.has_export_permission(request):
            raise PermissionDenied
        # What is sent again would lose the query, and so take every story.
        require_recent_login(request, resend=False)
        try:
            cl = self.get_changelist_instance(request)
        except (DisallowedModelAdminLookup, IncorrectLookupParameters):
            self.message_user(request, "This list cannot be narrowed so.", messages.ERROR)
            return redirect("admin:articles_article_changelist")
        form = ExportForm(request.POST or None)
        if form.is_valid():
            return self.written(request, cl, **form.cleaned_data)
        context = {
            **self.admin_site.each_context(request),
            "title": "Export stories",
            "opts": self.opts,
            "media": self.media,
            "cl": cl,
            "form": form,
        }
        return TemplateResponse(request, "admin/articles/article/export.html", context)

    def written(self, request, cl, format, drafts):
        """The file, made as it is sent; and an entry in the log of who took what."""
        kind = FORMATS[format]
        which = request.GET.urlencode() or "all"
        how = SIDES["1" if kind.is_desks else drafts].partition(":")[0]
        self.log_export(request, f"Exported as {kind.label}, {how}: {which}")
        ids = cl.queryset.values_list("pk", flat=True)
        name = f"stories-{localtime():%Y-%m-%d-%H%M}.{kind.suffix}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        pieces = kind.pieces(ids, bool(drafts))
        return StreamingHttpResponse(pieces, content_type=kind.content_type, headers=headers)
