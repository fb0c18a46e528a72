"""A migrated database, made by the first process that needs one and copied by all others and the next run.

Migrating takes some fifteen seconds of a processor; copying takes next to none.
"""

import fcntl
import hashlib
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
from django.db import connection

from .processes import ROOT

MAKERS = ("*/migrations/*.py", "*/*/migrations/*.py", "*/*/triggers.py", "governance/documents/wall.py")
"""The files that decide what a migrated database is, beside Django and what is installed with it."""


KEPT = {"django_migrations", "django_content_type", "auth_permission"}
"""What `migrate` fills in, the same for every test."""

MOST_TABLES = 400
"""How many parts SQLite lets a question have is 500."""


def filled_tables() -> list[str]:
    """The tables that hold rows, but for what `migrate` fills in; quoted."""
    tables = sorted(set(connection.introspection.table_names()) - KEPT)
    return holding_rows([connection.ops.quote_name(table) for table in tables])


def holding_rows(quoted: list[str]) -> list[str]:
    """Those of the tables that hold rows."""
    found = []
    with connection.cursor() as cursor:
        for start in range(0, len(quoted), MOST_TABLES):
            several = quoted[start : start + MOST_TABLES]
            asked = (f"SELECT {at} WHERE EXISTS (SELECT 1 FROM {table})" for at, table in enumerate(several))
            cursor.execute(" UNION ALL ".join(asked))
            found += [several[at] for (at,) in cursor.fetchall()]
    return found


def digest() -> str:
    """A name for the database that these files make."""
    told = hashlib.sha256(django.__version__.encode())
    paths = {path for pattern in MAKERS for path in ROOT.glob(pattern)}
    for path in sorted([*paths, ROOT / "requirements.lock"]):
        told.update(path.read_bytes())
    return told.hexdigest()[:24]


class Kept(ABC):
    """A migrated database that is kept, and whether this process is the one that makes it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.digest = folder, digest()
        self.lock: Any = (folder / "lock").open("w")
        self.is_copied = False

    def lay_out(self) -> bool:
        """See to it that this process tests on a copy; false when nothing is kept, and this process makes it.

        Waits for another process that makes one.
        """
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        self.is_copied = self.copy()
        if self.is_copied:
            fcntl.flock(self.lock, fcntl.LOCK_UN)
        return self.is_copied

    def keep(self) -> None:
        """Keep what this process has migrated, in place of what older files made, and let the others copy it."""
        if not self.is_copied:
            self.store()
            fcntl.flock(self.lock, fcntl.LOCK_UN)

    @abstractmethod
    def copy(self) -> bool:
        """Copy what these files have made; false when it is not there."""

    @abstractmethod
    def store(self) -> None:
        """Put aside what this process has migrated."""


class KeptFile(Kept):
    """On SQLite: a file in the folder, named by its digest."""

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.folder / f"{self.digest}.sqlite3"

    def copy(self) -> bool:
        """Copy the file to where this process tests."""
        if not self.path.exists():
            return False
        shutil.copyfile(self.path, connection.settings_dict["TEST"]["NAME"])
        return True

    def store(self) -> None:
        """Write the database into one file, through Django's connection, which knows the collation."""
        for old in self.folder.glob("*.sqlite3"):
            old.unlink()
        half = self.path.with_suffix(".half")
        half.unlink(missing_ok=True)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(half)])
        half.rename(self.path)


def on_server() -> Any:
    """A cursor beside every database, with which databases are made."""
    return connection.creation._nodb_cursor()  # type: ignore[attr-defined]  # which the stubs leave out


class KeptTemplate(Kept):
    """On PostgreSQL: a database on the server, one for each checkout, which says its digest in its comment."""

    name = f"samverk_kept_{hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]}"

    def copy(self) -> bool:
        """Let Django create the database that this process tests on as a copy of the kept one."""
        with on_server() as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s AND shobj_description(oid, 'pg_database') = %s",
                [self.name, self.digest],
            )
            is_kept = cursor.fetchone() is not None
        if is_kept:
            connection.settings_dict["TEST"]["TEMPLATE"] = self.name
        return is_kept

    def store(self) -> None:
        """Copy the database on the server, to which nobody may be connected meanwhile; the comment says it is whole."""
        made, name = (connection.ops.quote_name(each) for each in (connection.settings_dict["NAME"], self.name))
        connection.close()
        with on_server() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE {made}")
            cursor.execute(f"COMMENT ON DATABASE {name} IS '{self.digest}'")


@contextmanager
def kept_in(folder: Path | None) -> Iterator[Kept | None]:
    """The kept database of a folder; nothing where nothing may be kept."""
    if folder is None:
        yield None
        return
    kept = KeptFile(folder) if connection.vendor == "sqlite" else KeptTemplate(folder)
    try:
        yield kept
    finally:
        kept.lock.close()


def replacing(table: str, column: str) -> str:
    """Plain SQL that puts other rows in the place of all those of a table, as each kind of database has it."""
    every = f"INTO {table} SELECT * FROM {table}"
    if connection.vendor == "postgresql":
        return f"INSERT {every} ON CONFLICT (id) DO UPDATE SET {column} = 'annat'"
    return f"REPLACE {every}"
