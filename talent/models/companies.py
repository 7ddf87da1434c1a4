from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.models import LanguageField, PublicPage

from .names import AlternativeName, NamedQuerySet
from .places import Country


class Company(PublicPage):
    class Kind(models.TextChoices):
        PLATFORM = "platform", _("streaming platform")
        PRODUCTION = "production", _("production company")
        BROADCASTER = "broadcaster", _("broadcaster")
        STUDIO = "studio", _("studio")
        GROUP = "group", _("media group")
        PUBLISHER = "publisher", _("publisher")
        OUTLET = "outlet", _("news outlet")
        OTHER = "other", _("other")

    address_kind = "company"
    other_names_are_in = ["names"]
    fields_that_belong_together = [("native_name", "native_language")]

    name = models.CharField(max_length=200)
    native_name = models.CharField(max_length=200, blank=True)
    native_language = LanguageField(blank=True)
    disambiguation = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.OTHER)
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="companies"
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="subsidiaries",
        help_text="The company that owns it.",
    )
    description = models.TextField(blank=True)
    note = models.TextField("internal note", blank=True)

    objects = NamedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "companies"
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["name", "id"], name="company_by_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "disambiguation"],
                name="company_is_told_apart",
                violation_error_message="There is a company of this name: add a disambiguation.",
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.disambiguation})" if self.disambiguation else self.name

    def clean(self):
        super().clean()
        owner = self.parent
        while owner:
            if owner.pk == self.pk:
                raise ValidationError({"parent": "A company cannot own itself."})
            owner = owner.parent

    def recorded_names(self):
        return [self.name, self.native_name, *(other.name for other in self.names.all())]


class CompanyName(AlternativeName):
    owner, key_lookups = "company", ["company__slug", "name"]

    company = models.ForeignKey(Company, models.CASCADE, related_name="names")

    class Meta(AlternativeName.Meta):
        constraints = [
            models.UniqueConstraint(fields=["company", "name"], name="company_name_is_unique")
        ]
