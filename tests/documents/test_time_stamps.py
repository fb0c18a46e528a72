"""The demonstration's own authority, here and over http on this machine, before openssl."""

import asyncio
import hashlib
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from asn1crypto import core, tsp
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from governance.documents import pen, seal, time_stamps
from governance.documents.evidence import signature_roots, whom_to_believe
from governance.documents.inspection import inspect_pdf
from governance.documents.local_authority import authority_path, local_authority, make_authority
from governance.documents.loops import outside_any_loop
from governance.documents.management.commands.serve_authority import server
from governance.documents.seal import seal_pdf
from governance.lib.outbound import OutboundError

from .conftest import rendered


def request_of(content: bytes, **changes: Any) -> bytes:
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": hashlib.sha256(content).digest()}
    return bytes(tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "cert_req": True, **changes}).dump())


def test_openssl_makes_a_request_and_believes_the_answer(tmp_path: Path) -> None:
    content, query, reply, root = (tmp_path / name for name in ("content", "query", "reply", "root"))
    content.write_bytes(b"ett avtal")
    subprocess.run(["openssl", "ts", "-query", "-data", content, "-sha256", "-cert", "-out", query], check=True)

    reply.write_bytes(local_authority().time_stamp(query.read_bytes()))
    root.write_bytes(whom_to_believe().people)

    verify: list[str | Path] = ["openssl", "ts", "-verify", "-queryfile", query, "-in", reply, "-CAfile", root]
    assert "Verification: OK" in subprocess.run(verify, capture_output=True, text=True, check=False).stdout
    content.write_bytes(b"ett annat avtal")
    verify = ["openssl", "ts", "-verify", "-data", content, "-in", reply, "-CAfile", root]
    assert "Verification: OK" not in subprocess.run(verify, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("request_bytes", [b"", b"not a request", request_of(b"x")[:-4]])
def test_what_is_no_request_is_rejected(request_bytes: bytes) -> None:
    assert is_rejected(local_authority().time_stamp(request_bytes))


def test_imprint_of_the_wrong_length_is_rejected() -> None:
    short = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": b"short"}

    assert is_rejected(local_authority().time_stamp(request_of(b"", message_imprint=short)))


def is_rejected(answer: bytes) -> bool:
    status = tsp.PKIStatusInfo.load(core.Sequence.load(answer)[0].dump())
    return bool(status["status"].native == "rejection")


def test_rejection_is_an_error_for_the_one_who_asked() -> None:
    asking = time_stamps.asking(lambda _request: time_stamps.rejection())

    with pytest.raises(OutboundError, match="vägrades"):
        outside_any_loop(lambda: asyncio.run(asking.async_timestamp(hashlib.sha256(b"x").digest(), "sha256")))


def test_everything_that_the_authority_issues_says_that_it_is_a_demonstration() -> None:
    here = local_authority()
    _key, person = here.certify_person("Anna Ågren", party="Almby kommun", serial="PNOSE-191212121212")

    for each in (here.root, here.issuer, here.clock, person):
        assert "O=DEMONSTRATION" in each.subject.rfc4514_string()
    assert authority_path().stat().st_mode & 0o777 == 0o600


def test_the_roots_key_is_not_kept() -> None:
    kept = make_authority()
    issuer, clock, root = x509.load_pem_x509_certificates(kept)
    keys = keys_in(kept)

    assert keys == {public(issuer), public(clock)}
    assert public(root) not in keys


def public(holder: Any) -> bytes:
    from cryptography.hazmat.primitives.serialization import PublicFormat

    return bytes(holder.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def keys_in(pem: bytes) -> set[bytes]:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    from governance.documents.local_authority import KEYS

    return {public(load_pem_private_key(each, None)) for each in KEYS.findall(pem)}


def test_nobody_but_a_demonstration_has_an_authority_of_its_own(settings: Any) -> None:
    settings.DEMO = False

    with pytest.raises(ImproperlyConfigured, match="demonstration"):
        local_authority()
    with pytest.raises(CommandError, match="demonstration"):
        call_command("serve_authority")


@pytest.fixture
def served(settings: Any, tmp_path: Path) -> Iterator[str]:
    """Another authority, over http, with its root in our folder and its seal as ours; it answers in its own thread."""
    settings.KEY_DIR = tmp_path / "theirs"
    with server(0) as serving:
        thread = Thread(target=serving.serve_forever, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{serving.server_address[1]}"
        settings.LOCAL_AUTHORITY_URL = url
        seal.forget_keys()
        here = local_authority()
        key, certificate = here.certify_seal()
        folder = tmp_path / "trust"
        folder.mkdir()
        (folder / "root.crt").write_bytes(here.root.public_bytes(Encoding.DER))
        (tmp_path / "seal.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        chain = [each.public_bytes(Encoding.PEM) for each in (certificate, *here.chain)]
        (tmp_path / "seal.crt").write_bytes(b"".join(chain))
        settings.SEAL_CERT, settings.SEAL_KEY = str(tmp_path / "seal.crt"), str(tmp_path / "seal.key")
        settings.SIGNATURE_TRUST, settings.TSA_URL = str(folder), f"{url}/tsa"
        yield url
        serving.shutdown()
        thread.join()
    seal.forget_keys()


@pytest.fixture
def without_authority_here(served: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What signs here knows nothing of the authority but its address and its root."""
    monkeypatch.setattr("governance.documents.evidence.authority_path", lambda: Path("/nonexistent"))
    return served


def test_seal_with_an_authority_over_http_is_long_term(without_authority_here: str) -> None:
    made = seal_pdf(rendered("plain").pdf, issuer="SGD", reason="x")

    (found,) = inspect_pdf(made.pdf, trusted=whom_to_believe()).signatures

    assert (found.level, found.holds, found.trusted) == ("B-LT", True, True)
    assert len(signature_roots()) == 1


def test_archive_with_an_authority_over_http(without_authority_here: str) -> None:
    made = pen.archive(seal_pdf(rendered("plain").pdf, issuer="SGD", reason="x").pdf)

    found = inspect_pdf(made, trusted=whom_to_believe()).signatures

    assert [each.level for each in found] == ["B-LTA", ""]
    assert all(each.holds and each.trusted for each in found)


def test_seal_waits_for_an_authority_that_does_not_answer(without_authority_here: str, settings: Any) -> None:
    """It is not sealed at a lower level instead: the job tries again."""
    settings.TSA_URL = "http://127.0.0.1:9/tsa"

    with pytest.raises(OutboundError, match="svarar inte"):
        seal_pdf(rendered("plain").pdf, issuer="SGD", reason="x")


def test_served_authority_knows_its_addresses(served: str) -> None:
    from governance.lib import outbound

    assert outbound.get(f"{served}/root.pem", wanted="*/*", most=10_000, seconds=5).startswith(b"-----BEGIN")
    x509.load_der_x509_crl(outbound.get(f"{served}/issuer.crl", wanted="*/*", most=10_000, seconds=5))
    with pytest.raises(OutboundError, match="svarade 404"):
        outbound.get(f"{served}/keys", wanted="*/*", most=10_000, seconds=5)
    with pytest.raises(OutboundError, match="svarade 404"):
        outbound.post(f"{served}/tsa", b"x", kind="text/plain", wanted="*/*", most=10_000, seconds=5)
