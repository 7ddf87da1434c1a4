"""A story's pages before they are public: the readers' own template, made from a version.

Nothing is written, and nothing of it is for search engines or caches.
"""

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from .checklist import day_and_time
from .freezing import fill
from .models import PreviewLink, Revision
from .notices import may_see
from .publishing import edition_of
from .revisions import snapshot
from .views.stories import story_page

SCHEMES = ["light", "dark"]
HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def draft_of(article) -> Revision:
    """The desk's copy as it is now, under the number of its last version; not saved."""
    return Revision(article=article, number=article.version, data=snapshot(article))


def story_preview(article, revision, now):
    """What readers would see of ``revision`` if it went out ``now``."""
    updated_at = now if article.editions.exists() else None
    edition = edition_of(article, revision, at=now, updated_at=updated_at)
    facts = sorted(fill(edition), key=lambda fact: fact.happened_at)
    prefetch_related_objects(facts, "platform", "country")
    return story_page(edition, facts)


def preview(request, of, context, notice):
    """The public page that the template ``of`` makes, under a ``notice`` of what it is."""
    scheme = request.GET.get("scheme")
    scheme = scheme if scheme in SCHEMES else ""
    return private_page(
        request,
        "articles/preview.html",
        context | {"of": of, "notice": notice, "scheme": scheme},
    )


def private_page(request, template, context, status=200):
    """No page of this kind tells machines what it is, or where."""
    with translation.override(settings.SITE_LANGUAGE):
        response = render(request, template, context | {"is_preview": True}, status=status)
    return private(response)


def private(response):
    for name, value in HEADERS.items():
        response[name] = value
    return response


def notice_of(article, revision, now):
    """What one is looking at, in words."""
    number = revision.number
    editions = article.editions.filter(revision__number=number, withdrawn_at=None)
    edition = editions.filter(visible_until__gt=now).only("visible_from").first()
    if edition is None:
        yield f"Draft preview, version {number}, not published."
    elif edition.visible_from > now:
        yield f"Preview of version {number}: it goes out {day_and_time(edition.visible_from)}."
    else:
        yield f"Preview of version {number}: readers see it now."
    if article.embargo_until and article.embargo_until > now:
        yield f"Under embargo until {day_and_time(article.embargo_until)}."


@require_safe
def shared_preview(request, token):
    """For somebody without an account. It shows what whoever made the link may see, no more."""
    link = PreviewLink.objects.of_token(token)
    if not (link and link.made_by and may_see(link.made_by, link.article)):
        return private_page(request, "articles/no_preview.html", {}, status=404)
    now = timezone.now()
    PreviewLink.objects.filter(pk=link.pk).update(opened_at=now)
    revision = link.revision or draft_of(link.article)
    ends = f"This link ends {day_and_time(link.expires_at)}."
    notice = [*notice_of(link.article, revision, now), ends]
    context = story_preview(link.article, revision, now)
    return preview(request, "articles/story.html", context, notice)
