"""The editor of a story's body: nothing is lost in it, and what it writes is clean."""

import pytest

from articles.body import ATTRIBUTES, TAGS, clean
from articles.models import Article
from tests.factories import make_article, make_person, make_photo

from .editor import BODY, TEXT, body_of, open_body, paste
from .test_editing import save
from .test_reading import violations

EVERYTHING = (
    '<p>A <a data-ref="person:1">person</a>, a <a data-ref="show:2">show</a>, '
    '<a href="https://example.com/?a=1&amp;b=2">elsewhere</a>, <strong>bold</strong>, '
    "<em>italic</em>, H<sub>2</sub>O, 1<sup>st</sup>, <cite>Parasite</cite>,\u00a0"
    '<span lang="ko">한효주 <span lang="ja">小栗旬</span></span>.<br>A line.</p>'
    '<h2>Heading</h2><h3>Smaller <em>heading</em></h3><p lang="ja">小栗旬</p>'
    "<ul><li>One<ul><li>Within</li></ul></li><li><p>Two</p><p>parts</p></li></ul>"
    "<ol><li>First</li></ol>"
    '<blockquote lang="fr"><p>Oui.</p></blockquote>'
    "<blockquote>Bare</blockquote>"
    "<aside><p>Pulled.</p><cite>Who said it</cite></aside>"
    "<aside>Bare <cite>Who</cite></aside>"
    '<figure data-ref="photo:7"></figure>'
    '<figure data-ref="photo:8"><figcaption>With a <em>caption</em></figcaption></figure>'
    "<figure><table><tbody><tr><td>1</td></tr></tbody></table>"
    "<figcaption>A table</figcaption></figure>"
    '<table><thead><tr><th scope="col">A</th><th colspan="2">B</th></tr></thead>'
    '<tbody><tr><td rowspan="2">1</td><td><p>2</p></td><td></td></tr>'
    "<tr><td>3</td><td>4</td></tr></tbody></table>"
    '<div data-embed="youtube:dQw4w9WgXcQ" data-title="A trailer &amp; more"></div>'
    "<hr><p></p>"
    '<div data-embed="vimeo:123456789" data-title=""></div>'
)


def test_a_body_with_everything_is_one_that_may_be_kept():
    assert clean(EVERYTHING) == EVERYTHING
    assert [tag for tag in TAGS if f"<{tag}" not in EVERYTHING] == []
    names = {name for names in ATTRIBUTES.values() for name in names}
    assert [name for name in names if f" {name}=" not in EVERYTHING] == []


@pytest.fixture
def page(log_in):
    return log_in()


@pytest.fixture
def write(page):
    """The editor, open on a story with the body that is given."""
    return lambda body="": open_body(page, make_article(body=body))


def test_a_body_with_everything_comes_back_unchanged(write, complaints):
    for photo in (7, 8):
        make_photo(pk=photo, caption=f"Photo {photo}")
    page = write(EVERYTHING)
    assert clean(body_of(page)) == EVERYTHING
    page.locator(TEXT).press("Control+End")
    page.keyboard.type("More.")
    save(page)
    page.wait_for_selector(TEXT)
    kept = Article.objects.latest("pk").body
    assert kept.startswith(EVERYTHING)
    assert kept.endswith("More.</p>")
    assert complaints == []


def test_the_seeds_come_back_unchanged(page, complaints):
    for article in Article.objects.all():
        open_body(page, article)
        assert clean(body_of(page)) == article.body
        save(page)
        assert Article.objects.get(pk=article.pk).body == article.body
    assert complaints == []
