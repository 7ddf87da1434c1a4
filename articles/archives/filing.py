"""Posts of an archive become stories: each once, each whole, and none over an editor's work."""

from collections import Counter
from dataclasses import replace
from html import unescape
from itertools import chain, count
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import Truncator, slugify

from articles.body import clean, plain_text
from articles.models import Article, Author, OldPath, Revision
from articles.models.public import Prominence
from articles.publishing import NotPublishable, publish, schedule
from articles.revisions import save_revision
from newsroom.addresses import taken_among
from newsroom.models import Tag
from talent.models import Company, Country, Person, Production

from .links import has_own_links, linked_up
from .markup import body_of
from .posts import path_of

HEADLINE_LENGTH, SLUG_LENGTH = 300, 100
MOST_SHOWN = 20
# Where a tag of an archive is the name of one record alone, in this order.
LINKABLE = {
    "productions": Production,
    "people": Person,
    "companies": Company,
    "countries": Country,
}


class Filing:
    """Files one post after the other, and keeps count.

    ``library`` takes the pictures. ``language`` is that of posts that name none. With
    ``drafts`` nothing is put out; with ``link_tags`` a tag that is the name of one person,
    show, company or country becomes a link to it.
    """

    def __init__(self, library, *, language="en", drafts=False, link_tags=False):
        self.library, self.language = library, language
        self.drafts, self.link_tags = drafts, link_tags
        self.outcomes, self.unresolved, self.notes = Counter(), Counter(), []
        # The first old addresses, each with where it leads from now on.
        self.redirects = []
        # How often each id came, by its hash: there may be millions.
        self.met = Counter()
        # Stories that link to the archive's own site, each with its old address.
        self.to_link = []

    def file(self, post):
        """Raises ValidationError, and files nothing of ``post``, where it cannot be a story."""
        post = self.told_apart(post)
        story = Article.objects.filter(source_id=post.source_id).first()
        if story and story.raw_text == post.raw:
            self.outcomes["unchanged"] += 1
            if not is_edited(story):
                self.remember_links(story, post)
        elif story and is_edited(story):
            self.outcomes["kept"] += 1
            self.note(post, "changed there and here: the desk's version is kept")
        else:
            with transaction.atomic():
                self.write(post, story)
            self.outcomes["updated" if story else "created"] += 1

    def told_apart(self, post):
        """Two posts of one id are two stories: an export that was put together has such."""
        self.met[hash(post.source_id)] += 1
        times = self.met[hash(post.source_id)]
        if times == 1:
            return post
        self.note(post, "another entry has its number: it is filed as one of its own")
        return replace(post, source_id=f"{post.source_id}:{times}")

    def remember_links(self, story, post):
        if has_own_links(story.body, post.source_url):
            self.to_link.append((story.pk, post))

    def link_up(self):
        """Once all are filed, make links between them links to stories."""
        for pk, post in self.to_link:
            story = Article.objects.get(pk=pk)
            prefix = post.source_id.rpartition(":")[0]
            body = linked_up(story.body, post.source_url, lambda n, p=prefix: f"{p}:{n}")
            if body != story.body:
                with transaction.atomic():
                    story.body = body
                    story.save()
                    save_revision(story, kind=Revision.Kind.LOAD)
                    self.put_out(story, post)
                self.outcomes["linked"] += 1

    def note(self, post, words):
        self.notes.append(f"{post.where}: {words}")

    def write(self, post, story):
        story = story or Article(source_id=post.source_id, slug=self.free_slug(post))
        for name, value in self.fields(post).items():
            setattr(story, name, value)
        story.full_clean()
        story.save()
        self.sign(story, post)
        self.tag(story, post)
        save_revision(story, kind=Revision.Kind.LOAD)
        for address in [post.source_url, *post.old_addresses]:
            self.keep_path(story, post, path_of(address))
        self.put_out(story, post)
        self.remember_links(story, post)

    def fields(self, post):
        body = clean(body_of(post.body, self.library.photo_of))
        headline, ours = headline_of(post, body)
        if len(plain(post.headline)) > HEADLINE_LENGTH:
            body = f"<p>{clean(post.headline)}</p>{body}"
        return {
            "headline": headline,
            "headline_is_ours": ours,
            "standfirst": plain(post.standfirst),
            "body": body,
            "language": post.language or self.language,
            "lead_photo_id": self.lead_of(post),
            "source_url": whole_address(post.source_url),
            "raw_text": post.raw,
            **when(post),
        }

    def lead_of(self, post):
        if not post.lead:
            return None
        # In the archive it is HTML, as captions in a text are.
        lead = replace(post.lead, caption=plain(post.lead.caption))
        slug = self.library.photo_of(lead)
        photos = Article._meta.get_field("lead_photo").related_model.objects
        return photos.values_list("pk", flat=True).get(slug=slug) if slug else None

    def free_slug(self, post):
        """As the archive has it, told apart by its number where another story has that."""
        wanted = slugify(unquote(post.slug)) or slugify(plain(post.headline)) or "story"
        wanted = wanted[:SLUG_LENGTH].strip("-_")
        candidates = chain([wanted], (f"{wanted}-{number}" for number in count(2)))
        slug = next(c for c in candidates if not taken_among(Article, "story", {c}))
        if slug != wanted:
            self.note(post, f"another story is at “{wanted}”: this one is at “{slug}”")
        return slug

    def sign(self, story, post):
        story.byline_set.all().delete()
        for position, (login, name) in enumerate(dict.fromkeys(post.authors)):
            slug = slugify(login) or slugify(name) or "author"
            author, _ = Author.objects.get_or_create(
                slug=slug, defaults={"name": name or login}
            )
            story.byline_set.create(author=author, position=position)

    def tag(self, story, post):
        story.tagged.all().delete()
        for name in map(plain, post.tags):
            if self.link_tags and self.link(story, name):
                continue
            try:
                story.tagged.get_or_create(tag=Tag.objects.named_or_new(name))
            except ValidationError as error:
                self.note(post, f"tag “{name}”: {' '.join(error.messages)}")

    def link(self, story, name):
        """Whether ``name`` is that of one record, to which the story is then linked."""
        found = [
            (part, record)
            for part, model in LINKABLE.items()
            for record in model.objects.called(name)[:2]
        ]
        if len(found) != 1:
            self.unresolved[name] += 1
            return False
        [(part, record)] = found
        rows = getattr(story, part)
        featured = {"prominence": Prominence.FEATURED}
        rows.get_or_create(**{rows.model.target: record}, defaults=featured)
        return True

    def keep_path(self, story, post, path):
        new = reverse("story", args=[story.slug])
        if not path or path == new.strip("/"):
            return
        kept, is_new = OldPath.objects.get_or_create(path=path, defaults={"article": story})
        if is_new:
            self.outcomes["redirects"] += 1
            if len(self.redirects) < MOST_SHOWN:
                self.redirects.append((f"/{path}/", new))
        elif kept.article_id != story.pk:
            self.note(post, f"“/{path}/” leads to another story already")

    def put_out(self, story, post):
        if self.drafts or post.publish_at is None:
            return
        try:
            with transaction.atomic():
                if post.publish_at > timezone.now():
                    schedule(story, at=post.publish_at)
                else:
                    publish(story)
        except NotPublishable as error:
            self.outcomes["held"] += 1
            self.note(post, f"filed as a draft: {' '.join(error.messages)}")


def is_edited(story):
    """Whether anybody at the desk has worked on it since it was filed."""
    return (
        story.revisions.exclude(kind=Revision.Kind.LOAD).exists()
        or story.events.exclude(user=None).exists()
    )


def when(post):
    """The moment at which it stands in lists, unless its source says less than a moment."""
    if post.source_date is None:
        return {"published_at": post.publish_at}
    return {"published_at": None, "source_date": post.source_date}


def plain(text):
    return " ".join(unescape(strip_tags(text)).split())


def headline_of(post, body):
    """A headline, and whether it is ours: for a post that has none, or more than fits."""
    for words, ours in [(plain(post.headline), False), (plain_text(body), True)]:
        if words:
            short = Truncator(words).chars(HEADLINE_LENGTH if not ours else 100)
            return short, ours or short != words
    return "Without a headline", True


def whole_address(address):
    """``address`` if it is one that a reader could go to; what else it says stays in the raw text."""
    field = Article._meta.get_field("source_url")
    try:
        return field.clean(address, None)
    except ValidationError:
        return ""
