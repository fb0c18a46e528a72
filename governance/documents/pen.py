"""How a signature is put into a field that stands in the page: the same way for the seal and for people.

The order is always: the certifying seal, people one by one, the archive's time-stamp; each is an update appended to the
same file. A field's look is drawn in our own typeface, which PDF/A wants embedded.
"""

import io
from collections.abc import Sequence
from functools import cache
from typing import Any

from . import fonts
from .evidence import context, readable, stamper
from .loops import outside_any_loop

ALGORITHM = "sha256"
ECDSA_LENGTH = 72  # the longest signature over P-256, for the space that is reserved


def write(  # noqa: PLR0913 -- a signature has that many sides
    pdf: bytes,
    *,
    field: str,
    signer: Any,
    name: str,
    reason: str,
    lines: Sequence[str],
    indent: int = 0,
    certifies: bool = False,
    lasting: bool = False,
) -> bytes:
    """Sign in a field and give the file with the signature appended.

    `lasting` adds a time-stamp and the answers on revocation (B-LT); without it the signature is B-B.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 -- slow import
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter  # noqa: PLC0415 -- slow import
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner  # noqa: PLC0415 -- slow import

    metadata = PdfSignatureMetadata(
        field_name=field,
        md_algorithm=ALGORITHM,
        subfilter=SigSeedSubFilter.PADES,
        certify=certifies,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        name=name,
        reason=reason,
        embed_validation_info=lasting,
        validation_context=context() if lasting else None,
    )
    pen = PdfSigner(
        metadata, signer, timestamper=stamper() if lasting else None, stamp_style=look(lines, indent=indent)
    )
    writer, out = IncrementalPdfFileWriter(io.BytesIO(pdf)), io.BytesIO()
    outside_any_loop(lambda: pen.sign_pdf(writer, existing_fields_only=True, output=out))
    return out.getvalue()


def archive(pdf: bytes) -> bytes:
    """Append a time-stamp over the whole file, with what is needed to judge it (B-LTA)."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 -- slow import
    from pyhanko.sign.signers import PdfTimeStamper  # noqa: PLC0415 -- slow import

    writer, out = IncrementalPdfFileWriter(io.BytesIO(pdf)), io.BytesIO()
    clock = PdfTimeStamper(stamper(), readable_field_name="Arkivtidsstämpel")
    outside_any_loop(lambda: clock.timestamp_pdf(writer, ALGORITHM, validation_context=context(), output=out))
    return out.getvalue()


def add_answers(pdf: bytes, field: str) -> bytes:
    """Append the answers on revocation for a signature that came without them."""
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 -- slow import
    from pyhanko.sign.validation import add_validation_info  # noqa: PLC0415 -- slow import

    signature = next(each for each in PdfFileReader(io.BytesIO(pdf)).embedded_signatures if each.field_name == field)
    out = io.BytesIO()
    outside_any_loop(lambda: add_validation_info(signature, context(), output=out))
    return out.getvalue()


def look(lines: Sequence[str], *, indent: int) -> Any:
    """What the reader sees of a signature."""
    from pyhanko.pdf_utils.font.opentype import GlyphAccumulatorFactory  # noqa: PLC0415 -- slow import
    from pyhanko.pdf_utils.layout import (  # noqa: PLC0415 -- slow import
        AxisAlignment,
        InnerScaling,
        Margins,
        SimpleBoxLayoutRule,
    )
    from pyhanko.pdf_utils.text import TextBoxStyle  # noqa: PLC0415 -- slow import
    from pyhanko.stamp import TextStampStyle  # noqa: PLC0415 -- slow import

    return TextStampStyle(
        stamp_text="\n".join(fonts.stampable(line) for line in lines).replace("%", "%%"),
        text_box_style=TextBoxStyle(
            font=GlyphAccumulatorFactory(str(fonts.stamp_font())), font_size=10, leading=14, border_width=0
        ),
        inner_content_layout=SimpleBoxLayoutRule(
            AxisAlignment.ALIGN_MIN,
            AxisAlignment.ALIGN_MID,
            Margins(left=indent),
            InnerScaling.SHRINK_TO_FIT,
        ),
        border_width=0,
        background=None,
    )


@cache
def loaded_key() -> Any:
    """The class of signers that hold a loaded key; pyHanko's own would parse the key twice for each signature."""
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 -- slow import
    from cryptography.hazmat.primitives.asymmetric import ec, padding  # noqa: PLC0415 -- slow import
    from pyhanko.sign.signers import Signer  # noqa: PLC0415 -- slow import

    class LoadedKey(Signer):
        """Signs with a key that is already in memory."""

        key: Any = None

        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            """Sign, or fill the space while its size is measured."""
            algorithm = getattr(hashes, digest_algorithm.upper())()
            if isinstance(self.key, ec.EllipticCurvePrivateKey):
                length = ECDSA_LENGTH + 2 * (self.key.key_size - 256) // 8
                return bytes(length) if dry_run else bytes(self.key.sign(data, ec.ECDSA(algorithm)))
            if dry_run:
                return bytes(self.key.key_size // 8)
            return bytes(self.key.sign(data, padding.PKCS1v15(), algorithm))

    return LoadedKey


def signer_with(key: Any, certificate: Any, chain: Sequence[Any]) -> Any:
    """A signer of a loaded key, its certificate, and those above it."""
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415 -- slow import

    store = SimpleCertificateStore()
    store.register_multiple(readable(chain))
    (own,) = readable([certificate])
    signer = loaded_key()(signing_cert=own, cert_registry=store)
    signer.key = key
    return signer
