"""Every setting that differs from place to place comes from the environment."""

import sys
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from .reporting import report_errors
from .safety import refuse_unsafe
from .secret_key import secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
# Whatever a local run makes: database, media, collected static files, keys.
VAR_DIR = BASE_DIR / "var"

env = environ.Env()


def env_bool(name, default):
    value = env.str(name, default=str(default)).strip().lower()
    if value not in {"true", "false", "1", "0"}:
        raise ImproperlyConfigured(f"{name} must be True or False, not {value!r}.")
    return value in {"true", "1"}


# Whether feeds carry stories whole, or their standfirsts alone.
FEED_FULL_TEXT = env_bool("FEED_FULL_TEXT", default=False)
# Where readers find the site: its scheme decides about secure cookies and redirects.
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE_NAME = env.str("SITE_NAME", default="Newsroom")
SITE_TAGLINE = env.str("SITE_TAGLINE", default="Shows without borders")
site = urlsplit(SITE_URL)
if site.scheme not in {"http", "https"} or not site.hostname:
    raise ImproperlyConfigured(
        f"SITE_URL must be a full address such as https://news.example, not {SITE_URL!r}."
    )
SECURE = site.scheme == "https"

# Either shuts the site for a while; the file needs no restart.
MAINTENANCE = env_bool("MAINTENANCE", default=False)
MAINTENANCE_FILE = VAR_DIR / "maintenance"

DEBUG = env_bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or secret_key(VAR_DIR / "secret_key")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[site.hostname, "127.0.0.1", "localhost", "[::1]"]
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])
ALLOW_PLAIN_HTTP = env_bool("ALLOW_PLAIN_HTTP", default=False)
refuse_unsafe(globals())

INSTALLED_APPS = [
    # First, so that their templates and commands stand before Django's own.
    "articles",
    "talent",
    "newsroom",
    "articles.desk_site.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "django_prose_editor",
    "import_export",
    "taggit",
]

MIDDLEWARE = [
    "newsroom.middleware.observe",
    "newsroom.middleware.policies",
    "newsroom.middleware.surrogate_keys",
    "newsroom.middleware.drop_nul",
    "newsroom.middleware.language",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "newsroom.middleware.maintenance",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "newsroom.middleware.second_factor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.context_processors.site",
                "newsroom.context_processors.desk",
            ],
        },
    },
]


def database(name, address):
    """How to reach the database at ``address``, which the variable ``name`` holds."""
    found = env.db_url_config(address)
    if found["ENGINE"].endswith("sqlite3"):
        # Immediate transactions stand in for row locks, which SQLite does not have.
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            ),
        }
    elif found["ENGINE"].endswith("postgresql"):
        found |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
        options = found.setdefault("OPTIONS", {})
        options.setdefault("connect_timeout", 5)
        # Short queries of many readers: one core for each, and nothing compiled for it.
        options.setdefault("options", "-c jit=off -c max_parallel_workers_per_gather=0")
    else:
        raise ImproperlyConfigured(
            f"{name} must begin with sqlite:/// or postgres://, the databases that search knows."
        )
    return found


DATABASES = {
    "default": database(
        "DATABASE_URL",
        env.str("DATABASE_URL", default="") or f"sqlite:///{VAR_DIR / 'newsroom.sqlite3'}",
    )
}
# A replica that public pages are read from; while it is gone, they are read from the other.
if replica := env.str("DATABASE_REPLICA_URL", default=""):
    DATABASES["replica"] = database("DATABASE_REPLICA_URL", replica)
    DATABASES["replica"]["TEST"] = {"MIRROR": "default"}
    if DATABASES["replica"]["ENGINE"].endswith("postgresql"):
        # One that is gone must not keep readers waiting for long.
        DATABASES["replica"]["OPTIONS"]["connect_timeout"] = 1
    DATABASE_ROUTERS = ["newsroom.replica.Router"]
    MIDDLEWARE.append("newsroom.replica.PublicReads")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache_url_config(env.str("CACHE_URL", default="") or "locmemcache://")}

# How much memory each worker gives to pages that it keeps ready to send; 0 keeps none.
PAGE_CACHE_BYTES = env.int("PAGE_CACHE_BYTES", default=0 if DEBUG else 32_000_000)

EMAIL_URL = env.str("EMAIL_URL", default="") or "consolemail://"
vars().update(env.email_url_config(EMAIL_URL))
# A mail server that does not answer must not keep an editor waiting for long.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"newsroom@{site.hostname}")

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in [
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    ]
]

