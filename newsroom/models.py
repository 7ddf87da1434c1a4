import zlib
from contextlib import suppress
from itertools import chain, count

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import (
    FileExtensionValidator,
    MaxValueValidator,
    MinValueValidator,
    RegexValidator,
)
from django.db import IntegrityError, models, transaction
from django.db.models.fields.files import ImageFieldFile
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from PIL import Image
from taggit.models import TagBase

from .addresses import OldAddress, PublicPage, SlugKeyed, taken_among
from .merges import Merge, NotDuplicate
from .moments import for_readers
from .natural_keys import KeyedQuerySet
from .text import fold

__all__ = [
    "LanguageField",
    "Merge",
    "NotDuplicate",
    "OldAddress",
    "Photo",
    "PublicPage",
    "SlugKeyed",
    "Tag",
]


class LanguageField(models.CharField):
    """A language by its BCP 47 code."""

    default_validators = [
        RegexValidator(
            r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", "Write a language code such as ko, ja or vi."
        )
    ]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 20)
        kwargs.setdefault("help_text", "Its code: en, ko, ja, vi, fr …")
        super().__init__(*args, **kwargs)


def tag_key(name):
    return fold(name).replace(" ", "")


class TagQuerySet(KeyedQuerySet):
    """Keeps the key in step with the name in the ways of writing that send no signal."""

    def named(self, name):
        """The tag that ``name`` means, in any spelling or by a synonym, or None."""
        tag = self.filter(key=tag_key(name)).select_related("synonym_of").first()
        return tag and (tag.synonym_of or tag)

    def named_or_new(self, name):
        """Raises ValidationError where a new tag could not be called so."""
        if tag := self.named(name):
            return tag
        tag = Tag(name=name.strip())
        tag.slug = tag.free_slug()
        tag.full_clean()
        try:
            with transaction.atomic():
                tag.save()
        except (IntegrityError, ValidationError):
            # Somebody else may have typed it at this very moment.
            if (tag := self.named(name)) is None:
                raise
        return tag

    def update(self, **values):
        if "name" in values:
            # An expression would tell its key to the database alone.
            name = values["name"] = str(values["name"])
            values["key"] = tag_key(name)
            refuse_twins([Tag(pk=pk, name=name) for pk in self.values_list("pk", flat=True)])
        return super().update(**values)

    def bulk_create(self, tags, *args, **kwargs):
        tags = list(tags)
        refuse_twins(tags)
        return super().bulk_create(tags, *args, **kwargs)

    def bulk_update(self, tags, fields, *args, **kwargs):
        tags = list(tags)
        refuse_twins(tags)
        return super().bulk_update(tags, {*fields, "key"}, *args, **kwargs)


def refuse_twins(tags):
    """Derive the keys of ``tags``, and say so where two of all tags would be one."""
    for tag in tags:
        tag.key = tag_key(tag.name)
    known = {twin.key: twin for twin in Tag.objects.filter(key__in=[t.key for t in tags])}
    for tag in tags:
        if (twin := known.setdefault(tag.key, tag)) != tag:
            message = f"“{tag.name}” is the tag “{twin.name}” in another spelling."
            raise ValidationError({"name": message}, code="twin")


