from contextlib import suppress

from django.core.exceptions import ValidationError
from django.core.validators import (
    FileExtensionValidator,
    MaxValueValidator,
    MinValueValidator,
    RegexValidator,
)
from django.db import models
from django.db.models.fields.files import ImageFieldFile
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from PIL import Image
from taggit.models import TagBase

from .addresses import OldAddress, PublicPage, SlugKeyed, SlugQuerySet
from .merges import Merge, NotDuplicate
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


class TagQuerySet(SlugQuerySet):
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
        tag.slug = tag.slugify(tag.name)
        tag.full_clean()
        tag.save()
        return tag

    def update(self, **values):
        if isinstance(name := values.get("name"), str):
            values["key"] = tag_key(name)
        return super().update(**values)

    def bulk_create(self, tags, *args, **kwargs):
        return super().bulk_create([with_key(tag) for tag in tags], *args, **kwargs)

    def bulk_update(self, tags, fields, *args, **kwargs):
        tags = [with_key(tag) for tag in tags]
        return super().bulk_update(tags, {*fields, "key"}, *args, **kwargs)


def with_key(tag):
    tag.key = tag_key(tag.name)
    return tag


class Tag(PublicPage, TagBase):
    class Group(models.TextChoices):
        TOPIC = "topic", _("topic")
        REGION = "region", _("region")
        GENRE = "genre", _("genre")

    # Their tags are a fixed list, to which only few may add.
    CLOSED = [Group.REGION, Group.GENRE]

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

    def natural_key(self):
        return (self.slug,)

    def recorded_names(self):
        """By which it is found: a synonym leads to the tag that it stands for."""
        if self.synonym_of_id:
            return []
        return [self.name, *(synonym.name for synonym in self.synonyms.all())]

    def clean(self):
        super().clean()
        if not tag_key(self.name):
            raise ValidationError({"name": "A tag needs at least one letter or digit."})
        twin = Tag.objects.filter(key=tag_key(self.name)).exclude(pk=self.pk).first()
        if twin:
            raise ValidationError({"name": f"This is the tag “{twin}” in another spelling."})
        if self.synonym_of_id and (
            self.synonym_of_id == self.pk or self.synonym_of.synonym_of_id
        ):
            raise ValidationError({"synonym_of": "Choose a tag that is not itself a synonym."})


@receiver(pre_save, sender=Tag)
def derive_tag_key(instance, **kwargs):
    # A signal, not save(): loaddata skips every save() method but sends signals.
    with_key(instance)


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
        at = at or timezone.now()
        begun = self.embargo_until is None or self.embargo_until <= at
        return begun and (self.expires_at is None or self.expires_at > at)

    @property
    def has_picture(self):
        return bool(self.file and self.width and self.height)

    @property
    def is_shown(self):
        """Whether readers are shown a picture."""
        return self.has_picture and self.may_be_used()
