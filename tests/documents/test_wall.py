"""What is registered of documents is not put aside for another row, whoever asks the database."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from governance.documents import wall
from governance.documents.models import Document, DocumentRevision
from governance.documents.services import order_document
from governance.documents.states import RevisionKind
from tests.databases import replacing

from .conftest import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(place: Place) -> Document:
    """A document with one state, as the rows that the wall stands round."""
    document = order_document(**place.order())
    DocumentRevision.objects.create(
        document=document,
        number=1,
        kind=RevisionKind.SEAL,
        sha256="a" * 64,
        size=1,
        signatures=1,
        at=timezone.now(),
    )
    return document


@pytest.mark.parametrize(
    ("table", "column", "words"),
    [
        ("documents_documentrevision", "name", "Skeden"),
        ("documents_document", "subject_key", "Ett dokument behåller sitt nummer"),
    ],
)
def test_database_refuses_to_replace_what_is_registered(held: Document, table: str, column: str, words: str) -> None:
    with pytest.raises(DatabaseError, match=words), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(replacing(table, column))

    assert Document.objects.get() == held
    assert DocumentRevision.objects.get().document == held


@pytest.mark.skipif(connection.vendor != "sqlite", reason="elsewhere the statement itself replaces the trigger")
def test_a_trigger_of_an_earlier_release_is_replaced(db: None) -> None:
    name = "documents_document_identity"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON documents_document BEGIN SELECT 1; END")

    wall.install()

    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [name])
        assert "NEW.doc_id IS NOT OLD.doc_id" in cursor.fetchone()[0]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="elsewhere only a conflict that is named is resolved")
@pytest.mark.parametrize("column", ["id", "doc_id", "subject_key"])
def test_a_new_row_takes_no_documents_place_by_any_of_its_keys(held: Document, column: str) -> None:
    held.refresh_from_db()
    row = {each.column: each.get_db_prep_save(getattr(held, each.attname), connection) for each in held._meta.fields}
    new = {**row, "id": held.pk + 1, "doc_id": "SAMVERK-ANNAT", "subject_key": "999", column: row[column]}
    names, marks = ", ".join(f'"{name}"' for name in new), ", ".join("%s" for _ in new)

    with pytest.raises(DatabaseError, match="Ett dokument behåller"), transaction.atomic(), connection.cursor() as at:
        at.execute(f"REPLACE INTO documents_document ({names}) VALUES ({marks})", list(new.values()))

    assert Document.objects.get() == held
