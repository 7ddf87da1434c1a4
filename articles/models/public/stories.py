"""The stories that readers see, where they are listed and how they are found."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from articles import search
from articles.body import BodyField
from newsroom.addresses import address
from newsroom.models import LanguageField, OldAddress, Photo, PublicPage
from newsroom.moments import for_readers, this_second
from newsroom.natural_keys import KeyedQuerySet, NaturallyKeyed
from newsroom.partial_dates import PartialDateField

# An open end, so that one comparison, and so one index, serves every edition.
FOREVER = datetime.datetime(9000, 1, 1, tzinfo=datetime.UTC)
# Where a story stands whose source gives no date: before all that have one.
UNDATED = datetime.datetime(1900, 1, 1, tzinfo=datetime.UTC)


# Of the translations of one story no more are told of.
MOST_LANGUAGES = 100


class Prominence(models.IntegerChoices):
    MAIN = 1, "main"
    FEATURED = 2, "featured"
    MENTIONED = 3, "mentioned"


class Author(PublicPage):
    address_kind = "author"

    name = models.CharField(max_length=200)
    bio = models.TextField(blank=True)
    photo = models.ForeignKey(
        Photo, models.PROTECT, null=True, blank=True, related_name="author_portrait_of"
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="author"
    )

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name


class VisibleQuerySet(models.QuerySet):
    def live(self, at=None):
        """What readers may see at the moment ``at``, or now."""
        at = at or for_readers.now()
        return self.filter(visible_from__lte=at, visible_until__gt=at)


class EditionQuerySet(VisibleQuerySet, KeyedQuerySet):
    def of_address(self, slug):
        """Every edition of the story that ``slug`` is or was the address of. One query."""
        moved = OldAddress.objects.filter(kind="story", slug=slug).values("target")
        known = Edition.objects.filter(models.Q(slug=slug) | models.Q(slug__in=moved))
        return self.filter(article_id__in=known.values("article_id"))

    def elsewhere(self, slug):
        """What is at an address where no story is live: the live story that has moved from
        there, or None, and whether one has ended there. One query.
        """
        now, ended = for_readers.now(), False
        for edition in self.of_address(slug).only("slug", "visible_from", "visible_until"):
            if edition.visible_from <= now < edition.visible_until:
                return edition, False
            ended = ended or edition.visible_until <= now
        return None, ended

    def newest_first(self):
        return self.order_by("-published_at", "-article_id")

    def listed_under(self, kind, subject_id, bands):
        """Those listed under a record in one of ``bands``, each once."""
        under = {"kind": kind, "subject_id": subject_id, "band__in": bands}
        # What stories and listings both know, so that a database can go through the listings
        # under several records in the order of the stories, in their indexes alone.
        same = {name: F(name) for name in ["article", "published_at"]}
        rows = Q(**{f"listings__{name}": value for name, value in (under | same).items()})
        if not Listing.ONCE.issuperset(bands) and Listing.Band.MENTION in bands:
            mention = under | {"band__in": [Listing.Band.MENTION], "edition": OuterRef("pk")}
            rows &= Q(listings__band__in=Listing.ONCE) | ~Exists(
                Listing.objects.filter(**mention)
            )
        return self.filter(rows)

    def matching(self, text):
        return search.matching(self, text)

    def for_cards(self):
        """Load what a card shows and nothing longer. One query."""
        return self.select_related("lead_photo").defer("body", "corrections")


class Edition(NaturallyKeyed):
    """One revision of a story on the public side, for as long as it may be seen there.

    What is not serialised is derived from the revision, and made again when a
    fixture is loaded.
    """

    key_lookups = ["article__slug", "revision__number"]
    moments = ["visible_from", "visible_until"]

    article = models.ForeignKey("Article", models.PROTECT, related_name="editions")
    revision = models.ForeignKey("Revision", models.PROTECT, related_name="editions")
    visible_from = models.DateTimeField()
    visible_until = models.DateTimeField(default=FOREVER)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(help_text="Its place in every list.")
    updated_at = models.DateTimeField(null=True, blank=True)

    is_dated = models.BooleanField(
        default=True,
        serialize=False,
        help_text="Whether published_at may be shown, or only orders.",
    )
    uid = models.UUIDField(default=uuid.uuid4, serialize=False)
    slug = models.SlugField(max_length=200, serialize=False)
    headline = models.CharField(max_length=300, serialize=False)
    standfirst = models.TextField(blank=True, serialize=False)
    kicker = models.CharField(max_length=100, blank=True, serialize=False)
    language = LanguageField(default="en", serialize=False)
    body = BodyField(blank=True, serialize=False)
    lead_photo = models.ForeignKey(
        Photo, models.SET_NULL, null=True, related_name="published_leads", serialize=False
    )
    outlet_id = models.BigIntegerField(null=True, serialize=False)
    source_url = models.URLField(max_length=500, blank=True, serialize=False)
    source_date = PartialDateField(serialize=False)
    source_date_words = models.CharField(max_length=300, blank=True, serialize=False)
    source_date_certainty = models.CharField(max_length=10, blank=True, serialize=False)
    author_ids = models.JSONField(default=list, serialize=False)
    tag_ids = models.JSONField(default=list, serialize=False)
    links = models.JSONField(default=list, serialize=False)
    corrections = models.JSONField(default=list, serialize=False)
    original_id = models.BigIntegerField(
        null=True,
        db_index=True,
        serialize=False,
        help_text="The story that it translates, or itself: the same for all translations.",
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-article_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "revision"], name="a_revision_has_one_edition"
            ),
            models.CheckConstraint(
                condition=models.Q(visible_from__lte=models.F("visible_until")),
                name="edition_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-article", "visible_from", "visible_until", "id"],
                name="edition_newest_first",
            ),
            models.Index(
                fields=[
                    "language",
                    "-published_at",
                    "-article",
                    "visible_from",
                    "visible_until",
                ],
                name="edition_of_language",
            ),
            models.Index(fields=["visible_from", "id"], name="edition_by_beginning"),
            models.Index(fields=["visible_until", "id"], name="edition_by_end"),
        ]

    def __str__(self):
        return self.headline

    def get_absolute_url(self):
        return address("story", self.slug)

    @cached_property
    def in_every_language(self):
        """The live translations of the story, itself among them, the original first. One query."""
        found = Edition.objects.live().filter(original_id=self.original_id)
        rows = found.only("slug", "language", "original_id", "article_id", "headline")
        return original_first(rows[:MOST_LANGUAGES])

    @property
    def source_is_recorded(self):
        return bool(self.outlet_id or self.source_url or self.source_date)


def original_first(translations):
    return sorted(translations, key=lambda e: (e.article_id != e.original_id, e.language, e.pk))


class ListingQuerySet(VisibleQuerySet):
    def under(self, kind, subject_id, bands):
        """The stories of one list page: by band, each newest first. One covering index."""
        return self.filter(kind=kind, subject_id=subject_id, band__in=bands).order_by(
            "band", "-published_at", "-article_id"
        )


class Listing(models.Model):
    """Why and where an edition is listed: one row for each list page and band."""

    class Kind(models.TextChoices):
        SHOW = "show", _("show")
        PERSON = "person", _("person")
        COMPANY = "company", _("company")
        COUNTRY = "country", _("country")
        TAG = "tag", _("tag")
        AUTHOR = "author", _("author")

    class Band(models.IntegerChoices):
        ABOUT = 1, "about it"
        MENTION = 2, "mentions it"
        SHOWS = 3, "about its shows"
        PEOPLE = 4, "through its people"
        SUPPLIED = 5, "supplied by it"

    # A story is under a record in one of these at most.
    ONCE = frozenset({Band.ABOUT, Band.MENTION})

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="listings", db_index=False
    )
    # The public side orders by this id; it never follows it to the desk's table.
    article = models.ForeignKey("Article", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    subject_id = models.BigIntegerField()
    band = models.PositiveSmallIntegerField(choices=Band)
    prominence = models.PositiveSmallIntegerField(
        choices=Prominence, null=True, help_text="Empty: the story does not name it."
    )
    reason = models.JSONField(
        default=list, help_text="The ids of the shows or people through which it is listed."
    )
    published_at = models.DateTimeField()
    visible_from = models.DateTimeField()
    visible_until = models.DateTimeField()

    objects = ListingQuerySet.as_manager()

    class Meta:
        ordering = ["band", "-published_at", "-article_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind", "subject_id", "band"], name="listed_once"
            )
        ]
        indexes = [
            models.Index(
                fields=[
                    "kind",
                    "subject_id",
                    "band",
                    "-published_at",
                    "-article",
                    "visible_from",
                    "visible_until",
                    "edition",
                ],
                name="listing_page",
            ),
            models.Index(
                fields=[
                    "kind",
                    "subject_id",
                    "-published_at",
                    "-article",
                    "edition",
                    "band",
                ],
                condition=models.Q(band__in=[1, 2, 5]),
                name="listing_filter",
            ),
        ]

    def __str__(self):
        return f"{self.edition} under {self.kind} {self.subject_id}"


class SearchText(models.Model):
    """The words by which an edition is found; each database indexes them its own way."""

    edition = models.OneToOneField(
        Edition, models.CASCADE, primary_key=True, related_name="search_text"
    )
    title = models.TextField()
    names = models.TextField()
    words = models.TextField()

    def __str__(self):
        return f"Words of “{self.edition}”"


class PickQuerySet(VisibleQuerySet, KeyedQuerySet):
    pass


class FrontPagePick(NaturallyKeyed):
    """A story that the desk puts on the front page. Position 1 leads."""

    key_lookups = ["article__slug", "visible_from"]
    moments = ["visible_from", "visible_until"]

    article = models.ForeignKey("Article", models.CASCADE, related_name="picks")
    position = models.PositiveSmallIntegerField(default=1)
    visible_from = models.DateTimeField("from", default=this_second)
    visible_until = models.DateTimeField("until", default=FOREVER)

    objects = PickQuerySet.as_manager()

    class Meta:
        ordering = ["position", "-visible_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "visible_from"], name="picked_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(visible_from__lt=models.F("visible_until")),
                name="pick_ends_after_it_begins",
                violation_error_message="The end must come after the beginning.",
            ),
        ]

    def __str__(self):
        return f"{self.position}: {self.article}"


class OldPathQuerySet(KeyedQuerySet):
    def story_at(self, path):
        """The edition to which ``path`` leads, live or ended, or None. At most two queries."""
        article = self.filter(path=path.strip("/")).values_list("article", flat=True).first()
        if article is None:
            return None
        begun = Edition.objects.filter(article=article, visible_from__lte=for_readers.now())
        return begun.only("slug").order_by("visible_from").last()


class OldPath(NaturallyKeyed):
    """Where a story was on the site that it was imported from. A page of ours comes first."""

    key_lookups = ["path"]

    path = models.CharField(
        max_length=500, unique=True, help_text="Without the slashes at its beginning and end."
    )
    article = models.ForeignKey("Article", models.CASCADE, related_name="old_paths")

    objects = OldPathQuerySet.as_manager()

    class Meta:
        ordering = ["path"]

    def __str__(self):
        return f"/{self.path}/"

    def clean(self):
        super().clean()
        self.path = self.path.strip("/")
