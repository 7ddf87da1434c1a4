from django.core.management.base import BaseCommand

from articles.listing import relist_in_batches
from articles.models import Edition


class Command(BaseCommand):
    help = "Write the listings and search words of every story on the public side anew."

    def handle(self, *, verbosity, **options):
        done = 0
        for done in relist_in_batches(Edition.objects.all()):
            if verbosity >= 2:
                self.stdout.write(f"{done} editions")
        if verbosity >= 1:
            self.stdout.write(self.style.SUCCESS(f"{done} editions listed anew."))
