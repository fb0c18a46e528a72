"""Tests: a throw-away data folder, fast hashing, the same engines as in production."""

import os
import tempfile

os.environ["SAMVERK_DATA_DIR"] = tempfile.mkdtemp(prefix="samverk-test-")

from .base import *  # noqa: F403 -- the data folder must be named first
from .base import DATA_DIR, broker, postgres, sqlite

SECRET_KEY = "for tests alone"  # noqa: S105 -- no secret: nothing real is signed with it
DEMO = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
_url = os.environ.get("SAMVERK_DATABASE_URL", "")
DATABASES = {"default": postgres(_url) if _url else sqlite(DATA_DIR / "test.sqlite3")}
if not _url:
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
globals().update(broker(os.environ.get("SAMVERK_BROKER_URL", "")))
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
