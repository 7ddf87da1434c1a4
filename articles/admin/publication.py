"""What readers see of a story, and the buttons and actions that change it."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.timezone import localtime

from articles.models import Edition
from articles.models.public import FOREVER
from articles.publishing import (
    NotPublishable,
    has_unpublished_changes,
    publish,
    schedule,
    unschedule,
    withdraw,
)


class Verb(NamedTuple):
    act: Callable
    permission: str
    done: str


def schedule_as_planned(article, *, user):
    if article.publish_at is None:
        raise NotPublishable("Say when: fill in “publish at”.")
    schedule(article, at=article.publish_at, user=user)


# By the name of the button.
VERBS = {
    "_publish": Verb(publish, "articles.publish_article", "Published"),
    "_schedule": Verb(schedule_as_planned, "articles.publish_article", "Scheduled"),
    "_unschedule": Verb(unschedule, "articles.publish_article", "Schedule called off"),
    "_withdraw": Verb(withdraw, "articles.withdraw_article", "Withdrawn"),
}


class PublicCopy:
    """The editions of a story: what readers see of it now, and what they will see. One query."""

    def __init__(self, article):
        self.article = article
        self.now = timezone.now()
        editions = Edition.objects.filter(article_id=article.pk).order_by("visible_from")
        editions = editions.select_related("revision").only(
            "article_id",
            "slug",
            "visible_from",
            "visible_until",
            "withdrawn_at",
            "revision__number",
        )
        out = [edition for edition in editions if edition.visible_from <= self.now]
        to_come = [edition for edition in editions if edition.visible_from > self.now]
        self.present = out[-1] if out else None
        self.scheduled = to_come[0] if to_come else None

    @property
    def live(self):
        present = self.present
        return present if present and present.visible_until > self.now else None

    @property
    def readers_version(self):
        return self.live.revision.number if self.live else None

    def statements(self):
        """It all, in words for editors."""
        if self.live:
            yield f"Readers see version {self.live.revision.number}, since {when(self.live.visible_from)}."
            if self.live.visible_until != FOREVER:
                yield f"It ends {when(self.live.visible_until)}."
        elif self.present and self.present.withdrawn_at:
            yield f"Withdrawn {when(self.present.withdrawn_at)}."
        elif self.present:
            yield f"Expired {when(self.present.visible_until)}."
        else:
            yield "Readers have not seen this story yet."
        if self.scheduled:
            version = self.scheduled.revision.number
            yield f"Version {version} goes out {when(self.scheduled.visible_from)}."
        if has_unpublished_changes(self.article):
            yield "There are changes that are not published yet."

    def buttons(self):
        """The buttons that make sense now: name and label."""
        yield "_publish", "Publish changes" if self.live else "Publish"
        at = self.article.publish_at
        yield "_schedule", f"Schedule for {when(at)}" if at and at > self.now else "Schedule"
        if self.scheduled:
            yield "_unschedule", "Call off the schedule"
        if self.present and not self.present.withdrawn_at:
            yield "_withdraw", "Withdraw"


def when(at):
    at = localtime(at)
    year = "" if at.year == localtime().year else " Y"
    return format_date(at, f"D j M{year} H:i T")


class PublishingAdmin(admin.ModelAdmin):
    """The publishing side of a story's admin; it stands on a form that has been saved."""

    actions = ["publish_selected", "withdraw_selected"]

    def has_publish_permission(self, request):
        return request.user.has_perm("articles.publish_article")

    def has_withdraw_permission(self, request):
        return request.user.has_perm("articles.withdraw_article")

    @admin.action(description="Publish", permissions=["publish"])
    def publish_selected(self, request, articles):
        self.act_on_all(request, articles, VERBS["_publish"])

    @admin.action(description="Withdraw", permissions=["withdraw"])
    def withdraw_selected(self, request, articles):
        self.act_on_all(request, articles, VERBS["_withdraw"])

    def act_on_all(self, request, articles, verb):
        done = sum(self.act(request, article, verb) for article in articles)
        if done:
            stories = "story" if done == 1 else "stories"
            self.message_user(request, f"{verb.done}: {done} {stories}.", messages.SUCCESS)

    def act(self, request, article, verb) -> bool:
        """Do it and log it, or say why not; what has been saved stays saved."""
        try:
            verb.act(article, user=request.user)
        except NotPublishable as refusal:
            for reason in refusal.messages:
                self.message_user(request, f"“{article}”: {reason}", messages.ERROR)
            return False
        self.log_change(request, article, f"{verb.done}.")
        return True

    def response_add(self, request, obj, post_url_continue=None):
        self.obey_button(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        self.obey_button(request, obj)
        return super().response_change(request, obj)

    def obey_button(self, request, article):
        verb = next((verb for name, verb in VERBS.items() if name in request.POST), None)
        if verb is None:
            return
        if not request.user.has_perm(verb.permission):
            raise PermissionDenied
        if self.act(request, article, verb):
            self.message_user(request, f"{verb.done}: “{article}”.", messages.SUCCESS)
        # The editor stays with the story, whether it went well or not.
        request.POST = request.POST.copy()
        request.POST["_continue"] = "1"

    def render_change_form(self, request, context, change=False, obj=None, **kwargs):
        copy = PublicCopy(obj if change else self.model())
        context["buttons"] = [
            (name, label)
            for name, label in copy.buttons()
            if request.user.has_perm(VERBS[name].permission)
        ]
        context["show_save_and_add_another"] = False
        if change:
            context["public_copy"] = copy
        return super().render_change_form(request, context, change=change, obj=obj, **kwargs)
