"""Tags: promoted to records, and typed on the form of a story."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count
from django.http import JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from articles.models import Listing, TaggedArticle
from articles.promoting import KINDS, promote
from newsroom.admin import TagAdmin
from newsroom.desk_admin import Autocomplete
from newsroom.followed_choices import FollowedChoice
from newsroom.merging import model_of
from newsroom.models import Tag, tag_key
from newsroom.where_used import change_page

NEW = "new:"
EACH = 15
LONGEST = 100


class TagSelect(Autocomplete):
    """Offers the tags there are, then to make a new one of what has been typed."""

    def get_url(self):
        return reverse("admin:newsroom_tag_offered")

    def optgroups(self, name, value, attr=None):
        new = [v for v in map(str, value) if v.startswith(NEW)]
        groups = super().optgroups(name, value, attr)
        # A form that comes back still has what was typed.
        options = [
            self.create_option(name, v, v.removeprefix(NEW), True, i) for i, v in enumerate(new)
        ]
        return [*groups, (None, options, len(groups))] if options else groups


class TagField(FollowedChoice):
    """A tag by its id, or ``new:`` and a name; a synonym is taken for its tag."""

    may_add = False

    def to_python(self, value):
        if isinstance(value, str) and value.startswith(NEW):
            return self.typed(value.removeprefix(NEW))
        tag = super().to_python(value)
        return tag and (tag.synonym_of or tag)

    def typed(self, name):
        if tag := Tag.objects.named(name):
            return tag
        if not self.may_add:
            raise ValidationError("There is no such tag, and you may not add one.")
        try:
            return Tag.objects.named_or_new(name)
        except ValidationError as refusal:
            raise ValidationError(refusal.messages) from refusal


def may_add(user):
    """Whether what ``user`` types may become a tag: it is of no group but the topics."""
    return user.has_perm("newsroom.add_tag") and Tag.Group.TOPIC in Tag.groups_for(user)


def field_for_tags(db_field, request, site):
    tags = Tag.objects.select_related("synonym_of")
    widget = TagSelect(db_field, site)
    field = db_field.formfield(form_class=TagField, queryset=tags, widget=widget)
    field.may_add = may_add(request.user)
    return field


class PromoteForm(forms.Form):
    kind = forms.ChoiceField(
        label="It is a", choices=[(kind, kind) for kind in KINDS], widget=forms.RadioSelect
    )

    def __init__(self, sent, request, site):
        super().__init__(sent)
        for kind, model in KINDS.items():
            record_admin = site.get_model_admin(model)
            self.fields[kind] = forms.ModelChoiceField(
                record_admin.get_queryset(request),
                required=False,
                label=f"This {kind}",
                help_text="Blank: a new one is made.",
                widget=Autocomplete(record_admin.any_relation(), site),
            )

    @property
    def record(self):
        return self.cleaned_data[self.cleaned_data["kind"]]


admin.site.unregister(Tag)


@admin.register(Tag)
class StoryTagAdmin(TagAdmin):
    actions = ["merge_selected", "promote_selected"]

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("offered/", view(self.offered), name="newsroom_tag_offered"),
            path(
                "<path:object_id>/promote/",
                view(self.promote_view),
                name="newsroom_tag_promote",
            ),
            *super().get_urls(),
        ]

    def offered(self, request):
        """The tags that a typed word may mean, with how many stories readers find there."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        words = request.GET.get("term", "").strip()[:LONGEST].replace("\x00", "")
        key = tag_key(words)
        tags = Tag.objects.filter(key__contains=key).select_related("synonym_of")
        found = list(dict.fromkeys(tag.synonym_of or tag for tag in tags[:EACH]))
        found.sort(key=lambda tag: (tag.key != key, not tag.key.startswith(key), tag.name))
        counts = stories_listed(found)
        results = [
            {"id": str(tag.pk), "text": f"{tag} ({counts.get(tag.pk, 0)})"} for tag in found
        ]
        if key and may_add(request.user) and not Tag.objects.named(words):
            results.append({"id": f"{NEW}{words}", "text": f"Add the tag “{words}”"})
        return JsonResponse({"results": results, "pagination": {"more": False}})

    def has_promote_permission(self, request):
        return self.has_merge_permission(request)

    @admin.action(description="Promote…", permissions=["promote"])
    def promote_selected(self, request, tags):
        if tags.count() != 1:
            self.message_user(request, "Choose one tag.", messages.ERROR)
            return None
        return redirect("admin:newsroom_tag_promote", tags.get().pk)

    def promote_view(self, request, object_id):
        tag = self.get_object(request, unquote(object_id))
        if tag is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_promote_permission(request):
            raise PermissionDenied
        form = PromoteForm(request.POST or None, request, self.admin_site)
        if form.is_valid() and (page := self.promote(request, tag, form)):
            return page
        context = {
            **self.admin_site.each_context(request),
            "title": f"Promote “{tag}”",
            "opts": self.opts,
            "original": tag,
            "form": form,
            "media": self.media + form.media,
            "stories": TaggedArticle.objects.filter(tag=tag).count(),
        }
        return TemplateResponse(request, "admin/newsroom/promote.html", context)

    def promote(self, request, tag, form):
        kind, record = form.cleaned_data["kind"], form.record
        record_admin = self.admin_site.get_model_admin(KINDS[kind])
        allowed = (
            record_admin.has_change_permission(request)
            if record
            else record_admin.has_add_permission(request)
        )
        if not allowed:
            raise PermissionDenied
        try:
            with transaction.atomic():
                done = promote(tag, kind, user=request.user, record=record)
                record = model_of(kind).objects.get(pk=done.survivor_id)
                self.log_change(request, record, f"Promoted the tag “{done.loser_name}”.")
        except ValidationError as refusal:
            for reason in refusal.messages:
                form.add_error(None, reason)
            return None
        said = f"The tag “{done.loser_name}” is the {kind} “{record}” now."
        self.message_user(request, said, messages.SUCCESS)
        return redirect(change_page(record))

    def render_change_form(self, request, context, change=False, obj=None, **kwargs):
        if change and self.has_promote_permission(request):
            context["promote_page"] = reverse("admin:newsroom_tag_promote", args=[obj.pk])
        return super().render_change_form(request, context, change=change, obj=obj, **kwargs)


def stories_listed(tags):
    """How many stories the page of each tag lists. One query on the lists' own index."""
    rows = Listing.objects.filter(kind="tag", subject_id__in=[tag.pk for tag in tags]).live()
    return dict(rows.order_by().values_list("subject_id").annotate(Count("pk")))
