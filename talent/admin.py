from django.contrib import admin, messages
from django.core.exceptions import ValidationError

from newsroom.desk_admin import DeskAdmin, DeskFormSet, InUse, Rows
from newsroom.models import Photo
from newsroom.photo_admin import PhotoAdmin

from .house_style import house_style, sort_name
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
from .named_admin import MergeableNamedAdmin, NamedAdmin
from .tables import People, Works
from .tables_admin import TableAdmin


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


class Names(Rows):
    readonly_fields = ["script"]


class PersonNames(Names):
    model = PersonName


class CompanyNames(Names):
    model = CompanyName


class ProductionTitles(Names):
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
class PersonAdmin(TableAdmin, MergeableNamedAdmin):
    table = People
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
    list_filter = [("nationalities", InUse)]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name"]

    def for_list(self, rows):
        return rows.defer("bio", "note").prefetch_related("nationalities")

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if name := request.POST.get("_house_style"):
            request.POST = request.POST.copy()
            request.POST["name"] = name
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_related(self, request, form, formsets, change):
        """Only now are the nationalities known, which tell what is the name's custom."""
        super().save_related(request, form, formsets, change)
        person = form.instance
        language = person.language(person.nationalities.all())
        if not form.cleaned_data.get("sort_name", True):
            person.sort_name = sort_name(person.name, language)
            person.save(update_fields=["sort_name"])
        if (better := house_style(person.name, language)) != person.name:
            warning = f"House style is {better}. It was saved as {person.name}."
            self.message_user(request, warning, messages.WARNING)

    def render_change_form(self, request, context, obj=None, **kwargs):
        if obj and self.has_change_permission(request, obj):
            better = house_style(obj.name, obj.language(obj.nationalities.all()))
            context["house_style"] = better if better != obj.name else ""
        return super().render_change_form(request, context, obj=obj, **kwargs)

    @admin.display(description="nationalities")
    def from_countries(self, person):
        return ", ".join(country.name for country in person.nationalities.all())


class PeopleInPicture(Rows):
    model = Person.pictures.through
    verbose_name = "person in the picture"
    verbose_name_plural = "people in the picture"


admin.site.unregister(Photo)


@admin.register(Photo)
class PhotoOfPeopleAdmin(PhotoAdmin):
    """The library's form, with what the library itself knows nothing of."""

    inlines = [PeopleInPicture]


@admin.register(Company)
class CompanyAdmin(MergeableNamedAdmin):
    fieldsets = [
        (None, {"fields": ["name", "slug", "disambiguation", "kind"]}),
        ("In its own language", {"fields": [("native_name", "native_language")]}),
        ("What it is", {"fields": ["country", "parent", "description"]}),
        ("Desk", {"fields": ["note"]}),
        ("Where it is used", {"fields": ["used"]}),
    ]
    inlines = [CompanyNames]
    list_display = ["name", "kind", "country", "parent", "disambiguation"]
    list_filter = ["kind", ("country", InUse)]
    list_select_related = ["country", "parent"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name"]


@admin.register(Production)
class ProductionAdmin(TableAdmin, MergeableNamedAdmin):
    table = Works
    fieldsets = [
        (None, {"fields": ["title", "slug", "disambiguation", ("kind", "year")]}),
        ("In its own language", {"fields": [("original_title", "original_language")]}),
        ("What it is", {"fields": ["countries", "genres", "based_on", "synopsis", "poster"]}),
        ("Desk", {"fields": ["note"]}),
        ("Where it is used", {"fields": ["used"]}),
    ]
    inlines = [ProductionTitles, Credits, CompanyCredits]
    list_display = ["title", "original_title", "kind", "year", "from_countries"]
    list_filter = ["kind", ("countries", InUse)]
    prepopulated_fields = {"slug": ["title"]}
    search_fields = ["title"]
    own_names = ["title", "original_title"]

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
    list_display = ["name", "person", "kind", "language", "script", "note"]
    list_select_related = ["person"]


@admin.register(CompanyName)
class CompanyNameAdmin(NameAdmin):
    list_display = ["name", "company", "kind", "language", "script", "note"]
    list_select_related = ["company"]


@admin.register(ProductionTitle)
class ProductionTitleAdmin(NameAdmin):
    list_display = ["name", "production", "kind", "language", "script", "country", "note"]
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
