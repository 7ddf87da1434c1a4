"""A story's tags as a shell or an import gives them: by name, in any spelling."""

from taggit.managers import _TaggableManager

from .models import Tag


class Tags(_TaggableManager):
    """Taggit's, with a name taken for the tag that it means, and a synonym for its tag."""

    def _to_tag_model_instances(self, tags, tag_kwargs):
        return list(dict.fromkeys(self.meant(tag) for tag in tags))

    def meant(self, tag):
        if isinstance(tag, str):
            return Tag.objects.named_or_new(tag)
        if not isinstance(tag, Tag):
            raise TypeError(f"{tag!r} is neither a tag nor the name of one.")
        return tag.synonym_of or tag

    def remove(self, *tags):
        known = [Tag.objects.named(tag) for tag in tags if isinstance(tag, str)]
        super().remove(*tags, *(tag.name for tag in known if tag))
