"""The paste desk: copy comes in as text or as a file, is looked through, and becomes a draft."""

import uuid
from dataclasses import asdict, replace

from django import forms
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode

from articles.copy.bodies import has_body
from articles.copy.conflicts import conflicts
from articles.copy.drafting import Drafter
from articles.copy.facts import propose
from articles.copy.filing import Filing, file
from articles.copy.likeness import filed_already
from articles.copy.outline import Outline, outline
from articles.copy.parts import ROLES
from articles.copy.received import MOST_BYTES, Received, Told, Unreadable, file_received, pasted
from articles.models.public import Prominence
from articles.references import MODELS
from talent.models import Person, Production

from .finding import may_see
from .once import identity

SALT = "articles.copy"
# What a form may carry, and what can be looked through piece by piece.
MOST_PACKED, MOST_PIECES, SHOWN = 2_000_000, 600, 200_000
SURE = 0.9
KINDS = {"person": "People", "show": "Shows", "company": "Companies", "country": "Countries"}
NEW_RECORD = {"person": (Person, "name"), "show": (Production, "title")}


class PasteForm(forms.Form):
    text = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 18}),
        help_text="The text as it comes, plain or as HTML: a whole page too.",
    )
    file = forms.FileField(
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".txt,.html,.htm,.docx,.eml"}),
        help_text="Or a .txt, .html, .docx or .eml file: drop it here.",
    )

    def clean(self):
        text, sent = self.cleaned_data.get("text", ""), self.cleaned_data.get("file")
        if self.errors:
            return self.cleaned_data
        if bool(text.strip()) == bool(sent):
            raise ValidationError("Paste a text or choose a file: one of the two.", code="one")
        try:
            self.received = self.read(sent) if sent else pasted(text)
            self.outline = checked(outline(self.received))
        except Unreadable as error:
            self.add_error("file" if sent else "text", str(error))
        return self.cleaned_data

    def read(self, sent):
        if sent.size > MOST_BYTES:
            raise Unreadable(f"It is larger than {MOST_BYTES // 1_000_000} MB.")
        return file_received(sent.name, sent.read())


def checked(read):
    if not has_body(read.pieces):
        raise Unreadable("There is no paragraph in it.")
    if len(read.pieces) > MOST_PIECES:
        raise Unreadable(
            f"It falls into more than {MOST_PIECES} pieces: paste the story alone."
        )
    if len(pack(read.received)) > MOST_PACKED:
        raise Unreadable("It is too large for this page: paste the story alone.")
    return read


def pack(received) -> str:
    return signing.dumps(asdict(received), salt=SALT, compress=True)


def unpack(packed) -> Received:
    """Raises BadSignature for anything that was not packed here."""
    fields = signing.loads(packed, salt=SALT)
    return Received(**fields | {"told": Told(**fields["told"])})


class Chosen:
    """What an editor has made of the pieces and suggestions of a draft."""

    def __init__(self, read, post):
        self.post = post
        self.read = self.with_roles(read)
        [self.draft] = Drafter().drafts([self.read])
        date = self.read.source_date
        self.facts = propose(self.draft.found, date.value if date else "")

    def with_roles(self, read):
        """The outline with the role chosen for each piece."""
        pieces = []
        for number, piece in enumerate(read.pieces):
            role = self.post.get(f"role-{number}", piece.role)
            fits = role in ROLES and (role != "video" or piece.place)
            changed = fits and role != piece.role
            pieces.append(
                replace(piece, role=role, reason="set apart here") if changed else piece
            )
        return Outline(read.received, tuple(pieces), read.told)

    def is_ticked(self, link):
        ticked = link.ref in self.post.getlist("link")
        return ticked or ("sure" in self.post and link.confidence >= SURE)

    @property
    def links(self):
        for link in self.draft.suggestions:
            if self.is_ticked(link):
                chosen = self.post.get(f"prominence-{link.ref}", "")
                known = chosen.isdigit() and int(chosen) in Prominence.values
                yield replace(link, prominence=int(chosen)) if known else link

    @property
    def ticked_facts(self):
        return [fact for fact in self.facts if fact.label in self.post.getlist("fact")]


