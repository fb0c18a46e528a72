"""A certificate authority of the demonstration's own: root, issuer, time-stamps (RFC 3161) and lists of revoked ones.

It lives in this process and makes its keys at first use, in the data folder. The root's key is thrown away when it has
signed the two below it and its list; the issuer's is kept, for it certifies people one act at a time. Everything it
issues says in its name that it is a demonstration, and production knows nothing of it.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from django.utils.translation import gettext as _

from .authority import GOOD_FOR, MARK, SEAL_NAME, put_once

ROOT, ISSUER, CLOCK = (f"{MARK} Samverk {what}" for what in ("rot", "utfärdare", "tidsstämpling"))
ONE_ACT = timedelta(minutes=15)
LIST_GOOD_FOR = timedelta(days=7)
EARLIER = timedelta(minutes=5)  # a certificate begins a little before it is made, since clocks differ
POLICY = (
    "2.25.329800735698586629295641978511506172918"  # our rules for time-stamps: made here, good for nothing outside
)
KEYS = re.compile(rb"-----BEGIN PRIVATE KEY-----.*?-----END PRIVATE KEY-----\n", re.DOTALL)


@dataclass(frozen=True, eq=False)
class LocalAuthority:
    """The loaded authority: certificates as `cryptography` has them, and the two keys that are kept."""

    issuer_key: Any
    clock_key: Any
    issuer: Any
    clock: Any
    root: Any
    root_list: bytes

    @property
    def chain(self) -> tuple[Any, ...]:
        """What stands above those it certifies."""
        return self.issuer, self.root

    def certify_seal(self) -> tuple[Any, Any]:
        """Make the demonstration's sealing key, good for years, and its certificate."""
        key = new_key()
        return key, issue(named(SEAL_NAME), key, above=self.issuer, signed_by=self.issuer_key)

    def certify_person(self, name: str, *, party: str = "", serial: str = "") -> tuple[Any, Any]:
        """Make a key for one act in a person's name, and a certificate that is good for a quarter of an hour."""
        key = new_key()
        subject = named(name, unit=party, serial=serial)
        return key, issue(subject, key, above=self.issuer, signed_by=self.issuer_key, good_for=ONE_ACT)

    def revoked(self) -> tuple[bytes, bytes]:
        """The lists of what has been revoked, now: the root's and the issuer's, as DER."""
        return self.root_list, revocation_list(self.issuer, self.issuer_key, good_for=LIST_GOOD_FOR)

    def time_stamp(self, request: bytes) -> bytes:
        """Answer a request for a time-stamp (RFC 3161), both as DER."""
        from .time_stamps import answer  # noqa: PLC0415 -- slow import

        return answer(request, certificate=self.clock, key=self.clock_key, policy=POLICY)


def local_authority() -> LocalAuthority:
    """The demonstration's authority, made when it is not there; nobody else has one."""
    if not settings.DEMO:
        raise ImproperlyConfigured(_("Den egna utfärdaren finns bara i en demonstration."))
    path = authority_path()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        put_once(path, make_authority())
    return load(path)


def authority_path() -> Path:
    """Where the demonstration's authority is kept."""
    return Path(settings.KEY_DIR) / "demonstration-authority.pem"


@cache
def load(path: Path) -> LocalAuthority:
    """Read the authority; once a process."""
    from cryptography import x509  # noqa: PLC0415 -- slow import
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 -- slow import
        Encoding,
        load_pem_private_key,
    )

    content = path.read_bytes()
    issuer_key, clock_key = (load_pem_private_key(each, password=None) for each in KEYS.findall(content))
    issuer, clock, root = x509.load_pem_x509_certificates(content)
    revoked = x509.load_pem_x509_crl(content[content.index(b"-----BEGIN X509 CRL") :])
    return LocalAuthority(issuer_key, clock_key, issuer, clock, root, revoked.public_bytes(Encoding.DER))


