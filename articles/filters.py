import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .elsewhere import query_now, records_at
from .models.public import Edition, Listing
from .subjects import COLUMNS, MODELS, Subject, columns

Band = Listing.Band
# Which bands of a list page a filter by the same subject takes in.
BANDS = {
    "show": [Band.ABOUT, Band.MENTION],
    "person": [Band.ABOUT, Band.MENTION],
    "company": [Band.ABOUT, Band.MENTION, Band.SUPPLIED],
    "country": [Band.ABOUT],
    "tag": [Band.ABOUT],
    "author": [Band.ABOUT],
}
# What a country's list takes in on request: the parameter, its value, the band, in words.
ON_REQUEST = [
    ("mentions", "1", Band.MENTION, _("with passing mentions")),
    ("via", "people", Band.PEOPLE, _("with stories through its people")),
]


def asked_for(kind, query):
    """Those of ``ON_REQUEST`` that ``query`` asks for."""
    if kind != "country":
        return []
    return [more for more in ON_REQUEST if query.get(more[0]) == more[1]]


# Those that a list offers; any other can be asked for by its code, or found among the facets.
LANGUAGES = [
    ("", "–"),
    ("en", _("English")),
    ("ko", _("Korean")),
    ("ja", _("Japanese")),
    ("vi", _("Vietnamese")),
]


class SubjectFilter(filters.CharFilter):
    """Stories listed under the record whose slug is given."""

    def __init__(self, kind, **kwargs):
        super().__init__(field_name=kind, max_length=200, widget=forms.HiddenInput, **kwargs)
        self.kind = kind

    def filter(self, editions, slug):
        if not slug:
            return editions
        if self.kind not in self.parent.records:
            return editions.none()
        # By its id, which tells a database how many stories to expect; a slug does not.
        pk, _ = self.parent.records[self.kind]
        if "q" not in self.parent.chosen:
            return editions.listed_under(self.kind, pk, BANDS[self.kind])
        # Beside words, each story is looked up: the newest that hold them are found first.
        under = {"kind": self.kind, "subject_id": pk, "band__in": BANDS[self.kind]}
        return editions.filter(Exists(Listing.objects.filter(edition=OuterRef("pk"), **under)))


class YearFilter(filters.Filter):
    field_class = forms.IntegerField


class StoryFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Words"), method="search", max_length=200)
    show = SubjectFilter("show", label=_("Show"))
    person = SubjectFilter("person", label=_("Person"))
    country = SubjectFilter("country", label=_("Country"))
    company = SubjectFilter("company", label=_("Company"))
    tag = SubjectFilter("tag", label=_("Tag"))
    author = SubjectFilter("author", label=_("Author"))
    # Of no greatest length: it would be an attribute that a select may not have.
    language = filters.CharFilter(label=_("Language"), widget=forms.Select(choices=LANGUAGES))
    year = YearFilter(
        label=_("Year"),
        field_name="published_at",
        lookup_expr="year",
        min_value=1901,
        max_value=2200,
    )

    class Meta:
        model = Edition
        fields = []

    @cached_property
    def chosen(self):
        """What the query asks for, by parameter, as it was written."""
        asked = {
            name: self.data.get(name, "").replace("\0", "").strip() for name in self.filters
        }
        return {name: value for name, value in asked.items() if value}

    @cached_property
    def records(self):
        """The ids and names of the chosen records that there are, by kind. One query."""
        rows = [
            columns(records_at(kind, slug), kind, "pk", COLUMNS[kind])
            for kind, slug in self.chosen.items()
            if kind in MODELS
        ]
        found = rows[0].union(*rows[1:], all=True) if rows else []
        return {row[0]: (row[1], str(Subject(*row))) for row in found}

    def query_now(self):
        """The query with the addresses of now, if it names a record by an old one; or None."""
        named = MODELS.keys() & self.chosen.keys()
        return query_now(self.data) if named - self.records.keys() else None

    def search(self, editions, name, value):
        return editions.matching(value)
