"""The pages of shows, people, companies, countries, tags and authors, and their indexes."""

from django.db.models import Exists, F, OuterRef, Q
from django.http import Http404
from django.urls import reverse

from articles.cards import with_reasons
from articles.coproductions import coproductions
from articles.elsewhere import place_now, records_at
from articles.filters import asked_for
from articles.models.public import Author, Listing, PublishedFact
from articles.subjects import INDEXES, grouped
from articles.timeline import timeline
from newsroom.models import Tag
from talent.models import Company, Country, Credit, Person, Production

from .pages import UncountedListView, moved

Band = Listing.Band
# Of a record with more facts, the newest are told.
MOST_FACTS = 50
# What a fact does not tell of the story that states it.
NOT_TOLD = [
    f"edition__{column}"
    for column in ["body", "standfirst", "corrections", "links", "author_ids", "tag_ids"]
]
# Works of no known year last; left to itself, each database has its own way.
LATEST_WORK_FIRST = [F("production__year").desc(nulls_last=True), "production__title"]


class SubjectPage(UncountedListView):
    """The stories listed under one record: name its model, and the bands to show."""

    model = None
    bands = [Band.ABOUT]
    related = []

    def get(self, request, *args, **kwargs):
        """A record that moved is found by its old address; any other is not."""
        here = self.model.address_kind, kwargs["slug"]
        records = records_at(*here).select_related(*self.related)
        # Twice, since a merge may be undone between the two looks.
        for _ in range(2):
            self.subject = records.first()
            if self.subject:
                return super().get(request, *args, **kwargs)
            if place := place_now(*here):
                kind, target = place
                return moved(request, reverse(kind, args=[target]))
        raise Http404

    def get_template_names(self):
        return [f"articles/{self.model.address_kind}.html"]

    def get_queryset(self):
        listings = Listing.objects.under(
            self.model.address_kind, self.subject.pk, self.get_bands()
        )
        return (
            listings.live()
            .select_related("edition__lead_photo")
            .defer("edition__body", "edition__corrections")
        )

    def get_bands(self):
        return self.bands

    def get_context_data(self, **kwargs):
        context = super().get_context_data(subject=self.subject, **kwargs)
        with_reasons(context["object_list"], self.subject)
        self.stories = [listing.edition for listing in context["object_list"]]
        if context["page_obj"].number == 1:
            context |= self.particulars()
        return context

    def in_time(self, **about):
        """The facts about the subject, and a drawing of when they and its stories were."""
        newest = facts_about(**about).order_by("-happened_at", "-pk")[:MOST_FACTS]
        facts = list(reversed(newest))
        return {"facts": facts, "timeline": timeline(facts, self.stories)}

    def in_time_of_stories(self):
        """The same for what no fact is about: those of the stories that are listed."""
        return self.in_time(edition__in=self.stories)

    def particulars(self):
        """What the page says of its subject beside the stories; on the first page only."""
        return {}


class ShowPage(SubjectPage):
    model = Production
    bands = [Band.ABOUT, Band.MENTION]
    related = ["poster"]

    def particulars(self):
        show = self.subject
        credits = list(show.credits.select_related("person"))
        return {
            "cast": [credit for credit in credits if credit.role == Credit.Role.ACTOR],
            "crew": [credit for credit in credits if credit.role != Credit.Role.ACTOR],
            "companies": show.company_credits.select_related("company"),
            "titles": show.titles.select_related("country"),
            **self.in_time(production=show),
            **grouped(
                countries=show.countries.all(),
                genres=show.genres.all(),
                based_on=show.based_on.all(),
                adaptations=show.adaptations.all(),
            ),
        }


def facts_about(**subject):
    """The published facts about a record, in time order, each with the story that states it."""
    facts = PublishedFact.objects.live().filter(**subject)
    return facts.select_related("edition", "platform", "country").defer(*NOT_TOLD)


class PersonPage(SubjectPage):
    model = Person
    bands = [Band.ABOUT, Band.MENTION, Band.SHOWS]
    related = ["photo"]

    def particulars(self):
        credits = self.subject.credits.select_related("production")
        return {
            "names": self.subject.names.all(),
            "nationalities": self.subject.nationalities.all(),
            "filmography": credits.order_by(*LATEST_WORK_FIRST),
            **self.in_time(person=self.subject),
        }


class CompanyPage(SubjectPage):
    model = Company
    bands = [Band.ABOUT, Band.MENTION, Band.SUPPLIED]
    related = ["country", "parent"]
    most_works = 60

    def particulars(self):
        works = self.subject.credits.select_related("production")
        return {
            "names": self.subject.names.all(),
            "subsidiaries": self.subject.subsidiaries.all(),
            "works": works.order_by(*LATEST_WORK_FIRST)[: self.most_works],
            **self.in_time(company=self.subject),
        }


class CountryPage(SubjectPage):
    """``?mentions=1`` adds passing mentions, ``?via=people`` stories about its people."""

    model = Country
    most_shows = 60

    def get_bands(self):
        return [Band.ABOUT, *(band for *_, band, _ in asked_for("country", self.request.GET))]

    def get_queryset(self):
        listings = super().get_queryset()
        if len(self.get_bands()) == 3:
            mentions = Listing.objects.filter(
                edition=OuterRef("edition"),
                kind="country",
                subject_id=self.subject.pk,
                band=Band.MENTION,
            )
            listings = listings.exclude(Q(band=Band.PEOPLE) & Exists(mentions))
        return listings

    def get_context_data(self, **kwargs):
        bands = self.get_bands()
        return super().get_context_data(
            with_mentions=Band.MENTION in bands, with_people=Band.PEOPLE in bands, **kwargs
        )

    def particulars(self):
        return {
            "shows": self.subject.productions.order_by("title")[: self.most_shows],
            **self.in_time(country=self.subject),
        }


class TagPage(SubjectPage):
    model = Tag
    related = ["photo"]

    def particulars(self):
        return self.in_time_of_stories()


class AuthorPage(SubjectPage):
    model = Author
    related = ["photo"]

    def particulars(self):
        return self.in_time_of_stories()


class SubjectIndex(UncountedListView):
    """Every record of one kind, in order, some to a page."""

    paginate_by = 100
    template_name = "articles/subject_index.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=INDEXES[self.request.resolver_match.url_name],
            kind=self.model.address_kind,
            **kwargs,
        )


class ShowIndex(SubjectIndex):
    model = Production


class PersonIndex(SubjectIndex):
    model = Person


class ActorIndex(SubjectIndex):
    model = Person

    def get_queryset(self):
        return Person.objects.actors()


class CompanyIndex(SubjectIndex):
    model = Company


class CountryIndex(SubjectIndex):
    model = Country
    paginate_by = 300
    template_name = "articles/country_index.html"

    def get_queryset(self):
        """Every country, knowing whether a story is listed under it by default."""
        listed = Listing.objects.under("country", OuterRef("pk"), [Band.ABOUT]).live()
        return Country.objects.annotate(has_stories=Exists(listed)).order_by("name")

    def get_context_data(self, **kwargs):
        return super().get_context_data(together=coproductions(), **kwargs)


class TagIndex(SubjectIndex):
    model = Tag

    def get_queryset(self):
        return Tag.objects.filter(synonym_of__isnull=True)


class AuthorIndex(SubjectIndex):
    model = Author


def actor(request, slug):
    """An actor's page is the page of the person."""
    return moved(request, reverse("person", args=[slug]))
