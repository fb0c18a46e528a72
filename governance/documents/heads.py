"""Sealed lists of where every chain of the trail stands (kedjornas huvuden), one a day, outside the database.

Whoever rewrites a chain in the database, with every check sum after it, still contradicts the lists of the days before.
A list is plain JSON with a detached signature (CMS) beside it; `openssl cms -verify` reads it without Samverk.
"""

import fcntl
import hashlib
import json
import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from governance.audit.canonical import canonical_json
from governance.audit.models import Head

from .authority import authority, trusted

FORM = "samverk-heads/1"
log = logging.getLogger(__name__)


class UnreadableList(OSError):
    """A list that is there but cannot be believed: its signature is missing, broken or somebody else's."""


def folder() -> Path:
    """Where the lists of this database lie; another database's lists, beside, tell of other chains."""
    return Path(settings.HEADS_DIR) / database_mark()


def database_mark() -> str:
    """A short name for this database, from when its trail was laid out."""
    born = MigrationRecorder(connection).migration_qs.filter(app="audit", name="0001_initial")
    return hashlib.sha256(str(born.values_list("applied", flat=True).first()).encode()).hexdigest()[:12]


def seal_heads(day: date) -> Path:
    """Write and sign the day's list, once; a list that is there is left as it is."""
    place = folder()
    place.mkdir(parents=True, exist_ok=True)
    path = place / f"{day.isoformat()}.json"
    with held(place):
        if not path.exists():
            content = canonical_json(list_of_heads(day)).encode()
            put(path.with_suffix(".p7s"), sign(content))  # first: a list without signature would be an alarm
            put(path, content)
    return path


def list_of_heads(day: date) -> dict[str, Any]:
    """Where every chain stands now; one query, so that they are told of the same moment."""
    heads = Head.objects.filter(length__gt=0).order_by("chain")
    return {
        "form": FORM,
        "day": day,
        "sealed_at": timezone.now(),
        "heads": [
            {"chain": each.chain, "event": each.event_id, "length": each.length, "hash": each.hash, "day": day}
            for each in heads
        ],
    }


@contextmanager
def held(place: Path) -> Iterator[None]:
    """Let one process at a time write in the folder."""
    handle = os.open(place / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def put(path: Path, content: bytes) -> None:
    """Give the file its name when it is whole and on the disk."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def sign(content: bytes) -> bytes:
    """A detached signature with the sealing key and its certificates, as CMS in DER."""
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 -- slow import
    from cryptography.hazmat.primitives.serialization import Encoding, pkcs7  # noqa: PLC0415 -- slow import

    holder = authority()
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content).add_signer(holder.certificate, holder.key, SHA256())
    for above in holder.chain:
        builder = builder.add_certificate(above)
    return builder.sign(Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary])


def is_ours(content: bytes, signature: bytes, known: tuple[Any, ...]) -> bool:
    """Whether the signature is over exactly this content, by one of the certificates that seal here."""
    from asn1crypto import cms  # noqa: PLC0415 -- comes with pyHanko, slow
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415 -- slow import
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity  # noqa: PLC0415 -- slow import

    try:
        signed = cms.ContentInfo.load(signature, strict=True)["content"]
        (signer,) = signed["signer_infos"]
        given = [each.chosen for each in signed["certificates"] if each.chosen.serial_number == serial_of(signer)]
        if not given or given[0].dump() not in {each.public_bytes(Encoding.DER) for each in known}:
            return False
        intact, valid = validate_sig_integrity(signer, given[0], "data", hashlib.sha256(content).digest())
    except Exception:  # whatever a forged file makes the readers stumble on
        return False
    return bool(intact and valid)


def serial_of(signer: Any) -> int:
    """The serial number of the certificate that a signer names."""
    return int(signer["sid"].chosen["serial_number"].native)


def read_lists() -> Iterator[dict[str, Any]]:
    """Every list of this database, the oldest first. Raises UnreadableList for one that cannot be believed."""
    place = folder()
    paths = sorted(place.glob("*.json")) if place.is_dir() else []
    if not paths:
        warn_of_others(place)
        return
    known = trusted()
    for path in paths:
        content, beside = path.read_bytes(), path.with_suffix(".p7s")
        if not beside.exists() or not is_ours(content, beside.read_bytes(), known):
            message = f"förseglingen av listan {path.name} över kedjornas huvuden stämmer inte"
            raise UnreadableList(message)
        yield json.loads(content)


def warn_of_others(place: Path) -> None:
    """Say that there are lists, but of another database; it is not for us to know whether that is right."""
    if any(Path(settings.HEADS_DIR).glob("*/*.json")):
        log.warning("De förseglade listorna i %s hör till en annan databas och har inte jämförts.", place.parent)
