from django.core.management.base import BaseCommand

from articles.listing import relist_in_batches
from articles.models import Edition


class Command(BaseCommand):
    help = (
        "Write the listings and search words of every story on the public side anew. It may "
        "be stopped at any moment: readers miss nothing, and --after goes on from there."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--after",
            type=int,
            default=0,
            metavar="NUMBER",
            help="Go on after the edition of this number, the last that was said to be done.",
        )

    def handle(self, *, after, verbosity, **options):
        editions, done = Edition.objects.all(), 0
        total = editions.filter(pk__gt=after).count()
        for last, count in relist_in_batches(editions, after):
            done += count
            if verbosity >= 1:
                self.stderr.write(f"{done} of {total}, up to number {last}")
        if verbosity >= 1:
            self.stdout.write(self.style.SUCCESS(f"{done} editions listed anew."))
