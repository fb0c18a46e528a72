"""Time-stamps (RFC 3161): how the local authority answers, and how one is asked for, here or over the network."""

import hashlib
import secrets
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.lib import outbound
from governance.lib.outbound import OutboundError

from .local_authority import local_authority

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
LARGEST_ANSWER = 64 * 1024
SECONDS = 10.0


def stamper() -> Any:
    """Who stamps time here: the configured authority, or the demonstration's own."""
    return _stamper(settings.TSA_URL, str(settings.KEY_DIR))


@cache
def _stamper(url: str, _keys: str) -> Any:
    if url:
        return asking(lambda request: ask(url, request))
    return asking(lambda request: local_authority().time_stamp(request))


def ask(url: str, request: bytes) -> bytes:
    """Ask an authority over the network."""
    return outbound.post(url, request, kind=QUERY, wanted=REPLY, most=LARGEST_ANSWER, seconds=SECONDS)


def asking(send: Callable[[bytes], bytes]) -> Any:
    """A time-stamper as pyHanko wants it, over any way to send a request and get an answer."""
    from asn1crypto import tsp  # noqa: PLC0415 -- slow import
    from pyhanko.sign.timestamps import TimeStamper  # noqa: PLC0415 -- slow import

    class Asking(TimeStamper):
        """Sends the bytes of the request and reads the bytes of the answer."""

        async def async_request_tsa_response(self, req: Any) -> Any:
            """Ask once; an answer without a token is a refusal."""
            reply = send(req.dump())
            try:
                answered = tsp.TimeStampResp.load(reply, strict=True)
                answered["time_stamp_token"]["content"]["encap_content_info"]["content"].native  # noqa: B018 -- it parses
            except (ValueError, KeyError, TypeError) as error:
                raise OutboundError(_("Tidsstämpling vägrades eller gick inte att läsa.")) from error
            return answered

    return Asking()


def answer(request: bytes, *, certificate: Any, key: Any, policy: str) -> bytes:
    """Answer a request with a token, or say that it cannot be read."""
    from asn1crypto import tsp  # noqa: PLC0415 -- slow import

    try:
        asked = tsp.TimeStampReq.load(request, strict=True)
        imprint = asked["message_imprint"]
        algorithm = imprint["hash_algorithm"]["algorithm"].native
        if len(imprint["hashed_message"].native) != hashlib.new(algorithm).digest_size:
            raise ValueError(algorithm)
    except (ValueError, KeyError, TypeError):
        return rejection()
    told = {
        "version": "v1",
        "policy": policy,
        "message_imprint": imprint,
        "serial_number": secrets.randbits(120),
        "gen_time": timezone.now().replace(microsecond=0),
        "accuracy": {"seconds": 1},
    }
    if asked["nonce"].native is not None:
        told["nonce"] = asked["nonce"]
    token = signed(tsp.TSTInfo(told).dump(), certificate=certificate, key=key)
    return bytes(tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token}).dump())


def rejection() -> bytes:
    """The answer to what is no request: a status and no token, which asn1crypto's own class insists on."""
    from asn1crypto import core, tsp  # noqa: PLC0415 -- slow import

    class Rejection(core.Sequence):
        """A response without a token."""

        _fields = [("status", tsp.PKIStatusInfo)]

    return bytes(Rejection({"status": {"status": "rejection", "fail_info": {"bad_data_format"}}}).dump())


def signed(content: bytes, *, certificate: Any, key: Any) -> Any:
    """The content of a token in signed data (CMS), by an elliptic key and SHA-256."""
    from asn1crypto import algos, cms, core, x509  # noqa: PLC0415 -- slow import
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 -- slow import
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 -- slow import
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415 -- slow import
    from pyhanko.sign.general import as_signing_certificate_v2  # noqa: PLC0415 -- slow import

    own = x509.Certificate.load(certificate.public_bytes(Encoding.DER))
    digest = algos.DigestAlgorithm({"algorithm": "sha256"})
    attributes = cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": ["tst_info"]}),
            cms.CMSAttribute({"type": "message_digest", "values": [hashlib.sha256(content).digest()]}),
            cms.CMSAttribute({"type": "signing_certificate_v2", "values": [as_signing_certificate_v2(own)]}),
        ]
    )
    signer = {
        "version": "v1",
        "sid": {"issuer_and_serial_number": {"issuer": own.issuer, "serial_number": own.serial_number}},
        "digest_algorithm": digest,
        "signed_attrs": attributes,
        "signature_algorithm": {"algorithm": "sha256_ecdsa"},
        "signature": key.sign(attributes.dump(), ec.ECDSA(SHA256())),
    }
    data = {
        "version": "v3",
        "digest_algorithms": [digest],
        "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(content)},
        "certificates": [own],
        "signer_infos": [signer],
    }
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(data)})
