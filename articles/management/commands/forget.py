from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from articles.forgetting import forget_person, forget_user
from talent.models import Person


class Command(BaseCommand):
    help = (
        "Erase what is known of somebody: --person by the slug of their page, --user by the "
        "name of their account. docs/security.md says what stays."
    )

    def add_arguments(self, parser):
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("--person", metavar="SLUG")
        who.add_argument("--user", metavar="USERNAME")

    def handle(self, *, person, user, **options):
        if person:
            gone = forget_person(self.find(Person, slug=person))
            self.stdout.write(f"Erased: {', '.join(gone) or 'nothing was known'}.")
        else:
            name = forget_user(self.find(get_user_model(), username=user))
            self.stdout.write(f"The account is {name} now, and closed.")

    def find(self, model, **by):
        try:
            return model.objects.get(**by)
        except model.DoesNotExist as error:
            (wanted,) = by.values()
            raise CommandError(f"There is no {model._meta.verbose_name} “{wanted}”.") from error
