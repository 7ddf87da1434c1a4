import sqlite3
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsroom.backups import back_up, keep_key


class Command(BaseCommand):
    help = (
        "Back up the database and the uploaded files into one archive, while the site is in "
        "use. Renditions are not in it, as they are made again; the secret key is not, as it "
        "belongs elsewhere."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="Where the archive is written.")
        parser.add_argument(
            "--recipient",
            default=settings.BACKUP_RECIPIENT,
            help="Encrypt it for this key of age (age1…); BACKUP_RECIPIENT unless given.",
        )
        parser.add_argument(
            "--keys", type=Path, help="Write the secret key to this new file, in a place apart."
        )

    def handle(self, *, folder, recipient, keys, verbosity, **options):
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        if keys:
            self.keep(keys, folder)
        try:
            archive = back_up(folder, recipient)
        except (OSError, sqlite3.Error) as error:
            raise CommandError(f"Nothing was kept: {error}") from error
        if verbosity >= 1:
            self.stdout.write(str(archive))

    def keep(self, keys, folder):
        if keys.resolve().parent == folder.resolve():
            raise CommandError("Keep the key in another place than the archive.")
        try:
            keep_key(keys)
        except OSError as error:
            raise CommandError(f"The key cannot be kept: {error}") from error
