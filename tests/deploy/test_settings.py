"""What is shipped for those who run the site names every setting."""

import re
from pathlib import Path

from django.conf import settings

NAMED = re.compile(r'env(?:\.\w+|_bool)\(\s*"([A-Z_0-9]+)"')
ROOT = Path(settings.BASE_DIR)


def test_every_setting_is_explained():
    names = set(NAMED.findall((ROOT / "newsroom/settings.py").read_text()))
    explained = (ROOT / "deploy/environment").read_text()
    readme = (ROOT / "README.md").read_text()
    assert len(names) > 20
    for name in names:
        assert re.search(rf"^#?{name}=", explained, re.MULTILINE), name
        assert f"`{name}`" in readme, name
