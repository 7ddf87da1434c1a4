from django.apps import AppConfig


class TalentConfig(AppConfig):
    name = "talent"
    shown_modules = ["talent.models"]

    def ready(self):
        from . import duplicates, merging, receivers  # noqa: F401 - connect themselves
