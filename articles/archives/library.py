"""The pictures of an archive: found in a folder, and taken into the photo library once."""

import re
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.text import Truncator, slugify

from newsroom.models import Photo
from newsroom.photo_admin import Twin, add

from .posts import path_of

# Where the two systems keep their pictures, of which a folder may hold the inside alone.
ROOTS = re.compile(r"^(?:.*?/)?(?:wp-content/uploads|content/images)/(?:size/w\d+/)?")
# As WordPress calls a picture that it has made smaller.
SMALLER = re.compile(r"-\d{2,5}x\d{2,5}(?=\.\w+$)")
SLUG_LENGTH = 80


class Library:
    """Gives each picture of an archive its photo.

    ``folder`` holds the archive's files; without it, or without the file, the photo is kept
    with its caption alone. ``credit`` is said of the photos of which the archive names none.
    """

    def __init__(self, folder=None, credit=""):
        self.folder = Path(folder).resolve() if folder else None
        self.credit = credit
        self.known = {}
        # The names of what has been stored, which no transaction takes back.
        self.stored = []
        # By address: why the file of a picture was not taken.
        self.missing = {}

    def photo_of(self, picture) -> str | None:
        """The slug of the photo that ``picture`` is, or None for what is no picture's address."""
        path = path_of(picture.url)
        if not path:
            return None
        if path not in self.known:
            self.known[path] = self.take(picture, path).slug
        return self.known[path]

    def take(self, picture, path):
        slug = slugify(path.rsplit(".", 1)[0])[-SLUG_LENGTH:].strip("-_") or "photo"
        said = {
            "alt": Truncator(picture.alt or picture.caption).chars(300),
            "caption": picture.caption,
            "credit": (picture.credit or self.credit)[:200],
        }
        photo = Photo.objects.filter(slug=slug).first()
        if photo and photo.file:
            return photo
        try:
            return self.with_file(path, said)
        except (OSError, ValidationError) as error:
            messages = getattr(error, "messages", None) or [error.strerror or str(error)]
            self.missing[picture.url] = " ".join(messages)
        return photo or Photo.objects.create(slug=slug, **said)

    def with_file(self, path, said):
        if self.folder is None:
            raise FileNotFoundError(0, "no folder of pictures was given")
        with self.file_of(path).open("rb") as file:
            try:
                photo = add(File(file, name=path.rpartition("/")[2]), **said)
            except Twin as twin:
                return twin.photo
        self.stored.append(photo.file.name)
        return photo

    def take_back(self):
        """Once the photos are gone, their files go."""
        storage = Photo._meta.get_field("file").storage
        for name in self.stored:
            storage.delete(name)

    def file_of(self, path):
        inner = ROOTS.sub("", path)
        for place in dict.fromkeys(
            [path, inner, SMALLER.sub("", path), SMALLER.sub("", inner)]
        ):
            file = (self.folder / place).resolve()
            if file.is_relative_to(self.folder) and file.is_file():
                return file
        raise FileNotFoundError(0, "it is not in the folder of pictures")
