from django.core.management.commands import dumpdata

from articles.loading.writing import DERIVED

# Of no meaning elsewhere.
LOCAL = [
    "admin.logentry",
    "articles.editsession",
    "articles.previewlink",
    "auth.permission",
    "contenttypes",
    # By ids, which are others elsewhere.
    "newsroom.merge",
    "newsroom.notduplicate",
    "sessions",
    # How people prove who they are: not for a file.
    *("account", "mfa", "usersessions"),
]


class Command(dumpdata.Command):
    help = (
        "Output the contents of the database as a fixture that loaddata takes anywhere: "
        "by natural keys, without what is derived from the rest."
    )

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(use_natural_foreign_keys=True, use_natural_primary_keys=True)

    def handle(self, *app_labels, **options):
        options["exclude"] = [*DERIVED, *LOCAL, *options["exclude"]]
        return super().handle(*app_labels, **options)
