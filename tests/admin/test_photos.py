"""The photo library: many files at once, focal point, where a photo is used, its licence."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from articles.publishing import NotPublishable, publish, schedule
from newsroom.models import Photo
from newsroom.renditions import folder, preview, signature
from tests.factories import (
    make_article,
    make_author,
    make_person,
    make_photo,
    make_production,
    make_story,
)
from tests.pictures import content, image, upload, with_iptc

from .pages import Form, errors_in, queries_of, url_of
from .rows import make_user_who_may

pytestmark = pytest.mark.django_db
UPLOAD = "/admin/newsroom/photo/upload/"
UPLOAD_ONE = "/admin/newsroom/photo/upload-one/"
YESTERDAY, TOMORROW = (timezone.now() + timedelta(days=days) for days in (-1, 1))


def send(client, *files):
    return client.post(UPLOAD, {"files": files})


def photo_with_file(**fields):
    return make_photo(file=upload(content("PNG", image((400, 300)))), **fields)


class TestManyAtOnce:
    def test_it_is_reached_from_the_list(self, desk):
        assert UPLOAD in desk.get(url_of(Photo, "changelist")).content.decode()

    def test_each_becomes_a_photo_or_a_refusal_by_name(self, desk):
        page = send(
            desk,
            upload(with_iptc(caption="Two actors.", credit="Yong Film"), "Set visit.JPG"),
            upload(b"<html></html>", "page.png"),
            upload(b"", "nothing.png"),
            upload(content("WEBP"), "../../etc/한효주.php"),
        )
        html = page.content.decode()
        assert page.status_code == 200
        first, second = Photo.objects.order_by("pk")
        assert (first.slug, first.file.name) == ("set-visit", "photos/set-visit.jpg")
        assert (first.caption, first.credit) == ("Two actors.", "Yong Film")
        assert (first.width, first.height, len(first.sha256)) == (40, 30, 64)
        assert (second.slug, second.file.name) == ("photo", "photos/photo.webp")
        assert "page.png: refused." in html
        assert "nothing.png: refused." in html
        assert html.count("added.") == 2

    def test_one_that_is_there_already_is_pointed_out(self, desk):
        page = send(desk, upload(name="one.png"), upload(name="two.png"))
        photo = Photo.objects.get()
        link = f'in the library already: <a href="{url_of(photo)}">one</a>'
        assert link in page.content.decode()

    def test_two_files_of_one_name_are_both_taken(self, desk):
        send(desk, upload(), upload(content("PNG", image(colour="blue"))))
        assert Photo.objects.count() == 2

    def test_no_file_at_all_is_said(self, desk):
        assert "This field is required" in desk.post(UPLOAD).content.decode()

    def test_it_takes_the_permission_to_add(self, client):
        client.force_login(make_user_who_may("newsroom.view_photo"))
        assert client.get(UPLOAD).status_code == 403
        assert send(client, upload()).status_code == 403
        assert not Photo.objects.exists()


class TestIntoAStory:
    def test_it_is_added_with_what_is_said_of_it(self, desk):
        data = with_iptc(caption="From the file", credit="Yong Film")
        said = {"alt": "Two actors", "credit": "Mine", "caption": "", "licence": ""}
        answer = desk.post(UPLOAD_ONE, {"file": upload(data, "Set visit.jpg"), **said})
        photo = Photo.objects.get()
        assert answer.json()["photo"]["ref"] == f"photo:{photo.pk}"
        assert (photo.slug, photo.alt) == ("set-visit", "Two actors")
        assert (photo.caption, photo.credit) == ("From the file", "Mine")

    def test_one_that_is_there_already_is_offered(self, desk):
        photo = desk.post(UPLOAD_ONE, {"file": upload()}).json()["photo"]
        answer = desk.post(UPLOAD_ONE, {"file": upload(name="other.png")})
        assert answer.status_code == 400
        assert answer.json()["twin"] == photo

    @pytest.mark.parametrize(
        ("sent", "problem"),
        [
            ({}, "File: This field is required."),
            ({"file": "text"}, "File: This field is required."),
            ({"file": upload(b"<html></html>")}, "web page"),
            ({"file": upload(), "alt": "x" * 301}, "Alternative text: Ensure"),
            ({"file": upload(), "caption": "a\0b"}, "Caption: Null characters"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_added(self, desk, sent, problem):
        answer = desk.post(UPLOAD_ONE, sent)
        assert answer.status_code == 400
        assert problem in answer.json()["problems"][0]
        assert not Photo.objects.exists()

    def test_it_takes_the_permission_to_add_and_a_post(self, client, desk):
        assert desk.get(UPLOAD_ONE).status_code == 405
        client.force_login(make_user_who_may("newsroom.view_photo"))
        assert client.post(UPLOAD_ONE, {"file": upload()}).status_code == 403


class TestFiles:
    def stored(self, photo):
        return photo.file.storage.exists(photo.file.name)

    def test_a_deleted_photo_takes_its_file_and_renditions_along(
        self, desk, django_capture_on_commit_callbacks
    ):
        photo = photo_with_file()
        small = preview(photo, "1x1", 320)["src"]
        desk.get(small).getvalue()
        kept = f"{folder(photo)}/{signature(photo)}/1x1-300.jpg"
        assert storages["renditions"].exists(kept)
        with django_capture_on_commit_callbacks(execute=True):
            desk.post(url_of(photo, "delete"), {"post": "yes"})
            assert self.stored(photo)
        assert not self.stored(photo)
        assert not storages["renditions"].exists(kept)

    def test_a_replaced_file_goes(self, desk, django_capture_on_commit_callbacks):
        photo = photo_with_file()
        with django_capture_on_commit_callbacks(execute=True):
            Form(desk, photo).submit(file=upload(content("PNG", image(colour="blue"))))
        assert not self.stored(photo)
        photo.refresh_from_db()
        assert self.stored(photo)

    def test_one_that_another_photo_has_stays(self, django_capture_on_commit_callbacks):
        photo = photo_with_file()
        make_photo(file=photo.file.name)
        with django_capture_on_commit_callbacks(execute=True):
            photo.delete()
        assert self.stored(photo)


class TestPeople:
    def test_they_are_named_on_the_photos_form(self, desk):
        photo, han = photo_with_file(), make_person("Han Hyo-joo")
        form = Form(desk, photo)
        form.add_row("Person_pictures", person=str(han.pk))
        form.submit()
        assert list(photo.people.all()) == [han]
        assert f'value="{photo.pk}" selected' in desk.get(url_of(han)).content.decode()

    def test_it_takes_the_permission_to_change_a_person(self, client):
        photo, han = photo_with_file(), make_person("Han Hyo-joo")
        client.force_login(make_user_who_may("newsroom.change_photo", "talent.view_person"))
        form = Form(client, photo)
        form.add_row("Person_pictures", person=str(han.pk))
        form.submit()
        assert not photo.people.exists()


class TestForm:
    def test_the_file_fills_in_what_was_left_blank(self, desk):
        data = with_iptc(caption="Two actors.", credit="Yong Film")
        Form(desk, Photo).submit(slug="one", file=upload(data), credit="Mine")
        photo = Photo.objects.get()
        assert (photo.caption, photo.credit) == ("Two actors.", "Mine")
        assert photo.iptc == {"caption": "Two actors.", "credit": "Yong Film"}

    def test_the_content_gives_the_extension(self, desk):
        Form(desk, Photo).submit(slug="one", file=upload(name="program.exe"))
        assert Photo.objects.get().file.name == "photos/one.png"

    def test_a_focal_point_outside_is_refused(self, desk):
        page = Form(desk, photo_with_file()).submit(focal_x="1.5")
        assert "less than or equal to 1" in errors_in(page)

    def test_what_uses_it_is_listed(self, desk):
        photo = photo_with_file()
        make_story("Leads with it", lead_photo=photo)
        make_article("Shows it", body=f'<figure data-ref="photo:{photo.pk}"></figure>')
        make_person("Han Hyo-joo", photo=photo).pictures.add(photo)
        make_production("Moving", poster=photo)
        make_author("Mina", photo=photo)
        html = desk.get(url_of(photo)).content.decode()
        for record in ["Leads with it", "Shows it", "Han Hyo-joo", "Moving", "Mina"]:
            assert f">{record}</a>" in html

    def test_nobody_learns_of_stories_that_they_may_not_see(self, client):
        photo = photo_with_file()
        make_article("A secret", lead_photo=photo)
        client.force_login(make_user_who_may("newsroom.change_photo"))
        assert "A secret" not in client.get(url_of(photo)).content.decode()

    def test_the_list_of_its_uses_is_bounded(self, desk):
        few, many = photo_with_file(), make_photo()
        make_article(lead_photo=few)
        for _ in range(14):
            make_article(lead_photo=many)
        queries_of(desk, url_of(few))
        assert queries_of(desk, url_of(few)) == queries_of(desk, url_of(many)) <= 14
        assert "and more" in desk.get(url_of(many)).content.decode()

    def test_one_that_a_story_shows_cannot_be_deleted(self, desk):
        photo = make_photo()
        story = make_article("Shows it", body=f'<figure data-ref="photo:{photo.pk}"></figure>')
        page = desk.post(url_of(photo, "delete"), {"post": "yes"})
        assert f"“{story}” shows {photo}" in page.content.decode()
        story.body = ""
        story.save()
        desk.post(url_of(photo, "delete"), {"post": "yes"})
        assert not Photo.objects.exists()


class TestLicence:
    def test_without_one_a_story_is_not_published(self):
        lead = make_photo(slug="the-lead", expires_at=YESTERDAY)
        figure = make_photo(slug="the-figure", embargo_until=TOMORROW)
        body = f'<figure data-ref="photo:{figure.pk}"></figure>'
        with pytest.raises(NotPublishable) as refused:
            publish(make_article(lead_photo=lead, body=body))
        first, second = refused.value.messages
        assert "“the-figure” may not be used before" in first
        assert "licence of the picture “the-lead” ends" in second

    def test_a_schedule_counts_on_the_day(self):
        story = make_article(lead_photo=make_photo(expires_at=TOMORROW))
        with pytest.raises(NotPublishable):
            schedule(story, at=TOMORROW + timedelta(days=1))
        assert publish(story)

    def test_on_a_live_story_it_falls_back(self, client):
        photo = photo_with_file(caption="A caption.", alt="Two actors")
        body = f'<p>Text.</p><figure data-ref="photo:{photo.pk}"></figure>'
        story = make_story("Live", lead_photo=photo, body=body)
        make_person("Han Hyo-joo", slug="han", photo=photo)
        pages = ["/", f"/stories/{story.slug}/", "/people/han/"]
        for address in pages:
            assert "Two actors" in client.get(address).content.decode()
        Photo.objects.update(expires_at=YESTERDAY)
        for address in pages:
            html = client.get(address).content.decode()
            assert "<picture" not in html
            assert "<figure" not in html
        assert 'class="poster' in client.get("/").content.decode()
        for address in ["/feed.rss", "/feed.atom", "/feed.json"]:
            assert "/media/" not in client.get(address).content.decode()

    def test_it_falls_back_at_the_moment_and_not_before(self, client, monkeypatch):
        photo = photo_with_file(alt="Two actors", embargo_until=None)
        story = make_story("Live", lead_photo=photo)
        Photo.objects.update(expires_at=TOMORROW)
        address = f"/stories/{story.slug}/"
        assert "Two actors" in client.get(address).content.decode()
        monkeypatch.setattr(timezone, "now", lambda: TOMORROW)
        assert "Two actors" not in client.get(address).content.decode()


def test_readers_are_sent_renditions_and_never_the_upload(client):
    photo = photo_with_file(alt="Two actors")
    story = make_story("Live", lead_photo=photo)
    for address in ["/", f"/stories/{story.slug}/"]:
        html = client.get(address).content.decode()
        assert photo.file.name not in html
        for part in ['type="image/avif"', 'type="image/webp"', " 320w", 'alt="Two actors"']:
            assert part in html
