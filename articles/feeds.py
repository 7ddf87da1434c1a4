"""The stories of the site and of each of its lists, for programs: RSS, Atom and JSON Feed."""

import datetime
import json
from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.html import escape
from django.utils.http import urlencode

from newsroom import renditions
from newsroom.text import without_controls
from talent.models import Person

from .body import absolute
from .cards import with_bodies, with_names
from .elsewhere import place_now, records_at
from .facets import chips, heading
from .filters import BANDS, StoryFilter, asked_for
from .models.public import Edition, Listing
from .subjects import INDEXES
from .views.pages import moved

LENGTH = 30
# When a feed changed that has no story.
LONG_AGO = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


class Plain(SyndicationFeed):
    """Drops the control characters that a paste may bring and XML cannot hold."""

    def __init__(self, title, link, description, **fields):
        super().__init__(without_controls(title), link, description, **fields)

    def add_item(self, **fields):
        fields["categories"] = [without_controls(name) for name in fields["categories"]]
        for name in ["title", "description", "author_name", "content"]:
            fields[name] = without_controls(fields[name] or "") or None
        super().add_item(**fields)

    def latest_post_date(self):
        """When the newest came out: the same for as long as nothing does."""
        return max((item["begun"] for item in self.items), default=LONG_AGO)


class Rss(Plain, Rss201rev2Feed):
    extension = "rss"

    def rss_attributes(self):
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])


class Atom(Plain, Atom1Feed):
    extension = "atom"

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        handler.startElement("author", {})
        handler.addQuickElement("name", settings.SITE_NAME)
        handler.endElement("author")

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})


class JsonFeed(Plain):
    """JSON Feed 1.1."""

    extension = "json"
    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile, encoding):
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "language": self.feed["language"],
            "items": [present(self.entry(item)) for item in self.items],
        }
        outfile.write(json.dumps(feed, ensure_ascii=False).encode(encoding))

    def entry(self, item):
        return {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "language": item["language"],
            "summary": item["plain"],
            "content_html": item["content"],
            "content_text": "" if item["content"] else item["plain"] or item["title"],
            "image": item["image"],
            "date_published": item["pubdate"] and rfc3339_date(item["pubdate"]),
            "date_modified": rfc3339_date(item["updateddate"]),
            "authors": item["authors"],
            "tags": item["categories"],
        }


FORMATS = [Rss, Atom, JsonFeed]


def present(fields):
    return {name: value for name, value in fields.items() if value}


@dataclass
class Listed:
    """A list of stories: its name, its page, and what is on it."""

    request: HttpRequest
    title: str
    link: str
    stories: QuerySet


class LatestStories(Feed):
    """The newest stories of the site; a subclass narrows them to those of one list."""

    description = settings.SITE_TAGLINE
    item_guid_is_permalink = False

    def __init__(self, feed_type=Rss):
        self.feed_type = feed_type

    def get_object(self, request):
        return self.listed(request, "", reverse("front-page"), self.stories())

    def listed(self, request, name, link, stories):
        title = f"{settings.SITE_NAME}: {name}" if name else settings.SITE_NAME
        return Listed(request, title, link, stories)

    def stories(self):
        return Edition.objects.live().newest_first()

    def title(self, listed):
        return listed.title

    def link(self, listed):
        return listed.link

    def feed_url(self, listed):
        return listed.request.get_full_path()

    def items(self, listed):
        stories = listed.stories.for_cards()
        if settings.FEED_FULL_TEXT:
            stories = with_bodies(list(stories.defer(None).defer("corrections")[:LENGTH]))
        else:
            stories = list(stories[:LENGTH])
        for story in stories:
            story.page = listed.request.build_absolute_uri(story.get_absolute_url())
        return with_names(stories)

    def item_title(self, story):
        return story.headline

    def item_description(self, story):
        """What programs read as HTML."""
        return escape(story.standfirst)

    def item_pubdate(self, story):
        return story.published_at if story.is_dated else None

    def item_updateddate(self, story):
        return story.updated_at or story.visible_from

    def item_author_name(self, story):
        return ", ".join(author.name for author in story.authors) or None

    def item_categories(self, story):
        return [show.name for show in story.shows]

    def item_guid(self, story):
        """The story's own name, so that a change of address makes no new story."""
        return story.uid.urn

    def item_extra_kwargs(self, story):
        photo = story.lead_photo if story.lead_photo and story.lead_photo.is_shown else None
        return {
            "begun": story.visible_from,
            "content": absolute(story.html, story.page) if settings.FEED_FULL_TEXT else "",
            "plain": story.standfirst,
            "language": story.language,
            "image": photo and urljoin(story.page, renditions.offered(photo, "16x9")["src"]),
            "authors": [
                {"name": author.name, "url": urljoin(story.page, author.url)}
                for author in story.authors
            ],
        }


class FilteredStories(LatestStories):
    """The stories of ``/stories/`` under the filters of the query."""

    def __call__(self, request):
        request.filterset = StoryFilter(request.GET, queryset=self.stories())
        if query := request.filterset.query_now():
            return HttpResponsePermanentRedirect(f"{request.path}?{query.urlencode()}")
        return super().__call__(request)

    def get_object(self, request):
        query, filterset = request.GET, request.filterset
        stories = filterset.qs if filterset.is_valid() else Edition.objects.none()
        page = f"{reverse('stories')}?{query.urlencode()}" if query else reverse("stories")
        return self.listed(request, heading(chips(filterset)), page, stories)


class StoriesAbout(LatestStories):
    """The stories of one record's page, with what a country's takes in on request.

    Follows the record when it moves.
    """

    def __call__(self, request, kind, slug):
        try:
            return super().__call__(request, kind=kind, slug=slug)
        except Http404:
            if place := place_now(kind, slug):
                return moved(request, self.address(*place))
            raise

    def address(self, kind, slug):
        return reverse(kind, args=[slug]) + f"feed.{self.feed_type.extension}"

    def get_object(self, request, kind, slug):
        subject = records_at(kind, slug).first()
        if subject is None:
            raise Http404
        more = asked_for(kind, request.GET)
        bands = [*BANDS[kind], *(band for *_, band, _ in more)]
        stories = self.stories().listed_under(kind, subject.pk, bands)
        name = ", ".join([str(subject), *(str(words) for *_, words in more)])
        page = subject.get_absolute_url()
        if more:
            page += f"?{urlencode({parameter: value for parameter, value, *_ in more})}"
        return self.listed(request, name, page, stories)


class StoriesOfKind(LatestStories):
    """The stories about any record of one index, such as any show."""

    def get_object(self, request, kind, index):
        listings = Listing.objects.filter(
            edition=OuterRef("pk"), kind=kind, band=Listing.Band.ABOUT
        )
        if index == "actors":
            listings = listings.filter(subject_id__in=Person.objects.actors().values("pk"))
        return self.listed(
            request,
            str(INDEXES[index]),
            reverse(index),
            self.stories().filter(Exists(listings)),
        )
