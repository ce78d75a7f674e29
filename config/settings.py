"""All settings. Nothing has to be set to try Manyhands; production names what it needs (`config/env.py`).

Everything that running writes lies under `VAR_DIR`.
"""

from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from config.env import mistakes, read_or_make_secret, refusals
from core.logs import logging_config

django_stubs_ext.monkeypatch()  # so that ModelForm[User] can be said in code
env = environ.Env()

# --- Where we are, and how we were started ---------------------------------------------------------------------------

BASE_DIR = Path(__file__).resolve().parent.parent
PRODUCTION = env.bool("PRODUCTION", default=False)
DEMO = env.bool("DEMO", default=False)
_var = BASE_DIR / "var" / "demo" if DEMO else BASE_DIR / "var"  # invented people never mix with real ones
VAR_DIR = Path(env.str("VAR_DIR", default=str(_var))).resolve()
DEBUG = env.bool("DEBUG", default=False)

_refusals = refusals(env.ENVIRON, debug=DEBUG, demo=DEMO) if PRODUCTION else []
if _refusals := [*mistakes(env.ENVIRON), *_refusals]:
    raise ImproperlyConfigured(" ".join(_refusals))

VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

PORT = int(env.str("PORT", default="") or 8000)
BASE_URL = env.str("BASE_URL", default=f"http://localhost:{PORT}").rstrip("/")
_https = BASE_URL.startswith("https://")

SECRET_KEY = env.str("SECRET_KEY", default="") or read_or_make_secret(VAR_DIR / "secret_key")
FIELD_KEYS = env.list("FIELD_KEYS", default=[])  # newest first; without them core.keys keeps one in VAR_DIR

# --- Apps ------------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",  # for allauth's list of sessions
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",  # its widget templates, which ours replace one by one
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_cotton",
    "csp",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "core.apps.CoreConfig",
    "people.apps.PeopleConfig",
    "programs.apps.ProgramsConfig",
    "relationships.apps.RelationshipsConfig",
    "goals.apps.GoalsConfig",
    "notes.apps.NotesConfig",
    "surveys.apps.SurveysConfig",
    "pairing.apps.PairingConfig",
    "nudges.apps.NudgesConfig",
    "desk.apps.DeskConfig",
    "demo.apps.DemoConfig",  # its routes are there with DEMO=1 only; `generate` fills any empty installation
]

MIDDLEWARE = [
    # First what adds headers, so that redirects, static files and refusals carry them too.
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.failures.EmptyRefusalMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "people.middleware.ReaderMiddleware",
    "people.middleware.PrivacyMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # a route is closed unless it says otherwise
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.privacy.NoStoreMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "core.doors.RefusalMiddleware",  # last, nearest to the view
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            # What django-cotton would set up by itself; written out so that nothing here is changed at a distance.
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "core.templatetags.wording"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "desk.frame.frame",
                "core.context.door_clock",
                *(["demo.context.demo"] if DEMO else []),
            ],
        },
    }
]
FORM_RENDERER = "core.forms.Renderer"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"  # not secret: no words of a pair

# --- Database, cache, Celery -----------------------------------------------------------------------------------------

DATABASES: dict[str, Any] = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
_database = DATABASES["default"]
_database["ATOMIC_REQUESTS"] = False  # a reader inside a transaction blocks SQLite's writers
if "sqlite" in _database["ENGINE"]:
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
    _database["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}  # a file: connections of threads have to share it
else:
    _database["CONN_MAX_AGE"] = 60
    _database["CONN_HEALTH_CHECKS"] = True

REDIS_URL = env.str("REDIS_URL", default="")
REDIS_PREFIX = env.str("REDIS_PREFIX", default="manyhands:")  # several installations may share one Redis
CACHES: dict[str, Any] = {
    # Lockout counts only when every web worker sees the same numbers, so never the cache of one process.
    "default": (
        {"BACKEND": "core.redis_cache.RedisOrMemory", "LOCATION": REDIS_URL, "KEY_PREFIX": REDIS_PREFIX}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    )
}

CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
if REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "global_keyprefix": REDIS_PREFIX,
        "socket_connect_timeout": 2,  # seconds; somebody waits who pressed a button
        "socket_timeout": 5,
    }
else:
    _broker = VAR_DIR / "broker"
    for _folder in (_broker / "queue", _broker / "control"):
        _folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "queue"),
        "data_folder_out": str(_broker / "queue"),
        "control_folder": str(_broker / "control"),
        "polling_interval": 0.5,
    }
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False  # leaves files behind on the filesystem broker
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # our log filter stays in place
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker, however long that is away
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")


def sweep(task: str, every: timedelta) -> dict[str, Any]:
    """A beat entry; it expires with its interval, or kicks pile up while no worker runs."""
    return {"task": task, "schedule": every, "options": {"expires": every.total_seconds()}}


HEARTBEAT_INTERVAL = timedelta(seconds=env.int("HEARTBEAT_SECONDS", default=30))
HEARTBEAT_LIMIT = 3 * HEARTBEAT_INTERVAL  # older than this and /readyz answers 503

