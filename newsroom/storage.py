import os
import secrets

from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """A file is there whole or not at all, and the last of two with one name stays.

    So that nobody is served the half of a rendition that somebody else is having made.
    """

    def get_available_name(self, name, max_length=None):
        return name

    def _save(self, name, content):
        part = super()._save(f"{name}.{secrets.token_hex(8)}", content)
        os.replace(self.path(part), self.path(name))
        return name
