from django.db import models
from django.db.models.signals import pre_save
from django.dispatch import receiver

from newsroom.models import LanguageField, Photo, PublicPage
from newsroom.partial_dates import Certainty, PartialDateField, partial_date_check
from newsroom.text import language_of
from talent.house_style import language_of_person, sort_name

from .names import AlternativeName, NamedQuerySet
from .places import Country


class PersonQuerySet(NamedQuerySet):
    def actors(self):
        """Those with an acting credit."""
        acting = self.model.objects.filter(credits__role="actor")
        return self.filter(pk__in=acting.values("pk"))


class Person(PublicPage):
    address_kind = "person"
    other_names_are_in = ["names"]
    fields_that_belong_together = [
        ("native_name", "native_language"),
        ("birth", "birth_words", "birth_certainty"),
    ]

    name = models.CharField(
        max_length=200,
        help_text="In house style: Korean names family first (Han Hyo-joo), "
        "Japanese names given name first (Shun Oguri).",
    )
    sort_name = models.CharField(
        max_length=200,
        blank=True,
        help_text="Under what the name is filed: Han Hyo-joo, or Oguri, Shun. "
        "Blank: as its language has it.",
    )
    native_name = models.CharField(max_length=200, blank=True, help_text="한효주, 小栗旬 …")
    native_language = LanguageField(blank=True)
    disambiguation = models.CharField(
        max_length=100, blank=True, help_text="Tells two people of one name apart."
    )
    nationalities = models.ManyToManyField(Country, blank=True, related_name="people")
    bio = models.TextField(blank=True)
    photo = models.ForeignKey(
        Photo, models.PROTECT, null=True, blank=True, related_name="portrait_of"
    )
    pictures = models.ManyToManyField(
        Photo, blank=True, related_name="people", help_text="Pictures that show them."
    )
    birth = PartialDateField("born")
    birth_words = models.CharField("born, in the source's words", max_length=200, blank=True)
    birth_certainty = models.CharField(max_length=10, choices=Certainty, blank=True)
    note = models.TextField("internal note", blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "people"
        ordering = ["sort_name", "pk"]
        indexes = [models.Index(fields=["sort_name", "id"], name="person_by_sort_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "disambiguation"],
                name="person_is_told_apart",
                violation_error_message="There is a person of this name: add a disambiguation.",
            ),
            partial_date_check("birth", name="person_birth_is_partial_date"),
        ]

    def __str__(self):
        return f"{self.name} ({self.disambiguation})" if self.disambiguation else self.name

    def recorded_names(self):
        return [self.name, self.native_name, *(other.name for other in self.names.all())]

    def language(self, nationalities=()):
        """Whose custom the name follows, as far as is known."""
        codes = [country.code for country in nationalities]
        return language_of_person(self.native_language, self.native_name, codes)


@receiver(pre_save, sender=Person)
def fill_in(instance, **kwargs):
    instance.native_language = instance.native_language or language_of(instance.native_name)
    instance.sort_name = instance.sort_name or sort_name(instance.name, instance.language())


class PersonName(AlternativeName):
    owner, key_lookups = "person", ["person__slug", "name"]

    person = models.ForeignKey(Person, models.CASCADE, related_name="names")

    class Meta(AlternativeName.Meta):
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="person_name_is_unique")
        ]
