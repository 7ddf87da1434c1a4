from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import ProtectedError

from articles.models import Article, Edition, Listing, PublishedFact
from articles.models.public import FOREVER, UNDATED
from articles.publishing import (
    NotPublishable,
    has_unpublished_changes,
    publish,
    schedule,
    unschedule,
    withdraw,
)
from articles.revisions import save_revision
from newsroom.models import OldAddress
from tests.factories import make_article, make_country, make_person, make_production, make_story

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def live_headlines(at):
    return list(Edition.objects.live(at).values_list("headline", flat=True))


def change(article, **fields):
    Article.objects.filter(pk=article.pk).update(**fields)
    article.refresh_from_db()


class TestPublish:
    def test_a_draft_is_not_public(self):
        make_article()
        assert not Edition.objects.exists()

    def test_readers_see_what_was_published(self):
        article = make_article("Moving returns")
        publish(article, now=NOON)
        assert live_headlines(NOON) == ["Moving returns"]
        assert live_headlines(NOON - HOUR) == []
        article.refresh_from_db()
        assert article.state == "published"
        assert article.published_at == NOON

    def test_later_work_changes_nothing_public(self):
        article = make_story("First", now=NOON)
        change(article, headline="Second")
        save_revision(article)
        assert live_headlines(NOON) == ["First"]
        assert has_unpublished_changes(article)

    def test_publishing_again_replaces_and_keeps_the_place(self):
        article = make_story("First", now=NOON)
        change(article, headline="Second")
        edition = publish(article, now=NOON + HOUR)
        assert live_headlines(NOON + HOUR) == ["Second"]
        assert edition.published_at == NOON
        assert edition.updated_at == NOON + HOUR
        assert not has_unpublished_changes(article)

    def test_a_note_to_colleagues_leaves_nothing_to_publish(self):
        article = make_story(now=NOON)
        change(article, internal_note="Call the agency.")
        assert not has_unpublished_changes(article)

    def test_publishing_what_has_not_changed_makes_no_revision(self):
        article = make_story(now=NOON)
        publish(article, now=NOON + HOUR)
        assert article.revisions.count() == 1

    def test_an_embargo_blocks_until_its_time(self):
        article = make_article(embargo_until=NOON)
        with pytest.raises(NotPublishable, match="under embargo until 20 November 2026, 21:00"):
            publish(article, now=NOON - HOUR)
        with pytest.raises(NotPublishable, match="embargo"):
            schedule(article, at=NOON - HOUR / 2, now=NOON - HOUR)
        assert not Edition.objects.exists()
        publish(article, now=NOON)

    def test_a_story_expires_by_itself(self):
        article = make_article("Brief", expires_at=NOON + HOUR)
        publish(article, now=NOON)
        assert live_headlines(NOON) == ["Brief"]
        assert live_headlines(NOON + HOUR) == []
        with pytest.raises(NotPublishable, match="expired"):
            publish(article, now=NOON + HOUR)

    def test_a_headline_is_needed(self):
        article = make_article(" ", slug="empty")
        with pytest.raises(NotPublishable, match="no headline"):
            publish(article, now=NOON)

    def test_an_address_that_leads_to_another_story_is_refused(self):
        renamed = make_story(slug="old", now=NOON)
        change(renamed, slug="new")
        publish(renamed, now=NOON + HOUR)
        with pytest.raises(NotPublishable, match="“old” leads to another story"):
            publish(make_article(slug="old"), now=NOON + HOUR)

    def test_a_text_from_elsewhere_stands_where_its_source_date_puts_it(self):
        dated = make_article(source_id="a", source_date="2024")
        undated = make_article(source_id="b")
        edition = publish(dated, now=NOON)
        assert edition.published_at == datetime(2023, 12, 31, 15, tzinfo=UTC)
        assert not edition.is_dated
        assert publish(undated, now=NOON).published_at == UNDATED

    def test_a_published_story_cannot_be_deleted(self):
        article = make_story()
        with pytest.raises(ProtectedError):
            article.delete()


