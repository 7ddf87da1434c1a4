"""What stands in a story's way, and what other stories say of what it states: each on a page
of its own that the story's form shows as well.
"""

from django.contrib.admin.utils import unquote
from django.forms.widgets import Script
from django.urls import path
from django.utils import timezone

from articles.checklist import checklist
from articles.same_facts import stated_elsewhere

from .trail import TrailAdmin


class CheckingAdmin(TrailAdmin):
    class Media:
        js = [Script("newsroom/checklist.js", type="module")]

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path(
                "<path:object_id>/checklist/",
                view(self.checklist_view),
                name="articles_article_checklist",
            ),
            path(
                "<path:object_id>/same-facts/",
                view(self.same_facts_view),
                name="articles_article_same_facts",
            ),
            *super().get_urls(),
        ]

    def checklist_view(self, request, object_id):
        def found(article):
            now, planned = timezone.now(), article.publish_at
            at = planned if planned and planned > now else now
            return {"title": "Before publishing", "found": checklist(article, at), "at": at}

        return self.page_of_findings(request, object_id, "checklist_page", found)

    def same_facts_view(self, request, object_id):
        def found(article):
            title = "Other live stories that state the same fact"
            return {"title": title, "found": stated_elsewhere(article)}

        return self.page_of_findings(request, object_id, "same_facts_page", found)

    def page_of_findings(self, request, object_id, template, found):
        article = self.get_object(request, unquote(object_id))
        if article is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        self.refuse_unless_seen(request, article)
        return self.page_about(request, article, template, found(article))
