"""What is known of a person, made to be forgotten: of whom the site writes, or who works on it."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.db.models import Q

from newsroom.models import Merge

from .models import EditSession, SavedView

# Of names, those that tell more than the one under which somebody works.
PRIVATE_NAMES = ["birth", "former"]


@transaction.atomic
def forget_person(person) -> list[str]:
    """Leave the name under which stories and credits have the person; returns what goes."""
    photos = {person.photo, *person.pictures.all()} - {None}
    told = [name for name in ["birth", "bio", "native_name", "note"] if getattr(person, name)]
    for name in [*told, "birth_words", "birth_certainty", "native_language"]:
        setattr(person, name, "")
    person.photo = None
    person.save()
    person.pictures.clear()
    person.nationalities.clear()
    # One by one, so that whoever listens hears of each.
    for other in person.names.filter(kind__in=PRIVATE_NAMES):
        other.delete()
        told.append(other.name)
    forget_merges(person)
    return told + [f"photo {photo}" for photo in photos]


def forget_merges(person):
    """A merge keeps what its rows were until it can be undone no more: that is now."""
    of_them = Q(kind="person", loser_id=person.pk) | Q(
        into_kind="person", survivor_id=person.pk
    )
    Merge.objects.filter(of_them).update(changes=None)


@transaction.atomic
def forget_user(user) -> str:
    """Leave an account without a name, since versions and trails refer to it; returns its name."""
    for kept in [EmailAddress, Authenticator, EditSession, SavedView]:
        kept.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    LogEntry.objects.filter(
        content_type__app_label="auth", content_type__model="user", object_id=user.pk
    ).update(object_repr="", change_message="")
    user.username = f"former-{user.pk}"
    user.first_name = user.last_name = user.email = ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    # No session outlives its password.
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
    return user.username
