from django.apps import AppConfig


class TalentConfig(AppConfig):
    name = "talent"

    def ready(self):
        from . import merging, receivers  # noqa: F401 - connect themselves
