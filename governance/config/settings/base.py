"""What every installation of Samverk shares; the other settings modules begin here."""

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[3]
DATA_DIR = Path(os.environ.get("SAMVERK_DATA_DIR", BASE_DIR / "var")).resolve()
DATA_DIR.mkdir(mode=0o750, parents=True, exist_ok=True)
NODE_DIR = Path(os.environ.get("SAMVERK_NODE_DIR", BASE_DIR / "node_modules"))

DEBUG = False
DEMO = False
DOUBTS_WORKED_OUT_SQL = False
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "django_htmx",
    "guardian",
    "governance.ui",
    "governance.accounts",
    "governance.audit",
    "governance.jobs",
    "governance.workflow",
    "governance.organisations",
    "governance.decisions",
    "governance.documents",
    "governance.reminders",
    "agreements.negotiations",
    "agreements.benefits",
    "agreements.texts",
    "agreements.adoption",
    "agreements.signing",
    "agreements.commitments",
    "agreements.boards",
    "agreements.overview",
    "workpackages",
    "budgets",
    "governance.config",
    "django.contrib.auth",  # after ours: its createsuperuser gives way to the one that leads to create_first_person
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "governance.accounts.middleware.SessionLimitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "governance.organisations.middleware.ActorMiddleware",
    "governance.organisations.policy.PolicyMiddleware",
    "governance.organisations.pages.RefusalMiddleware",
]

ROOT_URLCONF = "governance.config.urls"
WSGI_APPLICATION = "governance.config.wsgi.application"
FORM_RENDERER = "governance.ui.forms.SamverkRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "governance.ui.context.page",
            ],
            "builtins": ["governance.ui.templatetags.swedish", "governance.ui.templatetags.components"],
        },
    }
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", "guardian.backends.ObjectPermissionBackend"]
ANONYMOUS_USER_NAME = None  # guardian: no row stands for the visitor
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "start"

LANGUAGE_CODE = "sv"
TIME_ZONE = "Europe/Stockholm"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "governance" / "ui" / "locale"]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns of a folder that is not there
STATICFILES_DIRS = [
    ("vendor/designsystemet", NODE_DIR / "@digdir" / "designsystemet-css" / "dist"),
    ("vendor/inter", NODE_DIR / "@fontsource" / "inter"),
    ("vendor/htmx", NODE_DIR / "htmx.org" / "dist"),
]
WHITENOISE_USE_FINDERS = True

DOCUMENT_DIR = DATA_DIR / "documents"
KEY_DIR = DATA_DIR / "keys"
HEADS_DIR = DATA_DIR / "heads"  # sealed lists of where the trail stood, day by day; best kept on another machine too
SEAL_CERT = os.environ.get("SAMVERK_SEAL_CERT", "")  # PEM: the seal's own certificate first, then those above it
SEAL_KEY = os.environ.get("SAMVERK_SEAL_KEY", "")
SEAL_TRUST = os.environ.get("SAMVERK_SEAL_TRUST", "")  # PEM: certificates of earlier seals, for verification alone
SIGNATURE_TRUST = os.environ.get("SAMVERK_SIGNATURE_TRUST", "")  # folder: whom people's signatures may lead back to
SIGNING_SERVICE = os.environ.get("SAMVERK_SIGNING_SERVICE", "")  # dotted path of a class; a demonstration has its own
TSA_URL = os.environ.get("SAMVERK_TSA_URL", "")  # time-stamps (RFC 3161); without one, signatures are B-B
OUTBOUND_HOSTS = frozenset(os.environ.get("SAMVERK_OUTBOUND_HOSTS", "").split(",")) - {""}
LOCAL_AUTHORITY_URL = os.environ.get("SAMVERK_LOCAL_AUTHORITY_URL", "http://127.0.0.1:9017")
PUBLIC_URL = os.environ.get("SAMVERK_PUBLIC_URL", "http://127.0.0.1:8000")  # what documents print as our address
TRUSTED_PROXIES = [each.strip() for each in os.environ.get("SAMVERK_TRUSTED_PROXIES", "").split(",") if each.strip()]
FONT_DIR = NODE_DIR / "@ibm" / "plex-sans" / "fonts" / "complete" / "woff2"
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "governance.ui.uploads.KeepNoGiant",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 10 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "governance.ui.views.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LOGGING = {  # what nobody dealt with is told with its traceback on standard error, which web.log and a supervisor keep
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"dated": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "dated"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},  # told by the root alone, not by Django's own handlers as well
        "django.request": {"level": "ERROR"},  # a page that was not found is no error of ours
        "kombu.connection": {"level": "ERROR"},  # warns of the broker of files, which has no host
        "weasyprint": {"propagate": False},  # what it passes over in a style sheet, the documents' tests look after
    },
}

CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Europe/Stockholm"
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "governance.jobs.tasks.sweep", "schedule": 20.0},
    "heads": {
        "task": "governance.documents.tasks.ask_for_heads",
        "schedule": 3600.0,
    },  # one job a day, missed by no night
    "last_days": {"task": "agreements.adoption.tasks.ask_for_last_days", "schedule": 3600.0},  # one job a day
    "documents": {"task": "budgets.tasks.look_after_documents", "schedule": 300.0},  # what a dead process left undone
    "turns": {"task": "governance.reminders.tasks.look", "schedule": 60.0},  # a job only where something has happened
}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat")

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = "samverk@localhost"
CONTACT = os.environ.get("SAMVERK_CONTACT", "")  # the mail address that people are told to write to
MAIL_TURNS = False  # whether people are mailed when it becomes their turn; production does where it has a mail server


def broker(url: str) -> dict[str, object]:
    """Celery's broker settings: an address, or the file-system transport in the data folder when there is none."""
    if url:
        return {"CELERY_BROKER_URL": url, "CELERY_BROKER_TRANSPORT_OPTIONS": {"visibility_timeout": 1200}}
    folder = DATA_DIR / "broker"
    for name in ("queue", "control"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    options = {
        "data_folder_in": str(folder / "queue"),
        "data_folder_out": str(folder / "queue"),
        "control_folder": str(folder / "control"),
    }
    return {"CELERY_BROKER_URL": "filesystem://", "CELERY_BROKER_TRANSPORT_OPTIONS": options}


def sqlite(path: Path) -> dict[str, object]:
    """SQLite as it must be for one winner and no lost update: WAL, IMMEDIATE, 20 s, NORMAL."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }


def postgres(url: str) -> dict[str, object]:
    """PostgreSQL from an address such as postgresql://user@host:5432/name."""
    from urllib.parse import unquote, urlsplit  # noqa: PLC0415 -- settings stay cheap to import

    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
