from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Subquery
from django.forms.widgets import Script
from django.utils import timezone
from django.utils.html import format_html

from articles.body import BodyField, clean, references
from articles.checklist import address_is_taken
from articles.models import Article, Edition, Event, Listing, Note, Revision
from articles.models.ownership import EDIT_ALL
from articles.notes import sign
from articles.notices import tell
from articles.publishing import record
from articles.references import with_ids
from articles.revisions import save_revision
from articles.small_changes import record_assignment, record_due
from newsroom.desk_admin import DeskAdmin, DeskForm, plain

from .body_editor import BodyEditor
from .bulk import BulkAdmin
from .checking import CheckingAdmin
from .copy_desk import CopyDeskAdmin
from .mentions import MentioningAdmin
from .merging import MergingAdmin
from .narrowing import NARROWING
from .once import OnceAdmin
from .ownership import OwnStories
from .parts import PARTS
from .preview_links import PreviewLinksAdmin
from .printed import PrintedAdmin
from .publication import PublicCopy, when
from .sessions import SessionsAdmin, name_of
from .unsaved import UnsavedAdmin


class OneLine(AdminTextareaWidget):
    """Shown over as many lines as it takes, and yet one: a break that is pasted is a space."""

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return value and " ".join(value.splitlines())


class StoryForm(DeskForm):
    class Meta:
        widgets = {
            "headline": OneLine({"rows": 2}),
            "standfirst": AdminTextareaWidget({"rows": 3}),
        }
        help_texts = {
            "body": "Type @ to link to a person, show, company, country, tag or story. "
            "What is not allowed in a body is taken out when it is saved."
        }

    # Whose form it is.
    user = None

    def clean_body(self):
        """Nobody finds out about another's story by linking to it."""
        body = self.cleaned_data["body"]
        new = linked_stories(body) - linked_stories(self.instance.body)
        if new:
            known = Article.objects.linkable_by(self.user).filter(pk__in=new)
            if new - set(known.values_list("pk", flat=True)):
                raise ValidationError("It links to a story that is not there.", code="story")
        return body

    def clean_embargo_until(self):
        until = self.cleaned_data["embargo_until"]
        if until and "embargo_until" in self.changed_data:
            scheduled = PublicCopy(self.instance).scheduled
            if scheduled and scheduled.visible_from < until:
                raise ValidationError(
                    f"A version goes out before that, {when(scheduled.visible_from)}: "
                    "call off the schedule first.",
                    code="scheduled",
                )
        return until

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if address_is_taken(Article(pk=self.instance.pk or 0, slug=slug)):
            raise ValidationError("This address leads to another story.", code="taken")
        return slug


def linked_stories(body):
    return references(with_ids(clean(body)))["story"]