AUTHENTICATION_BACKENDS = ["newsroom.accounts.DeskBackend"]
LOGIN_URL, LOGIN_REDIRECT_URL = "account_login", "admin:index"
# Staff who have no second factor see nothing of the desk until they have set one up.
SECOND_FACTOR_REQUIRED = env_bool("SECOND_FACTOR_REQUIRED", default=SECURE)
# What gives rights away asks for the password again, unless it was given as lately as this.
REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_ADAPTER = "newsroom.accounts.DeskAccounts"
ACCOUNT_FORMS = {"login": "newsroom.accounts.DeskLoginForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{SITE_NAME}] "
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login": "20/m/ip", "login_failed": "10/m/ip,5/5m/key"}
MFA_ADAPTER = "newsroom.accounts.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1
# Browsers give passkeys to localhost as well, and to no other address without TLS.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE

# The desk's language, in which the admin is; and that of the public pages, one for all readers,
# so that no address has two contents and any cache may keep them.
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("ko", "한국어"), ("ja", "日本語"), ("vi", "Tiếng Việt")]
SITE_LANGUAGE = env.str("SITE_LANGUAGE", default=LANGUAGE_CODE)
if SITE_LANGUAGE not in dict(LANGUAGES):
    raise ImproperlyConfigured(
        f"SITE_LANGUAGE must be {', '.join(dict(LANGUAGES))}, not {SITE_LANGUAGE!r}."
    )
LOCALE_PATHS = [BASE_DIR / "locale"]
# The desk's zone: source dates, schedules and the admin are read in it.
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Seoul")
USE_TZ = True
# Where else an editor wants to know what time it is.
DESK_ZONES = env.list("DESK_ZONES", default=["Asia/Seoul", "Asia/Tokyo", "UTC"])
if unknown := set(DESK_ZONES) - available_timezones():
    raise ImproperlyConfigured(f"DESK_ZONES: there is no zone {', '.join(sorted(unknown))}.")

FIXTURE_DIRS = [BASE_DIR / "fixtures"]
# Groups of tags that are a fixed list, to which only few may add.
CLOSED_TAG_GROUPS = env.list("CLOSED_TAG_GROUPS", default=["region", "genre"])
if unknown := set(CLOSED_TAG_GROUPS) - {"topic", "region", "genre"}:
    raise ImproperlyConfigured(f"CLOSED_TAG_GROUPS: there is no group {', '.join(unknown)}.")

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# The largest picture that is taken. A pixel takes four bytes of memory to work on.
PHOTO_MAX_BYTES = env.int("PHOTO_MAX_BYTES", default=30_000_000)
PHOTO_MAX_PIXELS = env.int("PHOTO_MAX_PIXELS", default=50_000_000)
PHOTO_MAX_FRAMES = env.int("PHOTO_MAX_FRAMES", default=200)
# A long series has hundreds of credits, each a row of ten fields in one form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
# The public key of age that backups are encrypted for; its other half belongs elsewhere.
BACKUP_RECIPIENT = env.str("BACKUP_RECIPIENT", default="")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "renditions": {"BACKEND": "newsroom.storage.WholeFiles"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Pictures in a bucket of anything that speaks S3, for several hosts; it needs to be private.
if bucket := env.str("S3_BUCKET", default=""):
    in_bucket = {
        "bucket_name": bucket,
        "endpoint_url": env.str("S3_ENDPOINT_URL", default="") or None,
        "region_name": env.str("S3_REGION", default="") or None,
        "access_key": env.str("S3_ACCESS_KEY", default="") or None,
        "secret_key": env.str("S3_SECRET_KEY", default="") or None,
        "default_acl": None,
    }
    for name, overwrites in [("default", False), ("renditions", True)]:
        STORAGES[name] = {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": in_bucket | {"file_overwrite": overwrites},
        }
if DEBUG:
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # The players of videos, which no page loads before a reader asks for one.
        "frame-src": ["https://www.youtube-nocookie.com", "https://player.vimeo.com"],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "report-uri": "/policy-reports",
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SESSION_COOKIE_SECURE = SECURE
if SECURE:
    # A name that no other host of the domain can set.
    SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = SECURE
# Asked over plain HTTP by what looks after this machine, past the proxy.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
BEHIND_PROXY = env_bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
    # Only for a proxy that sets this header itself and drops a client's own.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Whom to tell of a hole: an address of e-mail, or of a page.
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")
# Read at /metrics by whoever sends this token; nobody does where none is set.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
# With less than this many bytes left, the site is not ready for more.
DISK_MIN_FREE = env.int("DISK_MIN_FREE", default=200_000_000)

LOG_FORMAT = env.str("LOG_FORMAT", default="json" if SECURE else "text")
if LOG_FORMAT not in {"json", "text"}:
    raise ImproperlyConfigured(f"LOG_FORMAT must be json or text, not {LOG_FORMAT!r}.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"impersonal": {"()": "newsroom.logs.Impersonal"}},
    "formatters": {
        "json": {"()": "newsroom.logs.JsonLines"},
        "text": {"format": "{levelname} {name} {request_id} {message}", "style": "{"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "stream": sys.stderr,
            "filters": ["impersonal"],
            "formatter": LOG_FORMAT,
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # A line for each request, without whose it was.
        "newsroom.requests": {
            "level": "INFO" if env_bool("LOG_REQUESTS", default=False) else "WARNING"
        },
    },
}
if SENTRY_DSN := env.str("SENTRY_DSN", default=""):
    report_errors(SENTRY_DSN)
