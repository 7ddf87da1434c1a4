"""A backup: one archive of the database, the uploaded files and a list of both.

The list stands last and has the SHA-256 of each file, so that an archive that was cut short,
or changed, is told from a whole one before anything is restored from it. The secret key is
not in it: whoever finds the one must not have the other.
"""

import hashlib
import json
import os
import tarfile
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import pyrage
from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from . import renditions
from .database_copies import NAMES, copy_in, copy_out

MANIFEST, MEDIA = "manifest.json", "media"
CHUNK = 1 << 20


def back_up(folder: Path, recipient="") -> Path:
    """Write an archive into ``folder``, whole or not at all; only ``recipient`` can read it."""
    now = timezone.now()
    name = f"newsroom-{now:%Y%m%dT%H%M%SZ}.tar"
    with TemporaryDirectory(dir=folder, prefix=".backup-") as work:
        archive = Path(work, name)
        with tarfile.open(archive, "x") as tar:
            write(tar, Path(work), now)
        if recipient:
            archive = encrypted(archive, recipient)
        return archive.rename(folder / archive.name)


def write(tar, work, now):
    database = work / NAMES[connection.vendor]
    sums = {}
    add_media(tar, sums)
    copy_out(database)
    with database.open("rb") as file:
        sums[database.name] = add(tar, database.name, file, database.stat().st_size)
    # What was uploaded meanwhile: the database may know of it.
    add_media(tar, sums)
    manifest = work / MANIFEST
    manifest.write_text(
        json.dumps(
            {
                "made_at": now.isoformat(),
                "database": connection.vendor,
                "key": mark_of_key(),
                "sha256": sums,
            },
            indent=1,
        )
    )
    tar.add(manifest, MANIFEST)


def add_media(tar, sums):
    for path in media_files():
        name = f"{MEDIA}/{path}"
        if name in sums:
            continue
        try:
            with default_storage.open(path) as file:
                sums[name] = add(tar, name, file, file.size)
        except FileNotFoundError:
            # Deleted since it was listed, and so of no photo any more.
            continue


def media_files(folder=""):
    """The path of every file in storage but those that can be made again."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield str(PurePosixPath(folder, name))
    for name in sorted(folders):
        path = str(PurePosixPath(folder, name))
        if path != renditions.FOLDER:
            yield from media_files(path)


class Hashed:
    """Reads a file, and has its SHA-256 when it has been read."""

    def __init__(self, file):
        self.file, self.sha256 = file, hashlib.sha256()

    def read(self, size=-1):
        data = self.file.read(size)
        self.sha256.update(data)
        return data


def add(tar, name, file, size):
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    hashed = Hashed(file)
    tar.addfile(member, hashed)
    return hashed.sha256.hexdigest()


def encrypted(archive, recipient):
    target = archive.with_name(f"{archive.name}.age")
    try:
        key = pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as error:
        raise CommandError(
            f"“{recipient}” is no recipient of age; one begins with age1."
        ) from error
    pyrage.encrypt_file(str(archive), str(target), [key])
    return target


def mark_of_key():
    """Tells whether two places have one secret key; it does not tell the key."""
    return salted_hmac("newsroom.backup", "mark", algorithm="sha256").hexdigest()[:16]


@contextmanager
def unpacked(archive: Path, identity: Path | None = None):
    """The folder and the manifest of a backup that is whole; raises CommandError otherwise."""
    settings.VAR_DIR.mkdir(exist_ok=True)
    with TemporaryDirectory(dir=settings.VAR_DIR, prefix="restore-") as work:
        if archive.suffix == ".age":
            archive = decrypted(archive, identity, Path(work, "archive.tar"))
        folder = Path(work, "backup")
        try:
            with tarfile.open(archive) as tar:
                sums = {m.name: unpack(tar, m, folder) for m in tar if m.isfile()}
            manifest = json.loads((folder / MANIFEST).read_text())
            expected = manifest["sha256"]
        except (tarfile.TarError, EOFError, OSError, ValueError, KeyError) as error:
            raise CommandError(f"{archive.name} is no whole backup: {error}") from error
        del sums[MANIFEST]
        if wrong := {name for name, _ in sums.items() ^ expected.items()}:
            listed = ", ".join(sorted(wrong)[:5])
            raise CommandError(f"Not as they were backed up ({len(wrong)}): {listed}.")
        yield folder, manifest


def decrypted(archive, identity, target):
    if identity is None:
        raise CommandError(f"{archive.name} is encrypted: give its key with --identity.")
    lines = [line for line in identity.read_text().splitlines() if line.startswith("AGE-")]
    try:
        keys = [pyrage.x25519.Identity.from_str(line) for line in lines]
        pyrage.decrypt_file(str(archive), str(target), keys)
    except (pyrage.IdentityError, pyrage.DecryptError, ValueError) as error:
        raise CommandError(f"{identity} does not open {archive.name}: {error}") from error
    return target


def unpack(tar, member, folder):
    """Returns the SHA-256 of what was written."""
    path = PurePosixPath(member.name)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(f"it would write to {path}")
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    sha256 = hashlib.sha256()
    with tar.extractfile(member) as file, target.open("xb") as out:
        while data := file.read(CHUNK):
            sha256.update(data)
            out.write(data)
    return sha256.hexdigest()


def refuse_unless_empty():
    if tables := connection.introspection.table_names():
        raise CommandError(
            f"The database is not empty: it has {len(tables)} tables. Restore into a new one."
        )
    if path := next(media_files(), None):
        raise CommandError(f"Media are not empty: there is {path}. Restore into a new place.")


def restore(folder, manifest):
    if manifest["database"] != connection.vendor:
        raise CommandError(
            f"This is a backup of {manifest['database']}, and the database is "
            f"{connection.vendor}: restore it into its like, then use dumpdata and loaddata."
        )
    copy_in(folder / NAMES[connection.vendor])
    media = folder / MEDIA
    for path in sorted(media.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                default_storage.save(str(path.relative_to(media)), File(file))


def keep_key(path: Path):
    """Write the secret key to ``path``, readable by its owner only."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "w") as out:
        out.write(settings.SECRET_KEY)
