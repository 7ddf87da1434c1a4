from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from newsroom.backups import mark_of_key, refuse_unless_empty, restore, unpacked


class Command(BaseCommand):
    help = (
        "Restore a backup into an empty database and empty media. The whole archive is "
        "checked first."
    )

    def add_arguments(self, parser):
        parser.add_argument("archive", type=Path)
        parser.add_argument(
            "--identity", type=Path, help="The file with the key of age that opens it."
        )
        parser.add_argument(
            "--check", action="store_true", help="Only say whether the archive is whole."
        )

    def handle(self, *, archive, identity, check, **options):
        for path in filter(None, [archive, identity]):
            if not path.is_file():
                raise CommandError(f"There is no file {path}.")
        if not check:
            refuse_unless_empty()
        with unpacked(archive, identity) as (folder, manifest):
            if not check:
                restore(folder, manifest)
        self.report(manifest, "is whole" if check else "is restored")

    def report(self, manifest, how):
        count = len(manifest["sha256"])
        self.stdout.write(
            self.style.SUCCESS(f"The backup of {manifest['made_at']} {how}: {count} files.")
        )
        if manifest["key"] != mark_of_key():
            self.stderr.write(
                "SECRET_KEY is not the one that it was made under: people must log in anew, "
                "and preview links and the addresses of pictures change.",
                self.style.WARNING,
            )
