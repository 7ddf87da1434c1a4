"""The dated releases that stories tell of, as iCalendar: of the site, a show, a person, a country."""

import datetime
import uuid

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Length
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import conditional_page, require_safe
from icalendar import Calendar, Event

from newsroom.partial_dates import Certainty, first_day
from newsroom.text import without_controls

from .elsewhere import place_now, records_at
from .models.public import FactFields, PublishedFact

LENGTH = 500
# The kinds of records that releases are about.
RELEASED = {"show", "person", "country"}
# What is certain stands before what is not, where stories tell the same release.
SURENESS = [Certainty.STATED, "", Certainty.INFERRED, Certainty.PLANNED]


@require_safe
@conditional_page
def releases(request, kind=None, slug=None):
    """A month without a day lasts the whole month; a year alone is left out."""
    subject = kind and records_at(kind, slug).first()
    if kind and subject is None:
        return elsewhere(kind, slug)
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}//Releases//EN")
    calendar.add("version", "2.0")
    title = f"{settings.SITE_NAME}: {subject}" if subject else settings.SITE_NAME
    name = gettext("%(title)s: releases") % {"title": title}
    calendar.add("x-wr-calname", without_controls(name))
    for fact in told_once(dated_releases(about(kind, subject))):
        calendar.add_component(event(request, fact))
    return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")


def elsewhere(kind, slug):
    place = place_now(kind, slug)
    if place is None:
        raise Http404
    return HttpResponsePermanentRedirect(reverse(f"{place[0]}-releases", args=[place[1]]))


def about(kind, subject):
    """Which facts are about ``subject``: in themselves, or through a show."""
    return {
        None: Q(),
        "show": Q(production=subject),
        "person": Q(person=subject) | Q(production__credits__person=subject),
        "country": Q(country=subject) | Q(production__countries=subject),
    }[kind]


def dated_releases(condition):
    """The latest, each with its story. One query."""
    facts = (
        PublishedFact.objects.live()
        .alias(exactness=Length("date"))
        .filter(
            exactness__gte=7,
            pk__in=PublishedFact.objects.filter(condition).values("pk"),
            kind=FactFields.Kind.RELEASE,
        )
    )
    related = facts.select_related("edition", "production", "platform", "country")
    return related.defer("edition__body").order_by("-happened_at", "-pk")[:LENGTH]


def told_once(facts):
    """One fact for each release: the surest, and of those the one that was told first."""
    releases = {}
    for fact in sorted(facts, key=lambda f: (SURENESS.index(f.date_certainty), f.pk)):
        what = fact.production_id or fact.label
        releases.setdefault((what, fact.platform_id, fact.country_id, fact.date), fact)
    return sorted(releases.values(), key=lambda fact: (fact.happened_at, fact.pk))


def event(request, fact):
    story, planned = fact.edition, fact.date_certainty == Certainty.PLANNED
    entry = Event()
    entry.add("uid", str(uuid.uuid5(story.uid, fact.label)))
    entry.add("dtstamp", story.visible_from)
    entry.add("summary", without_controls(summary(fact)))
    start = first_day(fact.date)
    entry.add("dtstart", start)
    entry.add("dtend", day_after(fact.date, start))
    entry.add("status", "TENTATIVE" if planned else "CONFIRMED")
    entry.add("transp", "TRANSPARENT")
    entry.add("description", without_controls(fact.quote))
    entry.add("url", request.build_absolute_uri(story.get_absolute_url()))
    return entry


def summary(fact):
    label = fact.label
    if fact.production and fact.production.title not in label:
        label = f"{fact.production}: {label}"
    unsure = fact.date_certainty in {Certainty.INFERRED, Certainty.PLANNED}
    return f"{label} ({fact.get_date_certainty_display()})" if unsure else label


def day_after(date, start):
    """The day after the last that ``date`` can mean: iCalendar's end is not part of it."""
    if len(date) == 10:
        return start + datetime.timedelta(days=1)
    return (start + datetime.timedelta(days=31)).replace(day=1)
