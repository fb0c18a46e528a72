"""How the validator asks about revocation: lists (CRL) and replies (OCSP), each through the one door to the network.

Imported late: its base classes are slow to import.
"""

from collections.abc import AsyncGenerator, Iterable
from typing import Any

from asn1crypto import crl, ocsp
from pyhanko_certvalidator.errors import CRLFetchError, OCSPFetchError
from pyhanko_certvalidator.fetchers import CertificateFetcher, CRLFetcher, OCSPFetcher
from pyhanko_certvalidator.fetchers.common_utils import (
    enumerate_delivery_point_urls,
    format_ocsp_request,
    process_ocsp_response_data,
)
from pyhanko_certvalidator.util import get_ocsp_urls, get_relevant_crl_dps

from governance.lib import outbound

LARGEST_LIST = 10 * 1024 * 1024
LARGEST_REPLY = 64 * 1024
SECONDS = 10.0
NOBODY: tuple[Any, ...] = ()


class Lists(CRLFetcher):
    """Fetches lists of revoked certificates, each address once."""

    def __init__(self) -> None:
        self.of: dict[bytes, list[Any]] = {}

    async def fetch(self, cert: Any, *, use_deltas: Any = None) -> Iterable[Any]:
        """The lists that a certificate names."""
        if cert.issuer_serial not in self.of:
            points = get_relevant_crl_dps(cert, use_deltas=False)
            urls = [url for point in points for url in enumerate_delivery_point_urls(point)]
            self.of[cert.issuer_serial] = [self.read(url) for url in urls]
        return self.of[cert.issuer_serial]

    def read(self, url: str) -> Any:
        """One list."""
        try:
            content = outbound.get(url, wanted="application/pkix-crl", most=LARGEST_LIST, seconds=SECONDS)
            return crl.CertificateList.load(content, strict=True)
        except (OSError, ValueError) as error:
            raise CRLFetchError(str(error)) from error

    def fetched_crls(self) -> Iterable[Any]:
        """Every list that was fetched."""
        return [each for found in self.of.values() for each in found]

    def fetched_crls_for_cert(self, cert: Any) -> Iterable[Any]:
        """Those of one certificate; KeyError before they were asked for."""
        return self.of[cert.issuer_serial]


class Replies(OCSPFetcher):
    """Asks whether one certificate has been revoked."""

    def __init__(self) -> None:
        self.of: dict[bytes, Any] = {}

    async def fetch(self, cert: Any, authority: Any) -> Any:
        """The first reply that can be had."""
        if cert.issuer_serial in self.of:
            return self.of[cert.issuer_serial]
        asked = format_ocsp_request(cert, authority, certid_hash_algo="sha1", request_nonces=True)
        problem = "certifikatet anger ingen tjänst"
        for url in get_ocsp_urls(cert):
            try:
                self.of[cert.issuer_serial] = self.ask(url, asked)
            except (OSError, ValueError) as error:
                problem = str(error)
            else:
                return self.of[cert.issuer_serial]
        raise OCSPFetchError(problem)

    @staticmethod
    def ask(url: str, asked: Any) -> ocsp.OCSPResponse:
        """One question."""
        content = outbound.post(
            url,
            asked.dump(),
            kind="application/ocsp-request",
            wanted="application/ocsp-response",
            most=LARGEST_REPLY,
            seconds=SECONDS,
        )
        return process_ocsp_response_data(content, ocsp_request=asked, ocsp_url=url)

    def fetched_responses(self) -> Iterable[Any]:
        """Every reply."""
        return self.of.values()

    def fetched_responses_for_cert(self, cert: Any) -> Iterable[Any]:
        """The reply on one certificate, if it was asked for."""
        return [self.of[cert.issuer_serial]] if cert.issuer_serial in self.of else []


class NoIssuers(CertificateFetcher):
    """Fetches nobody: whom we believe stands in a folder, not at an address that a certificate names."""

    async def fetch_cert_issuers(self, cert: Any) -> AsyncGenerator[Any, None]:
        """Nobody."""
        for nobody in NOBODY:
            yield nobody

    async def fetch_crl_issuers(self, certificate_list: Any) -> AsyncGenerator[Any, None]:
        """Nobody."""
        for nobody in NOBODY:
            yield nobody

    def fetched_certs(self) -> Iterable[Any]:
        """Nobody."""
        return ()