class TestSchedule:
    def test_readers_see_it_when_the_time_has_come_and_no_job_is_needed(self):
        article = make_article("Tomorrow")
        schedule(article, at=NOON + HOUR, now=NOON)
        assert live_headlines(NOON) == []
        assert live_headlines(NOON + HOUR) == ["Tomorrow"]

    def test_the_revision_is_pinned(self):
        article = make_article("Pinned")
        schedule(article, at=NOON + HOUR, now=NOON)
        change(article, headline="Still being written")
        save_revision(article)
        assert live_headlines(NOON + HOUR) == ["Pinned"]

    def test_a_scheduled_change_ends_the_present_edition_at_that_moment(self):
        article = make_story("Present", now=NOON)
        change(article, headline="Future")
        schedule(article, at=NOON + 2 * HOUR, now=NOON + HOUR)
        almost = NOON + 2 * HOUR - timedelta(microseconds=1)
        assert live_headlines(almost) == ["Present"]
        assert live_headlines(NOON + 2 * HOUR) == ["Future"]
        assert Edition.objects.get(headline="Future").published_at == NOON

    def test_its_listings_keep_the_same_hours(self):
        show = make_production()
        article = make_story("Present", shows=[show], now=NOON)
        change(article, headline="Future")
        schedule(article, at=NOON + HOUR, now=NOON)
        listings = Listing.objects.under("show", show.pk, [1])
        assert listings.live(NOON).get().edition.headline == "Present"
        assert listings.live(NOON + HOUR).get().edition.headline == "Future"

    def test_there_are_never_more_than_two_editions(self):
        article = make_story("One", now=NOON)
        for hour, headline in enumerate(["Two", "Three", "Four"], start=1):
            change(article, headline=headline)
            schedule(article, at=NOON + hour * HOUR + HOUR / 2, now=NOON + hour * HOUR)
        assert article.editions.count() == 2
        assert live_headlines(NOON + 4 * HOUR) == ["Four"]

    def test_putting_a_change_off_leaves_no_gap(self):
        article = make_story("Present", now=NOON)
        change(article, headline="Future")
        schedule(article, at=NOON + 2 * HOUR, now=NOON + HOUR)
        schedule(article, at=NOON + 4 * HOUR, now=NOON + HOUR)
        assert live_headlines(NOON + 3 * HOUR) == ["Present"]
        assert live_headlines(NOON + 4 * HOUR) == ["Future"]

    def test_a_first_publication_put_off_takes_the_later_date(self):
        article = make_article()
        schedule(article, at=NOON + HOUR, now=NOON)
        schedule(article, at=NOON + 2 * HOUR, now=NOON)
        assert article.editions.get().published_at == NOON + 2 * HOUR

    def test_a_time_that_has_passed_is_refused(self):
        with pytest.raises(NotPublishable, match="a time to come"):
            schedule(make_article(), at=NOON, now=NOON)

    def test_nothing_new_is_nothing_to_schedule(self):
        article = make_story(now=NOON)
        with pytest.raises(NotPublishable, match="Nothing has changed"):
            schedule(article, at=NOON + 2 * HOUR, now=NOON + HOUR)

    def test_publishing_now_calls_the_schedule_off(self):
        article = make_article("Early")
        schedule(article, at=NOON + HOUR, now=NOON)
        publish(article, now=NOON)
        assert live_headlines(NOON) == ["Early"]
        assert article.editions.count() == 1

    def test_calling_off_leaves_the_present_edition_as_it_was(self):
        article = make_story("Present", now=NOON)
        change(article, headline="Future")
        schedule(article, at=NOON + 2 * HOUR, now=NOON + HOUR)
        unschedule(article, now=NOON + HOUR)
        assert article.editions.get().visible_until == FOREVER
        assert live_headlines(NOON + 3 * HOUR) == ["Present"]

    def test_calling_off_a_first_publication_leaves_a_story_that_is_ready(self):
        article = make_article()
        schedule(article, at=NOON + HOUR, now=NOON)
        unschedule(article, now=NOON)
        article.refresh_from_db()
        assert (article.state, article.published_at) == ("ready", None)
        with pytest.raises(NotPublishable, match="Nothing is scheduled"):
            unschedule(article, now=NOON)

    def test_a_withdrawn_story_can_come_back_on_schedule(self):
        article = make_story("Back", now=NOON)
        withdraw(article, now=NOON + HOUR)
        schedule(article, at=NOON + 3 * HOUR, now=NOON + 2 * HOUR)
        assert live_headlines(NOON + 2 * HOUR) == []
        assert live_headlines(NOON + 3 * HOUR) == ["Back"]


