"""A story's trail, and its versions compared."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Event, Revision
from articles.publishing import publish, schedule, unschedule, withdraw
from articles.revisions import restore, save_revision
from tests.factories import (
    make_article,
    make_author,
    make_person,
    make_photo,
    make_production,
    make_story,
    make_tag,
    make_user,
)

from .pages import Form, messages_in, queries_of, url_of
from .rows import make_fact, make_user_who_may

pytestmark = pytest.mark.django_db

EVERYBODYS = "articles.edit_all_articles"


def compare_url(story, **versions):
    query = "&".join(f"{name}={number}" for name, number in versions.items())
    return f"{reverse('admin:articles_article_compare', args=[story.pk])}?{query}"


def compared(client, story, **versions):
    """What the page of two versions shows as changed: a text for each label, marks in it."""
    page = client.get(compare_url(story, **versions))
    marks = {"ins": "[+{}+]", "del": "[-{}-]", "": "{}"}
    return {
        change.label: "\n".join(
            "".join(marks[piece.mark].format(piece.text) for piece in line)
            for line in change.lines
        )
        for change in page.context["changes"]
    }


def two_versions(article, **changes):
    save_revision(article)
    Article.objects.filter(pk=article.pk).update(**changes)
    save_revision(article)
    return article


class TestComparing:
    @pytest.mark.parametrize("name", ["headline", "standfirst", "kicker", "internal_note"])
    def test_every_text_word_by_word(self, desk, name):
        story = make_article(**{name: "She is cast today"})
        two_versions(story, **{name: "She was cast today, again"})
        shown = compared(desk, story, before=1, after=2)
        assert list(shown.values()) == ["She [-is-][+was+] cast today[+, again+]"]

    def test_the_body_by_paragraphs_and_words(self, desk):
        one, three = "<p>The first stays.</p>", "<p>The third stays.</p>"
        story = make_article(body=f"{one}<p>Han is cast.</p>{three}")
        two_versions(story, body=f"{one}<h2>New</h2><p>Han was cast.</p>{three}")
        shown = compared(desk, story, before=1, after=2)["Body"].splitlines()
        assert shown == [
            "… 1 paragraph unchanged …",
            "[+Heading: New",
            "+]Han [-is-][+was+] cast.",
            "… 1 paragraph unchanged …",
        ]

    def test_japanese_by_characters(self, desk):
        story = make_article(headline="映画を見る")
        two_versions(story, headline="映画を作る")
        assert compared(desk, story, before=1, after=2) == {"Headline": "映画を[-見-][+作+]る"}

    def test_links_and_pictures_within_the_text_by_name(self, desk):
        han, oguri = make_person("Han Hyo-joo"), make_person("Shun Oguri")
        photo = make_photo()
        story = make_article(body=f'<p><a data-ref="person:{han.pk}">She</a> said.</p>')
        body = f'<p><a data-ref="person:{oguri.pk}">She</a> said.</p>'
        two_versions(story, body=f'{body}<figure data-ref="photo:{photo.pk}"></figure>')
        shown = compared(desk, story, before=1, after=2)["Body"]
        assert "She (→ [-Han-][+Shun+] [-Hyo-joo-][+Oguri+])" in shown
        assert f"Picture: {photo}" in shown
        assert "data-ref" not in shown

    def test_a_change_of_formatting_alone_is_said(self, desk):
        story = two_versions(make_article(body="<p>Big.</p>"), body="<p><em>Big.</em></p>")
        assert "formatting" in compared(desk, story, before=1, after=2)["Body"]

    def test_parts_in_words(self, desk):
        story = make_article(people=[make_person("Han Hyo-joo")], tags=[make_tag("drama")])
        fact = make_fact(story, label="Premiere", date="2025")
        save_revision(story)
        story.people.update(prominence=3, printed="Han Hyo Joo", quoted=True)
        story.productions.create(production=make_production("Moving"))
        story.byline_set.create(author=make_author("An Nhien"))
        story.tagged.all().delete()
        fact.date = "2025-10-16"
        fact.save()
        save_revision(story)
        shown = compared(desk, story, before=1, after=2)
        assert shown["People in the story"].startswith("Han Hyo-joo, prominence ")
        assert "printed as Han Hyo Joo, quoted+]" in shown["People in the story"]
        assert shown["Shows in the story"].startswith("[+Moving")
        assert shown["Bylines"] == "[+An Nhien+]"
        assert shown["Tags"] == "[-drama-]"
        assert "2025[+-10-16+]" in shown["Facts"]

    def test_either_way_round(self, desk):
        story = two_versions(make_article("One"), headline="Two")
        assert compared(desk, story, before=2, after=1) == {"Headline": "[-Two-][+One+]"}

    def test_a_record_that_is_gone_is_named_by_its_address(self, desk):
        person = make_person("Han Hyo-joo")
        story = make_article(people=[person])
        save_revision(story)
        story.people.all().delete()
        save_revision(story)
        person.delete()
        shown = compared(desk, story, before=1, after=2)["People in the story"]
        assert "han-hyo-joo" in shown

    def test_hostile_text_is_shown_as_text(self, desk):
        story = two_versions(make_article("<b>One</b>"), headline="<script>x()</script>")
        page = desk.get(compare_url(story, before=1, after=2)).content.decode()
        assert "<script>x" not in page
        assert "&lt;" in page

    def test_two_long_texts_that_share_nothing_come_soon(self, desk):
        one = " ".join(f"a{n}" for n in range(9000))
        two = " ".join(f"b{n}" for n in range(9000))
        story = two_versions(make_article(standfirst=one), standfirst=two)
        assert "Standfirst" in compared(desk, story, before=1, after=2)

    def test_as_many_queries_for_many_parts_and_versions_as_for_few(self, desk):
        def queries(number):
            story = make_article(people=[make_person() for _ in range(number)])
            for _ in range(number):
                two_versions(story, headline=f"Changed {number}", kicker="")
            story.people.all().delete()
            save_revision(story)
            return queries_of(desk, compare_url(story))

        queries(1)
        assert queries(2) == queries(8) <= 15


class TestChoosing:
    def test_the_form_of_a_live_story_compares_with_what_readers_see(self, desk):
        story = make_story("First")
        Form(desk, story).submit(headline="Second")
        Form(desk, story).submit(headline="Third")
        url = compare_url(story, before=1)
        assert f'href="{url}"' in desk.get(url_of(story)).content.decode()
        assert compared(desk, story, before=1) == {"Headline": "[-First-][+Third+]"}
        assert compared(desk, story) == compared(desk, story, before=1)

    def test_that_of_a_draft_does_not(self, desk):
        assert "compare/" not in desk.get(url_of(make_article())).content.decode()

    def test_without_a_choice_the_last_two(self, desk):
        story = two_versions(make_article("One"), headline="Two")
        assert compared(desk, story) == {"Headline": "[-One-][+Two+]"}

    def test_versions_that_say_the_same(self, desk):
        story = two_versions(make_article())
        assert "say the same" in desk.get(compare_url(story)).content.decode()

    @pytest.mark.parametrize("number", ["99", "x", "-1", "9" * 30])
    def test_one_that_is_not_there_is_an_error_in_the_form(self, desk, number):
        story = two_versions(make_article(), headline="Two")
        page = desk.get(compare_url(story, before=number))
        assert page.status_code == 200
        assert page.context["form"].errors

    def test_one_of_another_story_cannot_be_chosen(self, desk):
        story, other = make_article(), make_article()
        save_revision(story)
        two_versions(other, headline="Secret")
        assert desk.get(compare_url(story, before=2)).context["form"].errors

    def test_a_story_without_versions(self, desk):
        assert desk.get(compare_url(make_article())).status_code == 200


class TestTrail:
    def test_it_tells_everything_that_happened_and_who_did_it(self, desk, editor):
        story, chief = make_article("One"), make_user("chief")
        soon = timezone.now() + timedelta(days=1)
        first = save_revision(story, user=editor)
        publish(story, user=chief)
        Article.objects.filter(pk=story.pk).update(headline="Two")
        schedule(story, at=soon, user=chief)
        unschedule(story, user=editor)
        restore(story, first, user=editor)
        story.corrections.create(text="It was not so.")
        save_revision(story, user=editor)
        withdraw(story, user=chief)
        entries = desk.get(url_of(story, "history")).context["entries"]
        told = [(e.what.split()[0], str(e.user), e.revision.number) for e in entries]
        assert told == [
            ("withdrawn", "chief", 1),
            ("corrected", "editor", 4),
            ("restored", "editor", 3),
            ("called", "editor", 2),
            ("scheduled", "chief", 2),
            ("published", "chief", 1),
            ("saved", "editor", 1),
        ]

    def test_publishing_from_the_form_is_one_story_told_once(self, desk, editor):
        story = make_article()
        Form(desk, story).submit("_publish", headline="New")
        entries = desk.get(url_of(story, "history")).context["entries"]
        assert [entry.what for entry in entries] == ["published", "saved"]

    def test_publishing_twice_is_told_twice(self, desk):
        story = make_story()
        withdraw(story)
        publish(story)
        entries = desk.get(url_of(story, "history")).context["entries"]
        assert [entry.what for entry in entries] == ["published", "withdrawn", "published"]

    def test_a_scheduled_story_that_is_called_off_from_its_form_says_by_whom(
        self, desk, editor
    ):
        story = make_article(publish_at=timezone.now() + timedelta(days=1))
        Form(desk, story).submit("_schedule")
        Form(desk, story).submit("_unschedule")
        assert story.events.get(kind=Event.Kind.UNSCHEDULE).user == editor

    def test_refused_publishing_leaves_no_trace(self, desk):
        story = make_article(embargo_until=timezone.now() + timedelta(days=1))
        Form(desk, story).submit("_publish")
        assert not story.events.exists()

    def test_as_many_queries_for_a_long_trail_as_for_a_short_one(self, desk):
        def queries(number):
            story = make_article()
            for _ in range(number):
                publish(story, user=make_user())
                withdraw(story, user=make_user())
            return queries_of(desk, url_of(story, "history"))

        queries(1)
        assert queries(1) == queries(6) <= 8

    def test_it_survives_being_dumped_and_loaded(self, desk, editor, tmp_path):
        story = make_story("One")
        withdraw(story, user=editor)
        before = list(Event.objects.values_list("number", "kind", "revision__number"))
        dump = tmp_path / "dump.json"
        call_command("dumpdata", output=str(dump), verbosity=0)
        Event.objects.all().delete()
        for _ in range(2):
            call_command("loaddata", str(dump), verbosity=0)
            after = list(Event.objects.values_list("number", "kind", "revision__number"))
            assert after == before
        assert Event.objects.get(kind="withdraw").user == editor


class TestNames:
    def test_a_version_is_named_and_commented_on(self, desk):
        revision = save_revision(make_article("One"))
        page = Form(desk, revision).submit(name="Before the lawyer", comment="As agreed.")
        assert "was changed successfully" in messages_in(page)
        history = desk.get(url_of(revision.article, "history")).content.decode()
        assert "Before the lawyer" in history
        assert "As agreed." in history
        assert "Before the lawyer" in desk.get(compare_url(revision.article)).content.decode()

    def test_what_it_holds_cannot_be_changed(self, desk):
        revision = save_revision(make_article("One"))
        before = Revision.objects.values().get()
        Form(desk, revision).submit(data="{}", number="9", kind="load", user="", article="9")
        assert Revision.objects.values().get() == before

    def test_two_who_name_it_do_not_overwrite_each_other(self, desk):
        revision = save_revision(make_article("One"))
        mine, theirs = Form(desk, revision), Form(desk, revision)
        theirs.submit(name="Theirs")
        mine.submit(name="Mine")
        assert Revision.objects.get().name == "Theirs"


class TestPermissions:
    @pytest.mark.parametrize("permission", ["view_revision", "view_edition", "view_person"])
    def test_who_may_not_see_the_story_sees_neither(self, client, db, permission):
        story = two_versions(make_article(), headline="Secret")
        app = "talent" if permission == "view_person" else "articles"
        client.force_login(make_user_who_may(f"{app}.{permission}", EVERYBODYS))
        assert client.get(url_of(story, "history")).status_code == 403
        assert client.get(compare_url(story)).status_code == 403

    def test_who_may_see_it_sees_both(self, client, db):
        story = two_versions(make_article("One"), headline="Two")
        client.force_login(make_user_who_may("articles.view_article", EVERYBODYS))
        assert client.get(url_of(story, "history")).status_code == 200
        assert compared(client, story) == {"Headline": "[-One-][+Two+]"}

    def test_who_may_only_view_versions_names_none(self, client, db):
        revision = save_revision(make_article())
        client.force_login(make_user_who_may("articles.view_revision", EVERYBODYS))
        assert client.post(url_of(revision), {"name": "Mine"}).status_code == 403

    @pytest.mark.parametrize("pk", ["0", "x", "9" * 30])
    def test_a_story_that_is_not_there_leads_back(self, desk, pk):
        for page in ["history", "compare"]:
            url = f"{url_of(Article, 'changelist')}{pk}/{page}/"
            assert desk.get(url).status_code == 302
