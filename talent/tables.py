"""People and works as tables: a row for each, known by its slug."""

from django.core.exceptions import ValidationError
from django.utils.html import format_html
from import_export import fields, resources, widgets

from newsroom.models import Tag
from newsroom.tables import as_csv, as_written

from .house_style import sort_name
from .models import Country, Person, Production

MOST_ROWS = 2000
WINDOW = 500
MOST_TWINS = 5


class Named(widgets.ManyToManyWidget):
    """Records by code or slug. One that is not there is an error, where it would be left out."""

    def __init__(self, column, model, field):
        super().__init__(model, separator=";", field=field)
        self.column = column

    def clean(self, value, row=None, **kwargs):
        wanted = {part.strip() for part in (value or "").split(";")} - {""}
        found = self.model.objects.filter(**{f"{self.field}__in": wanted})
        missing = wanted - {getattr(record, self.field) for record in found}
        if missing:
            kind = self.model._meta.verbose_name
            message = f"There is no {kind} “{'”, “'.join(sorted(missing))}”."
            raise ValidationError({self.column: message})
        return found

    def render(self, value, obj=None, **kwargs):
        records = value.all() if value else []
        return "; ".join(sorted(getattr(record, self.field) for record in records))


class Whole(widgets.IntegerWidget):
    def clean(self, value, row=None, **kwargs):
        try:
            return int(value) if value else None
        except ValueError:
            raise ValueError("Enter a whole number.") from None


def named(name, model, field="slug"):
    return fields.Field(attribute=name, column_name=name, widget=Named(name, model, field))


class Changes(resources.Diff):
    def as_html(self):
        """Without styles in the markup, which the desk's pages forbid."""
        before = [""] * len(self.left) if self.new else map(str, self.left)
        return [shown(old, str(new)) for old, new in zip(before, self.right, strict=True)]


def shown(old, new):
    """Nothing if they are the same."""
    if old == new:
        return ""
    gone = format_html("<del>{}</del> ", old) if old else ""
    return format_html("{}<ins>{}</ins>", gone, new) if new else gone


class Table(resources.ModelResource):
    # Those that the record finds by itself where a cell is blank, and those it is told by.
    derived, own_names = [], []

    class Meta:
        import_id_fields = ["slug"]
        skip_unchanged = True
        clean_model_instances = True

    @property
    def many(self):
        return [name for name, field in self.fields.items() if isinstance(field.widget, Named)]

    def get_diff_class(self):
        return Changes

    def before_import(self, dataset, **kwargs):
        self.rows_by_slug = {}
        known = {field.column_name for field in self.get_import_fields()}
        if unknown := [name for name in dataset.headers if name not in known]:
            raise ValidationError(
                f"There is no column “{'”, “'.join(map(str, unknown))}”: {', '.join(known)}."
            )
        if len(dataset) > MOST_ROWS:
            raise ValidationError(f"At most {MOST_ROWS:,} rows at once: split the table.")

    def before_import_row(self, row, row_number=None, **kwargs):
        self.is_new, self.twins = False, []
        for name, cell in row.items():
            row[name] = as_written(cell or "").strip()
            if "\0" in row[name]:
                raise ValidationError({name: "It holds a character that no text can hold."})
        for name in self.derived:
            if not row.get(name):
                row.pop(name, None)
        first = self.rows_by_slug.setdefault(row["slug"], row_number)
        if first != row_number:
            raise ValidationError({"slug": f"Row {first} has this slug too."})

    def before_save_instance(self, instance, row, **kwargs):
        self.is_new = instance._state.adding
        if self.is_new:
            names = [getattr(instance, name) for name in self.own_names]
            self.twins = list(self._meta.model.objects.called(*names)[:MOST_TWINS])

    def after_import_row(self, row, row_result, **kwargs):
        row_result.twins = self.twins
        changes = zip(self.get_diff_headers(), row_result.diff, strict=True)
        row_result.changes = [change for change in changes if change[1]]

    def as_csv(self, records):
        """Lines of CSV, some records at a time."""
        found = records.prefetch_related(*self.many).iterator(chunk_size=WINDOW)
        return as_csv(self.get_export_headers(), map(self.export_resource, found))


class People(Table):
    derived, own_names = ["sort_name", "native_language"], ["name", "native_name"]

    nationalities = named("nationalities", Country, "code")

    class Meta(Table.Meta):
        model = Person
        fields = [
            *("slug", "name", "sort_name", "disambiguation", "native_name"),
            *("native_language", "nationalities", "birth", "birth_words", "birth_certainty"),
            *("bio", "note"),
        ]

    def save_m2m(self, instance, row, **kwargs):
        """Only now are the nationalities known, which tell what is the name's custom."""
        super().save_m2m(instance, row, **kwargs)
        if self.is_new and "sort_name" not in row:
            language = instance.language(instance.nationalities.all())
            instance.sort_name = sort_name(instance.name, language)
            instance.save(update_fields=["sort_name"])


class Works(Table):
    derived, own_names = ["original_language"], ["title", "original_title"]

    year = fields.Field(attribute="year", column_name="year", widget=Whole())
    countries = named("countries", Country, "code")
    genres = named("genres", Tag)
    based_on = named("based_on", Production)

    class Meta(Table.Meta):
        model = Production
        fields = [
            *("slug", "title", "original_title", "original_language", "disambiguation"),
            *("kind", "year", "countries", "genres", "based_on", "synopsis", "note"),
        ]