class CopyDeskAdmin(admin.ModelAdmin):
    class Media:
        css = {"all": ["newsroom/desk/copy_desk.css"]}

    def get_urls(self):
        view = self.admin_site.admin_view(self.copy_view)
        return [path("copy/", view, name="articles_article_copy"), *super().get_urls()]

    def copy_view(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST" and "copy" in request.POST:
            return self.look_through(request)
        sent = [request.POST, request.FILES] if request.method == "POST" else []
        form = PasteForm(*sent)
        if form.is_valid():
            return self.show_draft(request, Chosen(form.outline, QueryDict()))
        return self.page(request, "paste", {"title": "Paste copy", "form": form})

    def look_through(self, request):
        try:
            chosen = Chosen(outline(unpack(request.POST["copy"])), request.POST)
        except signing.BadSignature:
            self.message_user(
                request, "Paste the text again: it did not arrive whole.", messages.ERROR
            )
            return redirect("admin:articles_article_copy")
        if "_again" in request.POST:
            return self.show_draft(request, chosen)
        if not has_body(chosen.read.pieces):
            self.message_user(
                request, "Nothing is left of the text: choose its paragraphs.", messages.ERROR
            )
            return self.show_draft(request, chosen)
        return self.make(request, chosen)

    def make(self, request, chosen):
        """The draft, once, however often the form is sent."""
        uid = identity(request)
        story = uid and self.get_queryset(request).filter(uid=uid).first()
        if story is None:
            filing = Filing(
                chosen.draft,
                list(chosen.links),
                user=request.user,
                facts=chosen.ticked_facts,
                uid=uid,
            )
            try:
                [story] = file([filing], **self.may_add(request))
            except IntegrityError:
                self.message_user(
                    request,
                    "Somebody filed a story at this very moment: send it again.",
                    messages.ERROR,
                )
                return self.show_draft(request, chosen)
            self.log_addition(request, story, "Made from copy.")
            self.message_user(request, f"The draft “{story}” is made.", messages.SUCCESS)
        return redirect("admin:articles_article_change", story.pk)

    def may_add(self, request):
        may = request.user.has_perm
        return {
            "may_add_authors": may("articles.add_author"),
            "may_add_photos": may("newsroom.add_photo"),
        }

    def show_draft(self, request, chosen):
        draft, read = chosen.draft, chosen.read
        seen = [kind for kind in KINDS if may_see(request, MODELS[kind], self.admin_site)]
        context = {
            "title": "Look through the draft",
            "read": read,
            "draft": draft,
            "copy": pack(read.received),
            "once": identity(request) or uuid.uuid4(),
            "raw": read.received.raw[:SHOWN],
            "roles": ROLES,
            "prominences": Prominence.choices,
            "sure": SURE,
            "links": [
                (
                    label,
                    [
                        (link, chosen.is_ticked(link))
                        for link in draft.suggestions
                        if link.kind == kind
                    ],
                )
                for kind, label in KINDS.items()
                if kind in seen
            ],
            "unknown": [(name, self.address_of_new(request, name)) for name in draft.unknown],
            "facts": [(fact, fact in chosen.ticked_facts) for fact in chosen.facts],
            "conflicts": conflicts(draft.found, chosen.facts),
            "alike": filed_already(draft, among=self.get_queryset(request)),
        }
        return self.page(request, "check", context)

    def address_of_new(self, request, name):
        """Where a record for the name is made, if it is one and the user may."""
        if name.kind not in NEW_RECORD:
            return ""
        model, field = NEW_RECORD[name.kind]
        if not self.admin_site.get_model_admin(model).has_add_permission(request):
            return ""
        url = reverse(f"admin:talent_{model._meta.model_name}_add")
        return f"{url}?{urlencode({field: name.name})}"

    def page(self, request, page, context):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            **context,
        }
        return TemplateResponse(request, f"admin/articles/article/copy_{page}.html", context)
