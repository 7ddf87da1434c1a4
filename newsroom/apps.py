from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NewsroomConfig(AppConfig):
    name = "newsroom"

    def ready(self):
        from . import checks, receivers  # noqa: F401 - register and connect themselves

        autodiscover_modules("health")
