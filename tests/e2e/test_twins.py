"""Who is there already, said while the name of somebody new is typed."""

from talent.models import Person


def test_one_who_is_there_is_used_instead(log_in, complaints):
    page = log_in()
    page.goto("/admin/talent/person/add/")
    page.type("#id_name", "hyojoo han")
    page.wait_for_selector("text=There is already Han Hyo-joo")
    page.check("[name=_twins_seen]")
    page.type("#id_note", "Another")
    page.wait_for_timeout(500)
    assert page.is_checked("[name=_twins_seen]")
    page.fill("#id_name", "Han Hyo-ju")
    page.wait_for_selector("text=Do you mean one of these?")
    page.fill("#id_name", "")
    page.wait_for_selector("#twins", state="detached")
    page.click("text=Add another Person name")
    page.type("#id_names-0-name", "Oguri Shun")
    page.click("text=Use it")
    oguri = Person.objects.get(slug="shun-oguri")
    page.wait_for_url(f"**/person/{oguri.pk}/change/")
    assert complaints == []
