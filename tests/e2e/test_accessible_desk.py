"""Every kind of page of the desk: axe finds nothing wrong with it."""

import pytest
from django.contrib.auth import get_user_model

from articles.models import Article, EditSession, FrontPagePick
from newsroom.models import Photo
from talent.models import Production
from tests.admin.pages import url_of

from .editor import TEXT
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
    "/admin/articles/article/{story}/preview/",
    "/admin/articles/article/{story}/preview/page/",
    "/admin/articles/article/{story}/links/",
    "/admin/articles/article/unsaved/{unsaved}/",
    "/admin/newsroom/photo/",
    "/admin/newsroom/photo/upload/",
    "/admin/newsroom/photo/{photo}/change/",
    "/admin/calendar/",
    "/admin/articles/frontpagepick/",
    "/admin/articles/frontpagepick/preview/",
    "/admin/talent/production/{show}/change/",
    "/admin/facts/production/{show}/",
    "/admin/auth/user/{user}/change/",
    "/admin/auth/user/{user}/delete/",
]
# What opens over the form of a story: the way to it, and what shows that it is there.
OPENED = {
    "the palette": (lambda page: page.keyboard.press("Control+k"), ".body-dialog"),
    "an autocomplete": (
        lambda page: page.click("#people-group .select2-selection >> nth=0"),
        ".select2-results__option--highlighted",
    ),
    "the calendar": (
        lambda page: page.click(".field-publish_at .datetimeshortcuts a >> nth=1"),
        ".calendarbox[role=dialog]:visible",
    ),
    "the photos": (
        lambda page: page.click("[aria-label='Photo of the library']"),
        ".body-dialog",
    ),
    "a video": (lambda page: page.click("[aria-label='Video']"), ".body-dialog"),
}

# What stands for the selects of a form has been given its labels.
LABELLED = "[...document.querySelectorAll('.select2-selection')].every((one) => one.ariaLabel)"


@pytest.fixture
def addresses(site):
    """The pages, of a story with all that a story can have, and something unsaved."""
    story = Article.objects.get(slug=SEED)
    user = get_user_model().objects.get(username="mina")
    FrontPagePick.objects.create(article=story, position=1)
    unsaved = EditSession.objects.create(
        article=story,
        user=user,
        tab="another",
        payload={"headline": ["Typed and never saved"]},
        typed_at=story.updated_at,
    )
    numbers = {
        "story": story.pk,
        "photo": Photo.objects.first().pk,
        "unsaved": unsaved.pk,
        "show": Production.objects.get(slug="romantics-anonymous").pk,
        "user": user.pk,
    }
    return [address.format(**numbers) for address in PAGES]


LOOKS = [
    pytest.param({"viewport": {"width": width, "height": 800}, "color_scheme": scheme}, id=name)
    for name, width, scheme in [
        ("wide and light", 1280, "light"),
        ("wide and dark", 1280, "dark"),
        ("narrow and light", 390, "light"),
        ("narrow and dark", 390, "dark"),
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


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_that_opens_breaks_one(log_in, addresses, look):
    page = log_in(bypass_csp=True, **look)
    found = []
    for name, (show, sign) in OPENED.items():
        page.goto(url_of(Article.objects.get(slug=SEED)))
        page.wait_for_selector(TEXT)
        page.wait_for_function(LABELLED)
        show(page)
        page.wait_for_selector(sign)
        found += [f"{name}: {rule}" for rule in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth") > look["viewport"]["width"]:
            found.append(f"{name} is wider than the window")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("look", LOOKS)
def test_nor_does_what_asks_before_it_is_done(log_in, site, look):
    page = log_in(bypass_csp=True, **look)
    found = []
    for action in ["publish_selected", "due_selected", "tag_selected"]:
        page.goto(url_of(Article, "changelist"))
        page.check("#action-toggle")
        page.select_option("[name=action]", action)
        page.click("[name=index]")
        page.wait_for_selector("#bulk_form")
        page.wait_for_function(LABELLED)
        found += violations(page)
    assert not found, "\n".join(found)
