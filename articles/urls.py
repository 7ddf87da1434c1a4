from django.contrib.sitemaps import views as sitemap_views
from django.urls import path, re_path

from .feeds import FilteredStories, LatestStories, StoriesAbout, StoriesOfKind
from .sitemaps import sitemaps
from .views import search, share, stories, subjects

# For each kind of record: its index, its index page, its own page.
PLACES = [
    ("show", "shows", subjects.ShowIndex, subjects.ShowPage),
    ("person", "people", subjects.PersonIndex, subjects.PersonPage),
    ("company", "companies", subjects.CompanyIndex, subjects.CompanyPage),
    ("country", "countries", subjects.CountryIndex, subjects.CountryPage),
    ("tag", "tags", subjects.TagIndex, subjects.TagPage),
    ("author", "authors", subjects.AuthorIndex, subjects.AuthorPage),
]


def places(kind, index, index_page, page):
    of_kind = {"kind": kind}
    yield path(f"{index}/", index_page.as_view(), name=index)
    yield path(
        f"{index}/feed.rss", StoriesOfKind(), of_kind | {"index": index}, name=f"{index}-feed"
    )
    yield path(f"{index}/<slug:slug>/", page.as_view(), name=kind)
    yield path(f"{index}/<slug:slug>/feed.rss", StoriesAbout(), of_kind, name=f"{kind}-feed")


urlpatterns = [
    path("", stories.FrontPage.as_view(), name="front-page"),
    path("feed.rss", LatestStories(), name="front-page-feed"),
    path("stories/", stories.StoryList.as_view(), name="stories"),
    path("stories/feed.rss", FilteredStories(), name="stories-feed"),
    path("stories/<slug:slug>/", stories.story, name="story"),
    re_path(
        r"^stories/(?P<slug>[-\w]+)/share-(?P<signed>[0-9a-f]{20})\.png$",
        share.share_image,
        name="share-image",
    ),
    *(pattern for place in PLACES for pattern in places(*place)),
    path("actors/", subjects.ActorIndex.as_view(), name="actors"),
    path(
        "actors/feed.rss",
        StoriesOfKind(),
        {"kind": "person", "index": "actors"},
        name="actors-feed",
    ),
    path("actors/<slug:slug>/", subjects.actor, name="actor"),
    path("search/", search.Search.as_view(), name="search"),
    path("sitemap.xml", sitemap_views.index, {"sitemaps": sitemaps()}, name="sitemap"),
    path(
        "sitemap-<section>.xml",
        sitemap_views.sitemap,
        {"sitemaps": sitemaps()},
        name="django.contrib.sitemaps.views.sitemap",
    ),
]
