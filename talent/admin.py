from django.contrib import admin
from django.core.exceptions import ValidationError

from newsroom.desk_admin import DeskAdmin, DeskFormSet, Rows
from newsroom.merge_admin import MergeableAdmin

from .models import (
    Company,
    CompanyCredit,
    CompanyName,
    Country,
    Credit,
    Person,
    PersonName,
    Production,
    ProductionTitle,
)


class NamedAdmin(DeskAdmin):
    """Records that are found by every spelling of their names."""

    def get_search_results(self, request, queryset, search_term):
        if search_term.strip():
            queryset = queryset.matching(search_term)
        return queryset, False


class CreditFormSet(DeskFormSet):
    def validate_unique(self):
        """Django's own check passes over rows in which somebody's name is missing."""
        super().validate_unique()
        deleted = self.deleted_forms
        credits = [
            (credit.production_id, credit.role, credit.character, credit.credited_as)
            for form in self.forms
            if form.is_valid() and form.has_changed() and form not in deleted
            if not (credit := form.instance).person_id
        ]
        if len(set(credits)) < len(credits):
            raise ValidationError("Two of these credits are the same.")


class PersonNames(Rows):
    model = PersonName


class CompanyNames(Rows):
    model = CompanyName


class ProductionTitles(Rows):
    model = ProductionTitle


class Credits(Rows):
    model = Credit
    formset = CreditFormSet
    fields = ["production", "person", "role", "character", "credited_as", "billing"]
    show_change_link = True


class CompanyCredits(Rows):
    model = CompanyCredit


@admin.register(Country)
class CountryAdmin(NamedAdmin):
    list_display = ["name", "code", "demonym", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name"]


@admin.register(Person)
class PersonAdmin(MergeableAdmin, NamedAdmin):
    fieldsets = [
        (None, {"fields": ["name", "slug", "sort_name", "disambiguation"]}),
        ("In their own language", {"fields": [("native_name", "native_language")]}),
        ("Who they are", {"fields": ["nationalities", "bio", "photo", "pictures"]}),
        ("Born", {"fields": [("birth", "birth_certainty"), "birth_words"]}),
        ("Desk", {"fields": ["note"]}),
        ("Where it is used", {"fields": ["used"]}),
    ]
    inlines = [PersonNames, Credits]
    list_display = ["name", "native_name", "disambiguation", "from_countries", "birth"]
    list_filter = [("nationalities", admin.RelatedOnlyFieldListFilter)]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name"]

    def for_list(self, rows):
        return rows.defer("bio", "note").prefetch_related("nationalities")

    @admin.display(description="nationalities")
    def from_countries(self, person):
        return ", ".join(country.name for country in person.nationalities.all())


@admin.register(Company)
class CompanyAdmin(MergeableAdmin, NamedAdmin):
    fieldsets = [
        (None, {"fields": ["name", "slug", "disambiguation", "kind"]}),
        ("In its own language", {"fields": [("native_name", "native_language")]}),
        ("What it is", {"fields": ["country", "parent", "description"]}),
        ("Desk", {"fields": ["note"]}),
        ("Where it is used", {"fields": ["used"]}),
    ]
    inlines = [CompanyNames]
    list_display = ["name", "kind", "country", "parent", "disambiguation"]
    list_filter = ["kind", ("country", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["country", "parent"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name"]


@admin.register(Production)
class ProductionAdmin(MergeableAdmin, NamedAdmin):
    fieldsets = [
        (None, {"fields": ["title", "slug", "disambiguation", ("kind", "year")]}),
        ("In its own language", {"fields": [("original_title", "original_language")]}),
        ("What it is", {"fields": ["countries", "genres", "based_on", "synopsis", "poster"]}),
        ("Desk", {"fields": ["note"]}),
        ("Where it is used", {"fields": ["used"]}),
    ]
    inlines = [ProductionTitles, Credits, CompanyCredits]
    list_display = ["title", "original_title", "kind", "year", "from_countries"]
    list_filter = ["kind", ("countries", admin.RelatedOnlyFieldListFilter)]
    prepopulated_fields = {"slug": ["title"]}
    search_fields = ["title"]

    def for_list(self, rows):
        return rows.defer("synopsis", "note").prefetch_related("countries")

    @admin.display(description="countries")
    def from_countries(self, production):
        return ", ".join(country.name for country in production.countries.all())


class NameAdmin(DeskAdmin):
    """Other names of records: edited with their record, and looked through here."""

    list_filter = ["kind"]
    search_fields = ["name", "note"]


@admin.register(PersonName)
class PersonNameAdmin(NameAdmin):
    list_display = ["name", "person", "kind", "language", "note"]
    list_select_related = ["person"]


@admin.register(CompanyName)
class CompanyNameAdmin(NameAdmin):
    list_display = ["name", "company", "kind", "language", "note"]
    list_select_related = ["company"]


@admin.register(ProductionTitle)
class ProductionTitleAdmin(NameAdmin):
    list_display = ["name", "production", "kind", "language", "country", "note"]
    list_select_related = ["production", "country"]


@admin.register(Credit)
class CreditAdmin(DeskAdmin):
    list_display = ["production", "person", "role", "character", "credited_as", "billing"]
    list_filter = ["role"]
    list_select_related = ["production", "person"]
    search_fields = ["production__title", "person__name", "character", "credited_as"]


@admin.register(CompanyCredit)
class CompanyCreditAdmin(DeskAdmin):
    list_display = ["production", "company", "role", "note"]
    list_filter = ["role"]
    list_select_related = ["production", "company"]
    search_fields = ["production__title", "company__name"]
