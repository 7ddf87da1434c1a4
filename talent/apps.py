from django.apps import AppConfig


class TalentConfig(AppConfig):
    name = "talent"

    def ready(self):
        from . import receivers  # noqa: F401 - connects them
