"""Links by which somebody without an account sees a story before it is out."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .desk import Article
from .history import Revision

LONGEST = timedelta(days=30)
SIGNER = Signer(sep=".", salt="articles.previews")


def digest_of(token):
    return sha256(token.encode()).hexdigest()


class PreviewLinkQuerySet(models.QuerySet):
    def open(self):
        """Those that have not ended, whatever became of who made them."""
        links = self.filter(expires_at__gt=timezone.now(), revoked_at=None)
        return links.exclude(article__state=Article.State.WITHDRAWN)

    def revoke(self, now):
        return self.filter(revoked_at=None).update(revoked_at=now)

    def of_token(self, token) -> "PreviewLink | None":
        """The open link with this ``token``. One query, or none if it is not one of ours."""
        try:
            digest = digest_of(SIGNER.unsign(token))
        except BadSignature:
            return None
        links = self.open().select_related("article", "revision", "made_by")
        return links.filter(digest=digest).first()


class PreviewLink(models.Model):
    """Only who has its token can open it: the token itself is kept nowhere."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="preview_links")
    revision = models.ForeignKey(
        Revision,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="None: the draft as it is when the link is opened.",
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    note = models.CharField("for whom", max_length=200, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField("last opened", null=True, blank=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")),
                name="preview_link_ends_after_it_begins",
            )
        ]

    def __str__(self):
        return f"Preview of “{self.article}”" + (f" for {self.note}" if self.note else "")

    def new_token(self) -> str:
        """A token that opens this link once it is saved, in place of any before it."""
        secret = secrets.token_urlsafe(32)
        self.digest = digest_of(secret)
        return SIGNER.sign(secret)

    @property
    def is_open(self):
        return self.revoked_at is None and self.expires_at > timezone.now()
