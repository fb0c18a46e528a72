"""The wall round the register of revisions in the database itself: a row that is there stays as it is, whoever asks."""

from typing import Any

from django.db import connection as default_connection

TABLE = "documents_documentrevision"
NAMES = ("documents_revision_no_update", "documents_revision_no_delete")

SQLITE = (
    f"""CREATE TRIGGER IF NOT EXISTS documents_revision_no_update BEFORE UPDATE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, 'Skeden ändras inte: nya läggs till.'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS documents_revision_no_delete BEFORE DELETE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, 'Skeden tas inte bort.'); END""",
)

POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION documents_revision_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'Skeden ändras inte och tas inte bort: nya läggs till.'; END $$;
DROP TRIGGER IF EXISTS documents_revision_no_update ON {TABLE};
DROP TRIGGER IF EXISTS documents_revision_no_delete ON {TABLE};
CREATE TRIGGER documents_revision_no_update BEFORE UPDATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION documents_revision_refuse();
CREATE TRIGGER documents_revision_no_delete BEFORE DELETE OR TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION documents_revision_refuse();
"""


def install(connection: Any = default_connection) -> None:
    """Put the triggers in place; harmless when they already are (SQLite drops them when it rebuilds a table)."""
    with connection.cursor() as cursor:
        for statement in (POSTGRESQL,) if connection.vendor == "postgresql" else SQLITE:
            cursor.execute(statement)


def remove(connection: Any = default_connection) -> None:
    """Take the triggers away: for the flush between tests, and before the table goes."""
    with connection.cursor() as cursor:
        on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
        for name in NAMES:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(connection: Any = default_connection) -> list[str]:
    """Name the triggers that ought to be there and are not."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"SELECT tgname FROM pg_trigger WHERE tgrelid = '{TABLE}'::regclass AND tgenabled <> 'D'"  # noqa: S608
            )
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
        found = {name for (name,) in cursor.fetchall()}
    return [name for name in NAMES if name not in found]
