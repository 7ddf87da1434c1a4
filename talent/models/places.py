from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import pgettext

from newsroom.models import PublicPage

from .names import NamedQuerySet


class Country(PublicPage):
    address_kind = "country"
    other_names_are_in = []

    code = models.CharField(
        "ISO code",
        max_length=2,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{2}$", "Two capitals: ISO 3166-1 alpha-2.")],
        help_text="ISO 3166-1 alpha-2.",
    )
    name = models.CharField(max_length=100, unique=True)
    demonym = models.CharField(max_length=100, blank=True, help_text="Korean, Japanese …")
    other_names = models.TextField(blank=True, help_text="One to a line.")

    objects = NamedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "countries"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[A-Z]{2}$"), name="country_code_is_iso"
            )
        ]

    def __str__(self):
        return pgettext("country", self.name)

    def recorded_names(self):
        return [self.name, self.demonym, *self.other_names.splitlines()]
