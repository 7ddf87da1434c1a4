"""What the site has acknowledged, and what it was being asked when it did not answer."""

import hashlib
from contextlib import contextmanager
from threading import Lock

from django.utils import timezone

from articles.models import Article, EditSession, SearchText
from newsroom.models import Photo
from talent.models import Person

TORN = "not whole"


class Ledger:
    """By what is written, the value that was acknowledged; one editor writes each."""

    def __init__(self):
        self.known, self.asked = {}, {}
        self.acknowledged, self.lock = 0, Lock()

    @contextmanager
    def writing(self, **values):
        """Acknowledged, unless the block raises; then what stood before may stand as well."""
        keys = {tuple(name.split("__")): value for name, value in values.items()}
        with self.lock:
            for key, value in keys.items():
                self.asked.setdefault(key, []).append(value)
        yield
        with self.lock:
            self.known |= keys
            self.acknowledged += 1
            for key in keys:
                del self.asked[key]

    def missing(self):
        """What stands otherwise than it was acknowledged. What stands is the truth from now on."""
        for key in self.known.keys() | self.asked.keys():
            kind, name = key
            found = READERS[kind](name)
            allowed = [self.known.get(key), *self.asked.get(key, [])]
            if found not in allowed:
                yield f"{kind} {name}: {found!r}, not {' or '.join(map(repr, allowed))}"
            self.known[key] = found
        self.asked.clear()


def draft(slug):
    return whole(Article.objects.filter(slug=slug).first())


def public(slug):
    """What readers see now; None if that is nothing."""
    article = Article.objects.filter(slug=slug).first()
    edition = article and article.editions.live().first()
    if edition and not SearchText.objects.filter(edition=edition).exists():
        return TORN
    return whole(edition)


def scheduled(slug):
    article = Article.objects.filter(slug=slug).first()
    coming = article and article.editions.filter(visible_from__gt=timezone.now()).first()
    return whole(coming)


def whole(story):
    """The headline, if text and standfirst are of the same moment."""
    if story is None:
        return None
    is_whole = story.headline in story.body and story.standfirst == story.headline
    return story.headline if is_whole else TORN


def typed(tab):
    session = EditSession.objects.filter(tab=tab).first()
    return session and session.payload and session.payload["headline"][0]


def merged(slug):
    return not Person.objects.filter(slug=slug).exists()


def photo(slug):
    found = Photo.objects.filter(slug=slug).first()
    if found is None:
        return None
    with found.file.open() as file:
        return hashlib.sha256(file.read()).hexdigest()


READERS = {
    "draft": draft,
    "public": public,
    "scheduled": scheduled,
    "typed": typed,
    "merged": merged,
    "photo": photo,
}
