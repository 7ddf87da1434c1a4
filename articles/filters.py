import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

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
    q = filters.CharFilter(label=_("Words"), method="search", max_length=200)
    show = SubjectFilter("show", label=_("Show"))
    person = SubjectFilter("person", label=_("Person"))
    country = SubjectFilter("country", label=_("Country"))
    company = SubjectFilter("company", label=_("Company"))
    tag = SubjectFilter("tag", label=_("Tag"))
    author = SubjectFilter("author", label=_("Author"))
    language = filters.CharFilter(
        label=_("Language"), max_length=20, widget=forms.Select(choices=LANGUAGES)
    )
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

    def search(self, editions, name, value):
        return editions.matching(value)
