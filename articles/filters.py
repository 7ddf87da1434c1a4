import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef

from .models.public import Edition, Listing
from .subjects import MODELS

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
    ("mentions", "1", Band.MENTION, "with passing mentions"),
    ("via", "people", Band.PEOPLE, "with stories through its people"),
]


def asked_for(kind, query):
    """Those of ``ON_REQUEST`` that ``query`` asks for."""
    if kind != "country":
        return []
    return [more for more in ON_REQUEST if query.get(more[0]) == more[1]]


class SubjectFilter(filters.CharFilter):
    """Stories listed under the record whose slug is given."""

    def __init__(self, kind, **kwargs):
        super().__init__(field_name=kind, max_length=200, widget=forms.HiddenInput, **kwargs)
        self.kind = kind

    def filter(self, editions, slug):
        if not slug:
            return editions
        subjects = MODELS[self.kind].objects.filter(slug=slug).values("pk")
        listings = Listing.objects.filter(
            edition=OuterRef("pk"),
            kind=self.kind,
            subject_id__in=subjects,
            band__in=BANDS[self.kind],
        )
        return editions.filter(Exists(listings))


class YearFilter(filters.Filter):
    field_class = forms.IntegerField


class StoryFilter(filters.FilterSet):
    q = filters.CharFilter(label="Words", method="search", max_length=200)
    show = SubjectFilter("show", label="Show")
    person = SubjectFilter("person", label="Person")
    country = SubjectFilter("country", label="Country")
    company = SubjectFilter("company", label="Company")
    tag = SubjectFilter("tag", label="Tag")
    author = SubjectFilter("author", label="Author")
    language = filters.CharFilter(label="Language", max_length=20)
    year = YearFilter(
        label="Year",
        field_name="published_at",
        lookup_expr="year",
        min_value=1901,
        max_value=2200,
    )

    class Meta:
        model = Edition
        fields = []

    def search(self, editions, name, value):
        return editions.matching(value)
