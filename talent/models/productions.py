from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.models import LanguageField, Photo, PublicPage, Tag
from newsroom.natural_keys import KeyedQuerySet, NaturallyKeyed

from .companies import Company
from .names import AlternativeName, NamedQuerySet
from .people import Person
from .places import Country


class Production(PublicPage):
    """A work: a series, a film, a show, or the novel that one is based on."""

    class Kind(models.TextChoices):
        FILM = "film", _("film")
        SERIES = "series", _("series")
        SHOW = "show", _("show")
        NOVEL = "novel", _("novel")
        OTHER = "other", _("other")

    address_kind = "show"
    other_names_are_in = ["titles"]
    fields_that_belong_together = [("original_title", "original_language")]

    title = models.CharField(max_length=250)
    original_title = models.CharField(max_length=250, blank=True)
    original_language = LanguageField(blank=True)
    disambiguation = models.CharField(
        max_length=100, blank=True, help_text="Tells two works of one title apart."
    )
    kind = models.CharField(
        max_length=10, choices=Kind, blank=True, help_text="Blank: no source says."
    )
    year = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1880), MaxValueValidator(2200)]
    )
    countries = models.ManyToManyField(Country, blank=True, related_name="productions")
    based_on = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="adaptations"
    )
    genres = models.ManyToManyField(Tag, blank=True, related_name="productions")
    synopsis = models.TextField(blank=True)
    poster = models.ForeignKey(
        Photo, models.PROTECT, null=True, blank=True, related_name="poster_of"
    )
    note = models.TextField("internal note", blank=True)

    objects = NamedQuerySet.as_manager()

    class Meta:
        verbose_name = "show"
        ordering = ["title", "pk"]
        indexes = [models.Index(fields=["title", "id"], name="production_by_title")]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "disambiguation"],
                name="production_is_told_apart",
                violation_error_message="There is a work of this title: add a disambiguation.",
            ),
            models.CheckConstraint(
                condition=models.Q(year__isnull=True) | models.Q(year__range=(1880, 2200)),
                name="production_year_is_plausible",
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.disambiguation})" if self.disambiguation else self.title

    def recorded_names(self):
        return [self.title, self.original_title, *(other.name for other in self.titles.all())]


class ProductionTitle(AlternativeName):
    owner, key_lookups = "production", ["production__slug", "name"]

    production = models.ForeignKey(Production, models.CASCADE, related_name="titles")
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, help_text="Where it is called so."
    )

    class Meta(AlternativeName.Meta):
        verbose_name = "title"
        constraints = [
            models.UniqueConstraint(
                fields=["production", "name"], name="production_title_is_unique"
            )
        ]


class CreditQuerySet(KeyedQuerySet):
    def acting(self):
        return self.filter(role=Credit.Role.ACTOR)


class Credit(NaturallyKeyed):
    owner = "production"
    key_lookups = [
        *("production__slug", "person__slug"),
        *("role", "character", "credited_as"),
    ]

    class Role(models.TextChoices):
        ACTOR = "actor", _("actor")
        DIRECTOR = "director", _("director")
        FILMMAKER = "filmmaker", _("filmmaker")
        SHOWRUNNER = "showrunner", _("showrunner")
        WRITER = "writer", _("writer")
        AUTHOR = "author", _("author")
        CREATOR = "creator", _("creator")
        PRODUCER = "producer", _("producer")
        MUSIC = "music", _("music")
        OTHER = "other", _("other")

    production = models.ForeignKey(Production, models.CASCADE, related_name="credits")
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="credits",
        help_text="Blank for somebody whom no source names: say under “credited as” who.",
    )
    role = models.CharField(max_length=12, choices=Role, default=Role.ACTOR)
    character = models.CharField(
        max_length=200, blank=True, help_text="Blank if the character has no name."
    )
    character_variants = models.TextField(
        blank=True, help_text="What other sources call the character, one to a line."
    )
    description = models.CharField(
        max_length=300, blank=True, help_text="Who the character is, or what was done."
    )
    credited_as = models.CharField(max_length=200, blank=True)
    billing = models.PositiveSmallIntegerField(
        default=100, help_text="The order of the cast: 1 comes first."
    )
    note = models.TextField("internal note", blank=True)

    objects = CreditQuerySet.as_manager()

    class Meta:
        ordering = ["billing", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["production", "person", "role", "character", "credited_as"],
                name="credit_is_unique",
                violation_error_message="This credit is recorded already.",
            ),
            models.UniqueConstraint(
                fields=["production", "role", "character", "credited_as"],
                condition=models.Q(person__isnull=True),
                name="nameless_credit_is_unique",
                violation_error_message="This credit is recorded already.",
            ),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | ~models.Q(credited_as=""),
                name="credit_has_somebody",
                violation_error_message="Name the person, or say under “credited as” who it is.",
            ),
        ]

    def __str__(self):
        return (
            f"{self.person or self.credited_as}, {self.get_role_display()} of {self.production}"
        )

    def absorb(self, other):
        """What this credit says once ``other``, the same of a merged record, goes into it."""
        texts = ["character_variants", "description", "note"]
        filled = {name: getattr(self, name) or getattr(other, name) for name in texts}
        return {**filled, "billing": min(self.billing, other.billing)}


class CompanyCredit(NaturallyKeyed):
    key_lookups = ["production__slug", "company__slug", "role"]

    class Role(models.TextChoices):
        PRODUCTION = "production", _("production company")
        PLATFORM = "platform", _("platform")
        BROADCASTER = "broadcaster", _("broadcaster")
        DISTRIBUTOR = "distributor", _("distributor")
        PUBLISHER = "publisher", _("publisher")

    production = models.ForeignKey(Production, models.CASCADE, related_name="company_credits")
    company = models.ForeignKey(Company, models.PROTECT, related_name="credits")
    role = models.CharField(max_length=12, choices=Role)
    note = models.TextField("internal note", blank=True)

    objects = KeyedQuerySet.as_manager()

    class Meta:
        ordering = ["role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["production", "company", "role"], name="company_credit_is_unique"
            )
        ]

    def __str__(self):
        return f"{self.company}, {self.get_role_display()} of {self.production}"

    def absorb(self, other):
        return {"note": self.note or other.note}
