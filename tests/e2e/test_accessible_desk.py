"""Every kind of page of the desk: axe finds nothing wrong with it."""

import pytest
from django.contrib.auth import get_user_model

from articles.models import Article, EditSession
from newsroom.models import Photo

from .test_reading import violations

SEED = "korean-movies-love-to-tell-cross-border-romance-stories"
# A new page is one line here. “{story}” is the number of a story, “{photo}” that of a photo.
PAGES = [
    "/admin/",
    "/admin/articles/article/",
    "/admin/articles/article/add/",
    "/admin/articles/article/{story}/change/",
    "/admin/articles/article/{story}/history/",
    "/admin/articles/article/{story}/compare/?before=1",
    "/admin/articles/article/{story}/checklist/",
    "/admin/articles/article/{story}/same-facts/",
    "/admin/articles/article/unsaved/{unsaved}/",
    "/admin/newsroom/photo/",
    "/admin/newsroom/photo/upload/",
    "/admin/newsroom/photo/{photo}/change/",
]

# What stands for the selects of a form has been given its labels.
LABELLED = "[...document.querySelectorAll('.select2-selection')].every((one) => one.ariaLabel)"


@pytest.fixture
def addresses(site):
    """The pages, of a story with all that a story can have, and something unsaved."""
    story = Article.objects.get(slug=SEED)
    unsaved = EditSession.objects.create(
        article=story,
        user=get_user_model().objects.get(username="mina"),
        tab="another",
        payload={"headline": ["Typed and never saved"]},
        typed_at=story.updated_at,
    )
    numbers = {"story": story.pk, "photo": Photo.objects.first().pk, "unsaved": unsaved.pk}
    return [address.format(**numbers) for address in PAGES]


LOOKS = [
    pytest.param({"viewport": {"width": width, "height": 800}, "color_scheme": scheme}, id=name)
    for name, width, scheme in [
        ("wide and light", 1280, "light"),
        ("narrow and dark", 390, "dark"),
        ("wide and dark", 1280, "dark"),
        ("narrow and light", 390, "light"),
    ]
]


@pytest.mark.parametrize("look", LOOKS)
def test_no_page_of_the_desk_breaks_an_accessibility_rule(open_page, log_in, addresses, look):
    # axe is put into the page by hand, which the page's own policy would not allow.
    found = violations(open_page("/admin/login/", bypass_csp=True, **look))
    page = log_in(bypass_csp=True, **look)
    for address in addresses:
        page.goto(address)
        page.wait_for_function(LABELLED)
        found += violations(page)
        if page.evaluate("document.documentElement.scrollWidth") > look["viewport"]["width"]:
            found.append(f"{address} is wider than the window")
    assert not found, "\n".join(found)
