"""A record that a form names goes after the form was checked, before it is saved for good."""

import pytest
from django.contrib import admin
from django.db import connection

from talent.models import Person, Production
from tests.factories import make_person, make_production

from .pages import Form, messages_in


@pytest.mark.django_db(transaction=True)
def test_the_form_is_looked_at_once_more(admin_client, monkeypatch):
    person, show = make_person("Han Hyo-joo"), make_production("Moving")
    person_admin = type(admin.site.get_model_admin(Person))
    save_related, tries = person_admin.save_related, []

    def save_related_to_nothing(*args):
        tries.append(args)
        if len(tries) == 1:
            with connection.cursor() as cursor:
                table = Production._meta.db_table
                cursor.execute(f"DELETE FROM {table} WHERE id = %s", [show.pk])  # noqa: S608
        save_related(*args)

    form = Form(admin_client, person)
    form.add_row("credits", production=show.pk, role="actor", billing="1")
    monkeypatch.setattr(person_admin, "save_related", save_related_to_nothing)
    page = form.submit()
    assert len(tries) == 2
    assert person.credits.get().production == show
    assert messages_in(page).count("was changed successfully") == 1
