from django.urls import path, re_path

from . import openapi, views

app_name = "api"
LISTS = "|".join(views.KINDS)

urlpatterns = [
    path("", views.index, name="index"),
    path("openapi.json", openapi.description, name="description"),
    path("stories", views.stories, name="stories"),
    path("stories/<slug:slug>.ninjs", views.ninjs, name="ninjs"),
    path("stories/<slug:slug>", views.story, name="story"),
    path("search", views.search, name="search"),
    path("changes", views.changes, name="changes"),
    re_path(rf"^(?P<place>{LISTS})$", views.records, name="records"),
    re_path(rf"^(?P<place>{LISTS})/(?P<slug>[-a-zA-Z0-9_]+)$", views.record, name="record"),
    re_path(r"^[\s\S]*$", views.nothing),
]
