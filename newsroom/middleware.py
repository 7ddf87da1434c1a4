def drop_nul(get_response):
    """PostgreSQL holds no NUL: a query with one is answered as if it were not there."""

    def middleware(request):
        query = request.META.get("QUERY_STRING", "")
        while "%00" in query:
            query = query.replace("%00", "")
        request.META["QUERY_STRING"] = query
        return get_response(request)

    return middleware
