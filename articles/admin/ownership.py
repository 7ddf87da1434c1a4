"""Whose rows of a story one may see and change: the same rule for every page and action."""

from operator import attrgetter

from django.contrib import admin
from django.db.models import Exists, OuterRef

from articles.models import Article
from articles.models.ownership import EDIT_ALL


def allows(request, rule, story_id) -> bool:
    """Whether the ``rule``, a method of the stories' queryset, lets the user at this story.

    A query, once a request.
    """
    if request.user.has_perm(EDIT_ALL):
        return True
    known = request.__dict__.setdefault("stories_allowed", {})
    if (rule, story_id) not in known:
        stories = getattr(Article.objects, rule)(request.user)
        known[rule, story_id] = stories.filter(pk=story_id).exists()
    return known[rule, story_id]


class OwnStories(admin.ModelAdmin):
    """The first base of every admin whose rows belong to a story."""

    # The column that leads from a row to its story.
    story = "article_id"
    to_view, to_change = "visible_to", "changeable_by"

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if request.user.has_perm(EDIT_ALL):
            return rows
        if self.model is Article:
            return rows.visible_to(request.user)
        # Row by row: all that somebody ever wrote may be much of the archive.
        stories = Article.objects.visible_to(request.user)
        return rows.filter(Exists(stories.filter(pk=OuterRef(self.story))))

    def lets(self, request, rule, row):
        if row is None:
            return True
        return allows(request, rule, attrgetter(self.story.replace("__", "."))(row))

    def has_view_permission(self, request, obj=None):
        may_view = super().has_view_permission(request, obj)
        return may_view and self.lets(request, self.to_view, obj)

    def has_change_permission(self, request, obj=None):
        may_change = super().has_change_permission(request, obj)
        return may_change and self.lets(request, self.to_change, obj)

    def has_delete_permission(self, request, obj=None):
        may_delete = super().has_delete_permission(request, obj)
        return may_delete and self.lets(request, self.to_change, obj)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if self.story == f"{db_field.name}_id":
            kwargs["queryset"] = getattr(Article.objects, self.to_change)(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
