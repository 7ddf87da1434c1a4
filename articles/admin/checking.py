"""What stands in a story's way, on a page of its own that its form shows as well."""

from django.contrib.admin.utils import unquote
from django.forms.widgets import Script
from django.urls import path
from django.utils import timezone

from articles.checklist import checklist

from .trail import TrailAdmin


class CheckingAdmin(TrailAdmin):
    class Media:
        js = [Script("newsroom/checklist.js", type="module")]

    def get_urls(self):
        view = self.admin_site.admin_view(self.checklist_view)
        url = path("<path:object_id>/checklist/", view, name="articles_article_checklist")
        return [url, *super().get_urls()]

    def checklist_view(self, request, object_id):
        article = self.get_object(request, unquote(object_id))
        if article is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        self.refuse_unless_seen(request, article)
        now, planned = timezone.now(), article.publish_at
        at = planned if planned and planned > now else now
        context = {"title": "Before publishing", "found": checklist(article, at), "at": at}
        return self.page_about(request, article, "checklist_page", context)
