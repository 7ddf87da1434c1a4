"""The queue of likely duplicates: merge them, or say that they are two."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from .duplicates import FINDERS, queue
from .merging import model_of
from .models import NotDuplicate
from .where_used import change_page

MOST_TOLD_APART = 100
LONGEST = 200


class DuplicatesAdmin(admin.ModelAdmin):
    """Pages beside the list of merges, for whoever may change the records."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("duplicates/", view(self.duplicates), name="newsroom_duplicates"),
            path("tell-apart/", view(self.tell_apart), name="newsroom_tell_apart"),
            *super().get_urls(),
        ]

    def admin_of(self, request, kind):
        """The admin of the records of ``kind``, if the user may change them."""
        if kind not in FINDERS:
            raise Http404
        records = self.admin_site.get_model_admin(model_of(kind))
        if not records.has_change_permission(request):
            raise PermissionDenied
        return records

    def duplicates(self, request):
        kind = request.GET.get("kind", "person")
        records = self.admin_of(request, kind)
        told_apart = "told_apart" in request.GET
        after = request.GET.get("after", "").replace("\x00", "")[:LONGEST]
        if told_apart:
            pairs, more = NotDuplicate.objects.filter(kind=kind)[:MOST_TOLD_APART], ""
        else:
            pairs, more = queue(kind, after)
        here = reverse("admin:newsroom_duplicates")
        context = {
            **self.admin_site.each_context(request),
            "title": "Likely duplicates",
            "opts": self.opts,
            "media": self.media,
            "kind": kind,
            "kinds": [(each, model_of(each)._meta.verbose_name_plural) for each in FINDERS],
            "told_apart": told_apart,
            "pairs": shown(pairs, kind, records, request),
            "next": more and f"{here}?{urlencode({'kind': kind, 'after': more})}",
        }
        return TemplateResponse(request, "admin/newsroom/duplicates.html", context)

    @method_decorator(require_POST)
    def tell_apart(self, request):
        """Remember that two are two; or, with ``again``, forget it."""
        kind = request.POST.get("kind", "")
        records = self.admin_of(request, kind)
        two = {request.POST.get(name, "") for name in ["first", "second"]}
        ids = sorted(int(pk) for pk in two if pk.isascii() and pk.isdigit() and len(pk) < 19)
        found = records.get_queryset(request).filter(pk__in=ids).count()
        if len(ids) != 2 or found != 2:
            raise Http404
        if "again" in request.POST:
            NotDuplicate.objects.filter(kind=kind, first=ids[0], second=ids[1]).delete()
            said = "They are in the queue again, if they look alike."
        else:
            NotDuplicate.objects.remember(kind, *ids, request.user)
            said = "Remembered: these are two."
        self.message_user(request, said, messages.SUCCESS)
        asked = {"kind": kind} | ({"told_apart": 1} if "again" in request.POST else {})
        return redirect(f"{reverse('admin:newsroom_duplicates')}?{urlencode(asked)}")


def shown(pairs, kind, records, request):
    """Both records of each pair, with what tells them apart. Two queries."""
    ids = {pk for each in pairs for pk in (each.first, each.second)}
    found = records.for_list(records.get_queryset(request)).in_bulk(ids)
    may_merge = records.has_merge_permission(request)
    for each in pairs:
        one, other = found.get(each.first), found.get(each.second)
        if one and other:
            yield {
                "records": [(one, change_page(one)), (other, change_page(other))],
                "why": getattr(each, "why", ""),
                "said": each if isinstance(each, NotDuplicate) else None,
                "merge": may_merge and f"{records.merge_page(other)}?into={one.pk}",
            }
