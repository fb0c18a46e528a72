"""Look at a PDF without believing it: its signatures, what happened after them, and which document it says it is.

Needs no Django and no database. A file from outside is looked at in a process of its own, with limits on time and
memory (`inspect_apart`): a hostile file can cost that process its life, and nothing else.
"""

import io
import json
import logging
import re
import struct
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

CLOSED = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")  # nothing stands after the end of the last revision
TAIL = 64
SIGNED_TRACES = (b"/ByteRange", b"ETSI.CAdES.detached", b"adbe.pkcs7.detached", b"ETSI.RFC3161")
ATTACHMENT = "underlag.json"
MOST_ATTACHED = 5 * 1024 * 1024
CPU_SECONDS, MEMORY, WALL_SECONDS = 40, 2 * 1024**3, 60


class Kind(StrEnum):
    """What a signature in a file is."""

    SEAL = "seal"
    PERSON = "person"
    CLOCK = "clock"


@dataclass(frozen=True)
class Trust:
    """Whom to believe, as PEM: whose seals, and which authorities for people's signatures and for time-stamps."""

    seals: bytes = b""
    people: bytes = b""


@dataclass(frozen=True)
class Signature:
    """One signature in the file, as it was found to be.

    `at` is the time-stamp's time, or what the signer's own clock said where there is none; `level` is the level of
    PAdES, B-B to B-LTA; `serial` the number in the certificate's subject; `locks` says that nobody may sign after it.
    """

    field: str
    kind: str = Kind.PERSON
    intact: bool = False
    trusted: bool = False
    unchanged_since: bool = False
    covers_all: bool = False
    fingerprint: str = ""
    name: str = ""
    serial: str = ""
    issuer: str = ""
    reason: str = ""
    at: str = ""
    level: str = ""
    locks: bool = False
    error: str = ""

    @property
    def holds(self) -> bool:
        """What was signed is there, and nothing but permitted signatures came after it."""
        return self.intact and self.unchanged_since and not self.error

    @property
    def moment(self) -> datetime | None:
        """When it was made."""
        return datetime.fromisoformat(self.at) if self.at else None


@dataclass(frozen=True)
class Known:
    """What the register knows of the file's first `size` bytes: the signatures that were found in exactly those."""

    size: int
    signatures: tuple[Signature, ...]


@dataclass(frozen=True)
class Inspection:
    """What was found in a file; `claims` is what the attached data say of themselves, believed only behind a seal."""

    readable: bool
    traces: bool = False
    signatures: tuple[Signature, ...] = ()
    claims: dict[str, Any] = field(default_factory=dict)
    error: str = ""


def inspect_pdf(
    data: bytes, *, trusted: Trust, moment: datetime | None = None, known: Known | None = None
) -> Inspection:
    """Read the signatures and the attached data; every exception is an answer, never a traceback.

    `moment` is when the seal is known to have been made, for one that carries no time-stamp. `known` is what was found
    in the beginning of these very bytes: then only what came after it is compared.
    """
    traces = any(trace in data for trace in SIGNED_TRACES)
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    try:
        signatures = read_signatures(data, trusted, moment, known)
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


def read_signatures(data: bytes, trusted: Trust, moment: datetime | None, known: Known | None) -> tuple[Signature, ...]:
    """Validate every signature, with what came after it, against the given certificates alone."""
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 -- slow import

    from .judging import Judge  # noqa: PLC0415 -- slow import

    reader = PdfFileReader(io.BytesIO(data), strict=True)
    _ = len(list(reader.root["/Pages"]))
    judge = Judge(reader, trusted, moment, is_closed=end_of(data) is not None)
    return judge.signatures() if known is None else judge.grown(known, end_of(data[: known.size]))


def end_of(data: bytes) -> int | None:
    """Where the last revision's table of objects begins, as the end of the file says; None when something follows."""
    found = CLOSED.search(data[-TAIL:])
    return int(found[1]) if found else None


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


def inspect_apart(data: bytes, *, trusted: Trust, known: Known | None = None) -> Inspection:
    """The same in a process of its own, which may be killed; a file that is too heavy is one that cannot be read."""
    told = json.dumps(
        {
            "seals": trusted.seals.decode("ascii"),
            "people": trusted.people.decode("ascii"),
            "known": known and asdict(known),
        }
    ).encode()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "governance.documents.inspection"],
            input=struct.pack(">Q", len(told)) + told + data,
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
    told = json.loads(sys.stdin.buffer.read(length))
    trust = Trust(told["seals"].encode(), told["people"].encode())
    before = told["known"]
    known = before and Known(before["size"], tuple(Signature(**each) for each in before["signatures"]))
    found = inspect_pdf(sys.stdin.buffer.read(), trusted=trust, known=known)
    print(json.dumps(asdict(found)))


if __name__ == "__main__":
    main()
