"""The shipped nginx, where it is nobody's service: without a host or a certificate of its own."""

import re
from getpass import getuser

from django.conf import settings

AROUND = """
daemon off; user {user}; pid {folder}/pid; error_log {folder}/error.log;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    {site}
}}
"""


def command(folder, port, behind, more=()):
    """What starts it at ``port``, before the processes at the ports ``behind``; ``more`` are
    patterns of the shipped file and what stands in their place.
    """
    site = (settings.BASE_DIR / "deploy/nginx.conf").read_text()
    for pattern, substitute in [
        (r"server \{\s+listen 80 .*?\n\}", ""),
        (r"listen 443 ssl http2;", f"listen 127.0.0.1:{port};"),
        (r"listen \[::\]:443 [^\n]*", ""),
        (r"ssl_[^\n]*;", ""),
        (r"server 127.0.0.1:8001;", " ".join(f"server 127.0.0.1:{one};" for one in behind)),
        (r"server 127.0.0.1:8002;", ""),
        (r"/var/cache/nginx", f"{folder}/cache"),
        *more,
    ]:
        site = re.sub(pattern, substitute, site, flags=re.DOTALL)
    (folder / "cache").mkdir()
    file = folder / "nginx.conf"
    file.write_text(AROUND.format(folder=folder, site=site, user=getuser()))
    return ["nginx", "-e", "stderr", "-c", str(file)]
