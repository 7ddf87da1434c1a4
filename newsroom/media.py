"""The addresses of pictures: renditions for everybody, what was uploaded for the desk."""

import logging

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from .models import Photo
from .renditions import TYPES, Rendition, signature, stored

logger = logging.getLogger(__name__)
YEAR = 31_536_000


@require_safe
def rendition(request, pk, signed, ratio, width, extension):
    photo = get_object_or_404(Photo, pk=pk)
    wanted = Rendition(ratio, int(width), extension)
    if not constant_time_compare(signed, signature(photo)) or not wanted.is_offered(photo):
        raise Http404
    if not photo.may_be_used() and not may_see_library(request):
        raise Http404
    try:
        file = stored(photo, wanted)
    except OSError as error:
        logger.warning("No rendition of photo %s: %s", photo.pk, error)
        raise Http404 from error
    response = FileResponse(file, content_type=TYPES[extension])
    response["Cache-Control"] = caching(photo)
    return response


def caching(photo):
    """For as long as the picture may be used: its address changes whenever it does."""
    if not photo.may_be_used():
        return "private, no-store"
    if photo.expires_at:
        left = int((photo.expires_at - timezone.now()).total_seconds())
        return f"public, max-age={min(YEAR, left)}"
    return f"public, max-age={YEAR}, immutable"


@require_safe
def original(request, path):
    """The file that was uploaded, with all that it says of itself: not for readers."""
    if not may_see_library(request):
        raise Http404
    photo = Photo.objects.exclude(file="").filter(file=path).first()
    if photo is None:
        raise Http404
    try:
        response = FileResponse(photo.file.open("rb"))
    except OSError as error:
        raise Http404 from error
    response["Cache-Control"] = "private, no-store"
    return response


def may_see_library(request):
    return request.user.is_active and request.user.has_perm("newsroom.view_photo")
