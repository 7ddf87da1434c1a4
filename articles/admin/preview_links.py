"""The links by which somebody without an account sees a draft: made, listed and revoked."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from articles.models import Article, PreviewLink
from articles.models.previews import LONGEST
from articles.publishing import lock
from newsroom.desk_admin import ids_among

from .previewing import PreviewingAdmin
from .publication import when
from .trail import VersionField

MOST_LISTED = 50
DAY = timedelta(days=1)
LIFETIMES = {
    "hour": ("1 hour", timedelta(hours=1)),
    "day": ("1 day", DAY),
    "week": ("7 days", 7 * DAY),
    "month": (f"{LONGEST.days} days", LONGEST),
}


class LinkForm(forms.ModelForm):
    lifetime = forms.ChoiceField(
        label="It ends after",
        choices=[(name, label) for name, (label, _) in LIFETIMES.items()],
        initial="day",
    )
    revision = VersionField(
        None,
        to_field_name="number",
        label="What it shows",
        required=False,
        empty_label="The draft as it is when the link is opened",
    )

    class Meta:
        model = PreviewLink
        fields = ["note", "lifetime", "revision"]
        help_texts = {"note": "A name, so that you know later whose link it is."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        versions = self.instance.article.revisions.select_related("user")
        self.fields["revision"].queryset = versions.order_by("-number").defer("data")

    def save(self):
        """Returns the token, which is to be had this once."""
        link = self.instance
        link.made_at = timezone.now()
        link.expires_at = link.made_at + LIFETIMES[self.cleaned_data["lifetime"]][1]
        token = link.new_token()
        super().save()
        return token


class PreviewLinksAdmin(PreviewingAdmin):
    def get_urls(self):
        view = self.admin_site.admin_view(self.links_view)
        url = path("<path:object_id>/links/", view, name="articles_article_links")
        return [url, *super().get_urls()]

    def links_view(self, request, object_id):
        article = self.get_object(request, unquote(object_id))
        if article is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        self.refuse_unless_seen(request, article)
        if "revoke" in request.POST:
            return self.revoke_link(request, article)
        sent = request.POST if request.method == "POST" else None
        form = LinkForm(sent, instance=PreviewLink(article=article, made_by=request.user))
        if sent is not None and form.is_valid():
            return self.make_link(request, article, form)
        links = article.preview_links.select_related("made_by", "revision")
        context = {
            "title": "Preview links",
            "form": form,
            "may_make": self.may_share(request, article),
            "links": links.defer("revision__data")[:MOST_LISTED],
        }
        return self.page_about(request, article, "links", context)

    def may_share(self, request, article):
        may_change = self.has_change_permission(request, article)
        return may_change and article.state != Article.State.WITHDRAWN

    @transaction.atomic
    def make_link(self, request, article, form):
        # First, so that nobody withdraws the story or passes it on meanwhile.
        if not self.may_share(request, lock(article)):
            raise PermissionDenied
        address = settings.SITE_URL + reverse("shared-preview", args=[form.save()])
        ends = when(form.instance.expires_at)
        self.log_change(request, article, f"{form.instance}, until {ends}.")
        message = 'Send this address; it is not shown again. It ends {}. <a href="{}">{}</a>'
        self.message_user(
            request, format_html(message, ends, address, address), messages.SUCCESS
        )
        return redirect("admin:articles_article_links", article.pk)

    def revoke_link(self, request, article):
        chosen = ids_among([request.POST["revoke"]])
        link = get_object_or_404(article.preview_links, pk__in=chosen)
        if link.made_by != request.user and not self.has_change_permission(request, article):
            raise PermissionDenied
        article.preview_links.filter(pk=link.pk).revoke(timezone.now())
        self.log_change(request, article, f"{link}: revoked.")
        self.message_user(request, "The link is revoked.", messages.SUCCESS)
        return redirect("admin:articles_article_links", article.pk)
