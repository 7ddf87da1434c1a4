"""House style, records that are there already, and the forms that stories print."""

import pytest
from django.urls import reverse

from articles.models import Article
from talent.models import Company, Country, Person, Production
from tests.factories import (
    make_article,
    make_company,
    make_country,
    make_person,
    make_production,
)

from .pages import Form, errors_in, messages_in, queries_of, url_of
from .rows import make_user_who_may

pytestmark = pytest.mark.django_db


def add_person(client, name, button="_save", **values):
    form = Form(client, Person)
    return form, form.submit(button, **{"name": name, "slug": "new", **values})


class TestTwins:
    @pytest.mark.parametrize("name", ["Hyojoo Han", "HAN HYO JOO", "한효주", "Han, Hyo-Joo"])
    def test_a_person_who_is_there_is_offered_before_saving(self, desk, name):
        person = make_person("Han Hyo-joo", native_name="한효주")
        _, page = add_person(desk, name)
        assert "It may be here already" in errors_in(page)
        assert page.context["twins"] == [(person, "한효주")]
        assert Person.objects.get() == person

    @pytest.mark.parametrize("field", ["native_name", "names-0-name"])
    def test_so_is_one_of_that_native_or_other_name(self, desk, field):
        make_person("Shun Oguri", native_name="小栗旬")
        form = Form(desk, Person)
        form.add_row("names", name="Other")
        page = form.submit(name="S. Oguri", slug="new", **{field: "小栗旬"})
        assert "It may be here already" in errors_in(page)

    def test_a_tick_says_that_it_is_another(self, desk):
        person = make_person("Kim Go-eun")
        form, _ = add_person(desk, "Kim Go Eun", disambiguation="singer")
        page = form.submit(_twins_seen=[person.pk])
        assert "was added successfully" in messages_in(page), errors_in(page)

    def test_a_tick_for_one_is_none_for_another(self, desk):
        person = make_person("Kim Go-eun")
        form, _ = add_person(desk, "Kim Go Eun", disambiguation="singer")
        make_person("Kim Goeun", slug="third")
        page = form.submit(_twins_seen=[person.pk])
        assert "It may be here already" in errors_in(page)

    def test_it_is_used_with_one_click(self, desk):
        person = make_person("Kim Go-eun")
        form, _ = add_person(desk, "Kim Go Eun")
        page = form.submit(_use=str(person.pk))
        assert page.context["original"] == person
        assert Person.objects.count() == 1

    def test_in_a_popup_it_is_the_one_chosen(self, desk):
        person = make_person("Kim Go-eun")
        url = reverse("admin:talent_person_add")
        page = desk.post(url + "?_popup=1", {"_popup": "1", "_use": str(person.pk)})
        assert page.template_name[-1] == "admin/popup_response.html"
        assert f'"value": "{person.pk}"' in page.context_data["popup_response_data"]

    def test_shows_and_companies_too(self, desk):
        make_production("The Call")
        make_company("CJ ENM")
        page = Form(desk, Production).submit(title="call", slug="new")
        assert "It may be here already" in errors_in(page)
        page = Form(desk, type(make_company())).submit(name="CJ-ENM", slug="new")
        assert "It may be here already" in errors_in(page)

    @pytest.mark.parametrize("pk", ["x", "0", "99999999999999999999", "\x00"])
    def test_what_is_nobody_cannot_be_used(self, desk, pk):
        _, page = add_person(desk, "", _use=pk)
        assert page.status_code == 200

    def test_who_may_not_look_is_told_nothing(self, client):
        person = make_person("Kim Go-eun")
        client.force_login(make_user_who_may("talent.add_person"))
        url = reverse("admin:talent_person_add")
        page = client.post(url, {"_use": str(person.pk), "name": "Kim Goeun", "slug": "new"})
        assert "Kim Go-eun" not in page.content.decode()


class TestTwinsAsOneTypes:
    def told(self, client, *names, model=Person):
        return client.get(url_of(model, "twins"), {"name": names})

    def test_whoever_is_called_so_is_offered(self, desk):
        person = make_person("Han Hyo-joo", native_name="한효주")
        make_person("Han Hyo-ju")
        for names in [["hyojoo han"], ["Somebody", "한효주"]]:
            page = self.told(desk, *names)
            assert page.context["twins"] == [(person, "한효주")]
            assert page.context["guesses"] == []
        assert f'name="_use" value="{person.pk}"' in page.text
        assert f'name="_twins_seen" value="{person.pk}"' in page.text

    def test_a_sound_alike_is_suggested_only(self, desk):
        person = make_person("Han Hyo-joo")
        page = self.told(desk, "Han Hyo-ju")
        assert page.context["guesses"] == [(person, "did you mean Han Hyo-joo?")]
        assert "_twins_seen" not in page.text

    def test_of_nothing_nothing_is_said(self, desk):
        for names in [[], [""], [" "], ["!!!"], ["\x00"], ["Nobody at all"]]:
            assert self.told(desk, *names).text.strip() == ""

    def test_junk_does_no_harm(self, desk):
        for names in [["x" * 5000], ["x"] * 500, ["'", '"', "%"], ["\ud7ff"]]:
            assert self.told(desk, *names).status_code == 200

    @pytest.mark.parametrize("model", [Person, Production, Company, Country])
    def test_every_form_asks_and_only_that_of_a_new_record(self, desk, model):
        assert f'data-twins="{url_of(model, "twins")}"' in desk.get(url_of(model, "add")).text
        make = {Person: make_person, Production: make_production, Company: make_company}
        record = make.get(model, make_country)()
        assert "data-twins" not in desk.get(url_of(record)).text

    def test_it_costs_the_same_for_many(self, desk):
        make_person("Kim Go-eun")
        address = url_of(Person, "twins") + "?name=kim+goeun"
        queries_of(desk, address)
        few = queries_of(desk, address)
        for number in range(9):
            make_person("Kim Go-eun", disambiguation=f"{number}", slug=f"kim-{number}")
        assert queries_of(desk, address) == few <= 8

    @pytest.mark.parametrize("may", [["add"], ["view"], []])
    def test_who_may_not_add_or_look_is_told_nothing(self, client, may):
        client.force_login(make_user_who_may(*(f"talent.{each}_person" for each in may)))
        assert self.told(client, "Kim").status_code == 403


