"""What stands on the site that is attacked: payloads in every field, and words nobody may see."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from articles.publishing import publish, schedule, withdraw
from tests.factories import (
    make_article,
    make_author,
    make_company,
    make_country,
    make_person,
    make_photo,
    make_production,
    make_story,
    make_tag,
    make_user,
)

from .payloads import PAYLOADS

PASSWORD = "a long enough password"
# Of what no reader may see: the word that would tell, and one that leads search to it.
SECRETS = {
    "draft": ("zorbleflax", "quindrovar"),
    "scheduled": ("wimplethorn", "brastikule"),
    "withdrawn": ("glomfrister", "tevenquarl"),
    "changed": ("snaddlewick", "orpentrask"),
    "note": ("kribblemoot", "hastrovine"),
}


@transaction.atomic
def write():
    make_user("chief", is_superuser=True, password=PASSWORD)
    write_payloads()
    write_secrets()


def write_payloads():
    """As nobody could type them: past every form, into the tables."""
    for number, payload in enumerate(PAYLOADS):
        slug = f"payload-{number}"
        show = make_production(payload[:190], slug=slug, synopsis=payload, note=payload)
        make_story(
            payload[:190],
            slug=slug,
            kicker=payload[:60],
            standfirst=payload,
            body=f"<p>{payload}</p>",
            shows=[show],
            people=[make_person(payload[:190], slug=slug, bio=payload, note=payload)],
            companies=[
                make_company(payload[:190], slug=slug, description=payload, note=payload)
            ],
            authors=[make_author(payload[:190], slug=slug)],
            tags=[make_tag(f"{number} {payload[:80]}", slug=slug, description=payload)],
            lead_photo=make_photo(
                slug=slug, alt=payload, caption=payload, credit=payload[:190]
            ),
        ).notes.create(text=payload, passage=payload)
    make_country("<svg onload=alert(1)>", code="XH", slug="payload-0")


def write_secrets():
    tomorrow = timezone.now() + timedelta(days=1)
    made = {
        name: make_article(
            f"About {tells}", slug=tells, standfirst=tells, body=f"<p>{leads}</p>"
        )
        for name, (tells, leads) in SECRETS.items()
        if name != "note"
    }
    schedule(made["scheduled"], at=tomorrow)
    for name in ["withdrawn", "changed"]:
        made[name].headline, made[name].slug = f"Once {name}", f"once-{name}"
        made[name].standfirst, words = "", made[name].body
        made[name].body = "<p>Nothing.</p>" if name == "changed" else words
        made[name].save()
        publish(made[name])
        made[name].refresh_from_db()
    withdraw(made["withdrawn"])
    tells, leads = SECRETS["changed"]
    made["changed"].headline, made["changed"].body = f"About {tells}", f"<p>{leads}</p>"
    made["changed"].save()
    noted = make_story("A noted story", slug="noted")
    noted.notes.create(text=" ".join(SECRETS["note"]), passage="noted")
