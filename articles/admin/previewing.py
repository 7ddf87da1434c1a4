"""A story as readers will see it, in a frame as wide as a phone or a desk."""

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.contrib.admin.utils import unquote
from django.http import Http404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.clickjacking import xframe_options_sameorigin

from articles.previewing import SCHEMES, draft_of, notice_of, preview, story_preview

from .publication import PublicCopy, when
from .trail import TrailAdmin

WIDTHS = {"390": "Phone", "1280": "Desktop"}

# The one page that shows another in a frame, and the one that lets itself be shown.
framing = method_decorator(csp_update({"frame-src": [SELF]}))
framed = [xframe_options_sameorigin, csp_replace({"frame-ancestors": [SELF]})]


class Frame:
    """A preview page: what it shows, and the links that show it otherwise. No script."""

    def __init__(self, request, **shown):
        """``shown`` is what is previewed, as it stands in the address."""
        chosen = {"width": list(WIDTHS)[-1], "scheme": SCHEMES[0]}
        for name, known in [("width", WIDTHS), ("scheme", SCHEMES)]:
            if request.GET.get(name) in known:
                chosen[name] = request.GET[name]
        self.shown = {name: value for name, value in shown.items() if value}
        self.width, self.scheme = chosen["width"], chosen["scheme"]

    @property
    def query(self):
        return urlencode(self.shown | {"scheme": self.scheme})

    def link(self, label, *, current=None, **changed):
        query = self.shown | {"width": self.width, "scheme": self.scheme} | changed
        if current is None:
            current = all(getattr(self, name) == value for name, value in changed.items())
        address = "?" + urlencode({name: value for name, value in query.items() if value})
        return {"label": label, "address": address, "current": current}

    def choices(self):
        yield "Width", [self.link(label, width=width) for width, label in WIDTHS.items()]
        yield "Colours", [self.link(scheme.title(), scheme=scheme) for scheme in SCHEMES]


class PreviewingAdmin(TrailAdmin):
    def get_urls(self):
        pages = [
            ("preview/", self.preview_view, "preview"),
            ("preview/page/", self.preview_page_view, "preview_page"),
        ]
        urls = [
            path(
                f"<path:object_id>/{place}",
                self.admin_site.admin_view(view),
                name=f"articles_article_{name}",
            )
            for place, view, name in pages
        ]
        return [*urls, *super().get_urls()]

    @framing
    def preview_view(self, request, object_id):
        article = self.get_object(request, unquote(object_id))
        if article is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        self.refuse_unless_seen(request, article)
        version = request.GET.get("version", "")
        if version:
            version_of(article, version)
        frame = Frame(request, version=version)
        page = reverse("admin:articles_article_preview_page", args=[article.pk])
        context = {
            "title": "Preview",
            "frame": frame,
            "choices": [("Version", versions(article, frame, version)), *frame.choices()],
            "address": f"{page}?{frame.query}",
        }
        return self.page_about(request, article, "preview", context)

    @method_decorator(framed)
    def preview_page_view(self, request, object_id):
        article = self.get_object(request, unquote(object_id))
        if article is None:
            raise Http404
        self.refuse_unless_seen(request, article)
        revision = version_of(article, request.GET.get("version", ""))
        now = timezone.now()
        context = story_preview(article, revision, now)
        notice = notice_of(article, revision, now)
        return preview(request, "articles/story.html", context, notice)


def version_of(article, number):
    """The version with this ``number``, a text; the draft as it is if it is empty."""
    if not number:
        return draft_of(article)
    found = article.revisions.filter(number=number) if number.isdecimal() else None
    if not (found and (revision := found.first())):
        raise Http404
    return revision


def versions(article, frame, chosen):
    yield frame.link("Draft", version="", current=not chosen)
    copy = PublicCopy(article)
    known = {}
    if copy.live:
        known[str(copy.readers_version)] = "what readers see"
    if copy.scheduled:
        known[str(copy.scheduled.revision.number)] = f"from {when(copy.scheduled.visible_from)}"
    if chosen and chosen not in known:
        known[chosen] = ""
    for number, what in known.items():
        label = f"Version {number}" + (f", {what}" if what else "")
        yield frame.link(label, version=number, current=number == chosen)
