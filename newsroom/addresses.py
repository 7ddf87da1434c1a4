"""Pages with an address of their own, and what becomes of an address that changes."""

from functools import cache

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.urls import reverse

from .natural_keys import KeyedQuerySet, NaturallyKeyed


def address(kind, slug):
    """The address of a page: ``reverse``, which is slow for the hundred links of one."""
    before, after = around_slug(kind)
    return f"{before}{slug}{after}"


@cache
def around_slug(kind):
    return reverse(kind, args=["0"]).rsplit("0", 1)


class OldAddressQuerySet(KeyedQuerySet):
    def keep(self, kind, old, new):
        """Send readers of ``old`` to ``new``, in one hop however often it changes."""
        self.filter(kind=kind, slug=new).delete()
        self.filter(target_kind=kind, target=old).update(target=new)
        self.update_or_create(
            kind=kind, slug=old, defaults={"target": new, "target_kind": kind}
        )

    def place_of(self, kind, slug):
        """The kind and the slug that ``slug`` has become, or None. One query."""
        return self.filter(kind=kind, slug=slug).values_list("target_kind", "target").first()

    def target_of(self, kind, slug):
        """The slug that ``slug`` has become, or None. One query."""
        place = self.place_of(kind, slug)
        return place and place[1]


class OldAddress(NaturallyKeyed):
    """Names its target by slug, not id, so that a fixture can carry it."""

    key_lookups = ["kind", "slug"]

    class Kind(models.TextChoices):
        STORY = "story", "story"
        SHOW = "show", "show"
        PERSON = "person", "person"
        COMPANY = "company", "company"
        COUNTRY = "country", "country"
        TAG = "tag", "tag"
        AUTHOR = "author", "author"

    kind = models.CharField(max_length=10, choices=Kind)
    slug = models.SlugField("old address", max_length=200, db_index=False)
    target = models.SlugField("now at", max_length=200)
    target_kind = models.CharField(
        "now of kind",
        max_length=10,
        choices=Kind,
        blank=True,
        help_text="Blank: the same kind. A tag may have become a person.",
    )

    objects = OldAddressQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "old addresses"
        ordering = ["kind", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="old_address_is_unique"),
            models.CheckConstraint(
                condition=~models.Q(slug=models.F("target"), target_kind=models.F("kind")),
                name="old_address_is_not_its_target",
                violation_error_message="An address cannot lead to itself.",
            ),
        ]

    def __str__(self):
        return f"{self.kind}: {self.slug} → {self.target}"

    def get_absolute_url(self):
        return address(self.kind, self.slug)

    def clean(self):
        super().clean()
        derive_target_kind(self)


@receiver(pre_save, sender=OldAddress)
def derive_target_kind(instance, **kwargs):
    instance.target_kind = instance.target_kind or instance.kind


class SlugKeyed(NaturallyKeyed):
    """A row that fixtures name by its slug."""

    key_lookups = ["slug"]

    slug = models.SlugField(
        max_length=200,
        unique=True,
        help_text="The last part of the page's address. Old addresses keep working.",
    )

    objects = KeyedQuerySet.as_manager()

    class Meta:
        abstract = True


class PublicPage(SlugKeyed):
    """A row with a page: name its ``address_kind``, which is also its URL's name."""

    address_kind = ""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        before = getattr(self, "slug_on_record", None)
        with transaction.atomic():
            super().save(*args, **kwargs)
            if before and before != self.slug:
                OldAddress.objects.keep(self.address_kind, before, self.slug)
        self.slug_on_record = self.slug

    def get_absolute_url(self):
        return address(self.address_kind, self.slug)

    @classmethod
    def from_db(cls, db, field_names, values):
        page = super().from_db(db, field_names, values)
        page.slug_on_record = page.__dict__.get("slug")
        return page

    def clean(self):
        super().clean()
        refuse_old_address(self.address_kind, self.slug, getattr(self, "slug_on_record", None))


def refuse_old_address(kind, slug, current):
    """An address means one thing for good: refuse one that leads to another page."""
    target = OldAddress.objects.target_of(kind, slug)
    if target and target != current:
        raise ValidationError(
            {"slug": f"This address was given up by “{target}” and still leads there."},
            code="taken",
        )


def taken_among(model, kind, slugs):
    """Those of ``slugs`` that a row of ``model`` has, or that lead on as an address of ``kind``
    that was given up. Two queries.
    """
    there = model.objects.filter(slug__in=slugs).values_list("slug", flat=True)
    before = OldAddress.objects.filter(kind=kind, slug__in=slugs).values_list("slug", flat=True)
    return {*there, *before}
