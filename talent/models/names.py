from django.db import models
from django.db.models import Q

from newsroom.models import LanguageField
from talent.names import contained_keys, query_keys


class NameKeyQuerySet(models.QuerySet):
    def exactly(self, spelling):
        return self.filter(key__in=query_keys(spelling))

    def beginning(self, spelling):
        """Names with a part that begins with ``spelling``."""
        starts = [Q(key__startswith=key) for key in query_keys(spelling)]
        return self.filter(Q.create(starts, Q.OR)) if starts else self.none()

    def within(self, text):
        """Names that ``text`` contains as whole words."""
        return self.filter(key__in=contained_keys(text))


class NameKey(models.Model):
    """One spelling of one record, folded: derived from its names, never edited."""

    class Kind(models.TextChoices):
        PERSON = "person", "person"
        SHOW = "show", "show"
        COMPANY = "company", "company"
        COUNTRY = "country", "country"

    kind = models.CharField(max_length=10, choices=Kind)
    subject_id = models.BigIntegerField()
    key = models.CharField(max_length=150)
    name = models.CharField(max_length=250)

    objects = NameKeyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index("key", "kind", "subject_id", name="name_key_exact"),
            models.Index(
                fields=["key"], opclasses=["varchar_pattern_ops"], name="name_key_prefix"
            ),
            models.Index(fields=["kind", "subject_id"], name="name_key_subject"),
        ]

    def __str__(self):
        return f"{self.key} ({self.kind} {self.subject_id})"


class AlternativeName(models.Model):
    """Another name of a record. A subclass adds the foreign key that ``owner`` names."""

    class Kind(models.TextChoices):
        NATIVE = "native", "native script"
        ROMANISED = "romanised", "romanised"
        STAGE = "stage", "stage name"
        BIRTH = "birth", "birth name"
        FORMER = "former", "former"
        TRANSLATION = "translation", "translation"
        WORKING = "working", "working title"
        VARIANT = "variant", "variant"
        MISPRINT = "misprint", "misprint"

    owner = ""

    name = models.CharField(max_length=250)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.VARIANT)
    language = LanguageField(blank=True)
    note = models.CharField(max_length=250, blank=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (*getattr(self, self.owner).natural_key(), self.name)


class AlternativeNameQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug, name):
        return self.get(**{f"{self.model.owner}__slug": slug, "name": name})


class NamedQuerySet(models.QuerySet):
    """People, works, companies and countries: found by any of their names."""

    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def with_names(self):
        """Load all that ``recorded_names`` reads, in one more query."""
        return self.prefetch_related(*self.model.other_names_are_in)

    def matching(self, spelling):
        """Those with a name that is ``spelling``, or a part of a name that begins with it."""
        found = NameKey.objects.filter(kind=self.model.address_kind).beginning(spelling)
        return self.filter(pk__in=found.values("subject_id"))
