from django.urls import include, path, re_path
from django.views.decorators.http import conditional_page

from . import calendars, sitemaps
from .feeds import FORMATS, FilteredStories, LatestStories, StoriesAbout, StoriesOfKind
from .previewing import shared_preview
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


def feeds(place, view, name, **extra):
    """The feed of ``place`` in each format; the name of RSS stands for all of them."""
    for format_ in FORMATS:
        suffix = "" if format_.extension == "rss" else f"-{format_.extension}"
        route = f"{place}feed.{format_.extension}"
        yield path(route, conditional_page(view(format_)), extra, name=f"{name}-feed{suffix}")


def places(kind, index, index_page, page):
    yield path(f"{index}/", index_page.as_view(), name=index)
    yield from feeds(f"{index}/", StoriesOfKind, index, kind=kind, index=index)
    yield path(f"{index}/<slug:slug>/", page.as_view(), name=kind)
    yield from feeds(f"{index}/<slug:slug>/", StoriesAbout, kind, kind=kind)
    if kind in calendars.RELEASED:
        yield path(
            f"{index}/<slug:slug>/releases.ics",
            calendars.releases,
            {"kind": kind},
            name=f"{kind}-releases",
        )


urlpatterns = [
    path("", stories.FrontPage.as_view(), name="front-page"),
    *feeds("", LatestStories, "front-page"),
    path("releases.ics", calendars.releases, name="releases"),
    path("stories/", stories.StoryList.as_view(), name="stories"),
    *feeds("stories/", FilteredStories, "stories"),
    path("stories/<slug:slug>/", stories.story, name="story"),
    re_path(
        r"^stories/(?P<slug>[-\w]+)/share-(?P<signed>[0-9a-f]{20})\.png$",
        share.share_image,
        name="share-image",
    ),
    path("preview/<str:token>/", shared_preview, name="shared-preview"),
    *(pattern for place in PLACES for pattern in places(*place)),
    path("actors/", subjects.ActorIndex.as_view(), name="actors"),
    *feeds("actors/", StoriesOfKind, "actors", kind="person", index="actors"),
    path("actors/<slug:slug>/", subjects.actor, name="actor"),
    path("search/", search.Search.as_view(), name="search"),
    path("api/v1/", include("articles.api.urls")),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:section>-<int:number>.xml", sitemaps.part),
    path("news-sitemap.xml", sitemaps.news, name="news-sitemap"),
]