def make_authority() -> bytes:
    """Make root, issuer and clock, and give what is kept of them as PEM."""
    from cryptography import x509  # noqa: PLC0415 -- slow import
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 -- slow import
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    root_key, issuer_key, clock_key = new_key(), new_key(), new_key()
    root = issue(named(ROOT), root_key, above=None, signed_by=root_key, certifies=True)
    issuer = issue(named(ISSUER), issuer_key, above=root, signed_by=root_key, certifies=True)
    clock = issue(named(CLOCK), clock_key, above=root, signed_by=root_key, stamps=True)
    revoked = x509.load_der_x509_crl(revocation_list(root, root_key, good_for=GOOD_FOR))
    keys = [key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) for key in (issuer_key, clock_key)]
    return b"".join([*keys, *(each.public_bytes(Encoding.PEM) for each in (issuer, clock, root, revoked))])


def new_key() -> Any:
    """A key on the curve that all of ours are on."""
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 -- slow import

    return ec.generate_private_key(ec.SECP256R1())


def issue(
    subject: Any,
    key: Any,
    *,
    above: Any,
    signed_by: Any,
    certifies: bool = False,
    stamps: bool = False,
    good_for: timedelta = GOOD_FOR,
) -> Any:
    """Issue one certificate: for an authority, for the clock, or (neither) for one who signs documents."""
    from cryptography import x509  # noqa: PLC0415 -- slow import
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 -- slow import
    from cryptography.x509.oid import ExtendedKeyUsageOID  # noqa: PLC0415 -- slow import

    now = timezone.now()
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above.subject if above else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - EARLIER)
        .not_valid_after(now + good_for)
        .add_extension(x509.BasicConstraints(ca=certifies, path_length=None), critical=True)
        .add_extension(usage(certifies=certifies, stamps=stamps), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signed_by.public_key()), critical=False)
    )
    if stamps:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    if above:
        place = "root" if above.subject == above.issuer else "issuer"
        builder = builder.add_extension(where_revoked(f"{settings.LOCAL_AUTHORITY_URL}/{place}.crl"), critical=False)
    return builder.sign(signed_by, SHA256())


def usage(*, certifies: bool, stamps: bool) -> Any:
    """What a key may be used for."""
    from cryptography import x509  # noqa: PLC0415 -- slow import

    return x509.KeyUsage(
        digital_signature=not certifies,
        content_commitment=not certifies and not stamps,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certifies,
        crl_sign=certifies,
        encipher_only=False,
        decipher_only=False,
    )


def where_revoked(url: str) -> Any:
    """Where the list of revoked certificates is fetched."""
    from cryptography import x509  # noqa: PLC0415 -- slow import

    place = x509.DistributionPoint([x509.UniformResourceIdentifier(url)], None, None, None)
    return x509.CRLDistributionPoints([place])


def revocation_list(issuer: Any, key: Any, *, good_for: timedelta) -> bytes:
    """An empty list of revoked certificates, signed: nobody has been revoked in a demonstration."""
    from cryptography import x509  # noqa: PLC0415 -- slow import
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 -- slow import
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415 -- slow import

    made: datetime = timezone.now() - timedelta(minutes=1)
    return (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.subject)
        .last_update(made)
        .next_update(made + good_for)
        .add_extension(x509.CRLNumber(int(made.timestamp())), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
        .public_bytes(Encoding.DER)
    )


def named(name: str, *, unit: str = "", serial: str = "") -> Any:
    """A subject: Sweden, demonstration, and who."""
    from cryptography import x509  # noqa: PLC0415 -- slow import
    from cryptography.x509.oid import NameOID  # noqa: PLC0415 -- slow import

    parts = [(NameOID.COUNTRY_NAME, "SE"), (NameOID.ORGANIZATION_NAME, MARK)]
    if unit:
        parts.append((NameOID.ORGANIZATIONAL_UNIT_NAME, unit[:64]))
    parts.append((NameOID.COMMON_NAME, name[:64]))
    if serial:
        parts.append((NameOID.SERIAL_NUMBER, serial[:64]))
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in parts])
