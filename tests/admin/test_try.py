import pytest
from django.contrib import admin
from tests.admin.pages import *
from tests.factories import *
from articles.models import *
from newsroom.models import *
from talent.models import *


@pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda m: m._meta.label)
def test_pages(desk, model):
    r = desk.get(url_of(model, "changelist"))
    assert r.status_code == 200
    r = desk.get(url_of(model, "changelist") + "?q=abc")
    assert r.status_code == 200
    r = desk.get(url_of(model, "add"))
    assert r.status_code in (200, 403)


def test_story(desk, django_assert_num_queries):
    from django.test.utils import CaptureQueriesContext
    from django.db import connection

    people = [make_person() for _ in range(15)]
    shows = [make_production() for _ in range(15)]
    companies = [make_company() for _ in range(10)]
    countries = [make_country() for _ in range(10)]
    a = make_story(
        shows=shows,
        people=people,
        companies=companies,
        countries=countries,
        authors=[make_author(), make_author()],
        tags=[make_tag(), make_tag()],
        lead_photo=make_photo(),
        outlet=companies[0],
        translation_of=make_article(),
    )
    for i in range(10):
        Fact.objects.create(
            article=a,
            label=f"f{i}",
            kind="other",
            quote="q",
            production=shows[0],
            platform=companies[0],
        )
    desk.get(url_of(a))
    with CaptureQueriesContext(
        connection,
    ) as c:
        r = desk.get(url_of(a))
    for q in c.captured_queries:
        print(q["sql"][:60], "...", q["sql"][q["sql"].find(" FROM ") :][:120])
    print(len(c), len(r.content))
    f = Form(desk, a)
    print({k: v for k, v in f.fields.items() if "-" not in k})
    with CaptureQueriesContext(
        connection,
    ) as c:
        r = f.submit(headline="Changed")
    print(len(c), messages_of(r))
    assert 0
