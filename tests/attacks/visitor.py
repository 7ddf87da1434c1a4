"""Somebody at the door: sends exactly what it is told, as a proxy would pass it on."""

import http.client
import time
from typing import NamedTuple
from urllib.parse import urlencode

HOST = "news.test"
FORM = "application/x-www-form-urlencoded"


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    text: str
    seconds: float


class Visitor:
    def __init__(self, port, address="198.51.100.7"):
        self.port, self.address, self.cookies = port, address, {}

    def send(self, method, path, body=None, **headers):
        given = {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": self.address,
            "Referer": f"https://{HOST}/",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        started = time.perf_counter()
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in given.items():
                connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].strip().partition("=")
            self.cookies[name] = value
        return Answer(response.status, response.headers, text, time.perf_counter() - started)

    def get(self, path, **headers):
        return self.send("GET", path, **headers)

    def post(self, path, sent, **headers):
        """As a form of this site does: with its token."""
        sent = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), **sent}
        body = urlencode(sent, doseq=True).encode()
        return self.send("POST", path, body, **{"Content-Type": FORM} | headers)

    def log_in(self, name, password, **sent):
        if "csrftoken" not in self.cookies:
            self.get("/admin/login/")
        return self.post("/admin/login/", {"login": name, "password": password, **sent})
