"""The lower layer never knows the higher one, and the public side never knows the desk."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DESK_MODULES = {f"articles.models.{name}" for name in ["desk", "history", "previews"]}
DESK_MODELS = {
    *("Article", "ArticleCompany", "ArticleCountry", "ArticlePerson", "ArticleProduction"),
    *(
        "Byline",
        "Correction",
        "EditSession",
        "Event",
        "Fact",
        "Note",
        "PreviewLink",
        "Revision",
    ),
    *("SavedView", "TaggedArticle"),
}
PUBLIC = [
    "views",
    "templatetags",
    "api",
    "calendars",
    "cards",
    "feeds",
    "filters",
    "search",
    "sitemaps",
    "structured_data",
    "subjects",
]


def imports(path):
    """Every module and name that a file imports, with its full name."""
    package = path.relative_to(ROOT).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            parent = package[: len(package) + 1 - node.level] if node.level else ()
            module = ".".join([*parent, *filter(None, [node.module])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def sources(*places):
    paths = [ROOT / place for place in places]
    files = [
        path.rglob("*.py") if path.is_dir() else [path.with_suffix(".py")] for path in paths
    ]
    return sorted(file for found in files for file in found)


def short(path):
    return str(path.relative_to(ROOT))


def app(name):
    return name.split(".")[0]


@pytest.mark.parametrize("path", sources("newsroom"), ids=short)
def test_the_foundation_stands_on_nothing(path):
    if path != ROOT / "newsroom/urls.py":
        assert not {"talent", "articles"} & set(map(app, imports(path)))


@pytest.mark.parametrize("path", sources("talent"), ids=short)
def test_talent_never_knows_of_stories(path):
    assert "articles" not in set(map(app, imports(path)))
    assert '("articles"' not in path.read_text(), "a migration depends on articles"


@pytest.mark.parametrize("path", sources(*(f"articles/{place}" for place in PUBLIC)), ids=short)
def test_the_public_side_never_knows_of_the_desk(path):
    found = set(imports(path))
    assert not DESK_MODULES & found
    assert not {f"articles.models.{model}" for model in DESK_MODELS} & found
