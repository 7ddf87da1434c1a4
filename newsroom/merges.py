"""Which records were made one, and which are told apart for good."""

from datetime import timedelta

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

# For how long a merge can be undone.
UNDOABLE = timedelta(days=30)


class Kind(models.TextChoices):
    PERSON = "person", "person"
    SHOW = "show", "show"
    COMPANY = "company", "company"
    TAG = "tag", "tag"


class MergeQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(undone_at=None)

    def place_of(self, kind, pk):
        """The kind, id and name of what this record went into, however often that did, or None."""
        place, merges = None, self.standing().order_by("-pk")
        while merge := merges.filter(kind=kind, loser_id=pk).first():
            kind, pk = merge.into_kind, merge.survivor_id
            place = (kind, pk, merge.survivor_name)
            merges = merges.filter(pk__gt=merge.pk)
        return place

    def forget_old(self):
        """Drop the rows that can be undone no more; that it was done stays known."""
        old = self.filter(merged_at__lt=timezone.now() - UNDOABLE, changes__isnull=False)
        old.update(changes=None)


class Merge(models.Model):
    """One record that went into another, with all that changed by it."""

    kind = models.CharField(max_length=10, choices=Kind)
    loser_id = models.BigIntegerField()
    loser_name = models.CharField("merged", max_length=400)
    into_kind = models.CharField(max_length=10, choices=Kind)
    survivor_id = models.BigIntegerField()
    survivor_name = models.CharField("into", max_length=400)
    summary = models.JSONField(default=list, help_text="What moved, and how much of it.")
    changes = models.JSONField(
        null=True, encoder=DjangoJSONEncoder, help_text="Every row as it was."
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    merged_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    left = models.JSONField(default=list, help_text="What undoing it could not bring back.")

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-merged_at", "-pk"]
        permissions = [("merge_records", "Can merge records, and undo it")]
        indexes = [
            models.Index(fields=["kind", "loser_id"], name="merge_by_loser"),
            models.Index(fields=["into_kind", "survivor_id"], name="merge_by_survivor"),
        ]

    def __str__(self):
        return f"{self.loser_name} into {self.survivor_name}"

    @property
    def undoable_until(self):
        return self.merged_at + UNDOABLE

    @property
    def can_be_undone(self):
        in_time = self.undoable_until > timezone.now()
        return in_time and self.undone_at is None and self.changes is not None


class NotDuplicateQuerySet(models.QuerySet):
    def remember(self, kind, one, other, user):
        first, second = sorted([one, other])
        self.get_or_create(kind=kind, first=first, second=second, defaults={"user": user})


class NotDuplicate(models.Model):
    """Two records that look alike and are two, as somebody has said."""

    kind = models.CharField(max_length=10, choices=Kind)
    first = models.BigIntegerField()
    second = models.BigIntegerField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    said_at = models.DateTimeField(default=timezone.now)

    objects = NotDuplicateQuerySet.as_manager()

    class Meta:
        ordering = ["-said_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "first", "second"], name="told_apart_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="told_apart_in_order"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.first} is not {self.second}"
