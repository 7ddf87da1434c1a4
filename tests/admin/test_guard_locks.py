import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.contrib import admin
from django.db import connection, connections
from django.test import Client

from newsroom.models import Tag
from tests.factories import make_tag, make_user

from .pages import Form


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_in_the_same_instant_one_is_refused(monkeypatch):
    tag, forms = make_tag("drama"), []
    for name in ["one", "two"]:
        client = Client()
        client.force_login(make_user(name, is_superuser=True))
        forms.append(Form(client, tag))
    both_are_saving = threading.Barrier(2, timeout=1)
    save_model = type(admin.site.get_model_admin(Tag)).save_model

    def slow_save(*args):
        with suppress(threading.BrokenBarrierError):
            both_are_saving.wait()
        save_model(*args)

    def submit(form, text):
        try:
            # Not by its context, which the client gathers from every thread.
            return form.submit(description=text).text
        finally:
            connections.close_all()

    monkeypatch.setattr(type(admin.site.get_model_admin(Tag)), "save_model", slow_save)
    with ThreadPoolExecutor(2) as pool:
        pages = list(pool.map(submit, forms, ["One", "Two"]))
    assert sorted("saved while you worked on it" in page for page in pages) == [False, True]
