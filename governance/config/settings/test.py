"""Tests: a throw-away data folder, fast hashing, the same engines as in production.

A process that a test starts (a worker, a rival) joins the data folder and the database of that test when
SAMVERK_TEST_DATABASE names the database; see `tests/processes.py`.
"""

import atexit
import os
import shutil
import tempfile

_joined = os.environ.get("SAMVERK_TEST_DATABASE", "")
if not _joined:
    _folder = tempfile.mkdtemp(prefix="samverk-test-")
    os.environ["SAMVERK_DATA_DIR"] = _folder
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)

from governance.ui.strict import STRICT

from .base import *  # noqa: F403 -- the data folder must be named first
from .base import DATA_DIR, TEMPLATES, broker, postgres, sqlite

SECRET_KEY = "for tests alone"  # noqa: S105 -- no secret: nothing real is signed with it
DEMO = True
DOUBTS_WORKED_OUT_SQL = True  # see governance/workflow/together.py
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
_url = os.environ.get("SAMVERK_DATABASE_URL", "")
DATABASES = {"default": postgres(_url) if _url else sqlite(DATA_DIR / "test.sqlite3")}
if _url:  # a crash of the machine may lose what tests have committed
    DATABASES["default"]["OPTIONS"] = {"options": "-c synchronous_commit=off -c jit=off"}
if _joined:
    DATABASES["default"]["NAME"] = _joined
elif not _url:
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
globals().update(broker(os.environ.get("SAMVERK_BROKER_URL", "")))
CELERY_TASK_DEFAULT_QUEUE = DATA_DIR.name  # test runs side by side share a broker, not each other's bells
CELERY_IMPORTS = ["tests.config.kinds"] if _joined else []
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True  # find a file when it is asked for, not all of them for each new client
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = STRICT  # type: ignore[index]  # a template that names what its page does not give fails
