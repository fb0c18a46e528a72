"""The electronic seal (försegling): PAdES B-B in the field that the document was made with, certifying its content.

Later signatures may be added (DocMDP allows forms to be filled); anything else breaks the seal.
"""

import io
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from . import fonts
from .authority import Authority, authority, load_authority
from .loops import outside_any_loop
from .swedish import STOCKHOLM, long_date

FIELD = "seal"
TEXT_COLUMN = 108  # where the text of our pages begins, from the left edge of the field; the box adds its own 8 pt
ECDSA_LENGTH = 72  # the longest signature over P-256, for the space that is reserved
T = TypeVar("T")


@dataclass(frozen=True)
class Sealed:
    """A sealed document: its bytes, when it was sealed, and by which certificate."""

    pdf: bytes
    at: datetime
    fingerprint: str


def seal_pdf(pdf: bytes, *, issuer: str, reason: str) -> Sealed:
    """Seal an unsealed document of ours in the name of its issuer; `reason` names the document inside the seal."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 -- slow import
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter  # noqa: PLC0415 -- slow import
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner  # noqa: PLC0415 -- slow import

    holder, at = authority(), timezone.now()
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        name=issuer,
        reason=reason,
    )
    pen = PdfSigner(metadata, signer_of(holder), stamp_style=stamp(issuer, at, demo=holder.is_demo))
    writer, out = IncrementalPdfFileWriter(io.BytesIO(pdf)), io.BytesIO()
    outside_any_loop(lambda: pen.sign_pdf(writer, existing_fields_only=True, output=out))
    return Sealed(out.getvalue(), at, holder.fingerprint)


def stamp(issuer: str, at: datetime, *, demo: bool) -> Any:
    """What the reader sees of the seal, in our own typeface, which PDF/A wants embedded."""
    from pyhanko.pdf_utils.font.opentype import GlyphAccumulatorFactory  # noqa: PLC0415 -- slow import
    from pyhanko.pdf_utils.layout import (  # noqa: PLC0415 -- slow import
        AxisAlignment,
        InnerScaling,
        Margins,
        SimpleBoxLayoutRule,
    )
    from pyhanko.pdf_utils.text import TextBoxStyle  # noqa: PLC0415 -- slow import
    from pyhanko.stamp import TextStampStyle  # noqa: PLC0415 -- slow import

    local = at.astimezone(STOCKHOLM)
    title = _("Elektronisk försegling (demonstration)") if demo else _("Elektronisk försegling")
    lines = [title, issuer, f"{long_date(local.date().isoformat())} kl. {local:%H.%M}"]
    return TextStampStyle(
        stamp_text="\n".join(fonts.stampable(line) for line in lines).replace("%", "%%"),
        text_box_style=TextBoxStyle(
            font=GlyphAccumulatorFactory(str(fonts.stamp_font())), font_size=10, leading=14, border_width=0
        ),
        inner_content_layout=SimpleBoxLayoutRule(
            AxisAlignment.ALIGN_MIN,
            AxisAlignment.ALIGN_MID,
            Margins(left=TEXT_COLUMN),
            InnerScaling.SHRINK_TO_FIT,
        ),
        border_width=0,
        background=None,
    )


def signer_of(holder: Authority) -> Any:
    """The signer of a loaded key; parsing the key anew for each seal would cost more than all the rest."""
    return _signer_of(holder)


@cache
def _signer_of(holder: Authority) -> Any:
    from asn1crypto.x509 import Certificate  # noqa: PLC0415 -- comes with pyHanko, slow
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 -- slow import
    from cryptography.hazmat.primitives.asymmetric import ec, padding  # noqa: PLC0415 -- slow import
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415 -- slow import
    from pyhanko.sign.signers import Signer  # noqa: PLC0415 -- slow import
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415 -- slow import

    def known(certificate: Any) -> Any:
        return Certificate.load(certificate.public_bytes(Encoding.DER))

    class LoadedKey(Signer):
        """Signs with a key that is already in memory."""

        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            """Sign, or fill the space while its size is measured."""
            algorithm = getattr(hashes, digest_algorithm.upper())()
            if isinstance(holder.key, ec.EllipticCurvePrivateKey):
                length = ECDSA_LENGTH + 2 * (holder.key.key_size - 256) // 8
                return bytes(length) if dry_run else bytes(holder.key.sign(data, ec.ECDSA(algorithm)))
            if dry_run:
                return bytes(holder.key.key_size // 8)
            return bytes(holder.key.sign(data, padding.PKCS1v15(), algorithm))

    store = SimpleCertificateStore()
    store.register_multiple([known(certificate) for certificate in holder.chain])
    return LoadedKey(signing_cert=known(holder.certificate), cert_registry=store)


def forget_keys() -> None:
    """Load keys anew: after a change of certificate, and between tests."""
    load_authority.cache_clear()
    _signer_of.cache_clear()
