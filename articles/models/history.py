from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from newsroom.natural_keys import KeyedQuerySet, NaturallyKeyed

from .desk import Article


class Revision(NaturallyKeyed):
    """A story as it was saved: its fields and all its parts, with records named by slug."""

    key_lookups = ["article__slug", "number"]

    class Kind(models.TextChoices):
        SAVE = "save", "saved"
        PUBLISH = "publish", "published"
        SCHEDULE = "schedule", "scheduled"
        RESTORE = "restore", "restored"
        CORRECT = "correct", "corrected"
        SET_ASIDE = "aside", "set aside"
        LOAD = "load", "loaded"

    article = models.ForeignKey(Article, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SAVE)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=100, blank=True)
    comment = models.CharField(max_length=300, blank=True)
    data = models.JSONField(encoder=DjangoJSONEncoder)

    objects = KeyedQuerySet.as_manager()

    class Meta:
        ordering = ["article", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"], name="revision_number_is_unique"
            )
        ]

    def __str__(self):
        return f"{self.article}, version {self.number}"


class Event(NaturallyKeyed):
    """What the desk did with a version of a story, beyond saving it. Never changed."""

    key_lookups = ["article__slug", "number"]

    class Kind(models.TextChoices):
        PUBLISH = "publish", "published"
        SCHEDULE = "schedule", "scheduled"
        UNSCHEDULE = "unschedule", "called off"
        WITHDRAW = "withdraw", "withdrawn"
        SUBMIT = "submit", "submitted for review"
        REQUEST_CHANGES = "request", "changes requested"
        READY = "ready", "marked as ready"
        TAKE_BACK = "draft", "back to draft"
        EMBARGO = "embargo", "embargo changed"
        ASSIGN = "assign", "assigned"
        DUE = "due", "due date changed"

    article = models.ForeignKey(Article, models.CASCADE, related_name="events")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="events")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    happened_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When what was scheduled was to go out, the embargo to end, or the story due.",
    )
    comment = models.TextField(blank=True)

    objects = KeyedQuerySet.as_manager()

    class Meta:
        ordering = ["article", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="event_number_is_unique")
        ]

    def __str__(self):
        return f"{self.article}, {self.get_kind_display()}"


# A form says every few seconds that it is open; one that is silent for longer is not.
PRESENT = timedelta(seconds=40)
TYPING = timedelta(seconds=12)
# How long a form that holds nothing unsaved is remembered.
REMEMBERED = timedelta(days=14)
CLEARED_AT_ONCE = 200


def validate_typed(typed):
    """A form's fields as they are sent: a list of texts for each name."""
    if not isinstance(typed, dict) or not all(
        isinstance(texts, list) and all(isinstance(text, str) for text in texts)
        for texts in typed.values()
    ):
        raise ValidationError("Not the fields of a form.", code="typed")


class EditSessionQuerySet(KeyedQuerySet):
    def open(self):
        """Those whose forms are open now."""
        return self.filter(left=False, seen_at__gt=timezone.now() - PRESENT)

    def unsaved(self):
        """Those that hold text nobody has saved, the latest first."""
        return self.filter(payload__isnull=False).order_by("-typed_at", "-pk")

    def keep(self, session, *, typed):
        """Write ``session``, known by its user and tab; what it has typed only if told so."""
        names = ["article", "seen_at", "left", "base_version"]
        names += ["payload", "typed_at"] if typed else []
        self.bulk_create(
            [session], update_conflicts=True, unique_fields=["user", "tab"], update_fields=names
        )

    def clear(self):
        """Forget what was open long ago and left nothing unsaved: some of it at a time."""
        old = self.filter(payload__isnull=True, seen_at__lt=timezone.now() - REMEMBERED)
        self.filter(pk__in=list(old.values_list("pk", flat=True)[:CLEARED_AT_ONCE])).delete()


class EditSession(NaturallyKeyed):
    """A story's form, open in somebody's tab, and what has been typed there unsaved."""

    key_lookups = ["user__username", "tab"]

    article = models.ForeignKey(
        Article,
        # What was typed outlives the story.
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="edit_sessions",
        help_text="None: a story that has not been saved yet, or is gone.",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="edit_sessions"
    )
    tab = models.CharField(max_length=40, help_text="The form's own name for itself.")
    seen_at = models.DateTimeField(default=timezone.now)
    left = models.BooleanField(default=False, help_text="The form has been closed.")
    base_version = models.PositiveIntegerField(default=0)
    payload = models.JSONField(null=True, blank=True, validators=[validate_typed])
    typed_at = models.DateTimeField(null=True, blank=True)

    objects = EditSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_at"]
        indexes = [models.Index(fields=["seen_at"], name="edit_session_by_sight")]
        constraints = [
            models.UniqueConstraint(fields=["user", "tab"], name="one_edit_session_a_tab")
        ]

    def __str__(self):
        where = f"“{self.article}”" if self.article else "a new story"
        return f"{self.user} in {where}"

    @property
    def is_open(self):
        return not self.left and self.seen_at > timezone.now() - PRESENT

    @property
    def is_typing(self):
        return bool(self.typed_at) and self.typed_at > timezone.now() - TYPING

    @property
    def mark(self):
        """Names what is typed here as it stands now."""
        return f"{self.pk} {self.typed_at and self.typed_at.isoformat()}"
