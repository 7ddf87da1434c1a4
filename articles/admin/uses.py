"""Stories that use a record in ways of which no foreign key tells."""

from django.dispatch import receiver

from articles.models import Article
from articles.models.desk import LinkInBody
from newsroom.signals import asked_where_used
from newsroom.where_used import seen, some_of


@receiver(asked_where_used)
def texts_that_link(record, request, **kwargs):
    kind = getattr(record, "address_kind", "")
    links = LinkInBody.objects.filter(kind=kind, subject_id=record.pk)
    stories = seen(Article, request).filter(pk__in=links.values("article"))
    return [("stories: a link in the text", some_of(stories))]
