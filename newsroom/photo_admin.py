"""The photo library: one photo's form, and the page that takes many files at once."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminFileWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.text import Truncator, slugify
from django.views.decorators.http import require_POST

from .desk_admin import DeskAdmin, DeskForm, pretty
from .guarded_admin import moment
from .models import Photo
from .pictures import ACCEPTED, PictureField
from .renditions import RATIOS, preview
from .where_used import ShowsUse

SLUG_LENGTH = 80
THUMBNAIL, WHOLE = 320, 640


class PhotoForm(DeskForm):
    file = PictureField(
        required=False,
        widget=AdminFileWidget(attrs={"accept": ACCEPTED}),
        help_text="JPEG, PNG, WebP, AVIF or GIF. May be absent: a caption can arrive without "
        "its picture. A caption, credit or terms left blank are taken from the file.",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            picture = getattr(file, "picture", None)
            self.instance.sha256 = picture.sha256 if picture else ""
            self.instance.iptc = picture.embedded if picture else {}
            refuse_twin(self.instance)
        return file

    def clean(self):
        super().clean()
        picture = getattr(self.cleaned_data.get("file"), "picture", None)
        for name, text in (picture.offers() if picture else {}).items():
            if name in self.cleaned_data:
                self.cleaned_data[name] = self.cleaned_data[name] or text


def refuse_twin(photo):
    twins = Photo.objects.filter(sha256=photo.sha256).exclude(sha256="").exclude(pk=photo.pk)
    if twin := twins.first():
        raise Twin(twin)


class Twin(ValidationError):
    def __init__(self, photo):
        url = reverse("admin:newsroom_photo_change", args=[photo.pk])
        message = 'This picture is in the library already: <a href="{}">{}</a>.'
        super().__init__(format_html(message, url, photo), code="twin")
        self.photo = photo


class FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name)


class FilesField(forms.FileField):
    """Each file is looked at by itself afterwards, so that one does not stop the others."""

    def clean(self, data, initial=None):
        if not data:
            raise ValidationError(self.error_messages["required"], code="required")
        return data


class UploadForm(forms.Form):
    files = FilesField(
        label="Pictures",
        widget=FilesInput(attrs={"accept": ACCEPTED}),
        help_text="Choose several at once, or drag them here. "
        "A file that cannot be taken does not stop the others.",
    )


class OnePhotoForm(forms.ModelForm):
    """A file, and what the one who sends it says of it. The file is looked at as it is added."""

    file = FilesField(widget=FilesInput)

    class Meta:
        model = Photo
        fields = ["alt", "caption", "credit", "licence"]


def add(upload, **said) -> Photo:
    """A photo of one file; what is not ``said`` of it, the file may say.

    Raises ValidationError with the reason for a refusal.
    """
    name = upload.name
    file = PictureField(max_length=None).clean(upload)
    picture = file.picture
    photo = Photo(
        slug=free_slug(name, picture),
        file=file,
        sha256=picture.sha256,
        iptc=picture.embedded,
        **picture.offers() | {field: text for field, text in said.items() if text},
    )
    refuse_twin(photo)
    photo.full_clean()
    try:
        with transaction.atomic():
            photo.save()
    except IntegrityError as error:
        # Somebody else was a moment quicker.
        refuse_twin(photo)
        message = "Another picture has just taken its name: send it again."
        raise ValidationError(message, code="race") from error
    return photo


def free_slug(name, picture):
    """From the name that the file came with, told apart by its content where it is taken."""
    slug = slugify(name.rsplit(".", 1)[0])[:SLUG_LENGTH].strip("-_") or "photo"
    taken = Photo.objects.filter(slug=slug).exists()
    return f"{slug}-{picture.sha256[:10]}" if taken else slug


def refused(problems, twin=None):
    answer = {"problems": problems, "twin": twin and found_photo(twin)}
    return JsonResponse(answer, status=400)


def found_photo(photo):
    """A photo as the editor of a story shows it to be chosen, and in the text."""
    return {
        "ref": f"photo:{photo.pk}",
        "kind": "" if photo.file else "no picture yet",
        "name": str(photo),
        "label": Truncator(photo.caption or photo.alt or photo.slug).chars(120),
        "hint": photo.credit,
        "alt": photo.alt,
        "credit": photo.credit,
        "warning": what_forbids(photo),
        "thumbnail": preview(photo, "1x1", THUMBNAIL) if photo.has_picture else None,
        "preview": preview(photo, "free", WHOLE) if photo.has_picture else None,
    }


def what_forbids(photo):
    """To show it to readers now, in words; mostly nothing."""
    if photo.may_be_used():
        return ""
    if photo.embargo_until and photo.embargo_until > timezone.now():
        return f"Not to be used before {moment(photo.embargo_until)}"
    return f"Its licence ended {moment(photo.expires_at)}"


@admin.register(Photo)
class PhotoAdmin(ShowsUse, DeskAdmin):
    form = PhotoForm
    change_list_template = "admin/newsroom/photo/change_list.html"
    fieldsets = [
        (None, {"fields": ["slug", "file", "size", "alt"]}),
        ("Focal point", {"fields": ["crops", ("focal_x", "focal_y")]}),
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
        ("Rights", {"fields": ["licence", "usage_terms", ("embargo_until", "expires_at")]}),
        ("Where it is used", {"fields": ["used"]}),
        ("From the file", {"classes": ["collapse"], "fields": ["sha256", "file_data"]}),
    ]
    list_display = [
        *("thumbnail", "slug", "caption", "credit", "licence", "expires_at", "has_file"),
    ]
    list_display_links = ["thumbnail", "slug"]
    list_filter = [("file", admin.EmptyFieldListFilter), "expires_at"]
    readonly_fields = ["size", "crops", "sha256", "file_data"]
    search_fields = ["slug", "caption", "original_caption", "alt", "credit"]

    class Media:
        js = ["newsroom/focal.js"]

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("upload/", view(self.upload), name="newsroom_photo_upload"),
            path("upload-one/", view(self.upload_one), name="newsroom_photo_upload_one"),
            *super().get_urls(),
        ]

    def upload(self, request):
        """Many files at once; what becomes of each stands beside its name."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        sent = [request.POST, request.FILES] if request.method == "POST" else []
        form = UploadForm(*sent)
        outcomes = []
        if form.is_valid():
            outcomes = [self.take(request, file) for file in form.cleaned_data["files"]]
        context = {
            **self.admin_site.each_context(request),
            "title": "Add several photos",
            "opts": self.opts,
            "form": form,
            "outcomes": outcomes,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/newsroom/photo/upload.html", context)

    def take(self, request, file):
        name = file.name
        try:
            photo = add(file)
        except ValidationError as error:
            return {"name": name, "reasons": error.messages}
        self.log_addition(request, photo, "Uploaded with others.")
        return {"name": name, "photo": photo, "thumbnail": self.thumbnail(photo)}

    @method_decorator(require_POST)
    def upload_one(self, request):
        """Into a story that is open: answers with the photo, or with what is wrong."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = OnePhotoForm(request.POST, request.FILES)
        if not form.is_valid():
            return refused([f"{form[name].label}: {e[0]}" for name, e in form.errors.items()])
        said = form.cleaned_data
        [file, *_others] = said.pop("file")
        try:
            photo = add(file, **said)
        except Twin as error:
            return refused(["This picture is in the library already."], twin=error.photo)
        except ValidationError as error:
            return refused(error.messages)
        self.log_addition(request, photo, "Uploaded into a story.")
        return JsonResponse({"photo": found_photo(photo)})

    @admin.display(description="picture")
    def thumbnail(self, photo):
        if not photo.has_picture:
            return "—"
        return format_html(
            '<img class="thumbnail" src="{src}" width="{width}" height="{height}" alt="{alt}"'
            ' loading="lazy">',
            alt=photo,
            **preview(photo, "1x1", THUMBNAIL),
        )

    @admin.display(description="file", boolean=True)
    def has_file(self, photo):
        return bool(photo.file)

    @admin.display(description="size")
    def size(self, photo):
        return f"{photo.width} × {photo.height}" if photo.width else "—"

    @admin.display(description="crops")
    def crops(self, photo):
        if not photo.has_picture or photo._state.adding:
            return "Shown once the picture is saved."
        context = {
            "src": preview(photo, "free", WHOLE)["src"],
            "ratios": [
                (name, name.replace("x", ":")) for name, shape in RATIOS.items() if shape
            ],
        }
        return render_to_string("admin/newsroom/photo/focal_point.html", context)

    @admin.display(description="IPTC")
    def file_data(self, photo):
        return pretty(photo.iptc)
