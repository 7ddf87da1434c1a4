"""The public side: written by publishing alone, and looked at here."""

from django.contrib import admin

from articles.models import Edition, Listing, OldPath, PublishedFact
from newsroom.desk_admin import DeskAdmin, ReadOnlyAdmin, pretty

from .ownership import OwnStories

DERIVED = ["links", "corrections", "author_ids", "tag_ids"]


@admin.register(Edition)
class EditionAdmin(OwnStories, ReadOnlyAdmin):
    exclude = DERIVED
    list_display = ["headline", "visible_from", "visible_until", "withdrawn_at", "published_at"]
    list_filter = ["visible_from", ("withdrawn_at", admin.EmptyFieldListFilter)]
    readonly_fields = ["derived"]
    search_fields = ["headline", "slug"]

    def for_list(self, editions):
        return editions.defer("body", "links", "corrections")

    @admin.display(description="what it names")
    def derived(self, edition):
        return pretty({name: getattr(edition, name) for name in DERIVED})


@admin.register(Listing)
class ListingAdmin(OwnStories, ReadOnlyAdmin):
    story = "edition__article_id"
    exclude = ["reason"]
    list_display = ["edition", "kind", "subject_id", "band", "prominence", "published_at"]
    list_filter = ["kind", "band", "prominence"]
    list_select_related = ["edition"]
    readonly_fields = ["reasons"]
    search_fields = ["edition__headline", "edition__slug"]

    def for_list(self, listings):
        return listings.defer("edition__body", "edition__links", "edition__corrections")

    @admin.display(description="reason")
    def reasons(self, listing):
        return pretty(listing.reason)


@admin.register(PublishedFact)
class PublishedFactAdmin(OwnStories, ReadOnlyAdmin):
    story = "edition__article_id"
    list_display = ["label", "kind", "value", "unit", "date", "edition"]
    list_filter = ["kind"]
    list_select_related = ["edition"]
    search_fields = ["label", "quote", "edition__headline"]

    def for_list(self, facts):
        return facts.defer("edition__body", "edition__links", "edition__corrections")


@admin.register(OldPath)
class OldPathAdmin(OwnStories, DeskAdmin):
    list_display = ["path", "article"]
    list_select_related = ["article"]
    search_fields = ["path", "article__headline"]
