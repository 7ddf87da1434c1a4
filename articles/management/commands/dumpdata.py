from django.core.management.commands import dumpdata

# Made again from the rest when a dump is loaded, or of no meaning elsewhere.
DERIVED = [
    "admin.logentry",
    "articles.editsession",
    "articles.listing",
    "articles.publishedfact",
    "articles.searchtext",
    "auth.permission",
    "contenttypes",
    "sessions",
    "talent.namekey",
]


class Command(dumpdata.Command):
    help = (
        "Output the contents of the database as a fixture that loaddata takes anywhere: "
        "by natural keys, without what is derived from the rest."
    )

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(
            exclude=list(DERIVED),
            use_natural_foreign_keys=True,
            use_natural_primary_keys=True,
        )
