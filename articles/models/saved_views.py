from django.conf import settings
from django.db import models
from django.db.models import Q

from newsroom.natural_keys import KeyedQuerySet, NaturallyKeyed


class SavedViewQuerySet(KeyedQuerySet):
    def visible_to(self, user):
        return self.filter(Q(user=user) | Q(shared=True))


class SavedView(NaturallyKeyed):
    """A list of the admin as somebody likes to see it."""

    key_lookups = ["user__username", "path", "name"]

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views"
    )
    path = models.CharField(max_length=200)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    shared = models.BooleanField(default=False, help_text="Everybody at the desk sees it.")

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["path", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "path", "name"],
                name="saved_view_is_unique",
                violation_error_message="You have a view of this name already.",
            )
        ]

    def __str__(self):
        return self.name
