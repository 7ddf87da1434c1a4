"""A draft's body as HTML, with links to records and the figures of its captions."""

from html import escape

from .parts import BODY

ELEMENTS = {"paragraph": "p", "heading": "h2", "quote": "blockquote"}
LINKED = {"person", "show", "company"}


def body(pieces, links=(), figures=None) -> str:
    """``links`` holds for each record to link to its reference and its place; ``figures``
    the reference of the photo of each caption, by the number of its piece.
    """
    html, items, figures = [], [], figures or {}
    for number, piece in enumerate(pieces):
        if items and piece.role != "item":
            html.append(f"<ul>{''.join(items)}</ul>")
            items = []
        inner = inner_html(
            piece, [(start, end, ref) for ref, (at, start, end) in links if at == number]
        )
        if piece.role == "item":
            items.append(f"<li><p>{inner}</p></li>")
        elif piece.role in ELEMENTS:
            tag = ELEMENTS[piece.role]
            inner = f"<p>{inner}</p>" if tag == "blockquote" else inner
            html.append(f"<{tag}>{inner}</{tag}>")
        elif piece.role == "caption" and number in figures:
            html.append(f'<figure data-ref="{figures[number]}"></figure>')
        elif piece.role == "video":
            html.append(
                f'<div data-embed="{piece.place}" data-title="{escape(piece.text)}"></div>'
            )
    if items:
        html.append(f"<ul>{''.join(items)}</ul>")
    return "".join(html)


def inner_html(piece, links):
    if piece.html:
        return linked_in_html(piece, links)
    html, after = "", 0
    for start, end, ref in sorted(links):
        if start >= after:
            html += (
                text_html(piece.text[after:start])
                + f'<a data-ref="{ref}">{text_html(piece.text[start:end])}</a>'
            )
            after = end
    return html + text_html(piece.text[after:])


def linked_in_html(piece, links):
    """Only where the name stands whole in the markup, and in no link: else the text stays as it is."""
    html = piece.html
    if "<a" in html:
        return html
    for start, end, ref in links:
        name = text_html(piece.text[start:end])
        if name in html:
            html = html.replace(name, f'<a data-ref="{ref}">{name}</a>', 1)
    return html


def text_html(text):
    return escape(text, quote=False)


def has_body(pieces) -> bool:
    return any(piece.role in BODY for piece in pieces)
