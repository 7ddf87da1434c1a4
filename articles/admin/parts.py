"""The parts of a story, as they stand in its form."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone

from articles.models import (
    ArticleCompany,
    ArticleCountry,
    ArticlePerson,
    ArticleProduction,
    Byline,
    Correction,
    Fact,
    Note,
    TaggedArticle,
)
from newsroom.desk_admin import Blocks, DeskForm, Rows

from .tags import field_for_tags


class Links(Rows):
    def get_fields(self, request, obj=None):
        return [self.model.target, "prominence", "printed", "quoted", "position"]


class Shows(Links):
    model = ArticleProduction


class People(Links):
    model = ArticlePerson


class Companies(Links):
    model = ArticleCompany


class Countries(Links):
    model = ArticleCountry


class Bylines(Rows):
    model = Byline


class Tags(Rows):
    model = TaggedArticle

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "tag":
            return field_for_tags(db_field, request, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


FACT_FIELDS = [
    ("label", "kind"),
    "quote",
    ("value", "unit", "chart"),
    ("approximate", "consecutive"),
    ("date", "date_words", "date_certainty"),
    ("production", "person"),
    ("company", "country", "platform"),
]


class Facts(Blocks):
    model = Fact
    classes = ["collapse"]
    fields = FACT_FIELDS


class Corrections(Rows):
    model = Correction


class NoteForm(DeskForm):
    resolved = forms.BooleanField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["resolved"] = self.instance.resolved_at is not None

    def clean(self):
        super().clean()
        if not self.cleaned_data.get("resolved"):
            self.instance.resolved_at = None
        elif not self.instance.resolved_at:
            self.instance.resolved_at = timezone.now()


class Notes(Rows):
    model = Note
    form = NoteForm
    fields = ["passage", "text", "resolved", "signed"]
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})}}
    readonly_fields = ["signed"]

    def get_queryset(self, request):
        open_first = models.F("resolved_at").asc(nulls_first=True)
        return super().get_queryset(request).order_by(open_first, "written_at")

    @admin.display(description="signed")
    def signed(self, note):
        return render_to_string("admin/articles/article/note_signed.html", {"note": note})


PARTS = [Bylines, Shows, People, Companies, Countries, Tags, Facts, Corrections, Notes]
