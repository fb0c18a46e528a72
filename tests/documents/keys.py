"""Certificates that are not ours, for tests."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID
from django.utils import timezone

from governance.documents.pen import signer_with


def real_key(folder: Path, name: str = "Region Skåne", *, use_rsa: bool = False) -> tuple[Path, Path]:
    """A self-signed certificate that says nothing of a demonstration, and its key, as PEM files."""
    folder.mkdir(exist_ok=True)
    key = rsa.generate_private_key(65537, 2048) if use_rsa else ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = timezone.now()
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(usage, critical=True)
        .sign(key, SHA256())
    )
    certificate, private = folder / "real.crt", folder / "real.key"
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return certificate, private


def real_signer(folder: Path, name: str) -> Any:
    """Somebody who signs with a certificate that nobody of ours issued."""
    certificate, key = real_key(folder, name)
    return signer_with(
        load_pem_private_key(key.read_bytes(), None), x509.load_pem_x509_certificate(certificate.read_bytes()), ()
    )
