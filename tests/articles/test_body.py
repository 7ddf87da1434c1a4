"""The allow-list for bodies, and how a body is shown."""

import pytest

from articles.body import clean, plain_text, render
from tests.factories import make_story

TRAILER = '<div data-embed="youtube:dQw4w9WgXcQ" data-title="A trailer"></div>'


class TestEmbeds:
    @pytest.mark.parametrize(
        "video", ["youtube:dQw4w9WgXcQ", "youtube:-_w4w9WgXcQ", "vimeo:76979871"]
    )
    def test_a_video_is_kept(self, video):
        body = f'<div data-embed="{video}" data-title="It &quot;is&quot; &lt;b&gt;"></div>'
        assert clean(body) == body

    @pytest.mark.parametrize(
        ("body", "cleaned"),
        [
            ("<div>Text</div>", "Text"),
            ("<div><p>One</p><div>Two</div></div>", "<p>One</p>Two"),
            ('<div data-title="x">Text</div>', "Text"),
            ('<div data-embed="youtube:../../evil">Text</div>', "Text"),
            ('<div data-embed="youtube:short"></div>', ""),
            ('<div data-embed="vimeo:76979871&quot; onclick=&quot;x"></div>', ""),
            ('<div data-embed="other:76979871"></div>', ""),
            (
                '<div class="x" data-title="A trailer" data-embed="youtube:dQw4w9WgXcQ">Text</div>',
                f"{TRAILER}Text",
            ),
            (
                '<div data-embed="vimeo:76979871"></div>',
                '<div data-embed="vimeo:76979871" data-title=""></div>',
            ),
        ],
    )
    def test_any_other_div_goes_and_its_text_stays(self, body, cleaned):
        assert clean(body) == cleaned
        assert clean(cleaned) == cleaned

    def test_readers_get_a_link_and_the_address_of_a_player(self):
        shown = render(TRAILER, {}, {})
        assert 'href="https://www.youtube.com/watch?v=dQw4w9WgXcQ"' in shown
        assert "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1" in shown
        assert "<iframe" not in shown

    def test_a_hostile_title_comes_out_harmless(self):
        body = clean(
            '<div data-embed="vimeo:76979871" data-title="<script>&quot;</script>"></div>'
        )
        assert "&lt;script&gt;&quot;&lt;/script&gt;" in render(body, {}, {})
        assert "<script" not in render(body, {}, {})

    @pytest.mark.django_db
    def test_only_a_story_with_a_video_loads_the_script(self, client):
        with_video, without = make_story(body=TRAILER), make_story()
        assert "embeds.js" in client.get(f"/stories/{with_video.slug}/").content.decode()
        assert "embeds.js" not in client.get(f"/stories/{without.slug}/").content.decode()


class TestReferences:
    @pytest.mark.parametrize(
        ("body", "cleaned"),
        [
            ('<figure data-ref="person:1"></figure>', "<figure></figure>"),
            ('<a data-ref="photo:1">x</a>', "<a>x</a>"),
            (
                '<a data-ref="person:1" href="https://example.com">x</a>',
                '<a data-ref="person:1">x</a>',
            ),
        ],
    )
    def test_a_figure_shows_a_photo_and_a_link_leads_to_the_rest(self, body, cleaned):
        assert clean(body) == cleaned


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            '<p><a data-ref="company:1">Netflix</a>’s <em>Moving</em>, too</p>',
            "Netflix’s Moving, too",
        ),
        ("<p>One.</p><p>Two<br>three</p>", "One. Two three"),
        ("<ul><li>One</li><li>Two</li></ul>", "One Two"),
        ("<aside><p>Words</p><cite>Han</cite></aside>", "Words Han"),
        ("<p>배우 <a>한효주</a>는 H<sub>2</sub>O &lt;b&gt;</p>", "배우 한효주는 H2O <b>"),
    ],
)
def test_plain_text_has_spaces_where_readers_see_them(body, text):
    assert plain_text(body) == text
