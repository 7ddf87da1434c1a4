"""Tables of people and works, in with a preview and out as they are listed."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import path
from import_export.admin import ImportMixin
from import_export.formats.base_formats import CSV
from import_export.forms import ImportForm
from import_export.tmp_storages import CacheStorage

from newsroom.accounts import require_recent_login

MOST_BYTES = 5_000_000


class TableForm(ImportForm):
    def clean_import_file(self):
        file = self.cleaned_data["import_file"]
        if file.size > MOST_BYTES:
            raise ValidationError(f"It is larger than {MOST_BYTES // 1_000_000} MB.")
        return file


class Gone(Exception):
    """What was looked through is not kept any more."""


class Kept(CacheStorage):
    def read(self):
        if (data := super().read()) is None:
            raise Gone
        return data


class TableAdmin(ImportMixin, admin.ModelAdmin):
    """For whoever may both add and change the records. ``table`` says what the columns are."""

    table = None
    import_export_change_list_template = "admin/record_change_list.html"
    import_form_class = TableForm
    import_template_name = "admin/talent/import.html"
    # What is looked through has to be there when it is confirmed, whichever worker answers.
    tmp_storage_class = Kept

    @property
    def resource_classes(self):
        return [self.table]

    def get_import_formats(self):
        return [CSV]

    def get_urls(self):
        view = self.admin_site.admin_view(self.export_table)
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        return [path("export/", view, name=name), *super().get_urls()]

    def has_import_permission(self, request):
        return self.has_add_permission(request) and self.has_change_permission(request)

    def changelist_view(self, request, extra_context=None):
        may = {"has_import_permission": self.has_import_permission(request)}
        return super().changelist_view(request, {**may, **(extra_context or {})})

    def get_import_data_kwargs(self, **kwargs):
        whole = {"rollback_on_validation_errors": True}
        return super().get_import_data_kwargs(**kwargs) | whole

    def add_data_read_fail_error_to_form(self, form, e):
        words = "It is not written in UTF-8." if isinstance(e, UnicodeError) else str(e)
        form.add_error("import_file", f"This is no table in CSV: {words}")

    def process_import(self, request, **kwargs):
        try:
            return super().process_import(request, **kwargs)
        except Gone:
            return self.again(request, "The table is no longer here")

    def process_result(self, result, request):
        if result.has_errors() or result.has_validation_errors():
            return self.again(request, "Something has changed since you looked")
        return super().process_result(result, request)

    def again(self, request, reason):
        refusal = f"Nothing was imported. {reason}: send the table again."
        self.message_user(request, refusal, messages.ERROR)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_import")

    def export_table(self, request):
        if not self.has_import_permission(request):
            raise PermissionDenied
        require_recent_login(request)
        asked = request.GET
        records = self.get_changelist_instance(request).queryset
        if request.GET is not asked:
            # The list could not be narrowed so: all of it was not asked for.
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        self.log_export(request, f"Exported as CSV: {request.GET.urlencode() or 'all'}")
        name = f"{self.opts.verbose_name_plural}.csv"
        return StreamingHttpResponse(
            self.table().as_csv(records.defer(None)),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
