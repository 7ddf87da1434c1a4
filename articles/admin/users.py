"""Accounts: a desk chief invites. Who is no superuser gives the desk's roles, and no right
beyond them.
"""

from functools import partial

# These register what is taken away below.
import allauth.account.admin
import allauth.mfa.admin
import allauth.usersessions.admin  # noqa: F401
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.html import format_html

from articles.notices import deliver
from articles.roles import ROLES
from newsroom.accounts import RecentLogin, invitation_to, require_recent_login

# How people prove who they are is nobody else's to look at, or to change.
for model in [EmailAddress, Authenticator, UserSession, User, Group]:
    admin.site.unregister(model)


@admin.register(Group)
class DeskGroupAdmin(RecentLogin, GroupAdmin):
    pass


class InvitationForm(forms.ModelForm):
    """An account of the staff, whose password its owner chooses."""

    class Meta:
        model = User
        fields = ["username", "email", "first_name", "last_name", "groups"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True

    def save(self, commit=True):
        self.instance.is_staff = True
        self.instance.set_unusable_password()
        return super().save(commit)


@admin.register(User)
class DeskUserAdmin(RecentLogin, UserAdmin):
    actions = ["invite_again", "remove_factors"]
    add_form, add_form_template = InvitationForm, None
    add_fieldsets = [(None, {"fields": InvitationForm.Meta.fields})]
    list_display = ["username", "first_name", "last_name", "email", "roles", "is_active"]
    readonly_fields = ["last_login", "date_joined"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="roles")
    def roles(self, user):
        return ", ".join(group.name for group in user.groups.all()) or "—"

    def has_change_permission(self, request, obj=None):
        may_change = super().has_change_permission(request, obj)
        return may_change and (request.user.is_superuser or not (obj and obj.is_superuser))

    def has_delete_permission(self, request, obj=None):
        may_delete = super().has_delete_permission(request, obj)
        return may_delete and (request.user.is_superuser or not (obj and obj.is_superuser))

    def get_readonly_fields(self, request, obj=None):
        beyond = [] if request.user.is_superuser else ["is_superuser", "user_permissions"]
        return [*super().get_readonly_fields(request, obj), *beyond]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups" and not request.user.is_superuser:
            kwargs["queryset"] = Group.objects.filter(name__in=ROLES)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_related(self, request, form, formsets, change):
        user = form.instance
        others = list(user.groups.exclude(name__in=ROLES)) if change else []
        super().save_related(request, form, formsets, change)
        if not request.user.is_superuser:
            # Those that it was not offered to take away.
            user.groups.add(*others)

    def user_change_password(self, request, id, form_url=""):
        require_recent_login(request)
        return super().user_change_password(request, id, form_url)

    def response_add(self, request, obj, post_url_continue=None):
        self.invite(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def invite(self, request, user):
        address = invitation_to(user)
        context = {"by": request.user, "user": user, "address": address}
        context |= {"site_name": settings.SITE_NAME, "days": days_to_answer()}
        body = render_to_string("notices/invited.txt", context)
        subject = f"Your account at {settings.SITE_NAME}"
        transaction.on_commit(partial(deliver, subject, body, [user.email]), robust=True)
        said = "Invited {} by e-mail. The address to choose a password, for them alone: {}"
        self.message_user(request, format_html(said, user.email, address), messages.SUCCESS)

    @admin.action(description="Invite again", permissions=["change"])
    def invite_again(self, request, users):
        require_recent_login(request)
        for user in self.theirs(request, users):
            if user.email and not user.has_usable_password():
                self.invite(request, user)
            else:
                reason = "a password" if user.has_usable_password() else "no e-mail address"
                self.message_user(request, f"{user} has {reason}.", messages.WARNING)

    @admin.action(description="Remove the second factors", permissions=["change"])
    def remove_factors(self, request, users):
        """For who has lost them: the next log-in asks for new ones."""
        require_recent_login(request)
        for user in self.theirs(request, users):
            Authenticator.objects.filter(user=user).delete()
            for session in UserSession.objects.filter(user=user):
                session.end()
            self.log_change(request, user, "Removed the second factors.")
            self.message_user(request, f"{user} has no second factor any more.")

    def theirs(self, request, users):
        return [user for user in users if self.has_change_permission(request, user)]


def days_to_answer():
    return settings.PASSWORD_RESET_TIMEOUT // 86_400
