from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    shown_modules = ["articles.models.public"]

    def ready(self):
        from . import following, receivers  # noqa: F401 - connect themselves
