"""What the desk puts on the front page: when, in which order, and how it will look."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.timezone import localtime

from articles.models import Edition, FrontPagePick
from articles.publishing import schedule
from tests.factories import make_article, make_story, make_user

from .pages import Form, errors_in, fields_of, messages_in, queries_of

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/frontpagepick/"
PAGE = f"{LIST}preview/page/"
TOMORROW = localtime() + timedelta(days=1)


def make_pick(headline, position=1, **fields):
    return FrontPagePick.objects.create(
        article=make_story(headline), position=position, **fields
    )


def sort(client, sent, *positions):
    changed = {f"form-{row}-position": place for row, place in enumerate(positions)}
    return client.post(LIST, sent | changed | {"_save": "Save"}, follow=True)


def order():
    return [pick.article.headline for pick in FrontPagePick.objects.all()]


def minute(at):
    return localtime(at).strftime("%Y-%m-%dT%H:%M")


class TestForm:
    def test_the_end_comes_after_the_beginning(self, desk):
        form = Form(desk, make_pick("Story"))
        page = form.submit(visible_until_0="01/01/2020", visible_until_1="12:00:00")
        assert "The end must come after the beginning." in errors_in(page)

    def test_a_story_that_is_not_out_then_is_told(self, desk):
        pick = FrontPagePick.objects.create(article=make_article("Draft"))
        assert "Readers cannot see “Draft”" in messages_in(Form(desk, pick).submit())

    def test_one_that_is_scheduled_is_out_then(self, desk):
        story = make_article("Later")
        schedule(story, at=TOMORROW)
        pick = FrontPagePick.objects.create(article=story, visible_from=TOMORROW)
        Edition.objects.update(visible_from=TOMORROW.replace(microsecond=0))
        assert "cannot see" not in messages_in(Form(desk, pick).submit())
        pick = FrontPagePick.objects.create(article=story)
        assert "cannot see" in messages_in(Form(desk, pick).submit())


class TestOrder:
    def test_it_is_changed_in_the_list(self, desk):
        for number, name in enumerate(["A", "B", "C"], start=1):
            make_pick(name, number)
        sent = fields_of(desk.get(LIST), "changelist-form")
        sort(desk, sent, 3, 1, 2)
        assert order() == ["B", "C", "A"]

    def test_of_two_who_change_it_the_second_is_told(self, desk):
        for number, name in enumerate(["A", "B", "C"], start=1):
            make_pick(name, number)
        sent = fields_of(desk.get(LIST), "changelist-form")
        sort(desk, sent, 3, 1, 2)
        page = sort(desk, sent, 1, 3, 2)
        assert "Somebody has changed the order" in messages_in(page)
        assert order() == ["B", "C", "A"]

    @pytest.mark.parametrize("seen", ["", "x", "1:x", "9" * 40 + ":1", "\x00"])
    def test_a_forged_order_is_refused(self, desk, seen):
        make_pick("A")
        sent = fields_of(desk.get(LIST), "changelist-form") | {"_places": seen}
        assert "Somebody has changed the order" in messages_in(sort(desk, sent, 2))

    @pytest.mark.parametrize("place", ["", "0", "-1", "x", "99999", "9" * 40])
    def test_a_place_that_is_none_is_refused(self, desk, place):
        make_pick("A")
        sent = fields_of(desk.get(LIST), "changelist-form")
        page = sort(desk, sent, place)
        assert page.context["cl"].formset.errors[0]
        assert FrontPagePick.objects.get().position == 1

    def test_what_is_over_is_listed_apart(self, desk):
        now = timezone.now()
        make_pick("Over", visible_from=now - timedelta(2), visible_until=now - timedelta(1))
        make_pick("On")
        assert "Over</a>" not in desk.get(LIST).content.decode().split("changelist-filter")[0]
        assert "Over</a>" in desk.get(LIST + "?time=over").content.decode()


class TestPreview:
    def test_it_is_the_front_page_of_that_moment(self, desk):
        make_pick("On now", visible_until=TOMORROW)
        later = make_article("To come")
        schedule(later, at=TOMORROW)
        FrontPagePick.objects.create(article=later, visible_from=TOMORROW)
        now = desk.get(PAGE)
        then = desk.get(PAGE + "?at=" + minute(TOMORROW + timedelta(minutes=2)))
        assert now.context["lead"].headline == "On now"
        assert "To come" not in now.content.decode()
        assert then.context["lead"].headline == "To come"
        assert "On now" in then.content.decode()

    def test_it_says_what_it_is_and_is_kept_by_nobody(self, desk):
        page = desk.get(PAGE + "?at=2126-11-27T18:00&scheme=dark")
        html = page.content.decode()
        assert "The front page as it will be Wed 27 Nov 2126 18:00 KST" in html
        assert 'data-scheme="dark"' in html
        assert "no-store" in page["Cache-Control"]
        assert page["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert page["X-Frame-Options"] == "SAMEORIGIN"
        assert "canonical" not in html

    def test_it_leads_on_by_the_hour_and_by_the_day(self, desk):
        html = desk.get(f"{LIST}preview/?at=2126-11-27T18:00&width=390").content.decode()
        html = html.replace("&amp;", "&").replace("%3A", ":")
        assert '<a href="?at=2126-11-27T19:00&width=390&scheme=light">An hour on</a>' in html
        assert '<a href="?at=2126-11-28T18:00&width=390&scheme=light">A day on</a>' in html
        assert 'page/?at=2126-11-27T18:00&scheme=light" width="390"' in html

    @pytest.mark.parametrize(
        "at",
        ["x", "2026-13-45T99:99", "9999-12-31T23:59", "0001-01-01T00:00", "%00", "2" * 999],
    )
    def test_junk_is_now_and_says_so(self, desk, at):
        page = desk.get(f"{LIST}preview/?at={at}")
        assert page.status_code == 200
        assert ("That is no moment" in page.content.decode()) == (at != "%00")
        assert desk.get(f"{PAGE}?at={at}").status_code == 200

    def test_it_is_not_for_reporters(self, client):
        reporter = make_user()
        reporter.groups.add(Group.objects.get(name="Reporter"))
        client.force_login(reporter)
        for address in [PAGE, f"{LIST}preview/"]:
            assert client.get(address).status_code == 403

    def test_as_many_queries_for_many_as_for_few(self, desk):
        def queries(number):
            for _ in range(number):
                make_pick(None)
            return queries_of(desk, PAGE), queries_of(desk, f"{LIST}preview/")

        queries(1)
        assert queries(2) == queries(12) == (6, 2)
