"""Stories that strain a page: python -m tests.audit.hostile writes them, once, into a site."""

from datetime import UTC, datetime

import django

django.setup()

# Once Django is set up.
from articles.publishing import publish, withdraw  # noqa: E402
from tests.factories import (  # noqa: E402
    make_article,
    make_author,
    make_company,
    make_country,
    make_person,
    make_photo,
    make_production,
    make_story,
    make_tag,
)
from tests.pictures import content, image, upload  # noqa: E402

from .strains import ARABIC, ENDLESS, HEADLINES, PARTS, SCRIPTS  # noqa: E402

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def write():
    show = make_production(
        SCRIPTS, slug="hostile", original_title=ARABIC, original_language="ar"
    )
    people = [
        make_person(f"{SCRIPTS[:40]} {n}", slug=f"hostile-{n}", native_name="هند صبري")
        for n in range(60)
    ]
    country = make_country("The Republic of " + "Long " * 15, code="XH", slug="hostile")
    author = make_author("Ana «María» 김", slug="hostile")
    tag = make_tag("emoji 🎬 & <tags>", slug="hostile")
    company = make_company(ENDLESS[:200], slug="hostile")
    picture = make_photo(
        slug="hostile",
        file=upload(content("JPEG", image((1600, 900))), "hostile.jpg"),
        alt=SCRIPTS,
        caption=ARABIC,
        original_caption="두 배우.",
        original_language="ko",
        credit="Photo: <X>",
        licence="https://example.com/licence",
    )
    missing = make_photo(slug="hostile-missing", caption="Not here.", credit="")
    figures = f'<figure data-ref="photo:{picture.pk}"><figcaption>Both.</figcaption></figure>'
    figures += f'<figure data-ref="photo:{missing.pk}"></figure>'
    for number, (slug, headline) in enumerate(HEADLINES.items()):
        article = make_article(
            headline,
            slug=f"hostile-{slug}",
            kicker=SCRIPTS[:100],
            standfirst=f"{headline} {SCRIPTS}",
            language={"arabic": "ar", "endless-korean": "ko"}.get(slug, "en"),
            body=f"<p>{headline}</p><p lang='ar'>{ARABIC}</p>{PARTS}{figures}",
            shows=[show],
            people=people[:3],
            countries=[country],
            companies=[company],
            authors=[author],
            tags=[tag],
            lead_photo=picture if number % 2 else missing,
        )
        article.corrections.create(made_at=NOON, text=SCRIPTS)
        article.facts.create(
            label=f"{SCRIPTS[:60]}: premiere",
            kind="release",
            production=show,
            date="2026-03-1" + str(number),
            date_certainty="planned",
            quote=SCRIPTS,
        )
        publish(article, now=NOON)
    links = " ".join(f'<a data-ref="person:{person.pk}">{person}</a>' for person in people)
    many = make_story(
        "Sixty links", slug="hostile-links", body=f"<p>{links}</p>", people=people
    )
    make_story("Nothing at all", slug="hostile-bare", body="")
    make_story(
        "예순 개의 링크",
        slug="hostile-translated",
        language="ko",
        translation_of=many,
        people=people[:1],
    )
    withdraw(make_story("Withdrawn", slug="hostile-withdrawn"))


if __name__ == "__main__":
    write()
