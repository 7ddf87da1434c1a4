from django.contrib.sitemaps import Sitemap
from django.db.models import Exists, OuterRef

from .models.public import Edition, Listing
from .subjects import MODELS


class StorySitemap(Sitemap):
    limit = 10_000

    def items(self):
        stories = Edition.objects.live().newest_first()
        return stories.only("slug", "visible_from", "updated_at", "published_at", "article_id")

    def lastmod(self, story):
        return story.updated_at or story.visible_from

    def get_latest_lastmod(self):
        """Left out of the index: it would read every story to find it."""
        return


class SubjectSitemap(Sitemap):
    """The records of one kind that have a story."""

    limit = 10_000

    def __init__(self, kind):
        super().__init__()
        self.kind = kind

    def items(self):
        listed = Listing.objects.live().filter(kind=self.kind, subject_id=OuterRef("pk"))
        return MODELS[self.kind].objects.filter(Exists(listed)).order_by("pk").only("slug")


def sitemaps():
    subjects = {f"{kind}-pages": SubjectSitemap(kind) for kind in MODELS}
    return {"stories": StorySitemap, **subjects}
