from .desk import (
    Article,
    ArticleCompany,
    ArticleCountry,
    ArticlePerson,
    ArticleProduction,
    Byline,
    Correction,
    Fact,
    Note,
    SavedView,
    TaggedArticle,
)
from .history import EditSession, Event, Revision
from .previews import PreviewLink
from .public import (
    Author,
    Edition,
    FrontPagePick,
    Listing,
    OldPath,
    PublishedFact,
    SearchText,
)

__all__ = [
    "Article",
    "ArticleCompany",
    "ArticleCountry",
    "ArticlePerson",
    "ArticleProduction",
    "Author",
    "Byline",
    "Correction",
    "EditSession",
    "Edition",
    "Event",
    "Fact",
    "FrontPagePick",
    "Listing",
    "Note",
    "OldPath",
    "PreviewLink",
    "PublishedFact",
    "Revision",
    "SavedView",
    "SearchText",
    "TaggedArticle",
]
