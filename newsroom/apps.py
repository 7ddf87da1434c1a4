from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NewsroomConfig(AppConfig):
    name = "newsroom"
    # Of each app, where the tables are that public pages read.
    shown_modules = ["newsroom.addresses", "newsroom.models"]

    def ready(self):
        from . import checks, receivers, versions  # noqa: F401 - register and connect themselves

        autodiscover_modules("health")
