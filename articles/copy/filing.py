"""Drafts become stories: all of some texts in one transaction, in a few queries."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import chain, count
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.text import slugify

from articles.models import (
    Article,
    ArticleCompany,
    ArticleCountry,
    ArticlePerson,
    ArticleProduction,
    Author,
    Byline,
    Revision,
)
from articles.models.desk import LinkInBody, PhotoInBody
from articles.revisions import snapshots
from newsroom.addresses import taken_among
from newsroom.models import Photo

from .bodies import LINKED, body
from .drafting import Draft, Suggestion

LINKS = {
    "person": ArticlePerson,
    "show": ArticleProduction,
    "company": ArticleCompany,
    "country": ArticleCountry,
}
SLUG_LENGTH, MOST_LEFT_OUT = 80, 20
# In the body, the first mention of a record no less prominent than this links to it.
LINKED_IN_BODY = 2


@dataclass
class Filing:
    """What is to become a story: a draft with what was chosen of it."""

    draft: Draft
    links: list[Suggestion]
    source_id: str = ""
    user: object = None
    facts: list = field(default_factory=list)
    # By what the story is to be known, so that a form makes it once.
    uid: UUID | None = None
    article: Article = None


@transaction.atomic
def file(filings: list[Filing], *, may_add_authors=True, may_add_photos=True) -> list[Article]:
    """Write the stories as drafts, each with its first revision."""
    slugs = free_slugs(
        Article, "story", [(f.draft.outline.headline, f.source_id) for f in filings]
    )
    photos = add_photos(filings) if may_add_photos else {}
    authors = authors_of(filings, may_add=may_add_authors)
    for number, (filing, slug) in enumerate(zip(filings, slugs, strict=True)):
        filing.article = article_of(filing, slug, photos.get(number, {}), authors)
    articles = [filing.article for filing in filings]
    Article.objects.bulk_create(articles)
    rows = parts_of(filings, authors)
    for model in [Byline, *LINKS.values()]:
        model.objects.bulk_create(rows[model])
    for filing in filings:
        for fact in filing.facts:
            fact.article = filing.article
            fact.save()
    record_what_bodies_link(filings, photos)
    add_revisions(filings)
    return articles


def article_of(filing, slug, photos, authors):
    outline, date = filing.draft.outline, filing.draft.outline.source_date
    links = [
        (link, link.place)
        for link in filing.links
        if link.place and link.kind in LINKED and link.prominence <= LINKED_IN_BODY
    ]
    return Article(
        uid=filing.uid or uuid4(),
        slug=slug,
        headline=outline.headline,
        headline_is_ours=outline.headline_is_ours,
        kicker=outline.text_of("kicker")[:100],
        standfirst=outline.text_of("standfirst"),
        body=body(
            outline.pieces,
            [(link.ref, place) for link, place in links],
            {n: f"photo:{p.pk}" for n, p in photos.items()},
        ),
        language=outline.language,
        outlet=filing.draft.outlet,
        source_url=outline.told.address if outline.told.address.startswith("http") else "",
        source_id=filing.source_id,
        source_date=date.value if date else "",
        source_date_words=date.words if date else "",
        source_date_certainty="stated" if date else "",
        raw_text=outline.received.raw,
        internal_note=note(filing, authors),
        created_by=filing.user,
        version=1,
    )


def note(filing, authors):
    """What an editor should know of what was left out."""
    outline = filing.draft.outline
    residue = Counter(p.reason for p in outline.pieces if p.role == "residue")
    lines = []
    if residue:
        lines.append(
            "Left out of the text as received: "
            + ", ".join(f"{why} ({n})" for why, n in residue.items())
            + "."
        )
    lines += [f"To do: {p.text}" for p in outline.pieces if p.reason == "placeholder"][
        :MOST_LEFT_OUT
    ]
    if outline.headline_is_ours:
        lines.append("The text came without a headline: write one.")
    if missing := [name for name in outline.bylines if name not in authors]:
        lines.append(f"Byline of the source: {', '.join(missing)}.")
    return "\n".join(lines)


def free_slugs(model, kind, titles):
    """For each title, and a name to fall back on, an address that nothing else has or had."""
    wanted = [short_slug(title) or short_slug(other) or kind for title, other in titles]
    given, free = taken_among(model, kind, set(wanted)), []
    for slug in wanted:
        candidates = chain([slug], (f"{slug}-{number}" for number in count(2)))
        if slug in given:
            # A number that is taken outside is found one by one: that is rare.
            candidates = (
                c for c in candidates if c not in given and not taken_among(model, kind, {c})
            )
        free.append(next(candidates))
        given.add(free[-1])
    return free


def short_slug(text):
    """Cut between words."""
    slug = slugify(text).strip("-_")
    return (
        slug
        if len(slug) <= SLUG_LENGTH
        else slug[:SLUG_LENGTH].rpartition("-")[0] or slug[:SLUG_LENGTH]
    )


def captions_of(outline):
    """The captions, those of one picture in two languages together: by the number of their piece."""
    captions = [(n, p) for n, p in enumerate(outline.pieces) if p.role == "caption"]
    pairs, i = [], 0
    while i < len(captions):
        number, piece = captions[i]
        after = captions[i + 1] if i + 1 < len(captions) else None
        if (
            after
            and after[0] == number + 1
            and piece.language
            and after[1].language
            and piece.language != after[1].language
            and outline.language in {piece.language, after[1].language}
        ):
            ours, other = (
                (piece, after[1]) if piece.language == outline.language else (after[1], piece)
            )
            pairs.append((number, ours, other))
            i += 2
        else:
            pairs.append((number, piece, None))
            i += 1
    return pairs


def add_photos(filings):
    """The pictures that came as captions alone, by the number of the text and of the piece."""
    places = [
        (i, *caption)
        for i, filing in enumerate(filings)
        for caption in captions_of(filing.draft.outline)
    ]
    if not places:
        return {}
    slugs = free_slugs(Photo, "photo", [(ours.text, "photo") for _, _, ours, _ in places])
    photos = [
        Photo(
            slug=slug,
            caption=ours.text,
            language=ours.language or filings[i].draft.outline.language,
            credit=ours.credit[:200],
            original_caption=other.text if other else "",
            original_language=other.language if other else "",
            original_credit=other.credit[:200] if other else "",
        )
        for slug, (i, _, ours, other) in zip(slugs, places, strict=True)
    ]
    Photo.objects.bulk_create(photos)
    found = defaultdict(dict)
    for photo, (i, number, *_) in zip(photos, places, strict=True):
        found[i][number] = photo
    return found


def authors_of(filings, *, may_add):
    names = {name[:200] for filing in filings for name in filing.draft.outline.bylines}
    found = {author.name: author for author in Author.objects.filter(name__in=names)}
    new = sorted(names - found.keys()) if may_add else []
    slugs = free_slugs(Author, "author", [(name, "author") for name in new]) if new else []
    authors = [Author(name=name, slug=slug) for name, slug in zip(new, slugs, strict=True)]
    Author.objects.bulk_create(authors)
    return found | {author.name: author for author in authors}


def parts_of(filings, authors):
    rows = defaultdict(list)
    for filing in filings:
        names = [name for name in filing.draft.outline.bylines if name in authors]
        rows[Byline] += [
            Byline(article=filing.article, author=authors[name], position=i)
            for i, name in enumerate(names)
        ]
        positions = Counter()
        for link in filing.links:
            model = LINKS[link.kind]
            rows[model].append(
                model(
                    article=filing.article,
                    **{model.target: link.record},
                    prominence=link.prominence,
                    printed=link.printed,
                    quoted=link.quoted,
                    position=positions[model],
                )
            )
            positions[model] += 1
    return rows


def record_what_bodies_link(filings, photos):
    LinkInBody.objects.bulk_create(
        LinkInBody(article=filing.article, kind=link.kind, subject_id=link.record.pk)
        for filing in filings
        for link in filing.links
        if f'data-ref="{link.ref}"' in filing.article.body
    )
    PhotoInBody.objects.bulk_create(
        PhotoInBody(article=filings[i].article, photo=photo)
        for i, found in photos.items()
        for photo in found.values()
    )


def add_revisions(filings):
    """What ``save_revision`` would keep, for all of them at once."""
    data = snapshots([filing.article.pk for filing in filings])
    Revision.objects.bulk_create(
        Revision(
            article=filing.article,
            number=1,
            kind=Revision.Kind.SAVE if filing.user else Revision.Kind.LOAD,
            user=filing.user,
            data=data[filing.article.pk],
        )
        for filing in filings
    )
