"""Getting into the desk: who does, who does not, and what is asked again on the way."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.cache import cache
from django.test import Client

from articles.models import Article
from talent.models import Person
from tests.factories import make_company, make_story, make_user

from .pages import Form, act, fields_of, messages_in, url_of

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"
LOGIN = "/admin/login/"


@pytest.fixture(autouse=True)
def nobody_has_tried():
    cache.clear()


@pytest.fixture
def mina():
    return make_user("mina", is_superuser=True, email="mina@example.com")


def log_in(client, username="mina", password=PASSWORD, **sent):
    return client.post(LOGIN, {"login": username, "password": password, **sent})


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def secret(mina):
    TOTP.activate(mina, "JBSWY3DPEHPK3PXP")
    return "JBSWY3DPEHPK3PXP"


class TestLoggingIn:
    def test_one_gets_where_one_wanted_to_go(self, client, mina):
        asked = client.get("/admin/talent/person/")
        assert asked["Location"] == "/admin/login/?next=/admin/talent/person/"
        page = client.get(asked["Location"])
        sent = fields_of(page, "login-form") | {"login": "mina", "password": PASSWORD}
        assert client.post(LOGIN, sent)["Location"] == "/admin/talent/person/"
        assert client.get("/admin/talent/person/").status_code == 200

    @pytest.mark.parametrize(
        "there", ["https://evil.example/", "//evil.example", "javascript:x"]
    )
    def test_and_never_elsewhere(self, client, mina, there):
        assert log_in(client, next=there)["Location"] == "/admin/"

    def test_a_wrong_name_and_a_wrong_password_are_told_alike(self, client, mina):
        pages = [log_in(client, "mina", "wrong"), log_in(client, "nobody", PASSWORD)]
        texts = {re.sub(r'value="[^"]*"', "", page.content.decode()) for page in pages}
        assert len(texts) == 1
        assert "not correct" in texts.pop()

    @pytest.mark.parametrize("lacks", ["is_staff", "is_active"])
    def test_who_is_not_of_the_staff_does_not_get_in(self, client, mina, lacks):
        User.objects.update(**{lacks: False})
        page = client.get(log_in(client)["Location"])
        assert "This account has no access to the desk" in page.content.decode()
        assert client.get("/admin/").status_code == 302

    def test_who_leaves_the_staff_is_out_at_once(self, client, mina):
        log_in(client)
        assert client.get("/admin/").status_code == 200
        User.objects.update(is_staff=False)
        assert client.get("/admin/").status_code == 302

    def test_guessing_ends_soon_whatever_the_name(self, client, mina):
        for name in ["mina", "nobody"]:
            pages = [log_in(client, name, f"guess {i}") for i in range(6)]
            assert "Too many failed login attempts" in pages[-1].content.decode()
        assert log_in(client).status_code == 200, "even the right password"

    def test_guessing_ends_for_an_address(self, client, mina):
        statuses = {log_in(client, f"name{i}", "guess").status_code for i in range(25)}
        assert 429 in statuses

    def test_nobody_signs_up(self, client):
        for address in ["/admin/account/signup/", "/admin/signup/", "/accounts/signup/"]:
            assert client.get(address).status_code in {302, 404}
        assert not User.objects.exists()


class TestTheSecondFactor:
    def test_a_password_alone_does_not_do(self, client, mina, secret):
        assert log_in(client)["Location"] == "/admin/account/factors/authenticate/"
        assert client.get("/admin/").status_code == 302
        client.post("/admin/account/factors/authenticate/", {"code": "000000"})
        assert client.get("/admin/").status_code == 302
        done = client.post("/admin/account/factors/authenticate/", {"code": code_of(secret)})
        assert done["Location"] == "/admin/"
        assert client.get("/admin/").status_code == 200

    def test_codes_cannot_be_guessed(self, client, mina, secret):
        log_in(client)
        address = "/admin/account/factors/authenticate/"
        for guess in range(7):
            page = client.post(address, {"code": f"{guess:06}"}, follow=True)
        assert "Too many failed" in page.content.decode()
        client.post(address, {"code": code_of(secret)})
        assert client.get("/admin/").status_code == 302

    def test_its_secret_is_not_kept_as_it_is(self, mina, secret):
        kept = Authenticator.objects.get(user=mina, type="totp").data
        assert secret not in str(kept)

    def test_where_it_is_asked_of_everybody_nothing_else_can_be_done(
        self, client, mina, settings
    ):
        settings.SECOND_FACTOR_REQUIRED = True
        log_in(client)
        for address in ["/admin/", "/admin/talent/person/add/", "/admin/autocomplete/"]:
            assert client.get(address)["Location"] == "/admin/account/factors/"
        page = client.get("/admin/account/factors/").content.decode()
        assert "Set up a second factor first" in page
        TOTP.activate(mina, "JBSWY3DPEHPK3PXP")
        assert client.get("/admin/").status_code == 200

    def test_where_it_is_not_it_is_proposed(self, client, mina):
        page = client.get(log_in(client)["Location"])
        assert "Set up a passkey or an authenticator app" in page.content.decode()

    def test_it_is_set_up_with_an_app_and_gives_codes_for_a_rainy_day(self, client, mina):
        log_in(client)
        page = client.get("/admin/account/factors/totp/activate/")
        secret = page.context["form"].secret
        shown = client.post(
            "/admin/account/factors/totp/activate/", {"code": code_of(secret)}, follow=True
        )
        codes = shown.context["unused_codes"]
        assert len(codes) == 10
        other = Client()
        log_in(other)
        address = "/admin/account/factors/authenticate/"
        assert other.post(address, {"code": codes[0]})["Location"] == "/admin/"
        third = Client()
        log_in(third)
        third.post(address, {"code": codes[0]})
        assert third.get("/admin/").status_code == 302, "each opens once"

    def test_a_desk_chief_takes_a_lost_one_away(self, client, mina, secret):
        there = Client()
        there.force_login(mina)
        chief = make_user("chief", is_superuser=True)
        client.force_login(chief)
        act(client, "remove_factors", [mina])
        assert not Authenticator.objects.filter(user=mina).exists()


class TestPasswordsAndSessions:
    def test_a_new_password_ends_every_other_session(self, client, mina):
        there = Client()
        log_in(there)
        log_in(client)
        sent = {
            "oldpassword": PASSWORD,
            "password1": "another long one",
            "password2": "another long one",
        }
        assert client.post("/admin/account/password/", sent).status_code == 302
        assert client.get("/admin/").status_code == 200
        assert there.get("/admin/").status_code == 302
        assert [message.to for message in mail.outbox] == [["mina@example.com"]]

    def test_a_mail_server_that_fails_tells_nothing(self, client, mina, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_PORT = 1
        page = client.post("/admin/account/password/reset/", {"email": "mina@example.com"})
        assert page.status_code == 302

    def test_the_admins_own_page_for_it_leads_there(self, client, mina):
        log_in(client)
        assert client.get("/admin/password_change/")["Location"] == "/admin/account/password/"

    def test_sessions_are_listed_and_ended(self, client, mina):
        there = Client(headers={"User-Agent": "A phone"})
        log_in(there)
        log_in(client)
        assert "A phone" in client.get("/admin/account/sessions/").content.decode()
        client.post("/admin/account/sessions/")
        assert UserSession.objects.count() == 1
        assert there.get("/admin/").status_code == 302
        assert client.get("/admin/").status_code == 200

    def test_a_forgotten_password_is_told_the_same_of_any_address(self, client, mina):
        reset = "/admin/account/password/reset/"
        pages = [
            client.post(reset, {"email": email}, follow=True).content
            for email in ["mina@example.com", "nobody@example.com"]
        ]
        assert pages[0] == pages[1]
        assert [message.to for message in mail.outbox] == [["mina@example.com"]]

    def test_the_address_to_choose_a_new_one_is_the_sites_own(self, client, mina, settings):
        settings.ALLOWED_HOSTS = ["*"]
        reset = "/admin/account/password/reset/"
        client.post(reset, {"email": "mina@example.com"}, SERVER_NAME="evil.example")
        assert "evil.example" not in mail.outbox[0].body
        assert f"{settings.SITE_URL}{reset}" in mail.outbox[0].body


class TestInvitations:
    def test_who_is_invited_chooses_a_password_and_comes_in(
        self, client, mina, django_capture_on_commit_callbacks
    ):
        client.force_login(mina)
        role = Group.objects.get(name="Reporter")
        with django_capture_on_commit_callbacks(execute=True):
            page = Form(client, User).submit(
                username="jiwoo", email="jiwoo@example.com", groups=[role.pk]
            )
        assert "Invited jiwoo@example.com" in messages_in(page)
        user = User.objects.get(username="jiwoo")
        assert (user.is_staff, user.has_usable_password()) == (True, False)
        address = re.search(r"http\S+", mail.outbox[0].body)[0]

        theirs = Client()
        page = theirs.get(address.removeprefix("http://127.0.0.1:8000"), follow=True)
        chosen = {"password1": "a password of mine", "password2": "a password of mine"}
        theirs.post(page.request["PATH_INFO"], chosen)
        assert log_in(theirs, "jiwoo", "a password of mine")["Location"] == "/admin/"
        again = Client().get(address.removeprefix("http://127.0.0.1:8000"), follow=True)
        assert "invalid" in again.content.decode(), "it opens once"

    def test_an_invitation_needs_an_address(self, client, mina):
        client.force_login(mina)
        Form(client, User).submit(username="jiwoo")
        assert not User.objects.filter(username="jiwoo").exists()

    def test_who_has_a_password_is_not_invited_again(self, client, mina):
        client.force_login(mina)
        assert "has a password" in messages_in(act(client, "invite_again", [mina]))


class TestWhatGivesRightsAway:
    """It asks who one is, unless one has just said so."""

    @pytest.fixture
    def long_ago(self, client, mina, settings):
        settings.REAUTHENTICATION_REQUIRED = True
        client.force_login(mina)
        return client

    AGAIN = "/admin/account/again/"

    def again(self, client, page):
        assert page.status_code == 302
        assert page["Location"].startswith(self.AGAIN)
        opened = client.get(page["Location"])
        sent = {"password": PASSWORD, "next": opened.context["redirect_field_value"]}
        return client.post(self.AGAIN, sent)

    def test_an_account(self, long_ago):
        user = make_user("jiwoo")
        for page in ["change", "delete"]:
            assert long_ago.get(url_of(user, page))["Location"].startswith(self.AGAIN)
        assert self.again(long_ago, long_ago.get(url_of(user)))["Location"] == url_of(user)
        assert long_ago.get(url_of(user)).status_code == 200

    def test_a_role(self, long_ago):
        group = Group.objects.get(name="Reporter")
        assert long_ago.get(url_of(group))["Location"].startswith(self.AGAIN)

    def test_a_merge_goes_on_where_it_was(self, long_ago):
        netflix, twin = make_company("Netflix"), make_company("Net flix")
        address = f"{url_of(twin)[:-7]}merge/"
        sent = {"into": netflix.pk, "_merge": "1"}
        page = long_ago.post(address, sent)
        assert type(twin).objects.filter(pk=twin.pk).exists()
        self.again(long_ago, page)
        assert not type(twin).objects.filter(pk=twin.pk).exists()

    def test_a_takedown_and_what_was_typed_with_it(self, long_ago):
        story = make_story("On record", slug="on-record")
        form = Form(long_ago, story)
        address = f"{form.url}?_changelist_filters=state%3Ddraft"
        sent = form.fields | {"headline": "Off the record", "_withdraw": "1"}
        page = long_ago.post(address, sent)
        assert long_ago.get("/stories/on-record/").status_code == 200
        self.again(long_ago, page)
        assert long_ago.get("/stories/on-record/").status_code == 410
        story.refresh_from_db()
        assert story.headline == "Off the record"

    def test_several_takedowns(self, long_ago):
        story = make_story("On record", slug="on-record")
        address = url_of(Article, "changelist")
        shown = act(long_ago, "withdraw_selected", [story])
        sent = fields_of(shown, "bulk_form") | {"_confirm": "1"}
        page = long_ago.post(f"{address}?q=record", sent)
        assert long_ago.get("/stories/on-record/").status_code == 200
        self.again(long_ago, page)
        assert long_ago.get("/stories/on-record/").status_code == 410

    @pytest.mark.parametrize("model", [Article, Person])
    def test_an_export_as_the_list_was_narrowed(self, long_ago, model):
        address = f"{url_of(model, 'export')}?q=moon"
        assert self.again(long_ago, long_ago.get(address))["Location"] == address
        assert long_ago.get(address).status_code == 200

    def test_an_export_whose_page_was_open_for_long(self, long_ago):
        address = f"{url_of(Article, 'export')}?q=moon"
        page = self.again(long_ago, long_ago.post(address, {"format": "jsonl"}))
        assert page["Location"] == address

    def test_nothing_of_the_sort_is_asked_after_logging_in(self, client, mina, settings):
        settings.REAUTHENTICATION_REQUIRED = True
        log_in(client)
        assert client.get(url_of(mina)).status_code == 200
        settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
        assert client.get(url_of(mina)).status_code == 302
