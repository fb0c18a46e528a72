"""Production: PostgreSQL, a broker, https, a real sealing key; refuses to start on less."""

import os
from pathlib import Path

from .base import *  # noqa: F403 -- a settings module extends the one below
from .base import broker, postgres

SECRET_KEY = Path(os.environ["SAMVERK_SECRET_FILE"]).read_text(encoding="utf-8").strip()
ALLOWED_HOSTS = os.environ["SAMVERK_HOSTS"].split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
DATABASES = {"default": postgres(os.environ["SAMVERK_DATABASE_URL"])}
globals().update(broker(os.environ["SAMVERK_BROKER_URL"]))
SEAL_CERT = os.environ["SAMVERK_SEAL_CERT"]
SEAL_KEY = os.environ["SAMVERK_SEAL_KEY"]
PUBLIC_URL = os.environ["SAMVERK_PUBLIC_URL"]

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("SAMVERK_SMTP_HOST", "localhost")
MAIL_TURNS = bool(os.environ.get("SAMVERK_SMTP_HOST"))
DEFAULT_FROM_EMAIL = os.environ.get("SAMVERK_MAIL_FROM", f"samverk@{ALLOWED_HOSTS[0]}")
WHITENOISE_USE_FINDERS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
