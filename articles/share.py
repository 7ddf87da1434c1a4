"""The picture of a story for where it is shared. Its address changes with what it says."""

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from newsroom import share_images
from newsroom.text import cover_of


def address(edition):
    return reverse("share-image", args=[edition.slug, signature(edition)])


def signature(edition):
    stands_for = f"{edition.uid}|{edition.slug}|{edition.headline}|{settings.SITE_NAME}"
    return salted_hmac("newsroom.share", stands_for, algorithm="sha256").hexdigest()[:20]


def folder(edition):
    return f"share/{edition.uid}"


def picture(edition) -> bytes:
    tone, art, *_ = cover_of(edition.slug)
    return share_images.draw(edition.headline, settings.SITE_NAME, tone, art)
