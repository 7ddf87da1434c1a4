"""Parts of stories that also have pages of their own."""

from django.contrib import admin
from django.utils import timezone

from articles.models import Article, Correction, Fact
from articles.revisions import save_revision
from newsroom.desk_admin import DeskAdmin
from newsroom.guarded_admin import lock

from .ownership import OwnStories
from .parts import FACT_FIELDS


def record(articles, user):
    """Keep a version of each of these stories, a part of which has changed."""
    for article in articles:
        Article.objects.filter(pk=article.pk).update(updated_at=timezone.now())
        save_revision(article, user=user)


class PartAdmin(OwnStories, DeskAdmin):
    """To save a part of a story is to save the story."""

    list_select_related = ["article"]

    def for_list(self, parts):
        return parts.defer("article__body", "article__raw_text")

    def get_readonly_fields(self, request, obj=None):
        return ["article"] if obj else []

    def lock(self, found):
        # The story first, as its own form does.
        lock(found.article)
        super().lock(found)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        record([obj.article], request.user)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        record([obj.article], request.user)

    def delete_queryset(self, request, queryset):
        articles = list(Article.objects.filter(pk__in=queryset.values("article")))
        super().delete_queryset(request, queryset)
        record(articles, request.user)


@admin.register(Fact)
class FactAdmin(PartAdmin):
    fields = ["article", *FACT_FIELDS]
    list_display = ["label", "kind", "value", "unit", "date", "article"]
    list_filter = ["kind", "date_certainty", "approximate"]
    search_fields = ["label", "quote", "chart", "article__headline"]


@admin.register(Correction)
class CorrectionAdmin(PartAdmin):
    list_display = ["text", "made_at", "article"]
    list_filter = ["made_at"]
    search_fields = ["text", "article__headline"]
