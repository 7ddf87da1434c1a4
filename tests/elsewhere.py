"""The settings of another place: media of its own, for a process that a test starts."""

import os
from pathlib import Path

from newsroom.settings import *  # noqa: F403
from newsroom.settings import STORAGES

VAR_DIR = Path(os.environ["ELSEWHERE"])
MEDIA_ROOT = VAR_DIR / "media"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
