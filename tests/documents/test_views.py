from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from governance.documents import forms
from governance.documents.models import Document
from governance.documents.services import open_document

from .attacks import appended_overlay
from .conftest import Place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("looked_at_here")]


def send(client: Client, data: bytes, name: str = "rapport.pdf") -> Any:
    return client.post("/verify/", {"file": SimpleUploadedFile(name, data, "application/pdf")})


def test_anybody_may_ask(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/verify/")

    assert answer.status_code == 200
    assert "Välj en PDF från Samverk" in answer.text


def test_genuine_file_is_told_with_what_it_is(client: Client, place: Place) -> None:
    document = place.made()

    answer = send(client, open_document(document))

    assert "Dokumentet är äkta" in answer.text
    assert document.title in answer.text
    assert "Det finns ingen senare version" in answer.text


def test_size_of_the_file_is_told_as_where_it_is_fetched(client: Client) -> None:
    answer = send(client, b"%PDF-1.7 " + bytes(199_991), "rapport.pdf")

    assert "rapport.pdf, 200\u00a0kB" in answer.text


def test_altered_file_is_told_and_nothing_of_the_register_is_given_away(client: Client, place: Place) -> None:
    document = place.made()

    answer = send(client, appended_overlay(open_document(document)))

    assert "Dokumentet är ändrat" in answer.text
    assert document.title not in answer.text
    assert document.sha256 not in answer.text.replace(" ", "")


def test_file_that_is_no_pdf_is_told_kindly(client: Client) -> None:
    answer = send(client, b"GIF89a", "bild.gif")

    assert answer.status_code == 200
    assert "Filen går inte att läsa som PDF" in answer.text


def test_no_file_is_asked_for_again(client: Client) -> None:
    answer = client.post("/verify/", {})

    assert answer.status_code == 422
    assert "Välj den fil som du vill kontrollera." in answer.text


def test_too_large_a_file_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "LARGEST", 3)

    answer = send(client, b"%PDF-1.7")

    assert answer.status_code == 422
    assert "större än 25 MB" in answer.text


def test_code_on_a_document_leads_to_what_a_genuine_copy_is(client: Client, place: Place) -> None:
    document = place.made()

    answer = client.get(f"/verify/{document.doc_id}/")

    assert answer.status_code == 200
    assert document.sha256 in answer.text.replace(" ", "")
    assert document.title not in answer.text
    assert place.principal.organisation.name not in answer.text


def test_document_that_is_not_sealed_is_not_known(client: Client, place: Place) -> None:
    document = place.ordered()

    assert client.get(f"/verify/{document.doc_id}/").status_code == 404
    assert client.get("/verify/SGD-AR-1999-12/").status_code == 404


def test_verification_writes_nothing(client: Client, place: Place) -> None:
    document = place.made()
    before = list(Document.objects.values())

    send(client, open_document(document))

    assert list(Document.objects.values()) == before
