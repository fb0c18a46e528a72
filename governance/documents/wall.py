"""The wall round the register in the database itself, whoever asks.

A revision that is there stays as it is. A document keeps its number and what it is about, and supersedes an edition of
its own: the same number, subject, kind and principal.
"""

from typing import Any

from django.db import connection as default_connection

TABLE = "documents_documentrevision"
DOCUMENTS = "documents_document"
NAMES = {
    "documents_revision_no_update": TABLE,
    "documents_revision_no_delete": TABLE,
    "documents_document_succession": DOCUMENTS,
    "documents_document_identity": DOCUMENTS,
}
REPLACE = {"documents_revision_no_replace": TABLE, "documents_document_no_replace": DOCUMENTS}
"""SQLite's alone: INSERT OR REPLACE there takes the earlier row away without asking any trigger of deletion."""

IDENTITY = "id doc_id edition supersedes_id partnership_id principal_id kind subject_type subject_key".split()
SUCCESSION = """NEW.supersedes_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM documents_document AS earlier
        WHERE earlier.id = NEW.supersedes_id AND earlier.doc_id = NEW.doc_id AND earlier.edition < NEW.edition
        AND earlier.partnership_id = NEW.partnership_id AND earlier.kind = NEW.kind
        AND earlier.subject_type = NEW.subject_type AND earlier.subject_key = NEW.subject_key
        AND COALESCE(earlier.principal_id, 0) = COALESCE(NEW.principal_id, 0))"""
REVISED = f"""EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id OR sha256 = NEW.sha256)
        OR EXISTS (SELECT 1 FROM {TABLE} WHERE document_id = NEW.document_id
            AND (number = NEW.number OR field = NEW.field AND field <> ''))"""  # noqa: S608 -- our own table
REPLACED = f"""EXISTS (SELECT 1 FROM {DOCUMENTS} WHERE id = NEW.id)
        OR EXISTS (SELECT 1 FROM {DOCUMENTS} WHERE doc_id = NEW.doc_id AND edition = NEW.edition)
        OR EXISTS (SELECT 1 FROM {DOCUMENTS} WHERE sha256 = NEW.sha256 AND sha256 <> '')
        OR EXISTS (SELECT 1 FROM {DOCUMENTS} WHERE supersedes_id = NEW.supersedes_id)
        OR NEW.current AND EXISTS (SELECT 1 FROM {DOCUMENTS} WHERE current AND kind = NEW.kind
            AND subject_type = NEW.subject_type AND subject_key = NEW.subject_key
            AND principal_id IS NEW.principal_id)"""  # noqa: S608 -- our own table
STRANGER = "Ett dokument ersätter bara en tidigare version av samma sak."
MOVED = "Ett dokument behåller sitt nummer, sin version och vad det handlar om."

SQLITE = (
    f"""CREATE TRIGGER documents_revision_no_update BEFORE UPDATE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, 'Skeden ändras inte: nya läggs till.'); END""",
    f"""CREATE TRIGGER documents_revision_no_delete BEFORE DELETE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, 'Skeden tas inte bort.'); END""",
    f"""CREATE TRIGGER documents_document_succession BEFORE INSERT ON {DOCUMENTS}
        WHEN {SUCCESSION} BEGIN SELECT RAISE(ABORT, '{STRANGER}'); END""",
    f"""CREATE TRIGGER documents_document_identity BEFORE UPDATE ON {DOCUMENTS}
        WHEN {" OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in IDENTITY)}
        BEGIN SELECT RAISE(ABORT, '{MOVED}'); END""",
    f"""CREATE TRIGGER documents_revision_no_replace BEFORE INSERT ON {TABLE}
        WHEN {REVISED} BEGIN SELECT RAISE(ABORT, 'Skeden ersätts inte: nya läggs till.'); END""",
    f"""CREATE TRIGGER documents_document_no_replace BEFORE INSERT ON {DOCUMENTS}
        WHEN {REPLACED} BEGIN SELECT RAISE(ABORT, '{MOVED}'); END""",
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
CREATE OR REPLACE FUNCTION documents_document_succeed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF {SUCCESSION} THEN RAISE EXCEPTION '{STRANGER}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
RETURN NEW; END $$;
CREATE OR REPLACE FUNCTION documents_document_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{MOVED}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
DROP TRIGGER IF EXISTS documents_document_succession ON {DOCUMENTS};
DROP TRIGGER IF EXISTS documents_document_identity ON {DOCUMENTS};
CREATE TRIGGER documents_document_succession BEFORE INSERT ON {DOCUMENTS}
    FOR EACH ROW EXECUTE FUNCTION documents_document_succeed();
CREATE TRIGGER documents_document_identity BEFORE UPDATE ON {DOCUMENTS}
    FOR EACH ROW WHEN ({" OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in IDENTITY)})
    EXECUTE FUNCTION documents_document_stay();
"""


def names(connection: Any) -> dict[str, str]:
    """What the triggers are called in this kind of database, and the table of each."""
    return NAMES if connection.vendor == "postgresql" else {**NAMES, **REPLACE}


def install(connection: Any = default_connection) -> None:
    """Put the triggers in place as they are told here (SQLite drops them with a table, and keeps old ones)."""
    if connection.vendor != "postgresql":
        remove(connection)
    with connection.cursor() as cursor:
        for statement in (POSTGRESQL,) if connection.vendor == "postgresql" else SQLITE:
            cursor.execute(statement)


def remove(connection: Any = default_connection) -> None:
    """Take the triggers away: for the flush between tests, and before the table goes."""
    with connection.cursor() as cursor:
        for name, table in names(connection).items():
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(connection: Any = default_connection) -> list[str]:
    """Name the triggers that ought to be there and are not."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = ANY (%s::regclass[]) AND tgenabled <> 'D'",
                [sorted(set(NAMES.values()))],
            )
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        found = {name for (name,) in cursor.fetchall()}
    return [name for name in names(connection) if name not in found]
