"""What is looked at before a story goes out: what must not, and what should not be so.

The list stands at the end. Each check takes a story and yields what is wrong, in words.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.text import get_text_list
from django.utils.timezone import localtime

from newsroom.models import OldAddress, Photo

from .body import DATA_REF, LINK, plain_text, references
from .models import Article, Edition
from .models.public import Prominence
from .naming import Words, unlinked_people
from .references import MODELS, ids_in, with_ids

LONGEST_STANDFIRST = 300
MOST_LIFTERS = 3
MOST_PEOPLE = 8
# To come: what a writer leaves in place of what is still to be found out.
TO_COME = re.compile(r"(?<!\w)(?:TK)+(?!\w)")
PLACEHOLDER = re.compile(
    r"\binsert\b[^.!?]{0,60}?\b(?:links?|url|photo|picture|image|video|trailer|quote|caption"
    r"|name|date|text)\b[^.!?]{0,40}?\bhere\b"
    r"|\[(?:insert\b[^\]]{0,80}|links?|photo|picture|image|caption|name|date)\]"
    r"|\blorem ipsum\b",
    re.IGNORECASE,
)
HEADING = re.compile(r"<h([23])>(.*?)</h\1>", re.DOTALL)
RECORDS = {
    "productions": "show",
    "people": "person",
    "companies": "company",
    "countries": "country",
}


class Stories:
    """Stories that are looked at together; what is looked up is so for all of them at once."""

    def __init__(self, articles, at):
        ids = ids_in(*(article.body for article in articles))
        self.all = [
            Story(article, at, with_ids(article.body, ids), self) for article in articles
        ]

    @cached_property
    def there(self):
        """The ids of those records that their texts link to and that are there, by kind."""
        linked = defaultdict(set)
        for story in self.all:
            for kind, ids in story.references.items():
                linked[kind] |= ids
        return {
            kind: set(MODELS[kind].objects.filter(pk__in=ids).values_list("pk", flat=True))
            for kind, ids in linked.items()
            if kind != "story"
        }

    @cached_property
    def photos(self):
        return Photo.objects.in_bulk({pk for story in self.all for pk in story.photo_ids})

    @cached_property
    def at_their_addresses(self):
        return stories_at({story.article.slug for story in self.all})


class Story:
    """A story as it is saved, looked at for the moment ``at``; what it names is loaded once."""

    def __init__(self, article, at, body, stories):
        self.article, self.at, self.body, self.stories = article, at, body, stories
        self.references = references(body)

    @cached_property
    def pictures(self):
        """Its lead picture and those in its text."""
        photos = map(self.stories.photos.get, self.photo_ids)
        return sorted(filter(None, photos), key=attrgetter("slug"))

    @property
    def photo_ids(self):
        return (self.references["photo"] | {self.article.lead_photo_id}) - {None}

    @cached_property
    def texts(self):
        """All that readers will read of it, by where it stands."""
        fields = ["headline", "kicker", "standfirst"]
        texts = {f"The {name}": getattr(self.article, name) for name in fields}
        captions = {f"The caption of the picture “{p}”": p.caption for p in self.pictures}
        return texts | {"The text": plain_text(self.body)} | captions

    @cached_property
    def words(self):
        return Words("\n".join(self.texts.values()))

    @cached_property
    def links(self):
        """The records that it is mainly about. At most two queries for each kind."""
        rows = []
        for part, kind in RECORDS.items():
            about = getattr(self.article, part).filter(prominence__lte=Prominence.FEATURED)
            target = about.model.target
            names = [f"{target}__{name}" for name in MODELS[kind].other_names_are_in]
            rows += [
                (kind, row) for row in about.select_related(target).prefetch_related(*names)
            ]
        return rows


def no_headline(story):
    if not story.article.headline.strip():
        yield "The story has no headline."


def placeholders(story):
    for where, text in story.texts.items():
        for pattern in [TO_COME, PLACEHOLDER]:
            if found := pattern.search(text):
                yield f"{where} still has “{found[0]}”."


def pictures_without_words_or_rights(story):
    """A caption without its picture is allowed, and shows nothing that needs either."""
    for photo in story.pictures:
        if photo.file and not photo.alt.strip():
            yield f"The picture “{photo}” has no alternative text."
        if photo.file and not (photo.credit or photo.licence or photo.usage_terms).strip():
            yield f"The picture “{photo}” has neither credit nor licence."


def pictures_that_may_not_be_used(story):
    for photo in story.pictures:
        if photo.may_be_used(story.at):
            continue
        if photo.expires_at and photo.expires_at <= story.at:
            yield f"The licence of the picture “{photo}” ends {day_and_time(photo.expires_at)}."
        else:
            begins = day_and_time(photo.embargo_until)
            yield f"The picture “{photo}” may not be used before {begins}."


def links_to_what_is_not_out(story):
    """By the words that are linked: the other story's headline is not everybody's to know."""
    linked = story.references["story"] - {story.article.pk}
    if linked:
        live = Edition.objects.live(story.at).filter(article__in=linked).values("article")
        # What a fixture says is published, and will be when all of it is loaded.
        loading = Q(state=Article.State.PUBLISHED, editions=None)
        out = Article.objects.filter(Q(pk__in=live) | loading, pk__in=linked)
        for pk in linked - set(out.values_list("pk", flat=True)):
            words = words_linked_to(story.body, "story", pk)
            yield f"“{words}” leads to a story that readers cannot see then."


def links_to_what_is_gone(story):
    for kind in story.references.keys() - {"story"}:
        for pk in sorted(story.references[kind] - story.stories.there[kind]):
            yield gone(kind, words_linked_to(story.body, kind, pk))
    for match in DATA_REF.finditer(story.body):
        if match["by"] == "/":
            yield gone(match["kind"], match["key"])


def gone(kind, words):
    name = MODELS[kind]._meta.verbose_name
    return f"“{words}” leads to a {name} that is not there." if words else f"A {name} is gone."


def words_linked_to(body, kind, pk):
    found = [match for match in LINK.finditer(body) if (match[2], int(match[3])) == (kind, pk)]
    return plain_text(found[0]["inner"]) if found else ""


def embargo(story):
    until = story.article.embargo_until
    if until and until > story.at:
        who = who_may_lift()
        end = f"; {who} may lift it." if who else "."
        yield f"The story is under embargo until {day_and_time(until)}{end}"


def who_may_lift():
    users = get_user_model().objects.with_perm(
        "articles.lift_embargo", backend="django.contrib.auth.backends.ModelBackend"
    )
    names = [user.get_full_name() or user.username for user in users.order_by("pk")]
    return get_text_list(names[:MOST_LIFTERS], "or")


def expiry(story):
    if story.article.expires_at and story.article.expires_at <= story.at:
        yield "The story would have expired by then."


def date_of_publication(story):
    if story.article.published_at and story.article.published_at > story.at:
        yield "Its date of publication is later than it goes out."


def address(story):
    slug = story.article.slug
    if story.stories.at_their_addresses[slug] - {story.article.pk}:
        yield f"The address “{slug}” leads to another story."


def address_is_taken(article):
    return bool(stories_at({article.slug})[article.slug] - {article.pk})


def stories_at(slugs):
    """The ids of the stories that each of these addresses leads to. Two queries."""
    moved = OldAddress.objects.filter(kind="story", slug__in=slugs)
    became = dict(moved.values_list("slug", "target"))
    there = defaultdict(set)
    editions = Edition.objects.filter(slug__in={*slugs, *became.values()})
    for slug, article in editions.values_list("slug", "article_id"):
        there[slug].add(article)
    return {slug: there[slug] | there[became.get(slug)] for slug in slugs}


def no_lead_picture(story):
    if not story.article.lead_photo_id:
        yield "It has no lead picture."


def no_show(story):
    if not story.article.productions.exists():
        yield "It is linked to no show."


def no_byline(story):
    if not story.article.byline_set.exists():
        yield "It has no byline."


def links_that_nothing_names(story):
    unnamed = []
    for kind, row in story.links:
        record = getattr(row, row.target)
        is_linked = record.pk in story.references[kind]
        if not (is_linked or story.words.name([row.printed, *record.recorded_names()])):
            unnamed.append(str(record))
    if unnamed:
        yield f"Linked, and named nowhere in it: {get_text_list(unnamed, 'and')}."


def long_standfirst(story):
    length = len(story.article.standfirst)
    if length > LONGEST_STANDFIRST:
        yield f"The standfirst has {length} characters; {LONGEST_STANDFIRST} are enough."


def headings_that_skip(story):
    first = HEADING.search(story.body)
    if first and first[1] == "3":
        words = plain_text(first[2])
        yield f"The smaller heading “{words}” stands before any heading."


def people_not_linked(story):
    linked = set(story.article.people.values_list("person", flat=True))
    people = unlinked_people(story.words, linked | story.references["person"])
    names = sorted(map(str, people))
    if len(names) > MOST_PEOPLE:
        names[MOST_PEOPLE:] = [f"{len(names) - MOST_PEOPLE} more"]
    if names:
        yield f"Named and not linked: {get_text_list(names, 'and')}."


def open_notes(story):
    count = story.article.notes.filter(resolved_at=None).count()
    if count:
        yield "A note is not resolved." if count == 1 else f"{count} notes are not resolved."


BLOCKING = [
    no_headline,
    placeholders,
    pictures_without_words_or_rights,
    pictures_that_may_not_be_used,
    links_to_what_is_not_out,
    links_to_what_is_gone,
    embargo,
    expiry,
    date_of_publication,
    address,
]
WARNING = [
    no_lead_picture,
    no_show,
    no_byline,
    links_that_nothing_names,
    long_standfirst,
    headings_that_skip,
    people_not_linked,
    open_notes,
]


def found(checks: Iterable[Callable], article, at) -> list[str]:
    return found_in_all(checks, [article], at)[article.pk]


def found_in_all(checks: Iterable[Callable], articles, at) -> dict[int, list[str]]:
    """The same of many stories, by id."""
    return {
        story.article.pk: [message for check in checks for message in check(story)]
        for story in Stories(articles, at).all
    }


class Checklist(NamedTuple):
    blocking: list[str]
    warnings: list[str]


def checklist(article, at) -> Checklist:
    """Everything there is to say, in a number of queries that no archive makes grow."""
    return Checklist(found(BLOCKING, article, at), found(WARNING, article, at))


def day_and_time(at):
    return f"{localtime(at):%-d %B %Y, %H:%M %Z}"
