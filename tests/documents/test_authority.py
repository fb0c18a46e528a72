import stat
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.exceptions import ImproperlyConfigured

from governance.documents import authority as authorities
from governance.documents.authority import authority, demo_path, make_demo_authority, trusted
from governance.documents.checks import key_fits_installation, signing_fits_installation
from governance.documents.local_authority import local_authority
from tests.processes import run_together

from .keys import real_key

DEMO_SERVICE = "governance.documents.signing_service.OneActService"


def test_demonstration_makes_its_own_key_and_says_what_it_is() -> None:
    made = authority()

    assert made.is_demo
    assert "DEMONSTRATION" in made.certificate.subject.rfc4514_string()
    assert "DEMONSTRATION" in made.certificate.issuer.rfc4514_string()
    assert stat.S_IMODE(demo_path().stat().st_mode) == 0o600
    assert authority() is made


def test_key_is_made_once_and_stays() -> None:
    first = authority().fingerprint
    content = demo_path().read_bytes()

    authorities.put_once(demo_path(), make_demo_authority())

    assert demo_path().read_bytes() == content
    assert {authorities.fingerprint(certificate) for certificate in trusted()} >= {first}


@pytest.mark.race
def test_two_processes_that_start_at_once_share_one_key(db: None, settings: Any) -> None:
    script = (
        f"from django.conf import settings; settings.KEY_DIR = {str(settings.KEY_DIR)!r}\n"
        "from governance.documents.authority import authority; print(authority().fingerprint)"
    )

    done = run_together([script] * 2)

    assert {process.returncode for process in done} == {0}, done[0].stderr + done[1].stderr
    assert len({process.stdout.split()[-1] for process in done}) == 1
    made = sorted(path.name for path in Path(settings.KEY_DIR).iterdir())
    assert made == ["demonstration-authority.pem", "demonstration-seal.pem"]


def test_demonstration_refuses_a_real_key(settings: Any, tmp_path: Path) -> None:
    settings.SEAL_CERT, settings.SEAL_KEY = map(str, real_key(tmp_path))

    assert [error.id for error in key_fits_installation()] == ["documents.E003"]


def test_production_refuses_a_demonstration_key(settings: Any) -> None:
    authority()
    settings.DEMO = False
    settings.SEAL_CERT = settings.SEAL_KEY = str(demo_path())

    assert [error.id for error in key_fits_installation()] == ["documents.E004"]


def test_production_refuses_to_be_without_a_key(settings: Any) -> None:
    settings.DEMO = False

    assert [error.id for error in key_fits_installation()] == ["documents.E005"]
    with pytest.raises(ImproperlyConfigured, match="SAMVERK_SEAL_CERT"):
        authority()


def test_half_a_key_and_an_unreadable_one_are_told(settings: Any, tmp_path: Path) -> None:
    settings.SEAL_CERT = str(tmp_path / "none.pem")
    assert [error.id for error in key_fits_installation()] == ["documents.E001"]

    settings.SEAL_KEY = settings.SEAL_CERT
    assert [error.id for error in key_fits_installation()] == ["documents.E002"]


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({}, []),
        ({"SIGNING_SERVICE": "nowhere.Service"}, ["documents.E006", "documents.E010"]),
        (
            {"SIGNING_SERVICE": "governance.documents.signing_service.OneActService"},
            ["documents.E007", "documents.E010"],
        ),
        ({"TSA_URL": "https://tsa.example.org"}, ["documents.E010"]),
        ({"TSA_URL": "tsa.example.org"}, ["documents.E010", "documents.E011"]),
    ],
)
def test_production_says_what_its_signing_lacks(changes: dict[str, str], errors: list[str], settings: Any) -> None:
    settings.DEMO = False
    for name, value in changes.items():
        setattr(settings, name, value)

    assert [error.id for error in signing_fits_installation()] == errors


def test_production_believes_no_demonstration(settings: Any, tmp_path: Path) -> None:
    root = local_authority().root
    settings.DEMO, settings.SIGNATURE_TRUST = False, str(tmp_path)
    certificate, _key = real_key(tmp_path / "real")
    (tmp_path / "real.pem").write_bytes(certificate.read_bytes())
    assert signing_fits_installation() == []

    (tmp_path / "demo.crt").write_bytes(root.public_bytes(Encoding.PEM))
    assert [error.id for error in signing_fits_installation()] == ["documents.E009"]

    (tmp_path / "demo.crt").write_bytes(b"-----BEGIN nothing")
    assert [error.id for error in signing_fits_installation()] == ["documents.E008"]


def test_demonstration_as_it_comes_has_nothing_to_object_to() -> None:
    assert [*key_fits_installation(), *signing_fits_installation()] == []


def test_key_of_another_certificate_is_refused(settings: Any, tmp_path: Path) -> None:
    certificate, _key = real_key(tmp_path)
    _certificate, other = real_key(tmp_path / "other")
    settings.SEAL_CERT, settings.SEAL_KEY, settings.DEMO = str(certificate), str(other), False

    with pytest.raises(ImproperlyConfigured, match="hör inte till"):
        authority()
