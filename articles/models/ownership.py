"""Whose a story is. With the permission to edit all stories, everybody's are."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from newsroom.natural_keys import KeyedQuerySet

from .public import Edition

EDIT_ALL = "articles.edit_all_articles"


class ArticleQuerySet(KeyedQuerySet):
    def visible_to(self, user):
        return self if user.has_perm(EDIT_ALL) else self.filter(self.theirs(user))

    def changeable_by(self, user):
        """Who may not publish leaves alone what has been marked as ready, and what is out."""
        if user.has_perm(EDIT_ALL):
            return self
        theirs = self.filter(self.theirs(user))
        at_work = [self.model.State.DRAFT, self.model.State.REVIEW]
        may_publish = user.has_perm("articles.publish_article")
        return theirs if may_publish else theirs.filter(state__in=at_work)

    def unfinished(self):
        return self.filter(state__in=self.model.UNFINISHED)

    def work_of(self, user):
        """What is unfinished of what ``user`` began or is to write."""
        return self.unfinished().filter(Q(created_by=user) | Q(assignee=user))

    def live(self):
        # Looked up story by story: a list of all that is live would be the whole archive.
        return self.filter(Exists(Edition.objects.live().filter(article=OuterRef("pk"))))

    def live_and_ahead(self):
        """Those that readers see, and of which the desk has changes to publish."""
        return self.filter(is_ahead=True).live()

    def scheduled(self):
        to_come = Edition.objects.filter(visible_from__gt=timezone.now())
        return self.filter(pk__in=to_come.values("article"))

    def linkable_by(self, user):
        """Whom readers see too, anybody may link to."""
        return self.visible_to(user) | self.live()

    def theirs(self, user):
        """The stories that ``user`` began, is to write, or has a byline on."""
        byline = self.model.bylines.through.objects.filter(author__user=user)
        return Q(created_by=user) | Q(assignee=user) | Q(pk__in=byline.values("article"))
