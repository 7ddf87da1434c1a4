"""Everything that readers and their programs are sent: python -m tests.every_page prints it."""

import hashlib
import json
import re
from html import unescape
from urllib.parse import urldefrag

from django.test import Client

BEGINNINGS = ["/", "/sitemap.xml", "/news-sitemap.xml", "/robots.txt", "/api/v1/"]
ADDRESS = re.compile(r'(?:href|src|srcset)="([^"]+)"|<loc>([^<]+)|"url": ?"([^"]+)"')
LEFT_OUT = ("/static/", "/admin/")


def every_page():
    """The digest of each address that can be reached by following links."""
    client, found, waiting = Client(SERVER_NAME="127.0.0.1"), {}, list(BEGINNINGS)
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        response = client.get(address)
        body = b"".join(response) if response.streaming else response.content
        digest = hashlib.sha256(body).hexdigest()
        found[address] = f"{response.status_code} {digest}"
        if not response.headers.get("Content-Type", "").startswith("image/"):
            waiting += addresses_in(body.decode())
    return found


def addresses_in(text):
    for groups in ADDRESS.findall(text):
        for address in "".join(groups).split(", "):
            path = re.sub(r"^http://(127\.0\.0\.1|testserver)(:\d+)?", "", unescape(address))
            path = urldefrag(path.split(" ")[0]).url
            if path.startswith("/") and not path.startswith(LEFT_OUT):
                yield path


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(every_page()))  # noqa: T201 - read by the test that started this
