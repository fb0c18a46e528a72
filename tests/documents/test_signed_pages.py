"""What a reader sees of a document that several have signed."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from governance.documents import wall
from governance.documents.models import Document
from governance.organisations.models import Partnership
from tests.factories.organisations import make_body, make_partnership, make_seat, sign_in

from .chain import ARCHIVED, PEOPLE, Chain, register_chain

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("looked_at_here"),
    pytest.mark.xdist_group("chain"),
]


@pytest.fixture
def partnership(db: None) -> Partnership:
    return make_partnership(name="Skånegemensam digitalisering", short_name="SGD")


@pytest.fixture
def document(chain: Chain, partnership: Partnership) -> Document:
    return register_chain(chain, partnership)


def page_of(client: Client, data: bytes) -> str:
    sent = SimpleUploadedFile("avtal.pdf", data, content_type="application/pdf")
    return client.post(reverse("documents:verify"), {"file": sent}).content.decode()


def test_verification_lists_who_signed(client: Client, document: Document, chain: Chain) -> None:
    page = page_of(client, chain.files[ARCHIVED])

    assert "Dokumentet är äkta" in page
    for each in PEOPLE:
        assert f"{each.name}<small" in page
        assert f"{each.role}, {each.party}" in page
    assert "B-LTA, kan prövas långt senare, skyddad av arkivtidsstämpeln" in page
    assert "4 personer har undertecknat" in page


def test_verification_of_an_earlier_state_lists_those_who_had_signed(
    client: Client, document: Document, chain: Chain
) -> None:
    page = page_of(client, chain.files[2])

    assert "tidigare skede" in page
    assert "Bertil Öman" in page
    assert "Cecilia Ängsmark" not in page


def test_page_of_a_document_lists_who_signed(
    client: Client, document: Document, partnership: Partnership, django_assert_max_num_queries: Any
) -> None:
    seat = make_seat(body=make_body(partnership=partnership))
    sign_in(client, seat)
    url = reverse("documents:document", args=[partnership.slug, document.doc_id])

    with django_assert_max_num_queries(16):
        page = client.get(url).content.decode()

    assert all(each.name in page for each in PEOPLE)
    assert "Filen fick arkivets tidsstämpel" in page
    assert page.count("Dokumentet undertecknades") == 4


def test_command_lists_who_signed(document: Document, chain: Chain, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "avtal.pdf"
    path.write_bytes(chain.files[ARCHIVED])

    call_command("verify_document", str(path))

    said = capsys.readouterr().out.splitlines()
    assert len(said) == 7
    assert said[2].startswith("  Underskrift: Anna Ågren (regionråd, Exempelregionen); ")
    assert said[2].endswith("; B-LTA; Äkta")


def test_documents_sealed_before_there_was_a_register_get_their_row(document: Document) -> None:
    first = document.revisions.get(number=1)
    wall.remove()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM documents_documentrevision")
    wall.install()
    migration = import_module("governance.documents.migrations.0003_register_sealed_documents")

    migration.register(apps, None)
    migration.register(apps, None)

    found = document.revisions.get()
    assert (found.number, found.kind, found.sha256) == (1, "seal", document.sha256)
    assert found.fields == first.fields == ["seal"]


def test_the_public_page_of_a_number_tells_nobodys_name(client: Client, document: Document) -> None:
    page = client.get(reverse("documents:genuine_copy", args=[document.doc_id])).content.decode()

    assert not any(each.name in page for each in PEOPLE)
