"""Texts that strain a page."""

ENDLESS = "Donaudampfschifffahrtsgesellschaft" * 8
SCRIPTS = (
    "한효주 · 小栗旬 · 中村ゆり · นุ่น วรนุช · هند صبري · Нуртас · <b>Émotifs</b> & 🎬👩‍👩‍👧‍👦"
)
ARABIC = "«مطلوب حياً» يتصدر قائمة المشاهدة في كوريا الجنوبية واليابان هذا الأسبوع"
HEADLINES = {
    "long": ("A headline that goes on and on " * 10)[:300],
    "endless": ENDLESS[:300],
    "endless-korean": "한국드라마가세계를" * 33,
    "arabic": ARABIC,
    "emoji": "🎬🔥 “Moving” 👩🏽‍🎤 is <back> & 'better' 💔",
    "scripts": SCRIPTS,
}
PARTS = """
<h2>A part</h2><p>Words.</p><h3>A part of it</h3><ul><li>One</li><li>Two<ul><li>Three</li></ul></li></ul>
<blockquote><p>Said in a block.</p></blockquote><aside><p>Said aside.</p><cite>Han</cite></aside><hr>
<table><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>
<tbody><tr><td>1</td><td>2</td></tr></tbody></table>
<div data-embed="youtube:dQw4w9WgXcQ" data-title="A “trailer” &amp; more"></div>
"""
