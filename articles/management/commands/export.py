from contextlib import nullcontext

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from articles.export import FORMATS
from articles.export.files import Lines, Watched, whole_file
from articles.export.narrowing import DesksStories, Unanswerable, asked_for

ASKED = list(DesksStories.base_filters)


class Command(BaseCommand):
    help = (
        "Write stories as fixtures, JSON Lines, WXR (WordPress), IPTC ninjs or CSV: those that "
        "readers see, as they see them, or with --drafts the desk's copy of every story; "
        "fixtures are always the desk's, with all that a story rests on. The parameters of "
        "the list of stories narrow it: --show eye-love-you --country KR."
    )

    def add_arguments(self, parser):
        parser.add_argument("format", choices=FORMATS)
        parser.add_argument("-o", "--output", metavar="FILE", help="Else it is written out.")
        parser.add_argument(
            "--drafts",
            action="store_true",
            help="The desk's copy of every story, unpublished changes and all.",
        )
        for name in ASKED:
            parser.add_argument(f"--{name}", default="")

    def handle(self, format, output, drafts, **options):
        asked = {name: options[name] for name in ASKED if options[name]}
        kind = FORMATS[format]
        if "state" in asked and not (drafts or kind.is_desks):
            raise CommandError("Readers see no states: ask for --state with --drafts.")
        try:
            ids = asked_for(drafts or kind.is_desks, **asked)
        except Unanswerable as error:
            raise CommandError(str(error)) from error
        pieces = kind.pieces(Watched(ids, self.stderr.write), drafts)
        self.stdout.ending = ""
        try:
            with whole_file(output) if output else nullcontext(self.stdout) as file:
                if kind.is_desks and not asked:
                    # With accounts, picks and whatever else no story rests on.
                    lines = Lines(file, self.stderr.write)
                    call_command("dumpdata", format="jsonl", stdout=lines)
                    lines.end()
                else:
                    file.writelines(pieces)
        except OSError as error:
            raise CommandError(f"{output}: {error.strerror}") from error
