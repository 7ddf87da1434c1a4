"""What the command erases, and what it leaves."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from newsroom.merging import merge
from newsroom.models import Merge
from talent.models import Person
from tests.factories import make_country, make_person, make_photo, make_story, make_user

pytestmark = pytest.mark.django_db


def everything():
    """All that a dump of the database holds."""
    out = StringIO()
    call_command("dumpdata", stdout=out)
    return out.getvalue() + json.dumps(list(Merge.objects.values("changes")), default=str)


def test_of_a_person_the_name_in_the_stories_stays(client, capsys):
    person = make_person(
        "Han Hyo-joo",
        [make_country("Korea")],
        birth="1987-02-22",
        birth_words="22 February 1987",
        birth_certainty="stated",
        bio="Born in Cheongju.",
        photo=make_photo(),
    )
    person.names.create(name="Han Ji-young", kind="birth")
    person.names.create(name="Han Hyojoo", kind="romanised")
    twin = make_person("Hyo-joo Han", bio="A secret of the twin.")
    merge(person, twin, user=make_user())
    make_story("A story", people=[person])

    call_command("forget", person="han-hyo-joo")
    assert "birth" in capsys.readouterr().out
    left = everything()
    for gone in ["1987", "Cheongju", "Ji-young", "A secret of the twin"]:
        assert gone not in left
    page = client.get("/people/han-hyo-joo/").content.decode()
    assert "A story" in page
    assert "Cheongju" not in page
    person = Person.objects.get(slug="han-hyo-joo")
    assert (person.photo, person.nationalities.count()) == (None, 0)


def test_of_an_editor_what_was_done_stays_and_not_who(client):
    user = make_user("mina", email="mina@example.com", first_name="Mina", last_name="Secret")
    story = make_story("A story", created_by=user)
    client.force_login(user)
    call_command("forget", user="mina")
    assert client.get("/admin/").status_code == 302
    left = everything()
    for gone in ["mina", "Mina", "Secret"]:
        assert gone not in left
    story.refresh_from_db()
    assert story.created_by.username == f"former-{user.pk}"


@pytest.mark.parametrize("who", [{"person": "nobody"}, {"user": "nobody"}])
def test_nobody_of_that_name_is_said(who):
    with pytest.raises(CommandError, match=r"There is no (person|user) “nobody”"):
        call_command("forget", **who)
