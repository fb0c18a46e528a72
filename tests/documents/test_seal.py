import asyncio
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from governance.documents import seal
from governance.documents.authority import authority
from governance.documents.evidence import whom_to_believe
from governance.documents.inspection import inspect_pdf
from governance.documents.seal import seal_pdf

from . import samples
from .conftest import rendered, sealed
from .keys import real_key


def test_seal_is_called_valid_by_another_program(pdfsig: str, tmp_path: Path) -> None:
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed("annual"))

    said = subprocess.run([pdfsig, str(path)], capture_output=True, text=True, check=False).stdout

    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "DEMONSTRATION" in said


def test_seal_certifies_and_names_the_document() -> None:
    pdf = seal_pdf(rendered("plain").pdf, issuer=samples.ISSUER.name, reason="Dokument SGD-LR-2026-01, version 1").pdf

    (found,) = inspect_pdf(pdf, trusted=whom_to_believe()).signatures

    assert found.holds
    assert found.trusted
    assert found.covers_all
    assert found.fingerprint == authority().fingerprint
    assert found.reason == "Dokument SGD-LR-2026-01, version 1"


def test_seal_reads_its_key_once(monkeypatch: Any) -> None:
    first = seal.signer_of(authority())

    assert seal.signer_of(authority()) is first


def test_seal_with_a_key_of_the_other_sort_holds_too(settings: Any, tmp_path: Path) -> None:
    certificate, key = real_key(tmp_path, use_rsa=True)
    settings.SEAL_CERT, settings.SEAL_KEY, settings.DEMO = str(certificate), str(key), False

    made = seal_pdf(rendered("plain").pdf, issuer="Region 100 %", reason="x")

    (found,) = inspect_pdf(made.pdf, trusted=whom_to_believe()).signatures
    assert found.holds
    assert found.trusted
    assert found.name == "Region Skåne"


def test_seal_works_where_a_loop_is_already_running() -> None:
    async def inside() -> bytes:
        return sealed("plain")

    with ThreadPoolExecutor(max_workers=1) as aside:
        assert aside.submit(asyncio.run, inside()).result().startswith(b"%PDF-")
