"""Every word that is not published, looked for on every public surface."""

from urllib.parse import quote

from .scripts import answers, public_pages
from .target import SECRETS
from .visitor import Visitor

ASKED = ["/search/?q={}", "/stories/?q={}", "/api/v1/search?q={}", "/stories/feed.rss?q={}"]
ASKED += ["/stories/{}/", "/api/v1/stories/{}", "/api/v1/stories/{}.ninjs", "/tags/{}/"]
ASKED += ["/stories/feed.json?q={}", "/people/?q={}", "/nowhere/{}/", "/search/?q={}x"]
PLAIN = ["/api/v1/stories?limit=100", "/api/v1/changes", "/news-sitemap.xml", "/feed.atom"]
PLAIN += ["/feed.json", "/releases.ics", "/stories/once-withdrawn/", "/stories/once-changed/"]


def attack(port):
    reader = Visitor(port)
    found = {name: [] for name in SECRETS}
    pages = 0
    for path, page in [*answers(reader, PLAIN), *public_pages(reader)]:
        pages += 1
        text = page.text.lower()
        for name, words in SECRETS.items():
            found[name] += [path for word in words if word in text]
    for name, (tells, leads) in SECRETS.items():
        # Each leads to the other, and neither is told of what was asked for itself.
        for asked, other in [
            (tells, leads),
            (leads, tells),
            (leads[:6], tells),
            (tells[:6], leads),
        ]:
            for path in [address.format(quote(asked)) for address in ASKED]:
                if other in reader.get(path).text.lower():
                    found[name].append(path)
        count = pages + 4 * len(ASKED)
        yield not found[name], f"{name}", f"{count} pages {found[name][:3] or ''}"
