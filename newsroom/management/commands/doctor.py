import sys

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.module_loading import autodiscover_modules

from newsroom.doctor import CHECKS
from newsroom.starting import missing_migrations


class Command(BaseCommand):
    help = (
        "Look for what a crash may have left: files of no photo, photos without a file, stories "
        "that are not listed or found as they should be. The exit status is 1 if anything is left."
    )

    def add_arguments(self, parser):
        parser.add_argument("--mend", action="store_true", help="Put right what can be.")

    def handle(self, *, mend, **options):
        if missing := missing_migrations():
            raise CommandError(f"Run migrate first: {missing[0]} is missing.")
        autodiscover_modules("doctor")
        left = [finding for finding in self.findings() if not self.treat(finding, mend)]
        if left:
            sys.exit(1)
        self.stdout.write(self.style.SUCCESS("All is well."))

    def findings(self):
        for check in CHECKS:
            yield from check()

    def treat(self, finding, mend):
        """Say what was found; returns whether it is put right."""
        mended = mend and finding.mend is not None
        if mended:
            with transaction.atomic():
                finding.mend()
        how = "mended" if mended else "--mend mends it" if finding.mend else "needs your hand"
        self.stdout.write(f"{finding.what}: {how}.")
        return mended
