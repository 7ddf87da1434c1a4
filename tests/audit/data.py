"""What is written for machines, by the rules that are published for it."""

import json
import re

from .site import FOLDER, text
from .tools import MODULES, PYTHON, run

GRAPH = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
TSC = ["--noEmit", "--strict", "--skipLibCheck", "--module", "esnext"]
TSC += ["--moduleResolution", "bundler"]


def check(site):
    yield vocabulary(site)
    yield sitemaps(site.address)
    yield openapi(site.address)


def vocabulary(site):
    """Every thing in the pages' JSON-LD, by the types that are made from schema.org's own words."""
    things, types = [], set()
    for page in site.pages:
        for found in GRAPH.findall(text(site.address + page)):
            things += json.loads(found)["@graph"]
    for thing in things:
        # How an action takes words is told by a rule of its own, which the types leave out.
        thing.get("potentialAction", {}).pop("query-input", None)
        types.add(thing["@type"])
    lines = [f'import type {{ {", ".join(sorted(types))} }} from "schema-dts";']
    for number, thing in enumerate(things):
        told = json.dumps(thing, ensure_ascii=False)
        lines.append(f"export const thing{number}: {thing['@type']} = {told};")
    (FOLDER / "things.ts").write_text("\n".join(lines))
    told, is_well = run([MODULES / ".bin/tsc", *TSC, "things.ts"])
    return (
        is_well,
        f"JSON-LD: {len(things)} things",
        "as schema.org has them" if is_well else told,
    )


def sitemaps(address):
    """By the schema of sitemaps.org. The two of Google's are not published in any package."""
    index = text(f"{address}/sitemap.xml")
    parts = re.findall("<loc>([^<]+)</loc>", index)
    schema = MODULES / "sitemap/schema/sitemap.xsd"
    files = [FOLDER / "parts" / part.rpartition("/")[2] for part in parts]
    files[0].parent.mkdir(exist_ok=True)
    for part, file in zip(parts, files, strict=True):
        file.write_text(re.sub("<image:image>.*?</image:image>", "", text(part)))
    told, is_well = run([PYTHON / "xmlschema-validate", "--schema", schema, *files])
    words = "by the schema of sitemaps.org" if is_well else told
    return is_well, f"sitemap.xml: {len(parts)} parts", words


def openapi(address):
    file = FOLDER / "openapi.json"
    file.write_text(text(f"{address}/api/v1/openapi.json"))
    told, is_well = run([PYTHON / "openapi-spec-validator", file])
    return is_well, "openapi.json", "a description in OpenAPI 3.1" if is_well else told
