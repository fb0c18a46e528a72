"""The wall in the database itself: a board is not closed while a commitment is open (C-02), whoever asks."""

from typing import Any

from agreements.commitments.states import OPEN

NAME = "boards_board_waits_for_commitments"
TABLES = {"boards_board", "commitments_commitment", "agreements_agreement"}
WORDS = "Styrelsen avslutas när alla åtaganden är realiserade."
STATES = ", ".join(f"'{state.value}'" for state in OPEN)
CLOSES = "NEW.state = 'closed' AND OLD.state <> 'closed'"
IS_OPEN = f"""EXISTS (SELECT 1 FROM commitments_commitment c JOIN agreements_agreement a ON a.id = c.agreement_id
    WHERE (a.id = NEW.agreement_id OR (a.parent_id = NEW.agreement_id AND a.kind = 'amendment'))
    AND c.state IN ({STATES}))"""  # noqa: S608 -- our own states

SQLITE = f"""CREATE TRIGGER IF NOT EXISTS {NAME} BEFORE UPDATE ON boards_board
    WHEN {CLOSES} AND {IS_OPEN} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"""
POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {CLOSES} AND {IS_OPEN} THEN
        RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS {NAME} ON boards_board;
CREATE TRIGGER {NAME} BEFORE UPDATE ON boards_board FOR EACH ROW EXECUTE FUNCTION {NAME}();
"""


def install(connection: Any) -> None:
    """Put the trigger in place after every migration, once the tables that it reads are there."""
    if not set(connection.introspection.table_names()) >= TABLES:
        return
    with connection.cursor() as cursor:
        cursor.execute(POSTGRESQL if connection.vendor == "postgresql" else SQLITE)


def remove(connection: Any) -> None:
    """Take it away before migrations: SQLite will not rebuild a table that a trigger of another one reads."""
    if "boards_board" not in connection.introspection.table_names():
        return
    on = " ON boards_board" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER IF EXISTS {NAME}{on}")
