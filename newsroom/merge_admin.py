"""Merging in the admin: choose two, look at all that would move, confirm; and undo it."""

from collections import defaultdict

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.text import capfirst
from django.views.decorators.http import require_POST

from .accounts import require_recent_login
from .desk_admin import Autocomplete, ReadOnlyAdmin
from .duplicates_admin import DuplicatesAdmin
from .followed_choices import place_now
from .merging import NotMergeable, label_of, merge, model_of, plan_for, undo
from .models import Merge
from .where_used import ShowsUse, change_page, shown

MERGE = "newsroom.merge_records"
SAMPLES = 5


class MergeableAdmin(ShowsUse):
    """Records that can be merged, which show where they are used."""

    change_form_template = "admin/record_change_form.html"
    change_list_template = "admin/record_change_list.html"
    actions = ["merge_selected"]

    def has_merge_permission(self, request):
        return request.user.has_perm(MERGE) and self.has_change_permission(request)

    def get_urls(self):
        view = self.admin_site.admin_view(self.merge_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        return [path("<path:object_id>/merge/", view, name=name), *super().get_urls()]

    def merge_page(self, record):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_merge"
        return reverse(name, args=[record.pk])

    def changelist_view(self, request, extra_context=None):
        page = f"{reverse('admin:newsroom_duplicates')}?kind={self.model.address_kind}"
        shown = page if self.has_change_permission(request) else ""
        context = {"duplicates_page": shown, **(extra_context or {})}
        return super().changelist_view(request, context)

    @admin.action(description="Merge…", permissions=["merge"])
    def merge_selected(self, request, records):
        two = list(records.order_by("pk")[:3])
        if len(two) != 2:
            self.message_user(request, "Choose the two that are one.", messages.ERROR)
            return None
        return redirect(f"{self.merge_page(two[1])}?into={two[0].pk}")

    def merge_view(self, request, object_id):
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_merge_permission(request):
            raise PermissionDenied
        records = self.get_queryset(request).exclude(pk=record.pk)
        sent = request.POST if request.method == "POST" else request.GET
        form = self.form_for_merging(records, sent if "into" in sent else None)
        survivor = form.is_valid() and form.cleaned_data["into"]
        if survivor and request.method == "POST" and "_merge" in request.POST:
            require_recent_login(request)
            return self.merge(request, survivor, record)
        return self.preview(request, record, survivor, form)

    def form_for_merging(self, records, sent):
        class IntoForm(forms.Form):
            into = forms.ModelChoiceField(
                records,
                label="Merge into",
                widget=Autocomplete(self.any_relation(), self.admin_site),
            )

        return IntoForm(sent)

    def any_relation(self):
        """A foreign key to these records, by which the autocomplete knows what to offer."""
        return next(
            relation.field
            for relation in self.model._meta.related_objects
            if relation.one_to_many
        )

    def preview(self, request, record, survivor, form):
        context = {
            **self.admin_site.each_context(request),
            "title": f"Merge “{record}”",
            "opts": self.opts,
            "original": record,
            "media": self.media + form.media,
            "form": form,
            "survivor": survivor,
        }
        if survivor:
            context["swap"] = f"{self.merge_page(survivor)}?into={record.pk}"
            try:
                plan = plan_for(survivor, record)
                context |= {"moves": list(moves(plan, request)), "told": plan.told}
            except NotMergeable as refusal:
                context["refusals"] = refusal.messages
        return TemplateResponse(request, "admin/newsroom/merge.html", context)

    def merge(self, request, survivor, record):
        try:
            with transaction.atomic():
                done = merge(survivor, record, user=request.user)
                self.log_change(request, survivor, f"Merged “{done.loser_name}” into it.")
        except NotMergeable as refusal:
            for reason in refusal.messages:
                self.message_user(request, reason, messages.ERROR)
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        undoing = reverse("admin:newsroom_merge_change", args=[done.pk])
        said = format_html(
            'Merged “{}” into “{}”. <a href="{}">It can be undone for 30 days.</a>',
            done.loser_name,
            done.survivor_name,
            undoing,
        )
        self.message_user(request, said, messages.SUCCESS)
        return redirect(change_page(survivor))

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """A record that was merged leads to what it went into, from whatever was open of it."""
        place = place_now(self.model, unquote(object_id))
        if place is None:
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        kind, pk, name = place
        unsaved = " Nothing was saved." if request.method == "POST" else ""
        said = f"This {opts.verbose_name} was merged: it is the {kind} “{name}” now.{unsaved}"
        self.message_user(request, said, messages.WARNING)
        return redirect(change_page(model_of(kind)(pk=pk)))

    def render_change_form(self, request, context, change=False, obj=None, **kwargs):
        if change and self.has_merge_permission(request):
            context["merge_page"] = self.merge_page(obj)
        return super().render_change_form(request, context, change=change, obj=obj, **kwargs)


def records_of(done):
    """The two that are apart again; one that was made for a tag is gone with the merge."""
    for kind, pk in [(done.into_kind, done.survivor_id), (done.kind, done.loser_id)]:
        yield from model_of(kind)._base_manager.filter(pk=pk)


def moves(plan, request):
    """By model, what happens to how many rows, and some of them that the user may see."""
    ids = defaultdict(list)
    for model, pks in plan.touched().items():
        ids[capfirst(label_of(model))] = (model, sorted(pks)[:500])
    for what, happens, number in plan.summary():
        model, pks = ids.get(what, (None, []))
        rows = shown(model, pks, type(plan.loser), request)[:SAMPLES] if model else []
        yield {"what": what, "happens": happens, "number": number, "rows": rows}


@admin.register(Merge)
class MergeAdmin(DuplicatesAdmin, ReadOnlyAdmin):
    """What was merged, by whom; a button undoes it."""

    fields = ["loser_name", "survivor_name", "kind", "into_kind", "user", "merged_at"]
    fields += ["what_moved", "undone_at", "undone_by", "not_restored"]
    readonly_fields = ["what_moved", "not_restored"]
    list_display = ["loser_name", "survivor_name", "kind", "user", "merged_at", "undone_at"]
    list_filter = ["kind", "merged_at"]
    list_select_related = ["user", "undone_by"]
    search_fields = ["loser_name", "survivor_name"]
    change_form_template = "admin/newsroom/merge_done.html"

    def for_list(self, merges):
        return merges.defer("changes", "summary", "left")

    @admin.display(description="what moved")
    def what_moved(self, merge):
        return "; ".join(
            line if isinstance(line, str) else f"{line[0]}: {line[2]} {line[1]}"
            for line in merge.summary
        )

    @admin.display(description="what could not be undone")
    def not_restored(self, merge):
        return " ".join(merge.left) or "—"

    def get_urls(self):
        view = self.admin_site.admin_view(self.undo_view)
        return [path("<int:pk>/undo/", view, name="newsroom_merge_undo"), *super().get_urls()]

    @method_decorator(require_POST)
    def undo_view(self, request, pk):
        done = self.get_object(request, str(pk))
        if done is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        if not self.may_undo(request, done):
            raise PermissionDenied
        require_recent_login(request)
        try:
            with transaction.atomic():
                done = undo(done, user=request.user)
                self.log_undone(request, done)
        except ValidationError as refusal:
            for reason in refusal.messages:
                self.message_user(request, reason, messages.ERROR)
        else:
            self.message_user(request, f"Undone: {done}.", messages.SUCCESS)
            for line in done.left:
                self.message_user(request, line, messages.WARNING)
        return redirect("admin:newsroom_merge_change", pk)

    def log_undone(self, request, done):
        records = [(done.into_kind, done.survivor_id), (done.kind, done.loser_id)]
        for kind, pk in records:
            # A record that was made for a tag may be gone with the merge.
            if record := model_of(kind)._base_manager.filter(pk=pk).first():
                self.log_change(request, record, f"Undone: {done}.")

    def may_undo(self, request, done):
        site = self.admin_site
        records = [site.get_model_admin(model_of(kind)) for kind in [done.kind, done.into_kind]]
        may_change = all(record.has_change_permission(request) for record in records)
        return request.user.has_perm(MERGE) and may_change

    def render_change_form(self, request, context, **kwargs):
        done = kwargs.get("obj")
        context["may_undo"] = done.can_be_undone and self.may_undo(request, done)
        return super().render_change_form(request, context, **kwargs)
