"""Word documents and mails, whole and broken, as small as can be."""

import zipfile
from email.message import EmailMessage
from io import BytesIO

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(*paragraphs, extra=None, xml=None):
    """Each paragraph is a text, or a style and a text."""
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for style, text in (p if isinstance(p, tuple) else ("Normal", p) for p in paragraphs)
    )
    xml = xml or f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return package({"word/document.xml": xml, **(extra or {})})


def package(parts):
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def mail(text, html=None, **headers):
    message = EmailMessage()
    for name, value in headers.items():
        message[name] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return bytes(message)
