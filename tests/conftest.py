import pytest


@pytest.fixture(autouse=True)
def plain_files(settings, tmp_path):
    """Static files by their own names, none of which are looked through, and media that a test
    may write.
    """
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.STATIC_ROOT = tmp_path / "static"
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def cache_of_its_own(settings, worker_id):
    """Tests that run side by side may have one Redis, and must not see each other's keys."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": worker_id}}


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def logged_in_lately(settings):
    """A session that a test begins without logging in counts as one that has just begun."""
    settings.REAUTHENTICATION_REQUIRED = False
