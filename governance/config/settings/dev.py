"""Development and demonstration: one machine, SQLite, loopback, people who sign in from a list."""

import contextlib
import os
import secrets

from .base import *  # noqa: F403 -- a settings module extends the one below
from .base import DATA_DIR, KEY_DIR, broker, postgres, sqlite

DEBUG = os.environ.get("SAMVERK_DEBUG") == "1"
DEMO = os.environ.get("SAMVERK_DEMO", "1") == "1"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]


def local_secret() -> str:
    """Give this data folder a secret of its own, made at first use.

    The file appears whole or not at all, so that two processes may start at once.
    """
    path = KEY_DIR / "secret"
    if not path.exists():
        KEY_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = KEY_DIR / f"secret-{secrets.token_hex(8)}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50), encoding="ascii")
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text(encoding="ascii")


SECRET_KEY = local_secret()
_url = os.environ.get("SAMVERK_DATABASE_URL", "")
DATABASES = {"default": postgres(_url) if _url else sqlite(DATA_DIR / "samverk.sqlite3")}
globals().update(broker(os.environ.get("SAMVERK_BROKER_URL", "")))
