import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from governance.documents import inspection, seal, storage, verify
from governance.documents.evidence import whom_to_believe
from governance.documents.inspection import Trust, inspect_apart
from governance.documents.models import Document
from governance.documents.render import render_pdf
from governance.documents.seal import seal_pdf
from governance.documents.services import open_document
from governance.documents.verify import Outcome, verify_bytes

from . import samples
from .attacks import ATTACKS
from .conftest import Place, rendered, sealed
from .keys import real_key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("looked_at_here")]


def test_sealed_document_is_genuine_whole_and_the_latest(place: Place) -> None:
    document = place.made()

    verdict = verify_bytes(open_document(document))

    assert (verdict.outcome, verdict.exit_code, verdict.ok) == (Outcome.GENUINE, 0, True)
    assert [check.ok for check in verdict.checks] == [True] * 5
    assert verdict.document is not None
    assert verdict.document.doc_id == document.doc_id
    assert "DEMONSTRATION" in verdict.signer


@pytest.mark.parametrize("attack", ATTACKS)
def test_tampering_is_refused(attack: str, place: Place) -> None:
    pdf = open_document(place.made())
    altered = ATTACKS[attack](pdf)
    assert altered != pdf

    verdict = verify_bytes(altered)

    assert (verdict.outcome, verdict.exit_code) == (Outcome.ALTERED, 1)
    assert verdict.sentence.startswith("Filen har ändrats efter att den förseglades.")


def test_every_flipped_byte_of_many_is_refused(place: Place) -> None:
    pdf = open_document(place.made())
    roots = whom_to_believe()

    for at in range(200, len(pdf), len(pdf) // 40):
        altered = pdf[:at] + bytes([pdf[at] ^ 0x40]) + pdf[at + 1 :]
        found = inspection.inspect_pdf(altered, trusted=roots)
        assert found.error or not found.signatures or not all(each.holds for each in found.signatures), at


def test_file_from_before_the_seal_is_an_earlier_state(place: Place) -> None:
    document = place.made()
    before = render_pdf(document.data).pdf
    assert open_document(document).startswith(before)

    verdict = verify_bytes(before)

    assert (verdict.outcome, verdict.exit_code) == (Outcome.ROLLED_BACK, 1)
    assert "tidigare skede" in verdict.title


def test_file_with_fewer_signatures_than_released_is_an_earlier_state(place: Place) -> None:
    document = place.made()
    sealed_only = open_document(document)
    signed = sealed_only + b"\n% stands for a later approval in the released file\n"
    Document.objects.filter(pk=document.pk).update(sha256=storage.put(signed), size=len(signed), signatures=2)

    verdict = verify_bytes(sealed_only)

    assert (verdict.outcome, verdict.exit_code) == (Outcome.ROLLED_BACK, 1)


def test_unsealed_file_of_no_known_document_is_unsealed() -> None:
    verdict = verify_bytes(rendered("plain").pdf)

    assert (verdict.outcome, verdict.exit_code) == (Outcome.UNSEALED, 1)


def test_superseded_document_is_genuine_no_more(place: Place) -> None:
    first = place.made()
    place.made(supersede=True, build=lambda head: replace(samples.plain_report(head), lead="Rättad."))

    verdict = verify_bytes(open_document(first))

    assert (verdict.outcome, verdict.exit_code) == (Outcome.SUPERSEDED, 1)
    assert "senaste versionen" in verdict.sentence


def test_document_that_is_only_ordered_anew_is_still_the_latest(place: Place) -> None:
    first = place.made()
    place.ordered(supersede=True)

    assert verify_bytes(open_document(first)).outcome == Outcome.GENUINE


def test_seal_of_a_stranger_is_unknown(settings: Any, tmp_path: Path) -> None:
    certificate, key = real_key(tmp_path, "Styrgruppen SGD")
    settings.SEAL_CERT, settings.SEAL_KEY = str(certificate), str(key)
    forged = sealed("plain")
    settings.SEAL_CERT = settings.SEAL_KEY = ""
    seal.forget_keys()
    sealed("plain")

    verdict = verify_bytes(forged)

    assert (verdict.outcome, verdict.exit_code) == (Outcome.UNKNOWN_SIGNER, 1)
    assert verdict.signer == "Styrgruppen SGD"


def test_seal_of_ours_that_the_register_lacks_is_not_known() -> None:
    verdict = verify_bytes(sealed("plain"))

    assert (verdict.outcome, verdict.exit_code) == (Outcome.NOT_KNOWN_HERE, 1)


def test_other_file_with_a_registered_number_is_not_the_registered_one(place: Place) -> None:
    document = place.made()
    forged = seal_pdf(render_pdf(document.data).pdf, issuer="SGD", reason="x").pdf

    verdict = verify_bytes(forged)

    assert verdict.outcome == Outcome.NOT_KNOWN_HERE
    assert verdict.document is not None
    assert verdict.document.sha256 != verdict.sha256


def test_without_a_register_nothing_is_known(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = open_document(place.made())

    def no_table(*_args: Any, **_options: Any) -> None:
        raise OperationalError("no such table: documents_document")

    monkeypatch.setattr(Document.objects, "sealed", no_table)
    verdict = verify_bytes(pdf)

    assert (verdict.outcome, verdict.exit_code) == (Outcome.NOT_KNOWN_HERE, 1)
    assert "inget register" in verdict.sentence
    assert [check.ok for check in verdict.checks] == [True, True, True, None, None]


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"%PDF-1.7\nnothing here", b"%PDF-1.7\n" + b"\xff" * 5000, b"x" * 2000 + b"%PDF-1.7"]
)
def test_what_is_no_pdf_cannot_be_read(data: bytes) -> None:
    verdict = verify_bytes(data)

    assert (verdict.outcome, verdict.exit_code, verdict.ok) == (Outcome.UNREADABLE, 2, None)


def test_too_large_a_file_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "LARGEST", 10)

    assert "större än 25 MB" in verify_bytes(b"%PDF-1.7 and more").sentence


def test_file_that_is_too_heavy_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "WALL_SECONDS", 0.01)

    found = inspect_apart(rendered("plain").pdf, trusted=Trust())

    assert not found.readable
    assert "too heavy" in found.error


def test_inspection_apart_finds_what_inspection_here_finds() -> None:
    pdf, roots = sealed("plain"), whom_to_believe()

    assert inspect_apart(pdf, trusted=roots) == inspection.inspect_pdf(pdf, trusted=roots)


def test_verdict_as_data_can_be_written_as_json(place: Place) -> None:
    data = verify_bytes(open_document(place.made())).as_data()

    assert json.loads(json.dumps(data))["document"]["is_latest"] is True
    assert data["sentence"].startswith("Dokumentet är äkta.")
