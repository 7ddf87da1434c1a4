from django.http import HttpResponsePermanentRedirect
from django.views.generic import ListView

from newsroom.paging import ListPaginator, UncountedPages


class UncountedListView(UncountedPages, ListView):
    paginator_class = ListPaginator
    paginate_by = 20


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
