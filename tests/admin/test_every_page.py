"""What holds for every model of the admin."""

import re

import pytest
import taggit.models
from django.contrib import admin
from django.forms import ModelChoiceField

from newsroom.desk_admin import Autocomplete, AutocompleteMany
from newsroom.guarded_admin import GuardedAdmin, GuardedForm
from tests.factories import make_user

from .pages import Form, errors_in, messages_in, queries_of, url_of
from .rows import EDITABLE, EVERY, READ_ONLY, make_user_who_may

ODD_TERMS = [
    "",
    "é",
    "'",
    '"',
    "%",
    "_",
    "\\",
    "a" * 5000,
    "\x00",
    "한",
    "(",
    "🎬",
    " ",
    "-1",
    "or 1=1",
]
JUNK = [
    *("o=99", "o=x", "o=-1.-2.3", "p=0", "p=-1", "p=x", "p=999999", "all=1", "e=1", "nosuch=1"),
    *("id__in=x", "id=x", "pk__exact=99999999999999999999", "q=%00", "q=" + "a" * 5000),
    *("kind__exact=nosuch", "kind__exact=%00", "state__exact=%00", "visible_from__gte=never"),
    *("article__id__exact=x", "assigned=nobody-knows", "nationalities__id__exact=x"),
    *("article__id__exact=99999999999999999999", "_popup=1", "id__isnull=x"),
]

every_model = pytest.mark.parametrize("model", EVERY, ids=lambda model: model.__name__)
editable = pytest.mark.parametrize("model", EDITABLE, ids=lambda model: model.__name__)
read_only = pytest.mark.parametrize("model", READ_ONLY, ids=lambda model: model.__name__)


def test_every_model_of_the_project_has_its_admin():
    shown = {model for model in admin.site._registry if model._meta.app_label != "auth"}
    assert shown == set(EVERY)


def test_the_site_has_the_name_of_the_product(desk):
    page = desk.get("/admin/").content.decode()
    assert "<title>The desk | Newsroom</title>" in page


def test_taggits_own_tags_are_not_offered():
    assert not admin.site.is_registered(taggit.models.Tag)


@editable
def test_an_editor_can_list_search_add_and_change(desk, model):
    record = EDITABLE[model]()
    for url in [
        url_of(model, "changelist"),
        url_of(model, "changelist") + "?q=nothing",
        url_of(model, "add"),
        url_of(record),
        url_of(record, "history"),
        url_of(record, "delete"),
    ]:
        assert desk.get(url).status_code == 200, url


@editable
def test_a_form_that_is_saved_untouched_changes_nothing(desk, model):
    record = EDITABLE[model]()
    before = model.objects.values().get(pk=record.pk)
    page = Form(desk, record).submit()
    assert "was changed successfully" in messages_in(page), errors_in(page)
    after = model.objects.values().get(pk=record.pk)
    assert {**after, "updated_at": None} == {**before, "updated_at": None}


@editable
def test_every_form_is_guarded(model):
    model_admin = admin.site.get_model_admin(model)
    assert isinstance(model_admin, GuardedAdmin)
    assert issubclass(model_admin.form, GuardedForm)


@read_only
def test_what_is_derived_can_only_be_looked_at(desk, model):
    record = READ_ONLY[model]()
    assert desk.get(url_of(model, "changelist")).status_code == 200
    assert desk.get(url_of(record)).status_code == 200
    assert desk.get(url_of(model, "add")).status_code == 403
    assert desk.post(url_of(record), {}).status_code == 403


@every_model
def test_nobody_gets_in_without_the_permission(client, db, model):
    record = EVERY[model]()
    client.force_login(make_user())
    for url in [url_of(model, "changelist"), url_of(model, "add"), url_of(record)]:
        assert client.get(url).status_code == 403
    assert client.post(url_of(record), {}).status_code == 403


@editable
def test_who_may_only_view_sees_a_page_without_a_field(client, db, model):
    record = EDITABLE[model]()
    viewing = f"{model._meta.app_label}.view_{model._meta.model_name}"
    client.force_login(make_user_who_may(viewing, "articles.edit_all_articles"))
    page = client.get(url_of(record))
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()


@every_model
def test_a_list_takes_as_many_queries_for_twenty_rows_as_for_three(desk, model):
    for _ in range(3):
        EVERY[model]()
    queries_of(desk, url_of(model, "changelist"))
    few = queries_of(desk, url_of(model, "changelist"))
    for _ in range(17):
        EVERY[model]()
    assert queries_of(desk, url_of(model, "changelist")) == few
    assert few <= 9


@editable
def test_every_relation_is_chosen_by_searching(rf, editor, model):
    request = rf.get("/")
    request.user = editor
    model_admin = admin.site.get_model_admin(model)
    forms = [model_admin.get_form(request)]
    forms += [formset.form for formset, _ in model_admin.get_formsets_with_inlines(request)]
    for form in forms:
        for name, field in form.base_fields.items():
            if isinstance(field, ModelChoiceField):
                widget = getattr(field.widget, "widget", field.widget)
                assert isinstance(widget, Autocomplete | AutocompleteMany), (form, name)


@editable
def test_autocompletes_take_any_term(desk, model):
    names = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
    relations = [f.name for f in model._meta.get_fields() if f.concrete and f.is_relation]
    for field_name in relations:
        for term in ODD_TERMS:
            sent = {**names, "field_name": field_name, "term": term}
            assert desk.get("/admin/autocomplete/", sent).status_code == 200, sent


@every_model
def test_junk_in_the_address_of_a_list_does_no_harm(desk, model):
    EVERY[model]()
    for junk in JUNK:
        page = desk.get(f"{url_of(model, 'changelist')}?{junk}")
        assert page.status_code in {200, 302, 400}, junk


@every_model
def test_an_address_of_nothing_leads_back(desk, model):
    for pk in ["x", "0", "-1", "99999999999999999999", "1_2", "%00"]:
        url = f"{url_of(model, 'changelist')}{pk}/change/"
        assert desk.get(url).status_code == 302
        assert model in READ_ONLY or desk.post(url, {}).status_code == 302


@every_model
def test_no_page_needs_what_the_content_security_policy_forbids(desk, model):
    record = EVERY[model]()
    pages = [url_of(model, "changelist"), url_of(record)]
    for url in pages + ([url_of(model, "add")] if model in EDITABLE else []):
        html = desk.get(url).content.decode()
        assert not re.search(r"<[^>]+\s(style|on\w+)=", html)
        assert not re.search(r"<style|<script(?![^>]+(src=|application/json))", html)


@every_model
def test_editors_are_never_given_json_to_edit(rf, editor, model):
    request = rf.get("/")
    request.user = editor
    form = admin.site.get_model_admin(model).get_form(request)
    assert not {"data", "payload", "iptc", "links", "reason"} & form.base_fields.keys()
