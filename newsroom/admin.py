import hashlib

# Before it is unregistered, or it would register its own tag after that.
import taggit.admin
import taggit.models
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html

from .desk_admin import DeskAdmin, DeskForm, pretty
from .models import OldAddress, Photo, Tag

admin.site.site_header = admin.site.site_title = "Newsroom"
admin.site.index_title = "The desk"
admin.site.unregister(taggit.models.Tag)


@admin.register(Tag)
class TagAdmin(DeskAdmin):
    fields = ["name", "slug", "group", "description", "synonym_of"]
    list_display = ["name", "group", "synonym_of", "slug"]
    list_filter = ["group"]
    list_select_related = ["synonym_of"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name", "slug"]


class PhotoForm(DeskForm):
    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            self.instance.sha256 = sha256(file) if file else ""
            refuse_twin(self.instance)
        return file


def sha256(file):
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def refuse_twin(photo):
    twins = Photo.objects.filter(sha256=photo.sha256).exclude(sha256="").exclude(pk=photo.pk)
    if twin := twins.first():
        url = reverse("admin:newsroom_photo_change", args=[twin.pk])
        message = 'This picture is in the library already: <a href="{}">{}</a>.'
        raise ValidationError(format_html(message, url, twin), code="twin")


@admin.register(Photo)
class PhotoAdmin(DeskAdmin):
    form = PhotoForm
    fieldsets = [
        (None, {"fields": ["slug", "file", "size", "alt", ("focal_x", "focal_y")]}),
        (
            "Caption",
            {
                "fields": [
                    ("caption", "language"),
                    ("original_caption", "original_language"),
                    ("credit", "original_credit"),
                ]
            },
        ),
        ("Rights", {"fields": ["licence", "usage_terms", "expires_at"]}),
        ("From the file", {"classes": ["collapse"], "fields": ["sha256", "file_data"]}),
    ]
    list_display = ["slug", "caption", "credit", "licence", "expires_at", "has_file"]
    list_filter = [("file", admin.EmptyFieldListFilter), "expires_at"]
    readonly_fields = ["size", "sha256", "file_data"]
    search_fields = ["slug", "caption", "original_caption", "alt", "credit"]

    @admin.display(description="file", boolean=True)
    def has_file(self, photo):
        return bool(photo.file)

    @admin.display(description="size")
    def size(self, photo):
        return f"{photo.width} × {photo.height}" if photo.width else "—"

    @admin.display(description="IPTC")
    def file_data(self, photo):
        return pretty(photo.iptc)


@admin.register(OldAddress)
class OldAddressAdmin(DeskAdmin):
    list_display = ["slug", "target", "kind"]
    list_filter = ["kind"]
    search_fields = ["slug", "target"]
