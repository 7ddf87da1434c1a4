"""What is pasted into a body comes out clean, wherever it was copied."""

import pytest

from tests.factories import make_article

from .editor import BODY, open_body, paste

GOOGLE_DOCS = """<meta charset='utf-8'><meta charset="utf-8"><b style="font-weight:normal;"
id="docs-internal-guid-1a2b3c4d"><p dir="ltr" style="line-height:1.38;margin-top:0pt;"><span
style="font-size:11pt;font-family:Arial,sans-serif;color:#000000;font-weight:400;font-style:normal;">Plain, </span><span
style="font-size:11pt;font-weight:700;">bold</span><span style="font-style:italic;font-weight:400;"> and italic</span></p><br><h1
dir="ltr" style="line-height:1.38;"><span style="font-size:20pt;font-weight:400;">Heading</span></h1><ul
style="margin-top:0;padding-inline-start:48px;"><li dir="ltr" style="list-style-type:disc;font-weight:400;" aria-level="1"><p
dir="ltr" role="presentation"><span style="font-weight:400;">One</span></p></li><ul><li dir="ltr" aria-level="2"><p
role="presentation"><span>Within</span></p></li></ul></ul><p dir="ltr"><a
href="https://www.google.com/url?q=https://example.com/a&amp;sa=D" style="text-decoration:none;"><span
style="color:#1155cc;text-decoration:underline;">A link</span></a></p></b><br class="Apple-interchange-newline">"""

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {font-size:11pt} --></style>
<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]--></head><body lang=EN-US>
<!--StartFragment--><p class=MsoNormal><span lang=EN-GB style='font-family:"Times New Roman",serif'>Plain, <b>bold</b>
and <i>italic</i>.<o:p></o:p></span></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>One<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o </span>Within</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>Two</p>
<p class=MsoNormal>Then:</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.</span>First</p>
<p class=MsoNormal><a href="https://example.com/a"><span style='color:blue'>A link</span></a><font
color=red>, red</font></p><!--EndFragment--></body></html>"""

WEB_PAGE = """<html><body><!--StartFragment--><article class="story"><h1 style="color:red">Heading</h1>
<div class="byline"><span class="name">By Jane Doe</span></div>
<p style="font-size:18px" onclick="alert(1)">It is <strong class="x">bold</strong> and
<em>italic</em>, <a href="https://example.com/a" target="_blank" rel="nofollow" class="link">linked</a>,
<a href="javascript:alert(1)">not linked</a>.</p><script>alert(1)</script>
<figure class="image"><img src="https://example.com/x.jpg" onerror="alert(1)"><figcaption>A caption</figcaption></figure>
<aside class="ad"><iframe src="https://example.com"></iframe></aside>
<ol class="list"><li class="item">First</li><li><p>Second</p></li></ol>
<blockquote class="q"><p>Said.</p></blockquote></article><!--EndFragment--></body></html>"""

MORE_OF_WORD = """<html xmlns:w="urn:schemas-microsoft-com:office:word"><body><!--StartFragment-->
<p class=MsoNormal>“It’s <span style='font-weight:bold'>done</span>,” she said – ‘quietly’…</p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1.</span>One</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>a.</span>Within</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level3 lfo1'><span style='mso-list:Ignore'>i.</span>Deeper</p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse'><tr style='height:1pt'>
<td width=301 colspan=2 style='width:225.4pt'><p class=MsoNormal>Show</p></td></tr>
<tr><td><p class=MsoNormal>Moving</p></td><td><p class=MsoNormal>2023</p></td></tr></table>
<p class=MsoNormal><img width=10 src="file:///C:/x.png">After</p><!--EndFragment--></body></html>"""

CLEAN = {
    MORE_OF_WORD: "<p>“It’s <strong>done</strong>,” she said – ‘quietly’…</p>"
    "<ol><li>One<ol><li>Within<ol><li>Deeper</li></ol></li></ol></li></ol>"
    '<table><tbody><tr><td colspan="2"><p>Show</p></td></tr>'
    "<tr><td><p>Moving</p></td><td><p>2023</p></td></tr></tbody></table><p>After</p>",
    GOOGLE_DOCS: "<p>Plain, <strong>bold</strong><em> and italic</em></p><h2>Heading</h2>"
    "<ul><li>One<ul><li>Within</li></ul></li></ul>"
    '<p><a href="https://example.com/a">A link</a></p>',
    WORD: "<p>Plain, <strong>bold</strong> and <em>italic</em>.</p>"
    "<ul><li>One<ul><li>Within</li></ul></li><li>Two</li></ul><p>Then:</p><ol><li>First</li></ol>"
    '<p><a href="https://example.com/a">A link</a>, red</p>',
    WEB_PAGE: "<h2>Heading</h2><p>By Jane Doe</p><p>It is <strong>bold</strong> and "
    '<em>italic</em>, <a href="https://example.com/a">linked</a>, not linked.</p>'
    "<p>A caption</p><ol><li>First</li><li>Second</li></ol>"
    "<blockquote><p>Said.</p></blockquote>",
}


@pytest.fixture
def page(log_in):
    return open_body(log_in(), make_article(body=""))


@pytest.mark.parametrize(
    "copied", CLEAN, ids=["more of Word", "Google Docs", "Word", "a web page"]
)
def test_a_paste_comes_out_clean(page, complaints, copied):
    paste(page, copied)
    assert page.input_value(BODY) == CLEAN[copied]
    assert complaints == []


def test_plain_text_becomes_paragraphs(page):
    paste(page, "", "One.\n\nTwo.")
    assert page.input_value(BODY) == "<p>One.</p><p>Two.</p>"


def test_what_is_copied_within_the_desk_keeps_its_links(page):
    paste(page, '<p data-pm-slice="0 0 []"><a data-ref="person:7">Han Hyo-joo</a></p>')
    assert page.input_value(BODY) == '<p><a data-ref="person:7">Han Hyo-joo</a></p>'


def test_the_address_of_a_video_asks_for_its_title(page):
    paste(page, "", "https://www.youtube.com/watch?v=dQw4w9WgXcQ")
    page.fill("[name=title]", "A trailer")
    page.keyboard.press("Enter")
    page.wait_for_selector(".body-embed")
    assert page.input_value(BODY) == (
        '<div data-embed="youtube:dQw4w9WgXcQ" data-title="A trailer"></div>'
    )