class TestHouseStyle:
    def test_it_is_said_and_does_not_block(self, desk):
        korea = make_country("South Korea", code="KR")
        _, page = add_person(desk, "Han Hyo-Joo", nationalities=[korea.pk])
        assert "House style is Han Hyo-joo" in messages_in(page)
        assert Person.objects.get().name == "Han Hyo-Joo"

    def test_it_is_taken_with_one_click(self, desk):
        form = Form(desk, make_person("Han Hyo-Joo", native_name="한효주"))
        assert 'value="Han Hyo-joo"' in form.page.content.decode()
        form.submit(_house_style="Han Hyo-joo")
        assert Person.objects.get().name == "Han Hyo-joo"
        assert "House style" not in Form(desk, Person.objects.get()).page.content.decode()

    def test_a_blank_sort_name_follows_the_nationality(self, desk):
        japan = make_country("Japan", code="JP")
        add_person(desk, "Shun Oguri", nationalities=[japan.pk])
        assert Person.objects.get().sort_name == "Oguri, Shun"


class TestPrintedForms:
    def page_of(self, client, story):
        return Form(client, story).page

    def offer(self, client, story):
        return [row[2] for row in self.page_of(client, story).context["unrecorded"]]

    def record(self, client, story, asked):
        url = reverse("admin:articles_article_record_printed", args=[story.pk])
        return client.post(url, {"printed": asked}, follow=True)

    def story_that_prints(self, printed):
        story = make_article(people=[make_person("Shun Oguri")])
        story.people.update(printed=printed)
        return story

    def test_a_new_form_is_offered_and_never_taken_unasked(self, desk):
        story = self.story_that_prints("Oguri Syun")
        Form(desk, story).submit("_continue")
        assert self.offer(desk, story) == ["Oguri Syun"]
        assert not Person.objects.get().names.exists()

    @pytest.mark.parametrize("printed", ["", "…", "OGURI, Shun", "Oguri Shun"])
    def test_one_that_a_name_gives_is_not(self, desk, printed):
        assert self.offer(desk, self.story_that_prints(printed)) == []

    def test_it_is_added_with_one_click_and_once(self, desk):
        story = self.story_that_prints("Oguri Syun")
        person = Person.objects.get()
        asked = f"person:{person.pk}:Oguri Syun"
        assert "is now found as" in messages_in(self.record(desk, story, asked))
        assert list(Person.objects.matching("Oguri Syun")) == [person]
        assert "nothing to add" in messages_in(self.record(desk, story, asked))
        assert self.offer(desk, story) == []

    def test_titles_are_offered_too(self, desk):
        show = make_production("Romantics Anonymous")
        story = make_article(shows=[show])
        story.productions.update(printed="Romantic Anonymous")
        self.record(desk, story, f"show:{show.pk}:Romantic Anonymous")
        assert show.titles.get().name == "Romantic Anonymous"

    @pytest.mark.parametrize("asked", ["", "person:1:Forged", "x", "\x00", "person:1:"])
    def test_only_what_the_story_prints_is_added(self, desk, asked):
        self.record(desk, self.story_that_prints("Oguri Syun"), asked)
        assert not Person.objects.get().names.exists()

    def test_it_takes_the_right_to_change_records(self, client):
        story = self.story_that_prints("Oguri Syun")
        person = Person.objects.get()
        client.force_login(
            make_user_who_may("articles.change_article", "articles.edit_all_articles")
        )
        assert self.offer(client, story) == []
        answer = self.record(client, story, f"person:{person.pk}:Oguri Syun")
        assert answer.status_code == 403
        assert not person.names.exists()

    def test_nobody_adds_through_a_story_that_they_may_not_change(self, client):
        story = self.story_that_prints("Oguri Syun")
        rights = ["articles.change_article", "talent.change_person", "talent.add_personname"]
        client.force_login(make_user_who_may(*rights))
        url = reverse("admin:articles_article_record_printed", args=[story.pk])
        assert client.post(url, {"printed": "x"}).status_code in {403, 404}
        assert client.get(url).status_code in {403, 404}

    def test_it_costs_the_same_for_any_number_of_forms(self, desk):
        def story_with(number):
            story = make_article(people=[make_person() for _ in range(number)])
            story.people.update(printed="A new form")
            return reverse("admin:articles_article_change", args=[story.pk])

        few, many = story_with(2), story_with(12)
        queries_of(desk, few)
        assert queries_of(desk, few) == queries_of(desk, many)
        assert Article.objects.count() == 2
