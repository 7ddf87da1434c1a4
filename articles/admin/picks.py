"""What the desk puts on the front page, in which order, and what the page will look like."""

from datetime import timedelta

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms.widgets import Script
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.decorators import method_decorator
from django.utils.timezone import is_naive, localtime, make_aware

from articles.models import Edition, FrontPagePick
from articles.models.ownership import EDIT_ALL
from articles.models.public import FOREVER
from articles.previewing import preview
from articles.views.stories import front_page
from newsroom.desk_admin import DeskAdmin, DeskForm, ids_among
from newsroom.desk_moments import MomentField

from .ownership import OwnStories
from .previewing import Frame, framed, framing
from .publication import when

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
STEPS = {"A day back": -DAY, "An hour back": -HOUR, "An hour on": HOUR, "A day on": DAY}
YEARS = range(2000, 2200)


class PickForm(DeskForm):
    """Shows an open end as no end."""

    visible_until = MomentField(
        label="until",
        required=False,
        help_text="Blank: until it is taken off.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.initial.get("visible_until") == FOREVER:
            del self.initial["visible_until"]

    def clean_visible_until(self):
        return self.cleaned_data["visible_until"] or FOREVER


class PlaceForm(forms.ModelForm):
    position = forms.IntegerField(
        min_value=1,
        max_value=32767,
        widget=forms.NumberInput({"aria-label": "Position", "class": "vIntegerField"}),
    )


class OverFilter(admin.SimpleListFilter):
    """What is over is not in the way of what is to be put in order."""

    title = "time"
    parameter_name = "time"

    def lookups(self, request, model_admin):
        return [("over", "Over"), ("all", "All")]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        yield {**first, "display": "On now and to come"}
        yield from others

    def queryset(self, request, picks):
        now = timezone.now()
        if self.value() == "all":
            return picks
        if self.value() == "over":
            return picks.filter(visible_until__lte=now)
        return picks.filter(visible_until__gt=now)


@admin.register(FrontPagePick)
class FrontPagePickAdmin(OwnStories, DeskAdmin):
    to_change = "visible_to"

    change_list_template = "admin/articles/frontpagepick/change_list.html"
    form = PickForm
    list_display = ["position", "article", "visible_from", "ends"]
    list_display_links = ["article"]
    list_editable = ["position"]
    list_filter = [OverFilter]
    list_select_related = ["article"]
    search_fields = ["article__headline"]
    # To put them in order is to see them in that order.
    sortable_by = []

    class Media:
        js = [Script("newsroom/desk/sorting.js", type="module")]

    def for_list(self, picks):
        return picks.defer("article__body", "article__raw_text")

    @admin.display(description="until")
    def ends(self, pick):
        return None if pick.visible_until == FOREVER else pick.visible_until

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, form=PlaceForm, **kwargs)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        at = max(obj.visible_from, timezone.now())
        if not Edition.objects.live(at).filter(article=obj.article_id).exists():
            warning = (
                f"Readers cannot see “{obj.article}” {when(at)}: it is not published then."
            )
            self.message_user(request, warning, messages.WARNING)

    def changelist_view(self, request, extra_context=None):
        if request.method == "POST" and "_save" in request.POST:
            with transaction.atomic():
                if self.moved_since(request.POST.get("_places", "")):
                    self.message_user(
                        request,
                        "Somebody has changed the order since you opened it. "
                        "Nothing is saved: look again.",
                        messages.ERROR,
                    )
                    return redirect(request.get_full_path())
                return super().changelist_view(request, extra_context)
        response = super().changelist_view(request, extra_context)
        if changelist := (getattr(response, "context_data", None) or {}).get("cl"):
            response.context_data["places"] = places(changelist.result_list)
        return response

    def moved_since(self, seen):
        """Holds the rows, so that of two who sort them at once the second is told."""
        ids = [pair.partition(":")[0] for pair in seen.split()]
        picks = FrontPagePick.objects.select_for_update().filter(pk__in=ids_among(ids))
        return not seen or set(places(picks).split()) != set(seen.split())

    def get_urls(self):
        pages = [
            ("preview/", self.preview_view, "preview"),
            ("preview/page/", self.preview_page_view, "preview_page"),
        ]
        urls = [
            path(place, self.admin_site.admin_view(view), name=f"articles_frontpagepick_{name}")
            for place, view, name in pages
        ]
        return [*urls, *super().get_urls()]

    @framing
    def preview_view(self, request):
        self.refuse_unless_allowed(request)
        sent = request.GET.get("at", "")
        at = moment_of(sent)
        if sent and at is None:
            message = "That is no moment: here is the front page as it is now."
            self.message_user(request, message, messages.WARNING)
        at = at or timezone.now()
        frame = Frame(request, at=in_address(at))
        steps = [
            frame.link(label, at=in_address(at + step), current=False)
            for label, step in STEPS.items()
        ]
        page = reverse("admin:articles_frontpagepick_preview_page")
        context = {
            **self.admin_site.each_context(request),
            "title": f"The front page, {when(at)}",
            "opts": self.opts,
            "media": self.media,
            "frame": frame,
            "at": in_address(at),
            "choices": [("Time", steps), *frame.choices()],
            "address": f"{page}?{frame.query}",
        }
        return TemplateResponse(request, "admin/articles/frontpagepick/preview.html", context)

    @method_decorator(framed)
    def preview_page_view(self, request):
        self.refuse_unless_allowed(request)
        at = moment_of(request.GET.get("at", "")) or timezone.now()
        notice = [f"The front page as it will be {when(at)}, as far as the desk knows now."]
        return preview(request, "articles/front_page.html", front_page(at), notice)

    def refuse_unless_allowed(self, request):
        """It shows what is scheduled of everybody’s."""
        may_see = self.has_view_or_change_permission(request)
        if not (may_see and request.user.has_perm(EDIT_ALL)):
            raise PermissionDenied


def places(picks):
    return " ".join(f"{pick.pk}:{pick.position}" for pick in picks)


def moment_of(text):
    """In the desk's zone; None if it is no moment."""
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    if at is None or at.year not in YEARS:
        return None
    return make_aware(at) if is_naive(at) else at


def in_address(at):
    return localtime(at).strftime("%Y-%m-%dT%H:%M")
