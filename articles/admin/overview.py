"""The admin's front page: what is to be done, each part a few rows and the way to the rest."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Case, Exists, F, Max, Min, OuterRef, Q, Subquery, When
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localdate

from articles.models import Article, ArticleProduction, Edition, Event, Fact, Note
from articles.models.ownership import EDIT_ALL
from articles.planning import KINDS, days, due_soon

from .finding import may_see
from .publication import when

ROWS = 8
AHEAD = 14
RELEASES_AHEAD = timedelta(days=28)


class Row(NamedTuple):
    label: str
    address: str
    told: list
    note: str = ""
    # What is late, said in a word of its own.
    alarm: str = ""


class Section(NamedTuple):
    title: str
    rows: list
    address: str
    none: str

    @property
    def shown(self):
        return self.rows[:ROWS]

    @property
    def more(self):
        """One row is fetched beyond those that are shown; nothing is counted."""
        return len(self.rows) > ROWS

    @property
    def number(self):
        return f"{ROWS}+" if self.more else str(len(self.rows))


def overview(request, site):
    """Two columns: what calls for work, and what is on its way. Empty for whom no story is."""
    if not may_see(request, Article, site):
        return {}
    user = request.user
    stories = Article.objects.visible_to(user).select_related("assignee", "created_by")
    stories = stories.defer("body", "raw_text")
    columns = {"to_do": to_do(stories, user), "on_its_way": on_its_way(stories)}
    if user.has_perm(EDIT_ALL):
        columns["gaps"] = {"days": empty_days(), "shows": unplanned_shows()}
    return columns


def to_do(stories, user):
    return [
        section(
            "My work",
            my_work(stories, user),
            mine_in_words,
            "assigned=mine",
            "Nothing is open.",
        ),
        section(
            "Due", due_soon(stories), due_in_words, "due=soon", "Nothing is due this week."
        ),
        section(
            "In review",
            waiting(stories, Article.State.REVIEW),
            waiting_in_words,
            "state__exact=review",
            "Nothing waits to be read.",
        ),
        section(
            "Ready",
            waiting(stories, Article.State.READY),
            ready_in_words,
            "state__exact=ready",
            "Nothing waits to go out.",
        ),
    ]


def on_its_way(stories):
    return [
        section(
            "Scheduled",
            scheduled(stories),
            scheduled_in_words,
            "readers=scheduled",
            "Nothing is scheduled.",
        ),
        section(
            "Live with unpublished changes",
            stories.live_and_ahead(),
            lambda story: {"told": [f"saved {when(story.updated_at)}", *writer(story)]},
            "readers=ahead",
            "Readers see all that the desk has.",
        ),
    ]


def section(title, stories, in_words, query, none):
    rows = [
        Row(
            story.headline,
            reverse("admin:articles_article_change", args=[story.pk]),
            **in_words(story),
        )
        for story in stories[: ROWS + 1]
    ]
    address = f"{reverse('admin:articles_article_changelist')}?{query}"
    return Section(title, rows, address, none)


def my_work(stories, user):
    """What was sent back comes first, with the latest open note on it."""
    events = Event.objects.filter(article=OuterRef("pk")).exclude(kind=Event.Kind.EMBARGO)
    notes = Note.objects.filter(article=OuterRef("pk"), resolved_at=None)
    last = events.order_by("-number").values("kind")[:1]
    sent_back = Q(state=Article.State.DRAFT, last_event=Event.Kind.REQUEST_CHANGES)
    return (
        stories.work_of(user)
        .annotate(
            last_event=Subquery(last),
            open_note=Subquery(notes.order_by("-written_at").values("text")[:1]),
            sent_back=Case(When(sent_back, then=0), default=1),
        )
        .order_by("sent_back", F("due_at").asc(nulls_last=True), "-updated_at", "-pk")
    )


def scheduled(stories):
    to_come = Edition.objects.filter(article=OuterRef("pk"), visible_from__gt=timezone.now())
    return (
        stories.scheduled()
        .annotate(goes_out=Subquery(to_come.values("visible_from")[:1]))
        .order_by("goes_out", "pk")
    )


def waiting(stories, state):
    """Those that wait longest first."""
    return stories.filter(state=state).order_by("updated_at", "pk")


def writer(story):
    who = story.assignee or story.created_by
    return [who.get_full_name() or who.get_username()] if who else []


def due(story):
    return [f"due {when(story.due_at)}"] if story.due_at else []


def overdue(story):
    return "Overdue" if story.due_at and story.due_at < timezone.now() else ""


def mine_in_words(story):
    sent_back = story.sent_back == 0
    state = [] if sent_back else [story.get_state_display()]
    return {
        "told": [*state, *due(story)],
        "alarm": "Changes requested" if sent_back else overdue(story),
        "note": Truncator(story.open_note or "").chars(160) if sent_back else "",
    }


def due_in_words(story):
    told = [*due(story), story.get_state_display(), *writer(story)]
    return {"told": told, "alarm": overdue(story)}


def waiting_in_words(story):
    told = [*writer(story), f"saved {when(story.updated_at)}", *due(story)]
    return {"told": told, "alarm": overdue(story)}


def ready_in_words(story):
    planned = story.publish_at or story.planned_for
    meant = [f"meant for {date_format(planned, 'D j M')}, not scheduled"] if planned else []
    return {"told": [*writer(story), *meant, *due(story)], "alarm": overdue(story)}


def scheduled_in_words(story):
    changed = ["edited since: the version that was scheduled goes out"]
    return {
        "told": [when(story.goes_out), *writer(story), *(changed if story.is_ahead else [])]
    }


def empty_days():
    """The days of the next two weeks for which nothing is planned or scheduled. Two queries."""
    coming = days(localdate(), AHEAD)
    filled = set()
    for name in ["planned", "out"]:
        filled |= KINDS[name].days(coming[0], coming[-1])
    return [day for day in coming if day not in filled]


def unplanned_shows():
    """Shows that come out within weeks, and of which no story is at work or scheduled."""
    today = localdate()
    links = ArticleProduction.objects.filter(production=OuterRef("production"))
    at_work = links.filter(article__state__in=Article.UNFINISHED)
    scheduled = links.filter(article__editions__visible_from__gt=timezone.now())
    releases = Fact.objects.filter(
        ~Exists(at_work),
        ~Exists(scheduled),
        kind=Fact.Kind.RELEASE,
        production__isnull=False,
        date__range=(today.isoformat(), (today + RELEASES_AHEAD).isoformat()),
    )
    shows = releases.values("production", title=Max("production__title")).annotate(
        on=Min("date")
    )
    return [
        Row(
            show["title"],
            reverse("admin:talent_production_change", args=[show["production"]]),
            [f"comes out {show['on']}"],
        )
        for show in shows.order_by("on", "production")[:ROWS]
    ]
