"""What editors edit. Readers never see these tables: publishing copies them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from articles.body import BodyField, plain_text
from newsroom.models import LanguageField, Photo, SlugKeyed, Tag
from newsroom.moments import this_second
from newsroom.natural_keys import KeyedQuerySet, NaturallyKeyed
from newsroom.partial_dates import Certainty, PartialDateField, partial_date_check
from newsroom.tagging import Tags
from talent.models import Company, Country, Person, Production

from .ownership import ArticleQuerySet
from .public import Author, FactFields, Prominence


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


class Part(NaturallyKeyed):
    """A row that belongs to a story and is frozen with it in every revision."""

    article = models.ForeignKey(Article, models.CASCADE)

    objects = KeyedQuerySet.as_manager()

    class Meta:
        abstract = True


class Link(Part):
    """What a story is about. A subclass adds the foreign key that ``target`` names."""

    target = ""

    prominence = models.PositiveSmallIntegerField(
        choices=Prominence, default=Prominence.MENTIONED
    )
    printed = models.CharField(
        "printed as",
        max_length=250,
        blank=True,
        help_text="The form that this story prints, where it is not the recorded one.",
    )
    quoted = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["prominence", "position", "pk"]

    def __str__(self):
        return f"“{self.article}” names {getattr(self, self.target)}"

    def absorb(self, other):
        """What this link says once ``other``, the story's to a merged record, goes into it."""
        return {
            "prominence": min(self.prominence, other.prominence),
            "quoted": self.quoted or other.quoted,
        }


def prominence_check(name):
    return models.CheckConstraint(
        condition=Q(prominence__in=[1, 2, 3]), name=f"{name}_prominence_is_known"
    )


class ArticleProduction(Link):
    target = "production"
    key_lookups = ["article__slug", "production__slug"]

    article = models.ForeignKey(Article, models.CASCADE, related_name="productions")
    production = models.ForeignKey(Production, models.PROTECT, related_name="article_links")

    class Meta(Link.Meta):
        verbose_name = "show in the story"
        verbose_name_plural = "shows in the story"
        constraints = [
            models.UniqueConstraint(
                fields=["article", "production"], name="one_link_to_a_show"
            ),
            prominence_check("show_link"),
        ]


class ArticlePerson(Link):
    target = "person"
    key_lookups = ["article__slug", "person__slug"]

    article = models.ForeignKey(Article, models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, models.PROTECT, related_name="article_links")

    class Meta(Link.Meta):
        verbose_name = "person in the story"
        verbose_name_plural = "people in the story"
        constraints = [
            models.UniqueConstraint(fields=["article", "person"], name="one_link_to_a_person"),
            prominence_check("person_link"),
        ]


class ArticleCompany(Link):
    target = "company"
    key_lookups = ["article__slug", "company__slug"]

    article = models.ForeignKey(Article, models.CASCADE, related_name="companies")
    company = models.ForeignKey(Company, models.PROTECT, related_name="article_links")

    class Meta(Link.Meta):
        verbose_name = "company in the story"
        verbose_name_plural = "companies in the story"
        constraints = [
            models.UniqueConstraint(
                fields=["article", "company"], name="one_link_to_a_company"
            ),
            prominence_check("company_link"),
        ]


class ArticleCountry(Link):
    target = "country"
    key_lookups = ["article__slug", "country__slug"]

    article = models.ForeignKey(Article, models.CASCADE, related_name="countries")
    country = models.ForeignKey(Country, models.PROTECT, related_name="article_links")

    class Meta(Link.Meta):
        verbose_name = "country in the story"
        verbose_name_plural = "countries in the story"
        constraints = [
            models.UniqueConstraint(
                fields=["article", "country"], name="one_link_to_a_country"
            ),
            prominence_check("country_link"),
        ]


class Byline(Part):
    key_lookups = ["article__slug", "author__slug"]

    article = models.ForeignKey(Article, models.CASCADE, related_name="byline_set")
    author = models.ForeignKey(Author, models.PROTECT)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "author"], name="one_byline_an_author")
        ]

    def __str__(self):
        return f"“{self.article}” by {self.author}"


class TaggedArticle(NaturallyKeyed, ItemBase):
    key_lookups = ["content_object__slug", "tag__slug"]

    # The name that taggit asks of a through model's link to what is tagged.
    content_object = models.ForeignKey(Article, models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="tagged_articles")

    objects = KeyedQuerySet.as_manager()

    class Meta:
        verbose_name = "tag of a story"
        verbose_name_plural = "tags"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="tagged_once")
        ]

    def __str__(self):
        return f"“{self.content_object}” is tagged {self.tag}"


class Fact(Part, FactFields):
    """A date or a figure, with the words that state it."""

    key_lookups = ["article__slug", "label"]

    article = models.ForeignKey(Article, models.CASCADE, related_name="facts")
    production = models.ForeignKey(
        Production, models.PROTECT, null=True, blank=True, related_name="facts"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="facts"
    )
    company = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="facts"
    )
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="facts"
    )
    platform = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="platform_facts"
    )

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["kind", "date"], name="fact_by_date")]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "label"],
                name="fact_label_is_unique",
                violation_error_message="Two facts of one story need different labels.",
            ),
            partial_date_check("date", name="fact_date_is_partial_date"),
        ]

    def __str__(self):
        return self.label


class Correction(Part):
    """Public, and dated: readers see it below the story."""

    key_lookups = ["article__slug", "made_at"]

    article = models.ForeignKey(Article, models.CASCADE, related_name="corrections")
    made_at = models.DateTimeField(default=this_second)
    text = models.TextField()

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "made_at"], name="one_correction_at_a_time"
            )
        ]

    def __str__(self):
        return f"{self.made_at:%Y-%m-%d}: {self.text[:60]}"


def bare(text):
    """Without spaces, which markup comes and goes with."""
    return "".join(text.split())


class Note(NaturallyKeyed):
    """Internal, and never part of a revision: what colleagues say of a passage."""

    key_lookups = ["article__slug", "written_at"]

    article = models.ForeignKey(Article, models.CASCADE, related_name="notes")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField(default=this_second, editable=False)
    passage = models.TextField(blank=True, help_text="The words that it is about.")
    text = models.TextField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = KeyedQuerySet.as_manager()

    class Meta:
        ordering = ["written_at"]
        constraints = [
            models.UniqueConstraint(fields=["article", "written_at"], name="one_note_at_a_time")
        ]

    def __str__(self):
        return self.text[:60]

    @property
    def has_lost_its_passage(self):
        """Whether the words that it is about are no longer in the story."""
        story = self.article
        texts = [story.headline, story.kicker, story.standfirst, plain_text(story.body)]
        return bare(self.passage) not in bare("\n".join(texts))


class SavedViewQuerySet(KeyedQuerySet):
    def visible_to(self, user):
        return self.filter(Q(user=user) | Q(shared=True))


class SavedView(NaturallyKeyed):
    """A list of the admin as somebody likes to see it."""

    key_lookups = ["user__username", "path", "name"]

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views"
    )
    path = models.CharField(max_length=200)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    shared = models.BooleanField(default=False, help_text="Everybody at the desk sees it.")

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["path", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "path", "name"],
                name="saved_view_is_unique",
                violation_error_message="You have a view of this name already.",
            )
        ]

    def __str__(self):
        return self.name
