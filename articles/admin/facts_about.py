"""What several live stories state of one record, for whoever may see that record."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse

from articles.models import PublishedFact
from articles.same_facts import SUBJECT, stated_by_several


def facts_about(request, site, kind, pk):
    if f"{kind}_id" not in SUBJECT:
        raise Http404
    model_admin = site.get_model_admin(PublishedFact._meta.get_field(kind).related_model)
    record = model_admin.get_object(request, str(pk))
    if record is None:
        raise Http404
    if not model_admin.has_view_permission(request, record):
        raise PermissionDenied
    context = {
        **site.each_context(request),
        "title": "Facts that several live stories state",
        "subtitle": str(record),
        "original": record,
        "opts": model_admin.opts,
        "media": model_admin.media,
        "found": stated_by_several(**{kind: record}),
    }
    return TemplateResponse(request, "admin/articles/facts_about.html", context)
