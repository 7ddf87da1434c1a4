"""Facts of live stories, where the pages of shows and people gather them."""

from django.db import models
from django.db.models import Exists, OuterRef

from newsroom.partial_dates import Certainty, PartialDateField
from talent.models import Company, Country, Person, Production

from .stories import Edition


class FactFields(models.Model):
    class Kind(models.TextChoices):
        RELEASE = "release", "release"
        FILMING = "filming", "filming"
        CHART_RANK = "chart_rank", "chart rank"
        CHART_RUN = "chart_run", "chart run"
        VIEWING_HOURS = "viewing_hours", "viewing hours"
        SHARE = "share", "share"
        ADMISSIONS = "admissions", "admissions"
        SUBSCRIBERS = "subscribers", "subscribers"
        OTHER = "other", "other"

    label = models.CharField(max_length=200)
    kind = models.CharField(max_length=15, choices=Kind)
    value = models.DecimalField(max_digits=20, decimal_places=3, null=True, blank=True)
    unit = models.CharField(max_length=50, blank=True)
    chart = models.CharField(max_length=200, blank=True)
    approximate = models.BooleanField(default=False)
    consecutive = models.BooleanField(default=False)
    date = PartialDateField()
    date_words = models.CharField(
        "date in words", max_length=300, blank=True, help_text="As the source says it."
    )
    date_certainty = models.CharField(max_length=10, choices=Certainty, blank=True)
    quote = models.TextField("exact words", help_text="The words that state it.")

    class Meta:
        abstract = True


class PublishedFactQuerySet(models.QuerySet):
    def live(self):
        # Looked up fact by fact: a list of all that is live would be the whole archive.
        return self.filter(Exists(Edition.objects.live().filter(pk=OuterRef("edition"))))


class PublishedFact(FactFields):
    """A fact of an edition, where the pages of shows and people can gather it."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="facts")
    production = models.ForeignKey(
        Production, models.SET_NULL, null=True, related_name="published_facts", db_index=False
    )
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="published_facts", db_index=False
    )
    company = models.ForeignKey(
        Company, models.SET_NULL, null=True, related_name="published_facts", db_index=False
    )
    country = models.ForeignKey(
        Country, models.SET_NULL, null=True, related_name="published_facts", db_index=False
    )
    platform = models.ForeignKey(Company, models.SET_NULL, null=True, related_name="+")
    happened_at = models.DateTimeField(
        help_text="Its place in time: the story's own where it has no date. Never shown."
    )

    objects = PublishedFactQuerySet.as_manager()

    class Meta:
        ordering = ["happened_at", "pk"]
        indexes = [
            models.Index(fields=["kind", "-happened_at"], name="fact_of_kind_newest"),
            models.Index(fields=["production", "happened_at", "id"], name="fact_of_show"),
            models.Index(fields=["person", "happened_at", "id"], name="fact_of_person"),
            models.Index(fields=["company", "happened_at", "id"], name="fact_of_company"),
            models.Index(fields=["country", "happened_at", "id"], name="fact_of_country"),
        ]

    def __str__(self):
        return self.label
