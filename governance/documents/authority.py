"""Whose seal it is: the real certificate of the installation, or a demonstration's own that says so in its name.

A demonstration makes its key at first use, in the data folder, certified by an authority of its own
(`local_authority`). The file appears whole or not at all, so two processes may start at once.
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
from django.utils.translation import gettext as _

MARK = "DEMONSTRATION"
SEAL_NAME = f"{MARK} Samverk elektronisk försegling"
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
    """Have the demonstration's own authority issue a seal, and give its key with the certificates as PEM."""
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 -- slow import
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    from .local_authority import local_authority  # noqa: PLC0415 -- it stands on this module

    above = local_authority()
    key, certificate = above.certify_seal()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return b"".join([private, *(each.public_bytes(Encoding.PEM) for each in (certificate, *above.chain))])
