import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.urls import reverse

from talent.models import Country

# In the order in which they refer to each other.
FIXTURES = [
    "countries",
    "tags",
    "companies",
    "people",
    "productions",
    "photos",
    "authors",
    "articles",
]


class Command(BaseCommand):
    help = (
        "Migrate the database; load the first content if it is empty, and make an editor "
        "if nobody is there."
    )

    def handle(self, **options):
        call_command("migrate", verbosity=0)
        self.load_first_content()
        self.make_editor()

    @transaction.atomic
    def load_first_content(self):
        if not Country.objects.exists():
            self.stdout.write("Loading the first content ...")
            self.stdout.flush()
            call_command("loaddata", *FIXTURES, stdout=self.stdout, stderr=self.stderr)

    @transaction.atomic
    def make_editor(self):
        users = get_user_model().objects
        if not users.exists():
            password = secrets.token_urlsafe(12)
            users.create_superuser("editor", password=password)
            self.stdout.write(
                "\nThe first account for the admin, shown only this once:\n"
                f"  address   {settings.SITE_URL}{reverse('admin:index')}\n"
                "  user      editor\n"
                f"  password  {password}\n"
                "Then set up a passkey or an authenticator app:\n"
                f"  address   {settings.SITE_URL}{reverse('mfa_index')}\n"
                "Another password: .venv/bin/python manage.py changepassword editor\n"
            )
