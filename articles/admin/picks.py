from django import forms
from django.contrib import admin

from articles.models import FrontPagePick
from articles.models.public import FOREVER
from newsroom.desk_admin import DeskAdmin, DeskForm
from newsroom.desk_moments import MomentWidget

from .ownership import OwnStories


class PickForm(DeskForm):
    """Shows an open end as no end."""

    visible_until = forms.SplitDateTimeField(
        label="until",
        required=False,
        widget=MomentWidget,
        help_text="Blank: until it is taken off.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.initial.get("visible_until") == FOREVER:
            del self.initial["visible_until"]

    def clean_visible_until(self):
        return self.cleaned_data["visible_until"] or FOREVER


@admin.register(FrontPagePick)
class FrontPagePickAdmin(OwnStories, DeskAdmin):
    to_change = "visible_to"

    form = PickForm
    list_display = ["position", "article", "visible_from", "ends"]
    list_display_links = ["article"]
    list_filter = ["visible_from"]
    list_select_related = ["article"]
    search_fields = ["article__headline"]

    def for_list(self, picks):
        return picks.defer("article__body", "article__raw_text")

    @admin.display(description="until", ordering="visible_until")
    def ends(self, pick):
        return None if pick.visible_until == FOREVER else pick.visible_until
