from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from articles.models.public import Edition
from articles.share import folder, picture, signature
from newsroom.renditions import MAKERS, forget


@require_safe
def share_image(request, slug, signed):
    """Made when it is first asked for, and kept; each story has one at a time."""
    edition = get_object_or_404(Edition.objects.live().for_cards(), slug=slug)
    if not constant_time_compare(signed, signature(edition)):
        raise Http404
    storage, path = storages["renditions"], f"{folder(edition)}/{signed}/share.png"
    if not storage.exists(path):
        with MAKERS:
            storage.save(path, ContentFile(picture(edition)))
        forget(folder(edition), keep=signed)
    response = FileResponse(storage.open(path), content_type="image/png")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
