"""What an editor's or a reader's browser does: cookies, tokens, forms, files."""

import http.client
import json
import re
import secrets
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from tests.admin.pages import FormFields

PASSWORD = "a long enough password"
PATIENCE = 60
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Refused(Exception):
    """The site answered, and not as was to be expected."""


class Browser:
    """One connection that is kept, as a browser's are."""

    def __init__(self, address):
        self.address, self.host = address, urlsplit(address).netloc
        self.cookies, self.connection = {}, None

    def send(self, method, path, body=None, **headers):
        """The status, the headers and the body. Raises OSError or HTTPException if none came."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers |= {"Origin": self.address, "Referer": self.address + path}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{n}={v}" for n, v in self.cookies.items())
        response, text = self.ask(method, path, body, headers)
        for header in response.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(header).items():
                self.cookies[name] = morsel.value
        return response.status, response.headers, text

    def ask(self, method, path, body, headers):
        if self.connection and method != "GET":
            # One that has been idle may be closed at this moment, and a form is sent once.
            self.connection.close()
            self.connection = None
        was_open = self.connection is not None
        if not was_open:
            self.connection = http.client.HTTPConnection(self.host, timeout=PATIENCE)
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
            return response, response.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            # A connection that was closed meanwhile is opened anew, for what can be asked twice.
            if was_open and method == "GET":
                return self.ask(method, path, body, headers)
            raise

    def read(self, path):
        status, _, text = self.send("GET", path)
        return status, text.decode(errors="replace")

    def page(self, path):
        status, text = self.read(path)
        if status != 200:
            raise Refused(f"{status} for {path}")
        return text

    def post(self, path, fields):
        """Where it leads; a form that comes back was refused."""
        status, headers, text = self.send(
            "POST",
            path,
            urlencode(fields, doseq=True),
            Content_Type="application/x-www-form-urlencoded",
        )
        if status != 302:
            raise Refused(f"{status} for a form sent to {path}: {errors_in(text.decode())}")
        return headers["Location"]

    def post_json(self, path, said):
        status, _, text = self.send(
            "POST",
            path,
            json.dumps(said),
            Content_Type="application/json",
            X_CSRFToken=self.cookies["csrftoken"],
        )
        if status != 200:
            raise Refused(f"{status} for {path}: {text[:200]}")
        return json.loads(text)

    def post_file(self, path, name, data, **fields):
        """Answers with what a script is told."""
        mark = secrets.token_hex(16)
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'.encode()
            for n, v in {"csrfmiddlewaretoken": self.cookies["csrftoken"], **fields}.items()
        ]
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        parts += [f"{head}Content-Type: image/png\r\n\r\n".encode(), data, b"\r\n"]
        body = b"".join([*parts, f"--{mark}--\r\n".encode()])
        status, _, text = self.send(
            "POST", path, body, Content_Type=f"multipart/form-data; boundary={mark}"
        )
        if status != 200:
            raise Refused(f"{status} for {path}: {text[:200]}")
        return json.loads(text)

    def form(self, path, name):
        """What the form would send, by name; it carries its own token."""
        parser = FormFields(name)
        parser.feed(self.page(path))
        return {n: sent for n, sent in parser.sent.items() if "__prefix__" not in n}

    def log_in(self, username):
        self.confirm("/admin/login/", login=username)

    def confirm(self, path, **fields):
        token = TOKEN.search(self.page(path))[1]
        self.post(path, {"csrfmiddlewaretoken": token, "password": PASSWORD, **fields})


def errors_in(text):
    """What a form that came back says, or the page's title."""
    found = re.findall(r'(?s)class="errorlist[^>]*>(.*?)</ul>', text)
    return [re.sub(r"<[^>]+>|\s+", " ", one).strip() for one in found] or text[:300]
