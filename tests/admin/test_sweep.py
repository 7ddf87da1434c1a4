import pytest, traceback, os
from django.db import transaction
from django.contrib.auth.models import User
from .pages import *
from .rows import *
VALUES = ["", "a\x00b", "-1", "0", "40000", "99999999999999999999", "9"*400, "é🎬", "1e999", "nan", "NaN", "inf", "1E+30", "0001-01-01", "9999-12-31", "01/01/0001", "31/12/9999", "31/02/2025", "2025-13", "24:00", "23:59:59", "http://[", "javascript:alert(1)", "http://a b", "'", "\ud7ff\u202e", "a" * 100_000, "<b>x</b>", "person/x",
 '<p>data-ref="person:abc"</p>', '<a data-ref="person:99999999999999999999999">x</a>', '<a data-ref="person:٣">x</a>','<figure data-ref="photo:99999999999999999999999"></figure>', 'data-ref="person:abc"', '<a data-ref="story/nosuch">x</a>', "٣", "٢٠٢٥", "２０２５", "1_000", " 1", "1.5", "0x10", "True"]

@pytest.mark.parametrize("model", list(EDITABLE), ids=lambda m: m.__name__)
def test_sweep(desk, model):
    desk.raise_request_exception = True
    record = EDITABLE[model]()
    if model is Article:
        make_fact(record); make_correction(record); record.notes.create(text="x"); record.people.create(person=make_person()); record.tagged.create(tag=make_tag())
    if model is Production:
        record.credits.create(person=make_person()); record.titles.create(name="x"); record.company_credits.create(company=make_company(), role="platform")
    base = Form(desk, record)
    bad = []
    names = [n for n in base.fields if n not in ("csrfmiddlewaretoken",)] + ["nationalities","countries","genres","based_on", "_save_over", "_popup", "_to_field"]
    for name in names:
        for value in VALUES:
            sid = transaction.savepoint()
            sent = {**base.fields, name: value, "_continue": "1"}
            try:
                r = desk.post(base.url, sent)
                if r.status_code not in (200, 302, 400): bad.append((name, value[:40], r.status_code))
            except Exception as e:
                bad.append((name, ascii(value)[:60], type(e).__name__, str(e)[:100], traceback.format_exc().strip().splitlines()[-6:-1:2]))
            transaction.savepoint_rollback(sid)
    for b in bad: print(b)
    assert not bad
