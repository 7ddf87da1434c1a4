"""One form makes one story, however often it is sent.

The form of a new story carries the identity that the story is to have.
"""

import uuid

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.shortcuts import redirect

from articles.body import clean
from articles.references import with_ids

from . import sent

SET_BY_PUBLISHING = {"state", "published_at", "publish_at"}


def identity(request, name="_once"):
    """What the form says that its story is to be known by, or None."""
    try:
        return uuid.UUID(request.POST.get(name, ""))
    except ValueError:
        return None


class OnceAdmin(admin.ModelAdmin):
    def add_view(self, request, form_url="", extra_context=None):
        if request.method != "POST" or not self.has_add_permission(request):
            return super().add_view(request, form_url, extra_context)
        if story := self.same_story(request):
            return self.lead_to(request, story)
        try:
            return super().add_view(request, form_url, extra_context)
        except IntegrityError:
            # The same form was being saved at this very moment.
            if story := self.same_story(request):
                return self.lead_to(request, story)
            raise

    def story_made(self, request):
        return self.get_queryset(request).filter(uid=identity(request)).first()

    def same_story(self, request):
        """The story that this form has made already, if it still says what was sent."""
        story = self.story_made(request)
        if story is None:
            return None
        # Django's own form: the desk's would merge what was sent with what is saved.
        form = admin.ModelAdmin.get_form(self, request, story, change=True)(instance=story)
        saved, posted = sent.on_record(form, []), sent.as_posted(request.POST, form, [])
        posted.units["body"] = {"body": [with_ids(clean(request.POST.get("body", "")))]}
        saved, posted = sent.fingerprint(saved), sent.fingerprint(posted)
        differing = {name for name in saved if saved[name] != posted[name]}
        return None if differing - SET_BY_PUBLISHING else story

    def lead_to(self, request, story):
        self.message_user(request, "This story was saved once.", messages.INFO)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", story.pk)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if not change and request.method == "POST" and self.story_made(request):
            form.guard = staticmethod(refuse_second_story)
        return form

    def is_anothers(self, request):
        """Whether the form names a story that the user does not see."""
        same = self.model.objects.filter(uid=identity(request))
        return same.exclude(pk__in=self.get_queryset(request).values("pk")).exists()

    def save_model(self, request, obj, form, change):
        if not change and not self.is_anothers(request):
            obj.uid = identity(request) or obj.uid
        super().save_model(request, obj, form, change)

    def render_change_form(self, request, context, add=False, **kwargs):
        if add:
            context["once"] = identity(request) or uuid.uuid4()
        return super().render_change_form(request, context, add=add, **kwargs)


def refuse_second_story(form):
    raise ValidationError(
        "This form has made a story already. Open that one to change it; "
        "your text is still in the form below.",
        code="once",
    )
