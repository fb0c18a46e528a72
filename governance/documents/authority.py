"""Whose seal it is: the real certificate of the installation, or a demonstration's own that says so in its name.

A demonstration makes its key at first use, in the data folder, and throws its root's key away: nothing more can be
issued in that name. The file appears whole or not at all, so two processes may start at once.
"""

import os
import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from django.utils.translation import gettext as _

MARK = "DEMONSTRATION"
SEAL_NAME = f"{MARK} Samverk elektronisk försegling"
ROOT_NAME = f"{MARK} Samverk rotcertifikat"
GOOD_FOR = timedelta(days=3650)


@dataclass(frozen=True, eq=False)
class Authority:
    """A loaded key with its certificate and the chain above it, as `cryptography` has them."""

    key: Any
    certificate: Any
    chain: tuple[Any, ...]

    @property
    def is_demo(self) -> bool:
        """Does the certificate itself say that it is a demonstration?"""
        return is_demo(self.certificate)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate: what the register keeps of who sealed."""
        return fingerprint(self.certificate)


def is_demo(certificate: Any) -> bool:
    """A demonstration's certificate says so in its subject."""
    return MARK in certificate.subject.rfc4514_string()


def fingerprint(certificate: Any) -> str:
    """SHA-256 of a certificate, in lower-case hexadecimal."""
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 -- slow import

    return str(certificate.fingerprint(SHA256()).hex())


def authority() -> Authority:
    """The key that seals here, loaded once a process."""
    if settings.SEAL_KEY:
        return load_authority(Path(settings.SEAL_CERT), Path(settings.SEAL_KEY))
    if not settings.DEMO:
        raise ImproperlyConfigured(
            _("Det finns ingen nyckel att försegla med. Ange SAMVERK_SEAL_CERT och SAMVERK_SEAL_KEY.")
        )
    return load_authority(demo_file(), demo_file())


@cache
def load_authority(certificates: Path, key: Path) -> Authority:
    """Read a key and its certificates (the seal's own first) from PEM files."""
    from cryptography import x509  # noqa: PLC0415 -- slow import
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415 -- slow import

    own, *above = x509.load_pem_x509_certificates(certificates.read_bytes())
    loaded = load_pem_private_key(key.read_bytes(), password=None)
    if loaded.public_key() != own.public_key():
        raise ImproperlyConfigured(_("Nyckeln i %s hör inte till certifikatet.") % key.name)
    return Authority(loaded, own, tuple(above))


def trusted() -> tuple[Any, ...]:
    """The certificates that a seal may lead back to: our own chain, and those that are named as earlier ones.

    Knowing a seal needs no key, so a copy of the certificates is enough on a machine that only verifies.
    """
    from cryptography import x509  # noqa: PLC0415 -- slow import

    files = [Path(name) for name in (settings.SEAL_CERT, settings.SEAL_TRUST) if name]
    if settings.DEMO and not settings.SEAL_CERT and demo_path().exists():
        files.append(demo_path())
    return tuple(certificate for file in files for certificate in x509.load_pem_x509_certificates(file.read_bytes()))


def demo_path() -> Path:
    """Where the demonstration's key is kept."""
    return Path(settings.KEY_DIR) / "demonstration-seal.pem"


def demo_file() -> Path:
    """The demonstration's key and certificates in one file, made when it is not there."""
    path = demo_path()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        put_once(path, make_demo_authority())
    return path


def put_once(path: Path, content: bytes) -> None:
    """Let the first writer win: the file gets its name when it is whole, and only if nobody had it before."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(beside, path)
    except FileExistsError:
        pass  # another process was first; its key is ours too
    finally:
        beside.unlink()


def make_demo_authority() -> bytes:
    """Make root and seal, and give the seal's key with both certificates as PEM; the root's key is not kept."""
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 -- slow import
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 -- slow import
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    root_key, seal_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = certify(ROOT_NAME, root_key, issuer=ROOT_NAME, issuer_key=root_key, is_root=True)
    seal = certify(SEAL_NAME, seal_key, issuer=ROOT_NAME, issuer_key=root_key, is_root=False)
    key = seal_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return b"".join([key, seal.public_bytes(Encoding.PEM), root.public_bytes(Encoding.PEM)])


def certify(name: str, key: Any, *, issuer: str, issuer_key: Any, is_root: bool) -> Any:
    """Issue one certificate: a root that signs certificates, or a seal that signs documents and nothing else."""
    from cryptography import x509  # noqa: PLC0415 -- slow import
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 -- slow import

    now = timezone.now()
    usage = x509.KeyUsage(
        digital_signature=not is_root,
        content_commitment=not is_root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_root,
        crl_sign=is_root,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + GOOD_FOR)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=0 if is_root else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
    )
    return builder.sign(issuer_key, SHA256())


def named(name: str) -> Any:
    """A subject that says who, and that it is a demonstration."""
    from cryptography import x509  # noqa: PLC0415 -- slow import
    from cryptography.x509.oid import NameOID  # noqa: PLC0415 -- slow import

    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "SE"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, MARK),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
