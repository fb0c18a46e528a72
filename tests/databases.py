"""A migrated SQLite database, made by the first process that needs one and copied by all others and the next run.

Migrating takes some fifteen seconds of a processor; copying takes none.
"""

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
from django.db import connection

from .processes import ROOT

MAKERS = ("*/migrations/*.py", "*/*/migrations/*.py", "*/*/triggers.py", "governance/documents/wall.py")
"""The files that decide what a migrated database is, beside Django and what is installed with it."""


def digest() -> str:
    """A name for the database that these files make."""
    told = hashlib.sha256(django.__version__.encode())
    paths = {path for pattern in MAKERS for path in ROOT.glob(pattern)}
    for path in sorted([*paths, ROOT / "requirements.lock"]):
        told.update(path.read_bytes())
    return told.hexdigest()[:24]


class Kept:
    """Where a migrated database is kept, and whether this process is the one that makes it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / f"{digest()}.sqlite3"
        self.lock: Any = (folder / "lock").open("w")
        self.is_copied = False

    def lay_out(self) -> bool:
        """Copy what is kept to where this process tests; false when there is none, and this process makes it.

        Waits for another process that makes one.
        """
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        if self.path.exists():
            fcntl.flock(self.lock, fcntl.LOCK_UN)
            shutil.copyfile(self.path, connection.settings_dict["TEST"]["NAME"])
            self.is_copied = True
        return self.is_copied

    def keep(self) -> None:
        """Keep what this process has migrated, in place of what older files made, and let the others copy it."""
        if self.is_copied:
            return
        for old in self.path.parent.glob("*.sqlite3"):
            old.unlink()
        half = self.path.with_suffix(".half")
        half.unlink(missing_ok=True)
        with connection.cursor() as cursor:  # through Django's connection, which knows the collation
            cursor.execute("VACUUM INTO %s", [str(half)])
        half.rename(self.path)
        fcntl.flock(self.lock, fcntl.LOCK_UN)


@contextmanager
def kept_in(folder: Path | None) -> Iterator[Kept | None]:
    """The kept database of a folder; nothing on PostgreSQL, or where nothing may be kept."""
    if folder is None or connection.vendor != "sqlite":
        yield None
        return
    kept = Kept(folder)
    try:
        yield kept
    finally:
        kept.lock.close()