@admin.register(Article)
class ArticleAdmin(
    OwnStories,
    MentioningAdmin,
    UnsavedAdmin,
    SessionsAdmin,
    OnceAdmin,
    PrintedAdmin,
    BulkAdmin,
    CheckingAdmin,
    PreviewLinksAdmin,
    CopyDeskAdmin,
    MergingAdmin,
    DeskAdmin,
):
    story = "pk"
    change_form_template = "admin/articles/article/change_form.html"
    form = StoryForm
    formfield_overrides = DeskAdmin.formfield_overrides | {BodyField: {"widget": BodyEditor}}
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "kicker",
                    "headline",
                    "standfirst",
                    "body",
                    "lead_photo",
                    "slug",
                    ("language", "headline_is_ours"),
                    "translation_of",
                ]
            },
        ),
        (
            "Publication",
            {
                "fields": [
                    "state",
                    ("published_at", "publish_at"),
                    ("embargo_until", "expires_at"),
                ]
            },
        ),
        (
            "Source",
            {
                "fields": [
                    ("outlet", "source_id"),
                    "source_url",
                    ("source_date", "source_date_certainty"),
                    "source_date_words",
                    "as_received",
                ]
            },
        ),
        (
            "Desk",
            {
                "fields": [
                    ("assignee", "created_by"),
                    ("due_at", "planned_for"),
                    "internal_note",
                    ("version", "updated_at"),
                ]
            },
        ),
    ]
    inlines = PARTS
    list_display = ["headline", "state", "readers_see", "assignee", "due_at", "updated_at"]
    list_filter = [*NARROWING, "updated_at", "headline_is_ours"]
    prepopulated_fields = {"slug": ["headline"]}
    search_fields = ["headline", "slug", "source_id"]
    sortable_by = ["headline", "state", "due_at", "updated_at"]

    class Media:
        css = {"all": ["newsroom/desk/story_form.css"]}
        js = [Script("newsroom/desk/story_form.js", type="module")]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("assignee", "created_by", "lead_photo", "outlet", "translation_of")
        )

    def for_list(self, articles):
        editions = Edition.objects.filter(article=OuterRef("pk"))
        to_come = editions.filter(visible_from__gt=timezone.now())
        articles = articles.select_related(None).select_related("assignee")
        return articles.defer("body", "raw_text").annotate(
            live_since=Subquery(editions.live().values("visible_from")[:1]),
            goes_out=Subquery(to_come.values("visible_from")[:1]),
        )

    @admin.display(description="readers see it")
    def readers_see(self, article):
        since = article.live_since and f"since {when(article.live_since)}"
        change = article.goes_out and f"from {when(article.goes_out)}"
        return ", then a change ".join(filter(None, [since, change])) or "—"

    @admin.display(description="as received")
    def as_received(self, article):
        if not article.raw_text:
            return "—"
        words = len(article.raw_text.split())
        text = "<details><summary>{} words</summary>{}</details>"
        return format_html(text, words, plain(article.raw_text))

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.user = request.user
        if obj and "translation_of" in form.base_fields:
            # What an editor has chosen stays, seen or not.
            chosen = form.base_fields["translation_of"]
            chosen.queryset |= Article.objects.filter(pk=obj.translation_of_id)
        return form

    def get_readonly_fields(self, request, obj=None):
        return [
            *self.not_theirs_to_set(request, obj),
            *("state", "created_by", "as_received", "version", "updated_at"),
        ]

    def not_theirs_to_set(self, request, story):
        may = request.user.has_perm
        if not may(EDIT_ALL):
            yield "assignee"
        if not may("articles.publish_article"):
            yield from ["published_at", "publish_at"]
        until = story and story.embargo_until
        if until and until > timezone.now() and not may("articles.lift_embargo"):
            yield "embargo_until"

    def last_save(self, article):
        revision = article.revisions.select_related("user").order_by("-number").first()
        if revision is None:
            return None
        who = name_of(revision.user) if revision.user else "the system"
        return who, revision.created_at

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_by = request.user
        obj.updated_at = timezone.now()
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        if formset.model is Note:
            changed = [row.instance for row in formset.forms if row.has_changed()]
            sign(changed, form.instance, request.user)
        super().save_formset(request, form, formset, change)
        if formset.model is Note:
            for note in formset.new_objects:
                tell("note", form.instance, by=request.user, text=note.text)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        story, user = form.instance, request.user
        revision = save_revision(story, user=user)
        if "embargo_until" in form.changed_data:
            until, now = story.embargo_until, timezone.now()
            record(story, Event.Kind.EMBARGO, revision, user, now, due_at=until)
        if "due_at" in form.changed_data:
            record_due(story, revision, user)
        if "assignee" in form.changed_data:
            record_assignment(story, revision, user)
            if story.assignee:
                tell("assigned", story, by=user)

    def get_deleted_objects(self, objs, request):
        *rest, lacking, protected = super().get_deleted_objects(objs, request)
        # Nobody may delete these by themselves, but a story takes its own along.
        own = {model._meta.verbose_name for model in [Event, Listing, Revision]}
        return *rest, lacking - own, protected
