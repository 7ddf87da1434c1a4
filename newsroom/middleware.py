from django.core.exceptions import BadRequest


def refuse_nul(get_response):
    """PostgreSQL holds no NUL: to look for one would be the server's error, not the client's."""

    def middleware(request):
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("A query holds no NUL.")
        return get_response(request)

    return middleware
