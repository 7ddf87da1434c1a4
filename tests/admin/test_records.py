"""People, shows, companies and countries; the photo library; tags and old addresses."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from articles.models import FrontPagePick, SavedView
from articles.models.public import FOREVER
from newsroom.models import OldAddress, Photo, Tag
from talent.models import Company, Person, Production
from tests.factories import (
    make_article,
    make_company,
    make_country,
    make_person,
    make_photo,
    make_production,
    make_tag,
)

from .pages import Form, act, errors_in, messages_in, queries_of, url_of

pytestmark = pytest.mark.django_db


def found_by(client, model, term):
    names = {"q": term}
    return list(client.get(url_of(model, "changelist"), names).context["cl"].result_list)


def picture(name="picture.png", colour="red"):
    content = BytesIO()
    Image.new("RGB", (40, 30), colour).save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


def make_record_with(kind, rows):
    if kind is Company:
        company = make_company()
        for number in range(rows):
            company.names.create(name=f"Name {number}")
        return company
    person, show = make_person(), make_production()
    for number in range(rows):
        person.names.create(name=f"Name {number}")
        show.titles.create(name=f"Title {number}", country=make_country())
        show.company_credits.create(company=make_company(), role="platform")
        show.credits.create(person=make_person())
        person.credits.create(production=make_production())
    return person if kind is Person else show


class TestSearch:
    @pytest.mark.parametrize("term", ["Han Hyo Joo", "hyo-joo", "한효주", "HAN", "Hyojoo Han"])
    def test_a_person_is_found_by_every_spelling(self, desk, term):
        person = make_person("Han Hyo-joo", native_name="한효주")
        make_person("Shun Oguri")
        assert found_by(desk, Person, term) == [person]

    def test_a_show_is_found_by_its_other_titles(self, desk):
        show = make_production("Romantics Anonymous")
        show.titles.create(name="匿名の恋人たち")
        make_production("Eye Love You")
        assert found_by(desk, Production, "匿名の恋人たち") == [show]

    def test_so_it_is_where_a_story_is_linked(self, desk):
        show = make_production("Romantics Anonymous")
        show.titles.create(name="匿名の恋人たち")
        sent = {
            "app_label": "articles",
            "model_name": "articleproduction",
            "field_name": "production",
            "term": "匿名",
        }
        found = desk.get("/admin/autocomplete/", sent).json()["results"]
        text = "Romantics Anonymous — matched 匿名の恋人たち"
        assert found == [{"id": str(show.pk), "text": text}]

    def test_what_is_in_no_name_finds_nothing(self, desk):
        make_person("Han Hyo-joo")
        assert found_by(desk, Person, "!!!") == found_by(desk, Person, "Oguri") == []


class TestForms:
    def test_a_person_is_written_with_names_and_credits(self, desk):
        show, country = make_production(), make_country()
        form = Form(desk, Person)
        form.add_row("names", name="小栗旬", kind="native", language="ja")
        form.add_row(
            "credits", production=show.pk, role="actor", character="Sosuke", billing="1"
        )
        sent = {"name": "Shun Oguri", "slug": "shun-oguri", "nationalities": [country.pk]}
        page = form.submit(**sent)
        assert "was added successfully" in messages_in(page), errors_in(page)
        person = Person.objects.get(slug="shun-oguri")
        assert person.names.get().name == "小栗旬"
        assert person.credits.get().character == "Sosuke"
        assert list(person.nationalities.all()) == [country]

    def test_a_show_is_written_with_titles_cast_and_companies(self, desk):
        person, company, novel = make_person(), make_company(), make_production()
        form = Form(desk, Production)
        form.add_row("titles", name="Other Title", kind="translation")
        form.add_row("credits", person=person.pk, role="actor", billing="1")
        form.add_row("company_credits", company=company.pk, role="platform")
        page = form.submit(title="A Show", slug="a-show", based_on=[novel.pk], genres=[])
        assert "was added successfully" in messages_in(page), errors_in(page)
        show = Production.objects.get(slug="a-show")
        assert list(show.based_on.all()) == [novel]
        assert show.credits.get().person == person
        assert show.company_credits.get().company == company

    def test_a_long_cast_is_saved(self, desk):
        show = make_production(cast=[make_person() for _ in range(200)])
        page = Form(desk, show).submit(title="Long")
        assert "was changed successfully" in messages_in(page), errors_in(page)

    def test_two_nameless_credits_that_are_the_same_are_refused(self, desk):
        form = Form(desk, Production)
        for _ in range(2):
            form.add_row("credits", role="actor", credited_as="A child", billing="1")
        assert "the same" in errors_in(form.submit(title="A Show", slug="a-show"))

    def test_so_are_two_that_name_the_same_person(self, desk):
        form, person = Form(desk, make_production()), make_person()
        for _ in range(2):
            form.add_row("credits", person=person.pk, role="actor", billing="1")
        assert "duplicate" in errors_in(form.submit())

    def test_a_second_person_of_one_name_needs_a_disambiguation(self, desk):
        make_person("Kim Go-eun")
        form = Form(desk, Person)
        page = form.submit(name="Kim Go-eun", slug="kim-go-eun-2")
        assert "add a disambiguation" in errors_in(page)

    def test_an_old_address_of_somebody_else_is_refused(self, desk):
        form = Form(desk, make_person("First", slug="first"))
        form.submit(slug="first-now")
        assert OldAddress.objects.get().target == "first-now"
        page = Form(desk, make_person()).submit(slug="first")
        assert "still leads there" in errors_in(page)

    @pytest.mark.parametrize("kind", [Person, Production, Company])
    def test_a_form_takes_as_many_queries_for_thirty_rows_as_for_three(self, desk, kind):
        few, many = make_record_with(kind, rows=3), make_record_with(kind, rows=30)
        queries_of(desk, url_of(few))
        assert queries_of(desk, url_of(few)) == queries_of(desk, url_of(many)) <= 14


class TestDeleting:
    def test_a_linked_person_is_refused_with_what_holds_them(self, desk):
        person = make_person("Han Hyo-joo")
        story, show = (
            make_article("A story", people=[person]),
            make_production("A show", cast=[person]),
        )
        for page in [
            desk.post(url_of(person, "delete"), {"post": "yes"}),
            act(desk, "delete_selected", [person], post="yes"),
        ]:
            shown = page.content.decode()
            assert "protected related objects" in shown
            assert f"“{story}” names {person}" in shown
            assert f"actor of {show}" in shown
        assert Person.objects.filter(pk=person.pk).exists()

    def test_a_person_whom_nothing_holds_goes(self, desk):
        person = make_person()
        person.names.create(name="Other")
        desk.post(url_of(person, "delete"), {"post": "yes"})
        assert not Person.objects.filter(pk=person.pk).exists()

    def test_a_tag_in_use_stays(self, desk):
        tag = make_tag()
        make_article(tags=[tag])
        page = desk.post(url_of(tag, "delete"), {"post": "yes"})
        assert "protected related objects" in page.content.decode()


class TestTags:
    @pytest.mark.parametrize("name", ["24", "crime, true", '"quoted"', "R&B"])
    def test_any_name_is_a_tag_and_can_be_given_to_a_story(self, desk, name):
        Form(desk, Tag).submit(name=name, slug="a-tag")
        tag, story = Tag.objects.get(name=name), make_article()
        form = Form(desk, story)
        form.add_row("tagged", tag=tag.pk)
        form.submit()
        assert story.tagged.get().tag == tag

    def test_another_spelling_of_a_tag_is_refused(self, desk):
        make_tag("K-drama")
        page = Form(desk, Tag).submit(name="k drama", slug="k-drama-2")
        assert "in another spelling" in errors_in(page)


class TestPhotos:
    def test_an_upload_is_measured_and_told_by_its_content(self, desk):
        Form(desk, Photo).submit(slug="one", file=picture())
        photo = Photo.objects.get()
        assert (photo.width, photo.height, len(photo.sha256)) == (40, 30, 64)

    def test_a_picture_that_is_there_already_is_refused_with_its_name(self, desk):
        Form(desk, Photo).submit(slug="one", file=picture())
        page = Form(desk, Photo).submit(slug="two", file=picture("other.png"))
        link = f'<a href="{url_of(Photo.objects.get())}">one</a>'
        assert link in errors_in(page)
        assert link in page.content.decode()

    def test_it_can_be_sent_for_its_own_photo_again(self, desk):
        Form(desk, Photo).submit(slug="one", file=picture())
        page = Form(desk, Photo.objects.get()).submit(file=picture())
        assert "was changed successfully" in messages_in(page), errors_in(page)

    def test_a_new_picture_and_none_at_all_are_told_apart_too(self, desk):
        Form(desk, Photo).submit(slug="one", file=picture())
        first = Photo.objects.get().sha256
        Form(desk, Photo.objects.get()).submit(file=picture(colour="blue"))
        assert Photo.objects.get().sha256 not in {"", first}
        page = Form(desk, Photo.objects.get()).submit(**{"file-clear": "on"})
        assert "was changed successfully" in messages_in(page), errors_in(page)
        assert (Photo.objects.get().sha256, Photo.objects.get().width) == ("", None)

    def test_captions_without_pictures_are_no_twins(self, desk):
        make_photo()
        page = Form(desk, Photo).submit(slug="two", caption="A caption.")
        assert "was added successfully" in messages_in(page)

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("page.png", b"<html><script>x()</script></html>"),
            ("empty.png", b""),
            ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
            ("half.png", picture().read()[:60]),
            ("\x00.png", b"\x00"),
        ],
    )
    def test_what_is_no_picture_is_refused(self, desk, name, content):
        file = SimpleUploadedFile("x", content)
        file.name = name
        page = Form(desk, Photo).submit(slug="one", file=file)
        assert page.status_code == 200
        assert errors_in(page)
        assert not Photo.objects.exists()


class TestFrontPage:
    def test_a_pick_without_an_end_stays(self, desk):
        Form(desk, FrontPagePick).submit(article=make_article().pk)
        pick = FrontPagePick.objects.get()
        assert pick.visible_until == FOREVER
        form = Form(desk, pick)
        assert form.fields["visible_until_0"] == [""]
        form.submit()
        pick.refresh_from_db()
        assert pick.visible_until == FOREVER

    def test_its_end_comes_after_its_beginning(self, desk):
        sent = {"visible_until_0": "01/01/2020", "visible_until_1": "12:00:00"}
        page = Form(desk, FrontPagePick).submit(article=make_article().pk, **sent)
        assert "The end must come after the beginning" in errors_in(page)

    def test_its_end_is_kept(self, desk):
        pick = FrontPagePick.objects.create(
            article=make_article(),
            visible_until=timezone.now().replace(year=2099, microsecond=0),
        )
        Form(desk, pick).submit(position="2")
        assert FrontPagePick.objects.get().visible_until == pick.visible_until


def test_a_saved_view_is_at_first_ones_own(desk, editor):
    assert Form(desk, SavedView).fields["user"] == [str(editor.pk)]
