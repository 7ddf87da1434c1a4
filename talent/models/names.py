from django.db import models
from django.db.models import Exists, OuterRef, Subquery, Value
from django.utils.translation import gettext_lazy as _

from newsroom.models import LanguageField
from newsroom.natural_keys import KeyedQuerySet, NaturallyKeyed
from newsroom.text import script_of
from talent.names import KEY_LENGTH, contained_keys, first_key, key_of, query_keys, sound_of
from talent.sounds import slips

# Of more names that begin alike no more are looked at.
MOST_FOUND = 100
LAST = "\U0010ffff"


class KeyField(models.CharField):
    """Ordered by the numbers of its characters on any database, so that an index serves a prefix."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, max_length=kwargs.pop("max_length", KEY_LENGTH), **kwargs)

    def db_parameters(self, connection):
        collation = {"postgresql": "C", "sqlite": "BINARY"}[connection.vendor]
        return super().db_parameters(connection) | {"collation": collation}


class NameKeyQuerySet(models.QuerySet):
    def exactly(self, spelling):
        return self.filter(key__in=query_keys(spelling))

    def beginning(self, spelling):
        """Names with a part that begins with ``spelling``, those first that are no longer."""
        key = first_key(spelling)
        found = self.filter(key__gte=key, key__lt=key + LAST) if key else self.none()
        return found.order_by("key", "place")

    def within(self, text):
        """Names that ``text`` contains as whole words."""
        return self.filter(key__in=contained_keys(text))

    def sounding_like(self, spelling):
        """Names that ``spelling`` may have meant. They suggest; they never match."""
        return self.filter(loose__in=slips(sound_of(spelling)))


class NameKey(models.Model):
    """One spelling of one record, folded: derived from its names, never edited."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        SHOW = "show", _("show")
        COMPANY = "company", _("company")
        COUNTRY = "country", _("country")
        TAG = "tag", _("tag")

    kind = models.CharField(max_length=10, choices=Kind)
    subject_id = models.BigIntegerField()
    key = KeyField()
    loose = KeyField(help_text="How it sounds, roughly.")
    place = models.PositiveSmallIntegerField(
        help_text="0 is the record's own name; other names and orders come after it."
    )
    name = models.CharField(max_length=250)

    objects = NameKeyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["key", "place", "kind", "subject_id"], name="name_key"),
            models.Index(
                fields=["kind", "key", "place", "subject_id"], name="name_key_of_a_kind"
            ),
            models.Index(fields=["loose", "kind", "subject_id"], name="name_key_loose"),
            models.Index(fields=["kind", "subject_id"], name="name_key_subject"),
        ]

    def __str__(self):
        return f"{self.key} ({self.kind} {self.subject_id})"


def matching(records, spelling):
    """Those of ``records`` with a name that is ``spelling`` or has a part that begins so.

    The best first: those called so, by their own name or by another, then those whose
    name goes on. Each has the name by which it is found as ``matched``.
    """
    names = NameKey.objects.filter(kind=records.model.address_kind)
    found, whole = names.beginning(spelling), names.filter(key=key_of(spelling))
    return found_by(records, found, whole).order_by(
        "-is_whole", "matched_key", "matched_place", "pk"
    )


def meant(records, spelling):
    """Those of ``records`` that ``spelling`` may have meant, each ``is_guess``."""
    names = NameKey.objects.filter(kind=records.model.address_kind)
    found = names.sounding_like(spelling).order_by("place")
    same = names.filter(loose=sound_of(spelling))
    guesses = found_by(records, found, same).annotate(is_guess=Value(True))
    return guesses.order_by("-is_whole", "matched_place", "pk")


def found_or_meant(records, spelling):
    """Those that match; only if there are none, those that may have been meant."""
    found = matching(records, spelling)
    return found if found.exists() else meant(records, spelling)


def found_by(records, names, best):
    of_record = names.filter(subject_id=OuterRef("pk"))
    return records.filter(pk__in=names.values("subject_id")[:MOST_FOUND]).annotate(
        matched=Subquery(of_record.values("name")[:1]),
        matched_key=Subquery(of_record.values("key")[:1]),
        matched_place=Subquery(of_record.values("place")[:1]),
        is_whole=Exists(best.filter(subject_id=OuterRef("pk"))),
    )


class AlternativeName(NaturallyKeyed):
    """Another name of a record. A subclass adds the foreign key that ``owner`` names."""

    class Kind(models.TextChoices):
        NATIVE = "native", _("native script")
        ROMANISED = "romanised", _("romanised")
        STAGE = "stage", _("stage name")
        BIRTH = "birth", _("birth name")
        FORMER = "former", _("former")
        TRANSLATION = "translation", _("translation")
        WORKING = "working", _("working title")
        VARIANT = "variant", _("variant")
        MISPRINT = "misprint", _("misprint")

    owner = ""

    name = models.CharField(max_length=250)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.VARIANT)
    language = LanguageField(blank=True)
    note = models.CharField(max_length=250, blank=True)

    objects = KeyedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self):
        return self.name

    @property
    def script(self):
        return script_of(self.name)


class NamedQuerySet(KeyedQuerySet):
    """People, works, companies and countries: found by any of their names."""

    def with_names(self):
        """Load all that ``recorded_names`` reads, in one more query."""
        return self.prefetch_related(*self.model.other_names_are_in)

    def matching(self, spelling):
        return matching(self, spelling)

    def called(self, *spellings):
        """Those with one of these names, in any spelling."""
        names = NameKey.objects.filter(kind=self.model.address_kind)
        keys = {key for spelling in spellings for key in query_keys(spelling)}
        return self.filter(pk__in=names.filter(key__in=keys).values("subject_id"))
