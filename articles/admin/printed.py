"""Forms of a name that a story prints and its record does not have: offered, never taken unasked."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import CharField, F, Q, Value
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path

from articles.models import ArticleCompany, ArticlePerson, ArticleProduction
from newsroom.guarded_admin import lock
from talent.models import Company, NameKey, Person, Production
from talent.names import key_of, query_keys

# By kind: the records whose other names have a table, and the links to them.
MODELS = {model.address_kind: model for model in [Person, Production, Company]}
LINKS = {"person": ArticlePerson, "show": ArticleProduction, "company": ArticleCompany}


def names_of(record):
    """The other names of a record, which its own form lists too."""
    return getattr(record, type(record).other_names_are_in[0])


def unrecorded(story):
    """The kind, id and printed form of each link whose form no name of its record gives.

    Two queries.
    """
    rows = [
        link.objects.filter(article=story)
        .exclude(printed="")
        .order_by()
        .values_list(
            Value(kind, output_field=CharField()),
            F(f"{link.target}_id"),
            F("printed"),
        )
        for kind, link in LINKS.items()
    ]
    printed = [row for row in rows[0].union(*rows[1:], all=True) if key_of(row[2])]
    if not printed:
        return []
    wanted = [
        Q(kind=kind, subject_id=pk, key__in=query_keys(form)) for kind, pk, form in printed
    ]
    known = NameKey.objects.filter(Q.create(wanted, Q.OR))
    recorded = set(known.values_list("kind", "subject_id", "key"))
    return [
        (kind, pk, form)
        for kind, pk, form in sorted(printed)
        if not any((kind, pk, key) in recorded for key in query_keys(form))
    ]


class PrintedAdmin(admin.ModelAdmin):
    """Beside a story: a button for each printed form that could be recorded."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.record_printed)
        return [
            path("<int:pk>/record-printed/", view, name="articles_article_record_printed"),
            *super().get_urls(),
        ]

    def may_record(self, request, kind):
        """Whether the user may give the records of this kind another name."""
        model = MODELS[kind]
        names = model._meta.get_field(model.other_names_are_in[0]).related_model
        site = self.admin_site
        may_change = site.get_model_admin(model).has_change_permission(request)
        return may_change and site.get_model_admin(names).has_add_permission(request)

    def record_printed(self, request, pk):
        story = self.get_object(request, str(pk))
        if story is None:
            raise Http404
        if request.method != "POST" or not self.has_change_permission(request, story):
            raise PermissionDenied
        with transaction.atomic():
            self.record_form(request, story, request.POST.get("printed", ""))
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", pk)

    def record_form(self, request, story, asked):
        """What is sent names a form; what is recorded is only ever one that the story prints."""
        offered = {
            f"{kind}:{pk}:{form}": (kind, pk, form) for kind, pk, form in unrecorded(story)
        }
        if asked not in offered:
            self.message_user(request, "There is nothing to add any more.", messages.INFO)
            return
        kind, pk, form = offered[asked]
        if not self.may_record(request, kind):
            raise PermissionDenied
        model = MODELS[kind]
        record = model.objects.get(pk=pk)
        lock(record)
        _, made = names_of(record).get_or_create(name=form)
        if made:
            said = f"Added the name “{form}”, which the story “{story}” prints."
            self.admin_site.get_model_admin(model).log_change(request, record, said)
        self.message_user(request, f"{record} is now found as “{form}” too.", messages.SUCCESS)

    def render_change_form(self, request, context, change=False, obj=None, **kwargs):
        if change and self.has_change_permission(request, obj):
            context["unrecorded"] = [
                row for row in unrecorded(obj) if self.may_record(request, row[0])
            ]
        return super().render_change_form(request, context, change=change, obj=obj, **kwargs)
