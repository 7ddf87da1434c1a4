from datetime import UTC, datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed

from newsroom.text import without_controls
from talent.models import Person

from .cards import with_names
from .filters import BANDS, StoryFilter
from .models.public import Edition, Listing
from .subjects import MODELS

LENGTH = 30
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Rss(Rss201rev2Feed):
    """Drops the control characters that a paste may bring and XML cannot hold."""

    def __init__(self, title, link, description, **fields):
        super().__init__(without_controls(title), link, description, **fields)

    def add_item(self, **fields):
        fields["categories"] = [without_controls(name) for name in fields["categories"]]
        for name in ["title", "description", "author_name"]:
            fields[name] = without_controls(fields[name] or "") or None
        super().add_item(**fields)

    def latest_post_date(self):
        """Where no story has a date, Django's says now, and the feed is another at every look."""
        dates = [item[name] for item in self.items for name in ["pubdate", "updateddate"]]
        return max(filter(None, dates), default=EPOCH)


class LatestStories(Feed):
    """The newest stories of the site; a subclass narrows them to those of one list."""

    description = "The latest from the entertainment desk."
    feed_type = Rss
    item_guid_is_permalink = False

    def title(self, listed):
        return settings.SITE_NAME

    def link(self, listed):
        return reverse("front-page")

    def stories(self, listed):
        return Edition.objects.live().newest_first()

    def items(self, listed):
        return with_names(list(self.stories(listed).for_cards()[:LENGTH]))

    def item_title(self, story):
        return story.headline

    def item_description(self, story):
        return story.standfirst

    def item_pubdate(self, story):
        return story.published_at if story.is_dated else None

    def item_updateddate(self, story):
        return story.updated_at

    def item_author_name(self, story):
        return ", ".join(author.name for author in story.authors) or None

    def item_categories(self, story):
        return [show.name for show in story.shows]

    def item_guid(self, story):
        """The story's own name, so that a change of address makes no new story."""
        return story.uid.urn


class FilteredStories(LatestStories):
    """The stories of ``/stories/`` under the filters of the query."""

    def get_object(self, request):
        return request.GET

    def title(self, query):
        return f"{settings.SITE_NAME}: stories"

    def link(self, query):
        return f"{reverse('stories')}?{query.urlencode()}" if query else reverse("stories")

    def stories(self, query):
        filterset = StoryFilter(query, queryset=super().stories(query))
        return filterset.qs if filterset.is_valid() else Edition.objects.none()


class StoriesAbout(LatestStories):
    """The stories of one record's page."""

    def get_object(self, request, kind, slug):
        subject = MODELS[kind].objects.filter(slug=slug).first()
        if subject is None:
            raise Http404
        return subject

    def title(self, subject):
        return f"{settings.SITE_NAME}: {subject}"

    def link(self, subject):
        return subject.get_absolute_url()

    def stories(self, subject):
        bands = BANDS[subject.address_kind]
        return super().stories(subject).listed_under(subject.address_kind, [subject.pk], bands)


class StoriesOfKind(LatestStories):
    """The stories about any record of one index, such as any show."""

    def get_object(self, request, kind, index):
        return kind, index

    def title(self, listed):
        return f"{settings.SITE_NAME}: {listed[1]}"

    def link(self, listed):
        return reverse(listed[1])

    def stories(self, listed):
        kind, index = listed
        listings = Listing.objects.filter(
            edition=OuterRef("pk"), kind=kind, band=Listing.Band.ABOUT
        )
        if index == "actors":
            listings = listings.filter(subject_id__in=Person.objects.actors().values("pk"))
        return super().stories(listed).filter(Exists(listings))
