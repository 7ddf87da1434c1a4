"""What tells whoever runs the site that stories still go out."""

from django.db.models import Max
from django.utils import timezone

from newsroom.health import part
from newsroom.metrics import gauge

from .models import Edition


@part("last publication")
def last_publication():
    latest = newest()
    return latest.isoformat(timespec="seconds") if latest else "none yet"


@gauge("newsroom_last_publication_seconds", "When a story last went out, in Unix time.")
def last_publication_in_seconds():
    latest = newest()
    return latest.timestamp() if latest else 0


@gauge("newsroom_stories_scheduled", "Editions that are still to go out.")
def scheduled():
    return Edition.objects.filter(visible_from__gt=timezone.now()).count()


def newest():
    begun = Edition.objects.filter(visible_from__lte=timezone.now())
    return begun.aggregate(at=Max("visible_from"))["at"]
