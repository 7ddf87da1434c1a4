from .desk import Article
from .history import EditSession, Event, Revision
from .parts import (
    ArticleCompany,
    ArticleCountry,
    ArticlePerson,
    ArticleProduction,
    Byline,
    Correction,
    Fact,
    Note,
    TaggedArticle,
)
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
from .saved_views import SavedView

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
