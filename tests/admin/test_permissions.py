"""Each role at each kind of record, tried by the pages that a browser would open."""

import pytest
from django.contrib.auth.models import Group, User

from tests.factories import make_user
from tests.permissions import table

from .pages import url_of
from .rows import EVERY

pytestmark = pytest.mark.django_db

OF_STORIES = {"Article", "Fact", "Note", "Correction", "Revision", "Event", "EditSession"}
MODELS = {model.__name__: model for model in EVERY} | {"User": User, "Group": Group}
MAKERS = {model.__name__: make for model, make in EVERY.items()}
MAKERS |= {"User": make_user, "Group": Group.objects.first}
ROLES = ["Reporter", "Editor", "Desk chief", "Archivist"]


def opens(client, record, page):
    return client.get(url_of(record, page)).status_code == 200


def done_with(client, record):
    """The letters of all that the pages of a record let one do."""
    model = type(record)
    form = client.get(url_of(record))
    tries = {
        "V": form.status_code == 200
        and opens(client, model, "changelist")
        and opens(client, record, "history"),
        "A": opens(client, model, "add"),
        "C": form.status_code == 200 and 'name="_save"' in form.content.decode(),
        "D": opens(client, record, "delete"),
        "M": client.get(f"{url_of(record)[: -len('change/')]}merge/").status_code == 200,
    }
    return "".join(letter for letter, worked in tries.items() if worked) or "–"


@pytest.mark.parametrize("role", ROLES)
def test_each_role_can_do_what_it_may_with_records_and_no_more(client, role):
    user = make_user()
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    asked = {name: row[role] for name, row in table("record").items()}
    done = {name: done_with(client, MAKERS[name]()) for name in asked}
    assert done == asked


def test_every_kind_of_record_is_in_the_table():
    assert set(table("record")) | OF_STORIES == set(MODELS)


def test_without_an_account_of_the_staff_nothing_is_to_be_had(client):
    users = [None, make_user(is_staff=False, is_superuser=True)]
    for user in users:
        if user:
            client.force_login(user)
        for name, model in MODELS.items():
            record = MAKERS[name]()
            for address in [url_of(model, "changelist"), url_of(record), url_of(model, "add")]:
                assert client.get(address)["Location"].startswith("/admin/login/"), address
