"""The words of the public pages in other languages: ``bin/messages`` keeps ``locale/`` in step.

It looks for what is to be translated, as makemessages would, and compiles what is, as
compilemessages would; those two need the programs of GNU gettext.
"""

import json
import re
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "locale"
COUNTRIES = Path("fixtures/countries.json")
LANGUAGES = ["ko", "ja", "vi"]
# What editors alone see is in the desk's language.
OF_THE_DESK = {"admin", "notices"}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def sources():
    """Each file that may hold words for readers, and its text as Python."""
    for path in sorted((ROOT / "templates").rglob("*.html")):
        place = path.relative_to(ROOT)
        if place.parts[1] not in OF_THE_DESK:
            # Without its indents, which are not those of Python.
            text = templatize(path.read_text(), origin=str(place))
            yield place, re.sub(r"^\s+", "", text, flags=re.MULTILINE)
    for app in ["newsroom", "talent", "articles"]:
        for path in sorted((ROOT / app).rglob("*.py")):
            yield path.relative_to(ROOT), path.read_text()


def found() -> Catalog:
    """Everything that is to be translated, and where it stands."""
    catalog = Catalog()
    for place, text in sources():
        python = BytesIO(text.encode())
        options = {"encoding": "utf-8"}
        for _line, message, _comments, context in extract(
            "python", python, KEYWORDS, options=options
        ):
            # Not the lines, which would change every time.
            catalog.add(message, None, [(str(place), None)], context=context)
    for name in countries().values():
        catalog.add(name, None, [(str(COUNTRIES), None)], context="country")
    return catalog


def countries() -> dict[str, str]:
    """The name of each country of the fixtures by its code; a desk may add its own."""
    records = json.loads((ROOT / COUNTRIES).read_text())
    return {record["fields"]["code"]: record["fields"]["name"] for record in records}


def file_of(language, suffix) -> Path:
    return FOLDER / language / "LC_MESSAGES" / f"django.{suffix}"


def translated(language) -> Catalog:
    with file_of(language, "po").open("rb") as file:
        return read_po(file, locale=language, domain="django")


def updated(language) -> Catalog:
    """What is translated, with what is new and without what is gone."""
    catalog = translated(language)
    since = catalog.creation_date
    catalog.update(found(), no_fuzzy_matching=True)
    # Else every run would make another file.
    catalog.creation_date = since
    catalog.obsolete.clear()
    return catalog


def as_po(catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalog, width=96, sort_output=True, omit_header=False, include_lineno=False)
    return out.getvalue()


def as_mo(catalog) -> bytes:
    out = BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def main():
    settings.configure()
    for language in LANGUAGES:
        catalog = updated(language)
        file_of(language, "po").write_bytes(as_po(catalog))
        file_of(language, "mo").write_bytes(as_mo(translated(language)))
        missing = sum(1 for message in catalog if message.id and not message.string)
        print(f"{language}: {len(catalog)} messages, {missing} to be translated")  # noqa: T201


if __name__ == "__main__":
    main()
