"""What belongs to a story at the desk: its links, bylines, tags, facts, corrections and notes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from taggit.models import ItemBase

from articles.body import plain_text
from newsroom.models import Tag
from newsroom.moments import this_second
from newsroom.natural_keys import KeyedQuerySet, NaturallyKeyed
from newsroom.partial_dates import partial_date_check
from talent.models import Company, Country, Person, Production

from .desk import Article
from .public import Author, FactFields, Prominence


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
