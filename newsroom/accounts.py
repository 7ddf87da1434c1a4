"""Who gets into the desk, and how: allauth's accounts, for staff alone.

There is no signing up. A desk chief invites; a password is followed by a second factor
where there is one, and what gives rights away asks for either again.
"""

import base64
import logging
import time
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.forms import LoginForm, default_token_generator
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.internal.stagekit import clear_login
from allauth.account.utils import user_pk_to_url_str
from allauth.core import context
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.html import format_html

logger = logging.getLogger(__name__)
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
NO_FACTOR = 'Your account has no second factor. <a href="{}">Set up a passkey or an authenticator app</a>'


class DeskBackend(AuthenticationBackend):
    """Who is no longer of the staff is logged out with the next request."""

    def user_can_authenticate(self, user):
        return super().user_can_authenticate(user) and user.is_staff


class DeskLoginForm(LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        attrs = {"id": "id_username", "autofocus": True, "placeholder": ""}
        self.fields["login"].widget.attrs |= attrs
        self.fields["password"].widget.attrs["placeholder"] = ""


class DeskAccounts(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def pre_login(self, request, user, **kwargs):
        if user.is_active and user.is_staff:
            return None
        clear_login(request)
        messages.error(request, "This account has no access to the desk.")
        return redirect("account_login")

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        if not has_second_factor(user):
            messages.info(request, format_html(f"{NO_FACTOR}.", reverse("mfa_index")))
        return response

    def is_reauthentication_required(self, *, app, **kwargs):
        return settings.REAUTHENTICATION_REQUIRED and not logged_in_lately(context.request)

    def send_mail(self, template_prefix, email, context):
        """In the site's own name, whatever host the request was sent to."""
        site = {"name": settings.SITE_NAME, "domain": urlsplit(settings.SITE_URL).netloc}
        try:
            super().send_mail(template_prefix, email, {**context, "current_site": site})
        except OSError as error:
            # A failure that is shown would tell whose address it was.
            logger.warning("A message about an account was not sent: %s", error)

    def get_reset_password_from_key_url(self, key):
        path = reverse("account_reset_password_from_key", args=["UID", "KEY"])
        return settings.SITE_URL + path.replace("UID-KEY", key)


class SecondFactors(DefaultMFAAdapter):
    """Keeps the secrets of authenticator apps under the site's secret key."""

    @cached_property
    def box(self):
        key = salted_hmac("newsroom.second_factor", "key", algorithm="sha256").digest()
        return Fernet(base64.urlsafe_b64encode(key))

    def encrypt(self, text):
        return self.box.encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return self.box.decrypt(encrypted_text.encode()).decode()


def has_second_factor(user) -> bool:
    return is_mfa_enabled(user, FACTORS)


def logged_in_lately(request) -> bool:
    made = [record["at"] for record in get_authentication_records(request, request.user)]
    return bool(made) and time.time() - made[-1] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def require_recent_login(request, resend=True):
    """Have the password or a factor asked for again, unless that was lately; then go on with
    what was sent, or without ``resend`` come back to the page. For any view of the desk, after
    it has looked at permissions.
    """
    try:
        raise_if_reauthentication_required(request, app="newsroom")
    except ReauthenticationRequired:
        if resend and request.method == "POST" and request.GET:
            # A list's filters, say: allauth would forget what was sent to an address with a query.
            request.META["QUERY_STRING"] = ""
        raise


def invitation_to(user) -> str:
    """An address under which ``user`` can choose a password; it holds until they have."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    return DeskAccounts().get_reset_password_from_key_url(key)


class RecentLogin:
    """An admin whose records give rights away: its forms ask for the password again."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if self.has_change_permission(request):
            require_recent_login(request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(self, request, object_id, extra_context=None):
        require_recent_login(request)
        return super().delete_view(request, object_id, extra_context)