class Tag(PublicPage, TagBase):
    class Group(models.TextChoices):
        TOPIC = "topic", _("topic")
        REGION = "region", _("region")
        GENRE = "genre", _("genre")

    address_kind = "tag"
    other_names_are_in = ["synonyms"]

    group = models.CharField(max_length=10, choices=Group, default=Group.TOPIC)
    description = models.TextField(blank=True, help_text="Shown at the head of its page.")
    photo = models.ForeignKey(
        "Photo", models.PROTECT, null=True, blank=True, related_name="picture_of_tags"
    )
    key = models.CharField(max_length=100, unique=True, editable=False, serialize=False)
    synonym_of = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="synonyms",
        help_text="Another tag that says the same: this one's address leads to it.",
    )

    objects = TagQuerySet.as_manager()

    class Meta(TagBase.Meta):
        abstract = False
        ordering = ["name"]
        permissions = [("extend_closed_groups", "Can add tags to closed groups")]

    @staticmethod
    def groups_for(user):
        """Those to which ``user`` may add tags, or take them from."""
        may_extend = user.has_perm("newsroom.extend_closed_groups")
        closed = [] if may_extend else settings.CLOSED_TAG_GROUPS
        return [group for group in Tag.Group if group not in closed]

    def slugify(self, tag, i=None):
        """An address in Latin letters, whatever the name is in."""
        slug = slugify(fold(tag)) or f"tag-{zlib.crc32(tag_key(tag).encode()):x}"
        return slug if i is None else f"{slug}-{i}"

    def free_slug(self):
        """An address that no tag has or had."""
        slugs = (self.slugify(self.name, number) for number in chain([None], count(2)))
        return next(s for s in slugs if not taken_among(Tag, self.address_kind, {s}))

    def save(self, *args, update_fields=None, **kwargs):
        self.slug = self.slug or self.free_slug()
        if update_fields is not None and "name" in update_fields:
            update_fields = {*update_fields, "key"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def recorded_names(self):
        """By which it is found: a synonym leads to the tag that it stands for."""
        if self.synonym_of_id:
            return []
        return [self.name, *(synonym.name for synonym in self.synonyms.all())]

    def clean(self):
        super().clean()
        if not tag_key(self.name):
            raise ValidationError({"name": "A tag needs at least one letter or digit."})
        refuse_twins([self])
        if self.synonym_of_id and (
            self.synonym_of_id == self.pk or self.synonym_of.synonym_of_id
        ):
            raise ValidationError({"synonym_of": "Choose a tag that is not itself a synonym."})
        if self.synonym_of_id and self.pk and self.synonyms.exists():
            raise ValidationError(
                {"synonym_of": "It has synonyms of its own: merge it instead."}
            )


@receiver(pre_save, sender=Tag)
def derive_tag_key(instance, raw=False, **kwargs):
    # A signal, not save(): loaddata skips every save() method but sends signals.
    if raw:
        instance.key = tag_key(instance.name)
    else:
        refuse_twins([instance])


# Exif's tag, and those of its values that lay a picture on its side.
ORIENTATION, TURNED = 0x0112, {5, 6, 7, 8}


def photo_path(photo, filename):
    return f"photos/{photo.slug}.{filename.rsplit('.', 1)[-1].lower()}"


class UprightFile(ImageFieldFile):
    """Has the width and height of the picture as it is to be seen, which Exif may turn."""

    def _get_image_dimensions(self):
        if not hasattr(self, "_dimensions_cache"):
            was_closed = self.closed
            self.open()
            self._dimensions_cache = upright_size(self)
            if was_closed:
                self.close()
        return self._dimensions_cache


def upright_size(file):
    """A width and a height, or none of either for what is no picture."""
    # A decoder may raise anything at a broken file.
    with suppress(Exception):
        image = Image.open(file)
        turned = image.getexif().get(ORIENTATION, 1) in TURNED
        file.seek(0)
        return image.size[::-1] if turned else image.size
    return None, None


class UprightImageField(models.ImageField):
    attr_class = UprightFile


class Photo(SlugKeyed):
    """A picture, or a caption that arrived without its picture."""

    # When what readers see of it changes by itself.
    moments = ["embargo_until", "expires_at"]

    file = UprightImageField(
        upload_to=photo_path,
        max_length=255,
        blank=True,
        width_field="width",
        height_field="height",
        validators=[FileExtensionValidator(["jpg", "jpeg", "png", "webp", "avif", "gif"])],
        help_text="May be absent: a caption can arrive without its picture.",
    )
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    focal_x = models.FloatField(
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text="What must stay in every crop: 0 is the left edge, 1 the right.",
    )
    focal_y = models.FloatField(
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text="0 is the top, 1 the bottom.",
    )
    alt = models.CharField(
        "alternative text",
        max_length=300,
        blank=True,
        help_text="What the picture shows, for readers who cannot see it.",
    )
    caption = models.TextField(blank=True)
    language = LanguageField("caption language", default="en")
    original_caption = models.TextField(
        blank=True, help_text="The caption as the source printed it, if in another language."
    )
    original_language = LanguageField(blank=True)
    credit = models.CharField(max_length=200, blank=True)
    original_credit = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    usage_terms = models.TextField(blank=True)
    embargo_until = models.DateTimeField(
        "not to be used before",
        null=True,
        blank=True,
        help_text="Until then no story with this picture can be published.",
    )
    expires_at = models.DateTimeField(
        "licence ends",
        null=True,
        blank=True,
        help_text="From then on readers do not see it, and no story with it can be published.",
    )
    iptc = models.JSONField("IPTC", default=dict, blank=True, editable=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"],
                condition=~models.Q(sha256=""),
                name="photo_file_is_unique",
                violation_error_message="This picture is in the library already.",
            ),
            models.CheckConstraint(
                condition=models.Q(focal_x__range=(0, 1), focal_y__range=(0, 1)),
                name="photo_focal_point_is_inside",
            ),
        ]

    def __str__(self):
        return self.slug

    def may_be_used(self, at=None):
        """Whether its licence holds at the moment ``at``, or now."""
        at = at or for_readers.now()
        begun = self.embargo_until is None or self.embargo_until <= at
        return begun and (self.expires_at is None or self.expires_at > at)

    @property
    def has_picture(self):
        return bool(self.file and self.width and self.height)

    @property
    def is_shown(self):
        """Whether readers are shown a picture."""
        return self.has_picture and self.may_be_used()
