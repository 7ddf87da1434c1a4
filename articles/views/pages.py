from django.http import HttpResponsePermanentRedirect
from django.views.generic import ListView

from newsroom.paging import ListPaginator


class UncountedListView(ListView):
    """A list that is never counted, unless for its last page; junk for a page is page 1."""

    paginator_class = ListPaginator
    paginate_by = 20

    def paginate_queryset(self, queryset, page_size):
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        return paginator, page, page.object_list, page.has_other_pages()


class FilteredListView(UncountedListView):
    """A list that the query narrows: one that names a record by an old address leads on."""

    def get(self, request, *args, **kwargs):
        page = super().get(request, *args, **kwargs)
        if query := self.filterset.query_now():
            return HttpResponsePermanentRedirect(f"{request.path}?{query.urlencode()}")
        return page


def moved(request, address):
    """A permanent redirect that keeps the query."""
    query = request.META.get("QUERY_STRING")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
