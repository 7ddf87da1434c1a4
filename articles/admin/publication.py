"""What readers see of a story, and the buttons and actions that change it."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.timezone import localtime

from articles.models import Edition
from articles.models.ownership import EDIT_ALL
from articles.models.public import FOREVER
from articles.notices import tell
from articles.publishing import (
    NotPublishable,
    publish,
    schedule,
    unschedule,
    withdraw,
)
from articles.workflow import (
    READY,
    REQUEST_CHANGES,
    SUBMIT,
    TAKE_BACK,
    mark_ready,
    request_changes,
    submit,
    take_back,
)
from newsroom.accounts import require_recent_login


class Verb(NamedTuple):
    act: Callable
    permission: str
    done: str
    # The notice that colleagues get of it.
    notice: str = ""
    has_comment: bool = False


def schedule_as_planned(article, *, user):
    if article.publish_at is None:
        raise NotPublishable("Say when: fill in “publish at”.")
    schedule(article, at=article.publish_at, user=user)


CHANGE, PUBLISH = "articles.change_article", "articles.publish_article"
WITHDRAW = "articles.withdraw_article"
# By the name of the button.
VERBS = {
    "_submit": Verb(submit, CHANGE, "Submitted for review", "submitted"),
    "_take_back": Verb(take_back, CHANGE, "Back to draft"),
    "_request_changes": Verb(
        request_changes, EDIT_ALL, "Changes requested", "changes", has_comment=True
    ),
    "_ready": Verb(mark_ready, EDIT_ALL, "Marked as ready"),
    "_publish": Verb(publish, PUBLISH, "Published", "published"),
    "_schedule": Verb(schedule_as_planned, PUBLISH, "Scheduled", "scheduled"),
    "_unschedule": Verb(unschedule, PUBLISH, "Schedule called off"),
    "_withdraw": Verb(withdraw, WITHDRAW, "Withdrawn", "withdrawn"),
}
# The way to publication, as buttons: those that the state of the story allows.
STEPS = [
    ("_submit", "Submit for review", SUBMIT),
    ("_take_back", "Back to draft", TAKE_BACK),
    ("_request_changes", "Request changes", REQUEST_CHANGES),
    ("_ready", "Mark as ready", READY),
]


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
        if self.article.is_ahead:
            yield "There are changes that are not published yet."

    def buttons(self):
        """The buttons that make sense now: name and label."""
        for name, label, step in STEPS:
            if self.article.state in step.sources:
                yield name, label
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

    def changeform_view(self, request, *args, **kwargs):
        if "_withdraw" in request.POST:
            require_recent_login(request)
        return super().changeform_view(request, *args, **kwargs)

    def has_edit_all_permission(self, request):
        return request.user.has_perm(EDIT_ALL)

    def has_publish_permission(self, request):
        return request.user.has_perm(PUBLISH)

    def has_withdraw_permission(self, request):
        return request.user.has_perm(WITHDRAW)

    def allows(self, request, verb, article):
        """Whether the user may do it to this story."""
        may_change = self.has_change_permission(request, article)
        return may_change and request.user.has_perm(verb.permission)

    def act(self, request, article, verb, **said) -> bool:
        """Do it, log it and tell of it, or say why not; what has been saved stays saved."""
        if not self.allows(request, verb, article):
            refusal = f"“{article}”: you may not do this to it as it stands."
            self.message_user(request, refusal, messages.ERROR)
            return False
        if verb.has_comment:
            said["comment"] = request.POST.get("_comment", "")
        try:
            verb.act(article, user=request.user, **said)
        except NotPublishable as refusal:
            for reason in refusal.messages:
                self.message_user(request, f"“{article}”: {reason}", messages.ERROR)
            return False
        self.log_change(request, article, f"{verb.done}.")
        if verb.notice:
            tell(verb.notice, article, by=request.user, text=said.get("comment", ""))
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
        if not self.allows(request, verb, article):
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
            if self.allows(request, VERBS[name], obj if change else None)
        ]
        context["show_save_and_add_another"] = False
        # What was to be said is in the form again where that has a mistake.
        context["comment"] = request.POST.get("_comment", "")
        if change:
            context["public_copy"] = copy
        return super().render_change_form(request, context, change=change, obj=obj, **kwargs)
