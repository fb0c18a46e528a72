"""What makes a signature last (B-LT and on): time-stamps, and answers on whether certificates were revoked, kept in it.

The answers come from the demonstration's own authority, or over the network by the one door there is.
"""

import logging
from pathlib import Path
from typing import Any

from django.conf import settings

from governance.lib import outbound

from .authority import trusted
from .inspection import Trust
from .local_authority import authority_path, local_authority
from .time_stamps import stamper

CERTIFICATE_FILES = ("*.pem", "*.crt", "*.cer")

__all__ = ["context", "is_lasting", "signature_roots", "stamper", "whom_to_believe"]


def is_lasting(*, for_people: bool) -> bool:
    """Are there time-stamps to be had? A demonstration has its own, for what people are to sign."""
    return bool(settings.TSA_URL) or (for_people and bool(settings.DEMO))


def signature_roots() -> tuple[Any, ...]:
    """The certificates that people's signatures and time-stamps may lead back to: a folder's, and a demonstration's."""
    from cryptography import x509  # noqa: PLC0415 -- slow import

    found: list[Any] = []
    if settings.SIGNATURE_TRUST:
        folder = Path(settings.SIGNATURE_TRUST)
        for path in sorted(each for pattern in CERTIFICATE_FILES for each in folder.glob(pattern)):
            content = path.read_bytes()
            if content.lstrip().startswith(b"-----"):
                found += x509.load_pem_x509_certificates(content)
            else:
                found.append(x509.load_der_x509_certificate(content))
    if settings.DEMO and authority_path().exists():
        found.append(local_authority().root)
    return tuple(found)


def whom_to_believe() -> Trust:
    """The certificates that seals, people's signatures and time-stamps may lead back to."""
    return Trust(as_pem(trusted()), as_pem(signature_roots()))


def as_pem(certificates: Any) -> bytes:
    """Certificates one after the other."""
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415 -- slow import

    return b"".join(each.public_bytes(Encoding.PEM) for each in certificates)


def context() -> Any:
    """A fresh context for one signature: whom to believe, and where to ask about revocation; it keeps the answers."""
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415 -- slow import

    logging.getLogger("pyhanko").setLevel(logging.ERROR)  # it warns whenever nothing may be fetched, which we mean
    known = (*trusted(), *signature_roots())
    own = [each for each in known if each.subject == each.issuer]
    options: dict[str, Any] = {"trust_roots": readable(own or known), "other_certs": readable(known)}
    if settings.DEMO and authority_path().exists():
        here = local_authority()
        options["other_certs"] += readable(here.chain)
        options["crls"] = list(here.revoked())
    if outbound.hosts():
        options |= {"allow_fetching": True, "fetchers": fetchers()}
    return ValidationContext(revocation_mode="hard-fail", **options)


def readable(certificates: Any) -> list[Any]:
    """The same certificates as pyHanko reads them."""
    from asn1crypto.x509 import Certificate  # noqa: PLC0415 -- comes with pyHanko, slow
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415 -- slow import

    return [Certificate.load(each.public_bytes(Encoding.DER)) for each in certificates]


def fetchers() -> Any:
    """Ways to ask about revocation that go through our own door; issuers are never fetched, they are in the folder."""
    from pyhanko_certvalidator.fetchers import Fetchers  # noqa: PLC0415 -- slow import

    from . import fetching  # noqa: PLC0415 -- slow import

    return Fetchers(fetching.Replies(), fetching.Lists(), fetching.NoIssuers())
