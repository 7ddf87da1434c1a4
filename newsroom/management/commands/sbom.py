import json

from django.core.management.base import BaseCommand

from newsroom.sbom import bill, licence_of, packages


class Command(BaseCommand):
    help = (
        "Print what the site is made of as a CycloneDX bill of materials, or with --licences "
        "as a list of packages and their licences."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--licences", action="store_true")

    def handle(self, *, licences, **options):
        if licences:
            for name, version, _ in packages():
                self.stdout.write(f"{name} {version}: {licence_of(name) or 'not said'}")
        else:
            self.stdout.write(json.dumps(bill(), indent=1))