class TestWithdraw:
    def test_nothing_of_it_is_left_on_the_public_side(self):
        article = make_article("Gone", shows=[make_production()], people=[make_person()])
        article.facts.create(label="Release", kind="release", quote="on October 16")
        publish(article, now=NOON)
        withdraw(article, now=NOON + HOUR)
        assert live_headlines(NOON + HOUR) == []
        assert not Listing.objects.exists()
        assert not PublishedFact.objects.exists()
        assert not Edition.objects.matching("Gone").exists()
        article.refresh_from_db()
        assert article.state == "withdrawn"

    def test_what_is_scheduled_is_called_off_with_it(self):
        article = make_story("Present", now=NOON)
        change(article, headline="Future")
        schedule(article, at=NOON + 2 * HOUR, now=NOON)
        withdraw(article, now=NOON + HOUR)
        assert live_headlines(NOON + 3 * HOUR) == []

    def test_it_can_be_published_again(self):
        article = make_story("Back", now=NOON)
        withdraw(article, now=NOON + HOUR)
        publish(article, now=NOON + 2 * HOUR)
        assert live_headlines(NOON + 2 * HOUR) == ["Back"]

    def test_what_was_never_out_cannot_be_withdrawn(self):
        with pytest.raises(NotPublishable, match="not published"):
            withdraw(make_article(), now=NOON)


class TestAddresses:
    def test_an_old_address_leads_on_in_one_hop_however_often_it_changes(self):
        article = make_story(slug="one", now=NOON)
        for hour, slug in enumerate(["two", "three"], start=1):
            change(article, slug=slug)
            publish(article, now=NOON + hour * HOUR)
        targets = dict(OldAddress.objects.values_list("slug", "target"))
        assert targets == {"one": "three", "two": "three"}

    def test_an_address_that_comes_back_is_no_old_address(self):
        article = make_story(slug="one", now=NOON)
        for hour, slug in enumerate(["two", "one"], start=1):
            change(article, slug=slug)
            publish(article, now=NOON + hour * HOUR)
        assert dict(OldAddress.objects.values_list("slug", "target")) == {"two": "one"}

    def test_the_address_of_a_schedule_called_off_leads_nowhere(self):
        article = make_story(slug="one", now=NOON)
        change(article, slug="two")
        schedule(article, at=NOON + 2 * HOUR, now=NOON)
        unschedule(article, now=NOON + HOUR)
        assert not OldAddress.objects.exists()

    def test_a_draft_may_change_its_address_as_often_as_it_likes(self):
        article = make_article(slug="one")
        change(article, slug="two")
        publish(article, now=NOON)
        assert not OldAddress.objects.exists()


def test_a_renamed_country_keeps_its_old_address():
    country = make_country("Swaziland")
    country.slug = "eswatini"
    country.save()
    assert OldAddress.objects.target_of("country", "swaziland") == "eswatini"


def test_a_story_cannot_be_dated_later_than_it_goes_out():
    with pytest.raises(NotPublishable, match="later than it goes out"):
        publish(make_article(published_at=NOON + HOUR), now=NOON)
