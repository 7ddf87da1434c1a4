"""What every address of the API has in common: who may ask, how, and how errors are told."""

from functools import wraps

from django.http import Http404, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page

from .parameters import Problem, read_query

METHODS = ("GET", "HEAD", "OPTIONS")
ALLOWED = ", ".join(METHODS)
ANYBODY = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag"}
PREFLIGHT = {
    "Access-Control-Allow-Methods": ALLOWED,
    "Access-Control-Allow-Headers": "If-None-Match, Content-Type",
    "Access-Control-Max-Age": "86400",
    "Allow": ALLOWED,
}


def endpoint(*parameters):
    """A view for anybody's GET, given what the query asks, that answers errors as problems."""

    def decorate(view):
        @csrf_exempt
        @open_to_all
        @conditional_page
        @problems_told
        @wraps(view)
        def answer(request, *args, **kwargs):
            return view(request, read_query(request.GET, parameters), *args, **kwargs)

        answer.parameters = parameters
        return answer

    return decorate


def problems_told(view):
    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Problem as problem:
            return problem.response()
        except Http404:
            return Problem(404, "There is nothing here.").response()

    return answer


def open_to_all(view):
    """For scripts of other sites too, whatever the answer is."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=ANYBODY | PREFLIGHT)
        if request.method in METHODS:
            response = view(request, *args, **kwargs)
        else:
            response = Problem(405, "This can only be read.", f"Use {ALLOWED}.").response()
            response["Allow"] = ALLOWED
        for name, value in ANYBODY.items():
            response[name] = value
        return response

    return answer
