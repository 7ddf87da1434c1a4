"""The paste desk from a shell: files in, drafts out."""

import gc
import os
from itertools import islice
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction

from articles.copy.bodies import has_body
from articles.copy.conflicts import conflicts, in_words
from articles.copy.drafting import Drafter
from articles.copy.facts import propose
from articles.copy.filing import Filing, file
from articles.copy.likeness import filed_already
from articles.copy.outline import outline
from articles.copy.received import MOST_BYTES, Unreadable, file_received
from articles.models import Article
from articles.publishing import NotPublishable, publish

BATCH = 50
SURE = 0.9


class Command(BaseCommand):
    help = (
        "Make a draft of each file of copy (.txt, .html, .docx, .eml). A file is known by its "
        "name without the ending: one that has been filed already is left alone, so that the "
        "command can be run again, or go on where it was broken off."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--publish", action="store_true", help="Put each story out.")
        parser.add_argument(
            "--link",
            nargs="?",
            type=confidence,
            const=SURE,
            metavar="THRESHOLD",
            help=f"Link what is recognised with this confidence, from 0 to 1 ({SURE} unless "
            "told). Without it nothing is linked.",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be done, and do nothing."
        )

    def handle(self, files, **options):
        self.options, self.drafter = options, Drafter()
        self.counts = dict.fromkeys(["filed", "there", "refused"], 0)
        # What is loaded by now stays: the collector need not go through it time and again.
        gc.freeze()
        files = iter(files)
        while batch := list(islice(files, BATCH)):
            self.take(batch)
        done = "would be filed" if options["dry_run"] else "filed"
        self.stdout.write(
            f"{self.counts['filed']} {done}, {self.counts['there']} filed before, "
            f"{self.counts['refused']} refused."
        )
        if self.counts["refused"]:
            raise CommandError(f"Not all could be filed: {self.counts['refused']}.")

    def take(self, paths):
        """File what is new of some files, and put it out: all of them or none."""
        new = self.unfiled(paths)
        outlines = {path: read for path in new if (read := self.read(path))}
        drafts = self.drafter.drafts(list(outlines.values()))
        filings = [
            Filing(draft, self.links(draft), source_id=source_id(path))
            for path, draft in zip(outlines, drafts, strict=True)
        ]
        if self.options["dry_run"]:
            for path, filing in zip(outlines, filings, strict=True):
                self.report(path, filing)
        elif filings:
            self.file(filings)
        self.counts["filed"] += len(filings)

    def file(self, filings):
        try:
            with transaction.atomic():
                articles = file(filings)
                for article in articles if self.options["publish"] else []:
                    self.publish(article)
        except IntegrityError as error:
            raise CommandError(
                f"Somebody filed the same at this moment; run it again. ({error})"
            ) from error

    def publish(self, article):
        try:
            publish(article)
        except NotPublishable as error:
            self.warn(f"{article.source_id}: filed, not published: {' '.join(error.messages)}")

    def unfiled(self, paths):
        """Those of ``paths`` that are no story yet, each once."""
        by_id = {}
        for path in paths:
            if by_id.setdefault(source_id(path), path) != path:
                self.refuse(path, f"has the name of {by_id[source_id(path)]}")
        there = set(
            Article.objects.filter(source_id__in=by_id).values_list("source_id", flat=True)
        )
        self.counts["there"] += len(there)
        return [path for each, path in by_id.items() if each not in there]

    def read(self, path):
        try:
            if os.path.getsize(path) > MOST_BYTES:
                raise Unreadable(f"It is larger than {MOST_BYTES // 1_000_000} MB.")
            found = outline(file_received(path, Path(path).read_bytes()))
            if not has_body(found.pieces):
                raise Unreadable("There is no paragraph in it.")
        except OSError as error:
            return self.refuse(path, error.strerror or str(error))
        except Unreadable as error:
            return self.refuse(path, str(error))
        return found

    def links(self, draft):
        threshold = self.options["link"]
        if threshold is None:
            return []
        return [link for link in draft.suggestions if link.confidence >= threshold]

    def report(self, path, filing):
        draft, outline = filing.draft, filing.draft.outline
        self.stdout.write(f"{path}: {outline.headline}")
        for link in draft.suggestions:
            mark = "link" if link in filing.links else "suggest"
            self.stdout.write(
                f"  {mark} {link.kind} {link.record} ({link.confidence}: {link.rests_on})"
            )
        for name in draft.unknown:
            self.stdout.write(f"  unknown {name.kind} {name.name}")
        date = outline.source_date
        facts = propose(draft.found, date.value if date else "")
        for fact in facts:
            sure = fact.get_date_certainty_display()
            said = f"{in_words(fact)} ({sure})" if sure else in_words(fact)
            self.stdout.write(f"  fact {fact.label}: {said}: “{fact.quote}”")
        for each in conflicts(draft.found, facts):
            where = f"in “{each.story}”" if each.story else "on record"
            self.stdout.write(
                f"  conflict {each.subject}, {each.about}: here “{each.ours}”, "
                f"{where} “{each.theirs}”"
            )
        for alike in filed_already(draft, among=Article.objects.all()):
            self.stdout.write(f"  filed before? {alike.article}: {alike.why}")
        for piece in outline.pieces:
            if piece.role == "residue":
                self.stdout.write(f"  left out ({piece.reason}): {piece.text[:60]}")

    def refuse(self, path, reason):
        self.counts["refused"] += 1
        self.warn(f"{path}: {reason}")

    def warn(self, line):
        self.stderr.write(line, self.style.WARNING)


def source_id(path):
    return Path(path).stem[:200]


def confidence(value):
    number = float(value)
    if not 0 <= number <= 1:
        raise ValueError(value)
    return number
