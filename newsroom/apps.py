from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "newsroom"
    # Of each app, where the tables are that public pages read.
    shown_modules = ["newsroom.addresses", "newsroom.models"]

    def ready(self):
        from . import receivers, versions  # noqa: F401 - connect themselves
