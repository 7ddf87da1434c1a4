"""What editors edit. Readers never see these tables: publishing copies them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from taggit.managers import TaggableManager

from articles.body import BodyField
from newsroom.models import LanguageField, Photo, SlugKeyed
from newsroom.partial_dates import Certainty, PartialDateField, partial_date_check
from newsroom.tagging import Tags
from talent.models import Company

from .ownership import ArticleQuerySet
from .public import Author


class Article(SlugKeyed):
    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        REVIEW = "review", "in review"
        READY = "ready", "ready"
        PUBLISHED = "published", "published"
        WITHDRAWN = "withdrawn", "withdrawn"

    UNFINISHED = [State.DRAFT, State.REVIEW, State.READY]

    uid = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="Its name in feeds, for good.",
    )
    headline = models.CharField(max_length=300)
    headline_is_ours = models.BooleanField(
        default=False, help_text="The source has no headline; the desk wrote this one."
    )
    standfirst = models.TextField(blank=True)
    kicker = models.CharField(
        max_length=100, blank=True, help_text="The line above the headline."
    )
    body = BodyField(blank=True)
    language = LanguageField(default="en")
    translation_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="translations"
    )
    lead_photo = models.ForeignKey(
        Photo, models.PROTECT, null=True, blank=True, related_name="leads"
    )
    body_photos = models.ManyToManyField(
        Photo,
        through="PhotoInBody",
        related_name="figures_in",
        editable=False,
        serialize=False,
        verbose_name="picture in the text",
    )
    bylines = models.ManyToManyField(Author, through="Byline", related_name="articles")
    tags = TaggableManager(through="TaggedArticle", manager=Tags, blank=True)

    outlet = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="stories_supplied"
    )
    source_url = models.URLField("source address", max_length=500, blank=True)
    source_id = models.CharField(
        max_length=200, blank=True, help_text="What the source or the import calls it."
    )
    source_date = PartialDateField()
    source_date_words = models.CharField(
        max_length=300, blank=True, help_text="What the source says of its own date."
    )
    source_date_certainty = models.CharField(max_length=10, choices=Certainty, blank=True)
    raw_text = models.TextField(
        blank=True, editable=False, help_text="The text as it was received."
    )

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    published_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Its place in every list. Blank: when it is first published, or the "
        "earliest moment that its source date can mean.",
    )
    publish_at = models.DateTimeField(
        "publish at", null=True, blank=True, help_text="When “Schedule” puts it out."
    )
    embargo_until = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="created_articles",
        verbose_name="begun by",
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="assigned_articles",
    )
    due_at = models.DateTimeField("due", null=True, blank=True)
    planned_for = models.DateField(
        null=True, blank=True, help_text="The day it is meant to run. It publishes nothing."
    )
    internal_note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    is_ahead = models.BooleanField(
        default=False,
        editable=False,
        serialize=False,
        help_text="It says something else than what is out. Kept by saving and publishing.",
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "story"
        verbose_name_plural = "stories"
        ordering = ["-updated_at", "-pk"]
        permissions = [
            ("edit_all_articles", "Can see and edit everybody’s stories"),
            ("publish_article", "Can publish and schedule stories"),
            ("withdraw_article", "Can withdraw stories"),
            ("lift_embargo", "Can change or lift an embargo"),
        ]
        indexes = [
            models.Index(fields=["-updated_at", "-id"], name="article_by_update"),
            models.Index(fields=["headline", "id"], name="article_by_headline"),
            models.Index(fields=["state", "id"], name="article_in_state"),
            models.Index(fields=["due_at", "id"], name="article_by_due_moment"),
            models.Index(fields=["state", "-updated_at", "-id"], name="article_by_state"),
            models.Index(fields=["assignee", "-updated_at", "-id"], name="article_by_assignee"),
            models.Index(fields=["state", "due_at"], name="article_by_due"),
            models.Index(fields=["state", "planned_for"], name="article_by_plan"),
            models.Index(
                fields=["embargo_until"],
                condition=Q(embargo_until__isnull=False),
                name="article_by_embargo",
            ),
            models.Index(
                fields=["expires_at"],
                condition=Q(expires_at__isnull=False),
                name="article_by_expiry",
            ),
            models.Index(
                fields=["-updated_at"], condition=Q(is_ahead=True), name="article_ahead"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source_id"],
                condition=~Q(source_id=""),
                name="article_source_id_is_unique",
                violation_error_message="This source text has been filed already.",
            ),
            partial_date_check("source_date", name="article_source_date_is_partial_date"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "review", "ready", "published", "withdrawn"]),
                name="article_state_is_known",
            ),
        ]

    def __str__(self):
        return self.headline

    @property
    def is_imported(self):
        """Whether it came from elsewhere, so that its own date orders it."""
        return bool(self.source_id or self.raw_text)


class PhotoInBody(models.Model):
    """A figure of the desk's text, so that what uses a photo is found; made from the body."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "photo"], name="photo_in_body_once")
        ]

    def __str__(self):
        return f"“{self.article}” shows {self.photo} in its text"


class LinkInBody(models.Model):
    """A record that a text links to, the desk's or the public one; made from the texts."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    subject_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "kind", "subject_id"], name="link_in_body_once"
            )
        ]
        indexes = [models.Index(fields=["kind", "subject_id"], name="link_in_body_to")]

    def __str__(self):
        return f"“{self.article}” links to {self.kind} {self.subject_id}"
