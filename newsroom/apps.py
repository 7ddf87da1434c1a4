from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NewsroomConfig(AppConfig):
    name = "newsroom"

    def ready(self):
        from . import receivers  # noqa: F401 - connects them

        autodiscover_modules("health")
