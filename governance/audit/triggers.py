"""The wall round the trail in the database itself: change and deletion are refused whoever asks."""

from typing import Any

from django.db import connection as default_connection

NAMES = ("audit_event_no_update", "audit_event_no_delete")
REPLACE = "audit_event_no_replace"
"""SQLite's alone: INSERT OR REPLACE there takes the earlier row away without asking any trigger of deletion."""

SQLITE = {
    "audit_event_no_update": """CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
        BEGIN SELECT RAISE(ABORT, 'Händelser ändras inte: rätta med en ny händelse.'); END""",
    "audit_event_no_delete": """CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
        BEGIN SELECT RAISE(ABORT, 'Händelser tas inte bort.'); END""",
    REPLACE: """CREATE TRIGGER audit_event_no_replace BEFORE INSERT ON audit_event
        WHEN EXISTS (SELECT 1 FROM audit_event WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'Händelser ersätts inte: rätta med en ny händelse.'); END""",
}

POSTGRESQL = """
CREATE SEQUENCE IF NOT EXISTS audit_event_number;
CREATE OR REPLACE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'Händelser ändras inte och tas inte bort: rätta med en ny händelse.'; END $$;
DROP TRIGGER IF EXISTS audit_event_no_update ON audit_event;
DROP TRIGGER IF EXISTS audit_event_no_delete ON audit_event;
CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_refuse();
CREATE TRIGGER audit_event_no_delete BEFORE DELETE OR TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_refuse();
"""


def names(connection: Any) -> tuple[str, ...]:
    """What the triggers are called in this kind of database."""
    return NAMES if connection.vendor == "postgresql" else (*NAMES, REPLACE)


def install(connection: Any = default_connection) -> None:
    """Put the triggers in place as they are told here (SQLite drops them with a table, and keeps old ones)."""
    if connection.vendor != "postgresql":
        remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL)
        else:
            for statement in SQLITE.values():
                cursor.execute(statement)


def remove(connection: Any = default_connection) -> None:
    """Take the triggers away: for the flush between tests, and for those who test that tampering is found."""
    with connection.cursor() as cursor:
        on = " ON audit_event" if connection.vendor == "postgresql" else ""
        for name in names(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(connection: Any = default_connection) -> list[str]:
    """Name the triggers that ought to be there and are not."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = 'audit_event'::regclass AND tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_event'")
        found = {name for (name,) in cursor.fetchall()}
    return [name for name in names(connection) if name not in found]
