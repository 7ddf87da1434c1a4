"""The parts of a story, as they stand in its form."""

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
from newsroom.desk_admin import Blocks, Rows


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


class Notes(Rows):
    model = Note
    fields = ["passage", "text", "written_by", "resolved_at", "resolved_by"]
    readonly_fields = ["written_by", "resolved_by"]


PARTS = [Bylines, Shows, People, Companies, Countries, Tags, Facts, Corrections, Notes]
