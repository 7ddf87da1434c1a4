"""The Nu HTML checker, on every page."""

import json
import re

from .site import FOLDER, text
from .tools import MODULES, run

JAR = MODULES / "vnu-jar/build/dist/vnu.jar"


def check(site):
    """A row for each page with a message, or one for all."""
    folder = FOLDER / "pages"
    folder.mkdir(exist_ok=True)
    files = {}
    for number, page in enumerate(site.pages):
        files[f"{number}.html"] = page
        (folder / f"{number}.html").write_text(text(site.address + page))
    paths = [folder / name for name in files]
    told, _ = run(["java", "-jar", JAR, "--format", "json", "--stdout", *paths])
    messages = json.loads(told)["messages"]
    for message in messages:
        page = files[re.search(r"[^/]+$", message["url"])[0]]
        yield False, page, f"{message.get('subType', message['type'])}: {message['message']}"
    if not messages:
        yield True, f"{len(site.pages)} pages", "no error, no warning"
