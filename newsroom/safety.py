"""Settings with which a site would be unsafe: it does not start, and says what to set."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

SHORTEST_KEY = 50


def refuse_unsafe(settings):
    problems = list(found(settings))
    if problems:
        raise ImproperlyConfigured("\n".join(["This is not safe:", *problems]))


def found(settings):
    site = urlsplit(settings["SITE_URL"])
    if site.scheme == "https":
        yield from found_on_a_public_site(settings, site)
    elif not is_local(site.hostname) and not settings["ALLOW_PLAIN_HTTP"]:
        yield (
            f"SITE_URL has http for {site.hostname}: passwords would be read on the way. Set it "
            "to https://…, or ALLOW_PLAIN_HTTP=True where nobody else is on the network."
        )


def found_on_a_public_site(settings, site):
    hosts = settings["ALLOWED_HOSTS"]
    if settings["DEBUG"]:
        yield "DEBUG shows readers the settings and the code: set DEBUG=False."
    if "*" in hosts:
        yield f"ALLOWED_HOSTS takes any name: set ALLOWED_HOSTS={site.hostname}."
    elif not any(matches(site.hostname, host) for host in hosts):
        yield f"ALLOWED_HOSTS lacks the host of SITE_URL: add {site.hostname}."
    if weak := [o for o in settings["CSRF_TRUSTED_ORIGINS"] if is_weak(o)]:
        yield f"CSRF_TRUSTED_ORIGINS has {weak[0]}: name whole addresses that begin with https."
    key = settings["SECRET_KEY"]
    if len(key) < SHORTEST_KEY or len(set(key)) < 5:
        yield (
            f"SECRET_KEY can be guessed: set one of {SHORTEST_KEY} characters or more, such as "
            "python -c 'import secrets; print(secrets.token_urlsafe(60))' prints."
        )


def matches(name, host):
    return name == host or (host.startswith(".") and f".{name}".endswith(host))


def is_weak(origin):
    return not origin.startswith("https://") or "*" in origin


def is_local(name):
    """This machine, or one that only a network of its own knows."""
    try:
        return ip_address(name).is_private
    except ValueError:
        return "." not in name or name.endswith((".localhost", ".local", ".internal", ".test"))
