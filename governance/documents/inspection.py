"""Look at a PDF without believing it: its signatures, what happened after them, and which document it says it is.

Needs no Django and no database. A file from outside is looked at in a process of its own, with limits on time and
memory (`inspect_apart`): a hostile file can cost that process its life, and nothing else.
"""

import io
import json
import logging
import struct
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from .loops import outside_any_loop

SIGNED_TRACES = (b"/ByteRange", b"ETSI.CAdES.detached", b"adbe.pkcs7.detached", b"ETSI.RFC3161")
ATTACHMENT = "underlag.json"
MOST_ATTACHED = 5 * 1024 * 1024
CPU_SECONDS, MEMORY, WALL_SECONDS = 40, 2 * 1024**3, 60


@dataclass(frozen=True)
class Signature:
    """One signature in the file, as it was found to be."""

    field: str
    intact: bool = False
    trusted: bool = False
    unchanged_since: bool = False
    covers_all: bool = False
    fingerprint: str = ""
    name: str = ""
    reason: str = ""
    error: str = ""

    @property
    def holds(self) -> bool:
        """What was signed is there, and nothing but permitted signatures came after it."""
        return self.intact and self.unchanged_since and not self.error


@dataclass(frozen=True)
class Inspection:
    """What was found in a file; `claims` is what the attached data say of themselves, believed only behind a seal."""

    readable: bool
    traces: bool = False
    signatures: tuple[Signature, ...] = ()
    claims: dict[str, Any] = field(default_factory=dict)
    error: str = ""


def inspect_pdf(data: bytes, *, trusted: bytes, moment: datetime | None = None) -> Inspection:
    """Read the signatures and the attached data; every exception is an answer, never a traceback."""
    traces = any(trace in data for trace in SIGNED_TRACES)
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    try:
        signatures = read_signatures(data, trusted, moment)
    except Exception as error:
        return Inspection(opens(data), traces, (), {}, f"{type(error).__name__}: {error}"[:300])
    return Inspection(True, traces, signatures, claims_of(data))


def opens(data: bytes) -> bool:
    """Can a forgiving reader make a PDF of it at all?"""
    import pikepdf  # noqa: PLC0415 -- slow import

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return len(pdf.pages) > 0
    except Exception:
        return False


def read_signatures(data: bytes, trusted: bytes, moment: datetime | None) -> tuple[Signature, ...]:
    """Validate every signature, with what came after it, against the given certificates alone."""
    from asn1crypto import pem  # noqa: PLC0415 -- slow import
    from asn1crypto.x509 import Certificate  # noqa: PLC0415 -- slow import
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 -- slow import

    roots = [Certificate.load(der) for _, _, der in pem.unarmor(trusted, multiple=True)] if trusted else []
    reader = PdfFileReader(io.BytesIO(data), strict=True)
    _ = len(list(reader.root["/Pages"]))
    return tuple(validated(signature, roots, moment) for signature in reader.embedded_signatures)


def validated(signature: Any, roots: list[Any], moment: datetime | None) -> Signature:
    """One signature; what cannot be validated does not hold."""
    import asyncio  # noqa: PLC0415 -- only here

    from pyhanko.sign.validation import async_validate_pdf_signature  # noqa: PLC0415 -- slow import
    from pyhanko.sign.validation.status import SignatureCoverageLevel  # noqa: PLC0415 -- slow import
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415 -- slow import

    name = str(signature.field_name)
    try:
        context = ValidationContext(
            trust_roots=roots,
            allow_fetching=False,
            revocation_mode="soft-fail",
            moment=moment,
            retroactive_revinfo=True,
        )
        status = outside_any_loop(lambda: asyncio.run(async_validate_pdf_signature(signature, context)))
        certificate = status.signing_cert
        whole = status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
        return Signature(
            field=name,
            intact=bool(status.intact and status.valid),
            trusted=bool(status.trusted),
            unchanged_since=bool(whole and status.docmdp_ok),
            covers_all=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
            fingerprint=certificate.sha256.hex(),
            name=str(certificate.subject.native.get("common_name", "")),
            reason=str(signature.sig_object.get("/Reason", "")),
        )
    except Exception as error:
        return Signature(field=name, error=f"{type(error).__name__}: {error}"[:300])


def claims_of(data: bytes) -> dict[str, Any]:
    """The head of the attached data: number, version, kind and title, as the file itself has them."""
    import pikepdf  # noqa: PLC0415 -- slow import

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            attached = pdf.attachments[ATTACHMENT].get_file()
            if attached.size > MOST_ATTACHED:
                return {}
            head = json.loads(attached.read_bytes())["head"]
        return {key: head[key] for key in ("doc_id", "version", "kind", "title")}
    except Exception:
        return {}


def inspect_apart(data: bytes, *, trusted: bytes) -> Inspection:
    """The same in a process of its own, which may be killed; a file that is too heavy is one that cannot be read."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "governance.documents.inspection"],
            input=struct.pack(">Q", len(trusted)) + trusted + data,
            capture_output=True,
            timeout=WALL_SECONDS,
            check=True,
        )
        found = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        traces = any(trace in data for trace in SIGNED_TRACES)
        return Inspection(False, traces, error=f"too heavy: {type(error).__name__}")
    signatures = tuple(Signature(**signature) for signature in found.pop("signatures"))
    return Inspection(**found, signatures=signatures)


def main() -> None:
    """Answer on standard output what `inspect_pdf` finds in the file on standard input."""
    import resource  # noqa: PLC0415 -- only in the process apart

    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    (length,) = struct.unpack(">Q", sys.stdin.buffer.read(8))
    trusted, data = sys.stdin.buffer.read(length), sys.stdin.buffer.read()
    print(json.dumps(asdict(inspect_pdf(data, trusted=trusted))))


if __name__ == "__main__":
    main()
