"""Notices by e-mail, of what becomes of a story. They are sent once it is saved.

Nobody gets a notice of their own act, or of a story that they may not see.
"""

import logging
from collections.abc import Callable
from functools import partial
from smtplib import SMTPResponseException
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import Truncator

from .models import Article

logger = logging.getLogger(__name__)
User = get_user_model()


class Notice(NamedTuple):
    subject: str
    to: Callable


def assignee(article):
    return Q(pk=article.assignee_id)


def editors(article):
    return Q(groups__name__in=["Editor", "Desk chief"])


def concerned(article):
    """Whose story it is, and who has said something about it."""
    authors = article.bylines.values("user")
    noted = article.notes.values("written_by")
    who = Q(pk__in=[pk for pk in [article.created_by_id, article.assignee_id] if pk])
    return who | Q(pk__in=authors) | Q(pk__in=noted)


NOTICES = {
    "assigned": Notice("Assigned to you", assignee),
    "submitted": Notice("For review", editors),
    "changes": Notice("Changes requested", concerned),
    "scheduled": Notice("Scheduled", concerned),
    "published": Notice("Published", concerned),
    "withdrawn": Notice("Withdrawn", concerned),
    "note": Notice("A note", concerned),
}


def tell(kind, article, *, by, text=""):
    """Send the notice of this ``kind``, when all that goes with it is saved."""
    article = Article.objects.get(pk=article.pk)
    users = User.objects.filter(NOTICES[kind].to(article), is_active=True, is_staff=True)
    users = users.exclude(email="").exclude(pk=by.pk).order_by("pk").distinct()
    to = [user.email for user in users if may_see(user, article)]
    if to:
        subject = Truncator(f"{NOTICES[kind].subject}: {article.headline}").chars(200)
        context = {"article": article, "by": by, "text": text, "url": url_of(article)}
        body = render_to_string(f"notices/{kind}.txt", context)
        send = partial(deliver, " ".join(subject.split()), body, to)
        transaction.on_commit(send, robust=True)


def may_see(user, article):
    rights = ["articles.view_article", "articles.change_article"]
    theirs = Article.objects.visible_to(user).filter(pk=article.pk)
    return any(map(user.has_perm, rights)) and theirs.exists()


def url_of(article):
    return settings.SITE_URL + reverse("admin:articles_article_change", args=[article.pk])


def deliver(subject, body, to):
    """To each by themselves; a mail server that fails is logged and stops nothing."""
    try:
        with get_connection() as connection:
            for address in to:
                send(EmailMessage(subject, body, to=[address], connection=connection))
    except OSError as error:
        logger.warning("The notice “%s” was not sent: %s", subject, error)


def send(message):
    try:
        message.send()
    except SMTPResponseException as refusal:
        logger.warning("The mail server refused %s: %s", message.to, refusal)