CELERY_BEAT_SCHEDULER = "core.beat:BeatingScheduler"
CELERY_BEAT_SCHEDULE = {
    "imports": sweep("people.tasks.run_imports", timedelta(minutes=1)),
    "heartbeat": sweep("core.tasks.beat_heart", HEARTBEAT_INTERVAL),
    "kept answers": sweep("core.tasks.forget_answers", timedelta(hours=1)),
    "nudges": sweep("nudges.tasks.sweep", timedelta(minutes=1)),
    "together": sweep("desk.tasks.work_together", timedelta(minutes=1)),
    "tallies": sweep("desk.tasks.count_pairs", timedelta(minutes=1)),
    "forgetting": sweep("desk.tasks.forget", timedelta(hours=1)),
    "pairings": sweep("pairing.tasks.run_pairings", timedelta(minutes=1)),
}

# --- People and sessions ---------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["desk.roles.WithRoles"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_validators = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_validators}UserAttributeSimilarityValidator"},
    {"NAME": f"{_validators}MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_validators}CommonPasswordValidator"},
    {"NAME": f"{_validators}NumericPasswordValidator"},
]
LOGIN_URL = reverse_lazy("account_request_login_code")
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up; signing in asks for what stands here
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "none"  # the mailed code or the invitation proves the address
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None  # the device asks
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # here; every other session ends with the old password
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if _https else "http"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/15m/key", "request_login_code": "20/m/ip,3/m/key,10/h/key,30/d/key"}
ACCOUNT_FORMS = {
    "login": "people.forms.PasswordForm",
    "request_login_code": "people.forms.AskForCodeForm",
    "confirm_login_code": "people.forms.EnterCodeForm",
}
MFA_ADAPTER = "people.passkeys.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Manyhands"
MFA_TOTP_TOLERANCE = 1  # phones' clocks are a little off, and people type slowly (RFC 6238, 5.2: at most one step)
USERSESSIONS_TRACK_ACTIVITY = False  # a page that is only read writes nothing

SESSION_COOKIE_AGE = int(timedelta(days=60).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# --- Security --------------------------------------------------------------------------------------------------------

_host = urlsplit(BASE_URL).hostname or "localhost"
ALLOWED_HOSTS = [_host] if PRODUCTION else [_host, "localhost", "127.0.0.1", "[::1]", "testserver"]
ALLOWED_HOSTS += env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = [BASE_URL]
# The lockout counts by address, and only these many proxies are believed when they report one.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1 if PRODUCTION else 0)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _https
CSRF_COOKIE_HTTPONLY = True  # scripts read the token from the page
if _https:  # no neighbor under the same domain can plant such a cookie (RFC 6265bis, 4.1.3.2)
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked by the machine beside us, without TLS
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if _https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Nothing here asks a device for anything.
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in (
        "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope",
        "magnetometer", "microphone", "midi", "payment", "serial", "usb",
    )
}  # fmt: skip
# Subdomains and the preload list bind a whole domain, which is not ours to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONCE],  # of this very page; the admin's own pages: `config/urls.py`
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024  # a directory file of 20 MB and its form

# --- Mail ------------------------------------------------------------------------------------------------------------

EMAIL_URL = env.str("EMAIL_URL", default="")
EMAIL_IS_SENT = bool(EMAIL_URL) or DEMO  # without it mail lands in a folder; the demo shows that folder as a mailbox
if EMAIL_URL:
    _mail = env.email_url("EMAIL_URL")
    EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
    EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"] or "", _mail["EMAIL_HOST_PASSWORD"] or ""
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("EMAIL_USE_TLS", False), _mail.get("EMAIL_USE_SSL", False)
elif DEMO:
    EMAIL_BACKEND = "demo.mailing.EmailBackend"  # one file a mail, which the mailbox page shows
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(VAR_DIR / "mail")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"Manyhands <manyhands@{_host}>")
SERVER_EMAIL = parseaddr(DEFAULT_FROM_EMAIL)[1]

# --- Language, time, files, API, logs --------------------------------------------------------------------------------

LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = env.str("TIME_ZONE", default="") or "UTC"  # the organization's: of people whose own nobody has said
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"] if (BASE_DIR / "static").exists() else []
HASHED_STATIC = env.bool("HASHED_STATIC", default=PRODUCTION)  # collected when the image is built, without secrets
_static = BASE_DIR / "staticfiles" if HASHED_STATIC else VAR_DIR / "static"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(_static)))
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = not HASHED_STATIC  # collectstatic has no place in the first minute
_static_storage = "whitenoise.storage.CompressedManifest" if HASHED_STATIC else "django.contrib.staticfiles.storage."
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": f"{_static_storage}StaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "media"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "core.api.schema.Schema",
    "EXCEPTION_HANDLER": "core.api.problems.handle",
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated", "core.api.permissions.InScope"],
    "DEFAULT_AUTHENTICATION_CLASSES": [  # the first says how a request without either is answered: 401
        "people.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_METADATA_CLASS": None,
    "UNAUTHENTICATED_TOKEN": None,
}
API_PER_MINUTE = {"read": 600, "write": 120}  # of one person, over all their tokens and browsers
SPECTACULAR_SETTINGS = {
    "TITLE": "Manyhands",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "DESCRIPTION": "Coaching and mentoring programs, in the name of one person and within their rights.",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "BatchStateEnum": "programs.models.Batch.State",
        "BatchRowStateEnum": "programs.models.BatchRow.State",
        "DecisionWhatEnum": "pairing.models.Decision.What",
        "OnBehalfWhatEnum": "relationships.models.OnBehalf.What",
    },
}

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logging_config(as_json=PRODUCTION, reports_to=env.str("SENTRY_DSN", default=""))
