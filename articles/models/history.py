from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from .desk import Article


class RevisionQuerySet(models.QuerySet):
    def get_by_natural_key(self, article, number):
        return self.get(article__slug=article, number=number)


class Revision(models.Model):
    """A story as it was saved: its fields and all its parts, with records named by slug."""

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

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["article", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"], name="revision_number_is_unique"
            )
        ]

    def __str__(self):
        return f"{self.article}, version {self.number}"

    def natural_key(self):
        return (self.article.slug, self.number)

    natural_key.dependencies = ["articles.article"]


class EventQuerySet(models.QuerySet):
    def get_by_natural_key(self, article, number):
        return self.get(article__slug=article, number=number)


class Event(models.Model):
    """What the desk did with a version of a story, beyond saving it. Never changed."""

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
        help_text="When what was scheduled was to go out, or the embargo to end.",
    )
    comment = models.TextField(blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["article", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="event_number_is_unique")
        ]

    def __str__(self):
        return f"{self.article}, {self.get_kind_display()}"

    def natural_key(self):
        return (self.article.slug, self.number)

    natural_key.dependencies = ["articles.article"]


class EditSessionQuerySet(models.QuerySet):
    def get_by_natural_key(self, article, username, tab):
        return self.get(article__slug=article, user__username=username, tab=tab)


class EditSession(models.Model):
    """Somebody has a story open in a tab, and what they have typed there unsaved."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="edit_sessions")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="edit_sessions"
    )
    tab = models.CharField(max_length=40)
    seen_at = models.DateTimeField(default=timezone.now)
    base_version = models.PositiveIntegerField(default=0)
    payload = models.JSONField(null=True, blank=True)
    typed_at = models.DateTimeField(null=True, blank=True)

    objects = EditSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "user", "tab"], name="one_edit_session_a_tab"
            )
        ]

    def __str__(self):
        return f"{self.user} in “{self.article}”"

    def natural_key(self):
        return (self.article.slug, self.user.get_username(), self.tab)
